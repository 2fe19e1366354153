"""Speeds, as ratios against a bare application in the same run: `make bench`."""
