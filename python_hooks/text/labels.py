"""The words of dimensions, their values and the codes of reports, as people see them."""

from __future__ import annotations

import duckdb

from python_hooks.engines.warehouse import BLANKS
from python_hooks.text.formats import Language

WITHOUT_BLANKS = str.maketrans("", "", BLANKS)


class Labels:
    """The rows of reporting.dimension_labels; case and blanks of a value do not matter."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read them from the published file."""
        rows = connection.execute(
            "select kind, key, label_en, label_zh from reporting.dimension_labels"
        ).fetchall()
        self._words = {(kind, _spelled(key)): (en, zh) for kind, key, en, zh in rows}

    def both(self, kind: str, key: str) -> tuple[str, str] | None:
        """The English and Chinese label of a value of a dimension or column; None without one."""
        spelled = _spelled(key)
        return self._words.get((kind, spelled)) or self._words.get(("any", spelled))

    def one(self, kind: str, key: str, language: Language) -> str:
        """The label in a language; the value itself if it has no label."""
        words = self.both(kind, key) or (key, key)
        return words[0] if language == "en" else words[1]


def _spelled(key: str) -> str:
    """A value without case and blanks, as macros/engine/spelling_key.sql compares it."""
    return key.lower().translate(WITHOUT_BLANKS)
