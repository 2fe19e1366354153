"""The verbs of a voice document, each played as the real network would."""
