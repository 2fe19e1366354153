"""Numbered migrations; each works with the program that is already running."""
