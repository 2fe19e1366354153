"""Ringing a caller back: by a press, by a promise, from one's own telephone; and asking about a lost line."""
