"""The lifeline's two ends in the database: what it may need is written down, what it has kept is taken up."""
