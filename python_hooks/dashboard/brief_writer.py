"""The input of every sentence of the brief: rows of the published file, words of one language."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from python_hooks.dashboard.brief_words import SENTENCES, WORDS
from python_hooks.engines.warehouse import named_rows
from python_hooks.text.formats import (
    Language,
    Unit,
    day_text,
    interval_text,
    period_text,
    value_text,
)
from python_hooks.text.labels import Labels
from python_hooks.text.tables import one_line

QUERIES = Path(__file__).parent / "brief_queries"
SHOWN_METRICS = 4

Row = dict[str, Any]
Either = TypeVar("Either")


class BriefRows:
    """The results of brief_queries/ on one published file, each query run once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read the parameters of the queries: today, combinations, metrics that repeat another."""
        self.connection = connection
        self.labels = Labels(connection)
        self._answers: dict[str, list[Row]] = {}
        # The values of $names in the queries.
        self._given: dict[str, Any] = {}
        (self.generation,) = self.of("generation")
        self.as_of_date: date | None = self.generation["as_of_date"]
        self._given["as_of_date"] = self.as_of_date
        self._given["combinations"] = [row["dimension"] for row in self.of("combinations")]
        self._given["repeated"] = [row["metric"] for row in self.of("repeated_metrics")]

    def of(self, name: str) -> list[Row]:
        """The rows of a query, by column."""
        if name not in self._answers:
            sql = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
            given = {key: value for key, value in self._given.items() if f"${key}" in sql}
            result = self.connection.execute(sql, given)
            self._answers[name] = list(named_rows(result))
        return self._answers[name]

    def has_any(self, table: str) -> bool:
        """Whether a published table has any row."""
        return self.connection.execute(f"select 1 from {table} limit 1").fetchone() is not None


class BriefWriter:
    """Words the rows of a published file in one language."""

    def __init__(self, published: BriefRows, language: Language) -> None:
        """Word these rows in that language."""
        self.published = published
        self.language: Language = language

    def rows(self, name: str) -> list[Row]:
        """The rows of a query of brief_queries/, by column."""
        return self.published.of(name)

    def one_of(self, pair: tuple[Either, Either]) -> Either:
        """Of English and Chinese the one of this brief."""
        return pair[0] if self.language == "en" else pair[1]

    def say(self, key: str, **figures: object) -> str:
        """A sentence of brief_words.py with its figures."""
        return self.one_of(SENTENCES[key]).format(**figures)

    def word(self, key: str) -> str:
        """A word of brief_words.py; what it does not know as it is."""
        return self.one_of(WORDS[key]) if key in WORDS else key

    def label(self, row: Row) -> str:
        """The label of a row, or of a row of the catalogue."""
        return self.one_of((row["label_en"], row["label_zh"]))

    def unit(self, catalogue: Row) -> Unit:
        """The unit of a row of the catalogue."""
        return Unit.of(catalogue)

    def text(self, text: str) -> str:
        """A text of the data: on one line, not too long."""
        return one_line(text, 120)

    def slice(self, dimension: str, value: str) -> str:
        """A slice behind the name of a metric; nothing for the whole."""
        if dimension == "all":
            return ""
        name, text = self.named("dimension", dimension), self.named(dimension, value)
        return f" ({name}: {text})" if self.language == "en" else f"（{name}：{text}）"

    def named(self, dimension: str, value: str) -> str:
        """The word of a value of a dimension or column; without one the value."""
        return self.text(self.published.labels.one(dimension, value, self.language))

    def when(self, period: str, start: date | None) -> str:
        """A month, or all time, behind a count."""
        if start is None:
            return self.word("all time")
        text = period_text(period, start, self.language)
        return f"of {text}" if self.language == "en" else text

    def listed(self, names: list[str]) -> str:
        """The first names of a list, and how many more."""
        shown, more = names[:SHOWN_METRICS], len(names) - SHOWN_METRICS
        text = (", " if self.language == "en" else "、").join(shown)
        return text + (self.word("and more").format(count=more) if more > 0 else "")

    def value(self, value: float | None, unit: Unit) -> str:
        """A value with its unit."""
        return value_text(value, unit, self.language)

    def range(self, low: float | None, high: float | None, unit: Unit) -> str:
        """Both bounds with their unit."""
        return interval_text(low, high, unit, self.language)

    def day(self, day: date | None) -> str:
        """A day in words; ? when it is not known."""
        return "?" if day is None else day_text(day, self.language)
