"""What whoever has the telephone must know of a child and the service file does not say: the child's card."""
