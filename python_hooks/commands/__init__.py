"""The commands of `python -m python_hooks`; each imports its modules when it is called."""


class CannotDo(Exception):
    """A command failed; the message has the reason and what to do."""
