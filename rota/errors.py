"""What can be wrong with a rota, in words for whoever keeps it."""


class RotaError(Exception):
    """The rota cannot mean what was written. Its text is one plain sentence."""
