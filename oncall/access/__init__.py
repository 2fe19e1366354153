"""Who may come in, and what each of them may see."""
