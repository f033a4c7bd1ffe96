"""Rows and values as text for the screen, where a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

# Characters that must not begin a line.
CLOSING = "，。；：、？！）》”%"
# Characters that must not end a line.
OPENING = "（《“"


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if _is_wide(each) else 1 for each in text)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text in columns: the first to the left, the others to the right."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        padding = [" " * (widest - width(cell)) for cell, widest in zip(row, widths, strict=True)]
        cells = [gap + cell for cell, gap in zip(row[1:], padding[1:], strict=True)]
        lines.append("  ".join((row[0] + padding[0], *cells)).rstrip())
    return "\n".join(lines)


def fitting(rows: Sequence[Sequence[str]], columns: int = 100) -> list[Sequence[str]]:
    """Rows for `aligned`, in which first cells that make the table too wide go on below."""
    others = zip(*(row[1:] for row in rows), strict=True)
    room = columns - sum(2 + max(width(cell) for cell in column) for column in others)
    fitted: list[Sequence[str]] = []
    for row in rows:
        first, *rest = wrapped(row[0], max(room, 20), "  ").split("\n")
        fitted.append((first, *row[1:]))
        fitted += [(line, *("" for _ in row[1:])) for line in rest]
    return fitted


def one_line(text: str, longest: int = 60) -> str:
    """A text that is safe in a message: on one line, and no longer than that."""
    plain = "".join(each if each.isprintable() else "?" for each in text)
    return plain if len(plain) <= longest else plain[: longest - 3] + "..."


def wrapped(text: str, columns: int = 100, indent: str = "    ") -> str:
    """A text in lines of so many columns, all but the first indented; no word or path is cut."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1].strip() and width(lines[-1] + piece.rstrip()) > columns:
            lines.append(indent)
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def _pieces(text: str) -> list[str]:
    """The text in parts between which a line may end: words, and single Chinese characters."""
    pieces: list[str] = []
    for each in text:
        if pieces and not _may_break(pieces[-1][-1], each):
            pieces[-1] += each
        else:
            pieces.append(each)
    return pieces


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after == " " or after in CLOSING or before in OPENING:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    """Whether a character takes two columns."""
    return east_asian_width(character) in "WF"
