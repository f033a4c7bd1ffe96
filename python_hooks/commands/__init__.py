"""What the commands of `python -m python_hooks` do; each loads what it needs when it is called."""


class CannotDo(Exception):
    """A command could not be carried out: why, and what to do."""
