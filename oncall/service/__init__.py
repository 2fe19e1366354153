"""What a service is: its numbers, hours, words and lines, read from its file and kept in versions."""
