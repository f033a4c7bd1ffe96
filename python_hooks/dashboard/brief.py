"""The weekly brief: one page of sentences, each with its figures, from the published file alone.

SQL in brief_queries/ picks and ranks, brief_words.py holds the sentences, brief_sections.py joins
them. The same file gives the same words.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from python_hooks.dashboard.brief_sections import Section, sections, title
from python_hooks.dashboard.brief_writer import BriefWriter
from python_hooks.formats import Language
from python_hooks.warehouse import connect

FILES: dict[Language, str] = {"en": "brief.en.md", "zh": "brief.zh.md"}
# What Markdown, or a page that shows it, would take for markup.
MARKUP = re.compile(r"([\\`*\[\]<>|#])")


def write_briefs(published: Path, folder: Path) -> list[Path]:
    """Write the brief in both languages into a folder; the files."""
    with connect(published, read_only=True) as connection:
        texts = brief_texts(connection)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def brief_texts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The brief as Markdown by the name of its file; the connection reads the published file."""
    return {name: _markdown(connection, language) for language, name in FILES.items()}


def brief_title(connection: duckdb.DuckDBPyConnection, language: Language) -> str:
    """The title, with the day that counts as today."""
    return title(BriefWriter(connection, language))


def brief_lines(connection: duckdb.DuckDBPyConnection, language: Language) -> list[Section]:
    """The sections of the brief as plain text; the connection reads the published file."""
    return sections(BriefWriter(connection, language))


def brief_for_page(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, object]]]:
    """The sections by language, as the page reads them."""
    return {
        language: [section._asdict() for section in brief_lines(connection, language)]
        for language in FILES
    }


def _markdown(connection: duckdb.DuckDBPyConnection, language: Language) -> str:
    """The brief as Markdown in which no text of the data is markup."""
    parts = [f"# {_escaped(brief_title(connection, language))}"]
    for heading, sentences in brief_lines(connection, language):
        items = "\n".join(f"- {_escaped(sentence)}" for sentence in sentences)
        parts.append(f"## {_escaped(heading)}\n\n{items}")
    return "\n\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is."""
    return MARKUP.sub(r"\\\1", text)
