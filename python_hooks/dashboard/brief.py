"""The weekly brief: one page of sentences, each with its figures, from the published file alone.

SQL in brief_queries/ picks and ranks, brief_words.py holds the sentences, brief_sections.py joins
them. The same file gives the same words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import duckdb

from python_hooks.dashboard.brief_sections import Section, sections, title
from python_hooks.dashboard.brief_writer import BriefRows, BriefWriter
from python_hooks.text.formats import Language

FILES: dict[Language, str] = {"en": "brief.en.md", "zh": "brief.zh.md"}
# What Markdown, or a page that shows it, would take for markup.
MARKUP = re.compile(r"([\\`*\[\]<>|#])")


class Brief(NamedTuple):
    """The brief in one language, as plain text."""

    title: str
    sections: list[Section]


def briefs(connection: duckdb.DuckDBPyConnection) -> dict[Language, Brief]:
    """The brief by language; the connection reads the published file."""
    rows = BriefRows(connection)
    writers = {language: BriefWriter(rows, language) for language in FILES}
    return {language: Brief(title(each), sections(each)) for language, each in writers.items()}


def brief_texts(written: dict[Language, Brief]) -> dict[str, str]:
    """The briefs as Markdown, by the name of their file; no text of the data is markup."""
    return {FILES[language]: _markdown(brief) for language, brief in written.items()}


def brief_for_page(written: dict[Language, Brief]) -> dict[str, list[dict[str, object]]]:
    """The sections by language, as the page reads them."""
    return {
        language: [section._asdict() for section in brief.sections]
        for language, brief in written.items()
    }


def _markdown(brief: Brief) -> str:
    """The brief as Markdown."""
    parts = [f"# {_escaped(brief.title)}"]
    for heading, sentences in brief.sections:
        items = "\n".join(f"- {_escaped(sentence)}" for sentence in sentences)
        parts.append(f"## {_escaped(heading)}\n\n{items}")
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is."""
    return MARKUP.sub(r"\\\1", text)
