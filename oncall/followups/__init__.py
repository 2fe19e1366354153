"""What must follow a contact: by when, whose duty it is, who sees to it, and the evidence that it was done."""
