"""Answers a call with no database at all: from a snapshot on disk, keeping every request for later."""
