"""Somebody must own this contact: text and ring one person after another until one of them takes it."""
