"""Pages as PDF: the same markup as on the screen, made into a tagged document by a process of its own."""
