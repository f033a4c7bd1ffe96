"""Rows and values as text for the screen."""

from __future__ import annotations

from collections.abc import Sequence


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text in columns: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)


def one_line(text: str, longest: int = 60) -> str:
    """A text that is safe in a message: on one line, and no longer than that."""
    plain = "".join(each if each.isprintable() else "?" for each in text)
    return plain if len(plain) <= longest else plain[: longest - 3] + "..."
