"""Names as people write them: compared, and listed in one line."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from python_hooks.engines.warehouse import BLANKS
from python_hooks.text.tables import one_line

SHOWN_NAMES = 10


def normal_name(name: str) -> str:
    """A column name as names are compared: trimmed, as cells are, and in lower case."""
    return name.strip(BLANKS).lower()


def nearest_name(name: str, others: Sequence[str]) -> str:
    """The most similar name; empty if none is similar."""
    return next(iter(difflib.get_close_matches(name, others, n=1, cutoff=0.7)), "")


def did_you_mean(name: str, others: Sequence[str]) -> str:
    """The question that a message begins its remedy with; empty if no name is similar."""
    near = nearest_name(name, others)
    return f"Did you mean {near}? " if near else ""


def listed_names(names: Sequence[str], longest: int = 60) -> str:
    """Names in one line, the first few and a count."""
    shown = ", ".join(one_line(name, longest) for name in names[:SHOWN_NAMES])
    more = len(names) - SHOWN_NAMES
    return f"{shown} and {more} more" if more > 0 else shown
