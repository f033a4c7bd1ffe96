"""The input of every part of the screen at the end of a run: database and language."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from python_hooks.screen.words import Say, words_of
from python_hooks.text.formats import Language


@dataclass(frozen=True)
class Screen:
    """The database of the run, and the language of the screen."""

    cursor: duckdb.DuckDBPyConnection
    language: Language

    @property
    def say(self) -> Say:
        """Gives the texts."""
        return words_of(self.language)

    def has(self, *tables: str) -> bool:
        """Whether tables have been built, each named as schema.table."""
        found = self.cursor.execute(
            "select count(*) from information_schema.tables"
            " where list_contains(?, table_schema || '.' || table_name)",
            [tables],
        )
        return found.fetchone() == (len(tables),)

    def rows(self, sql: str, values: object = None) -> list[tuple]:
        """The rows of a query."""
        return self.cursor.execute(sql, values).fetchall()

    def in_language(self, column: str) -> str:
        """The name of a column in the language, of message or message_zh."""
        return f"{column}_zh" if self.language == "zh" else column
