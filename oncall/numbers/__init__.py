"""Numbers that are told apart: those on a child's no-contact list, and those restricted for a time."""
