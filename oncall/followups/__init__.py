"""What must follow a contact: by when, whose duty, who sees to it, and the evidence that it was done."""
