"""The contact record: one person's reaching out, and all that followed."""
