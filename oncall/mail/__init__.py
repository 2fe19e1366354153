"""E-mail to the staff: that something waits, and where; never what it says."""
