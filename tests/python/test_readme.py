"""READMEs and documents show the output of the demo's build, and their links work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import ROOT, Run

from python_hooks.screen import summary

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
QUERY = re.compile(r"```sql\n(.*?)```\n+```text\n(.*?)```", re.DOTALL)
SHELL_QUERY = re.compile(
    r"```sh\n(\. \.venv/bin/activate\n[^`]*query[^`]*)```\n+```text\n(.*?)```", re.DOTALL
)


def lines(text: str) -> list[str]:
    """The lines of a screen without those that tell of paths, tests and seconds."""
    body = re.split(r"(?m)^(?:Tests:|测试：)", text)[0]
    return [line.rstrip() for line in body.splitlines() if line.strip()]


def blocks(document: Path, kind: str) -> list[str]:
    """The code blocks of a kind."""
    return re.findall(rf"(?ms)^```{kind}\n(.*?)^```", document.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def screens(demo_build: Run) -> dict[str, list[str]]:
    """The screen of the demo by language: as it was printed, and in Chinese from its tables."""
    outcome = {
        "published": "published.duckdb",
        "dashboard": "warehouse/dashboard.html",
        "is_kept": False,
        "tests_left_out": 0,
        "tests": {"passed": 0, "failed": 0, "warned": []},
        "personal_columns": [],
        "accepted_values": {},
        "missing_words": [],
    }
    with duckdb.connect(str(demo_build.warehouse / "work.duckdb"), read_only=True) as connection:
        return {
            language: lines(summary.screen(connection, outcome, 0, language))
            for language in ("en", "zh")
        }


def test_the_screen_of_a_build_is_the_one_drawn_from_its_tables(
    demo_build: Run, screens: dict[str, list[str]]
) -> None:
    def on_one_line(text: str) -> str:
        return re.sub(r"\S+dashboard\.html and ", "", " ".join(text.split()))

    printed = "\n".join(lines(demo_build.output[demo_build.output.index("rows  ") :]))
    assert on_one_line(printed) == on_one_line("\n".join(screens["en"]))


@pytest.mark.parametrize(("name", "language"), [("screen", "en"), ("screen.zh-CN", "zh")])
def test_a_document_shows_the_screen_of_the_demo(
    screens: dict[str, list[str]], name: str, language: str
) -> None:
    (shown,) = blocks(ROOT / "docs" / f"{name}.md", "text")
    assert lines(shown) == screens[language]


@pytest.mark.parametrize(("name", "language"), zip(READMES, ("en", "zh"), strict=True))
def test_a_readme_shows_the_metrics_of_that_screen(
    screens: dict[str, list[str]], name: str, language: str
) -> None:
    table = lines(blocks(ROOT / name, "text")[0])
    start = screens[language].index(table[0])
    assert table == screens[language][start : start + len(table)]
    assert len(table) > 8


@pytest.mark.parametrize("name", READMES)
def test_the_query_of_a_readme_works_as_typed(demo_build: Run, name: str) -> None:
    ((typed, answer),) = SHELL_QUERY.findall((ROOT / name).read_text(encoding="utf-8"))
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "CX_WAREHOUSE_PATH": str(demo_build.warehouse),
    }
    if not (ROOT / ".venv").exists():
        typed = typed.partition("\n")[2]
    run = subprocess.run(
        ["bash", "-ec", typed], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert run.stdout == answer, run.stderr


def values(text: str) -> list[list[float | str]]:
    """The cells of a table, numbers as such: 68 and 68.0 are the same."""

    def cell(word: str) -> float | str:
        return float(word) if re.fullmatch(r"-?[\d.]+", word) else word

    return [[cell(word) for word in line.split()] for line in text.splitlines()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_query_of_a_document_has_the_answer_below_it(demo_build: Run, document: Path) -> None:
    for sql, answer in QUERY.findall(document.read_text(encoding="utf-8")):
        file = "work.duckdb" if "quality." in sql else "published.duckdb"
        with duckdb.connect(str(demo_build.warehouse / file), read_only=True) as connection:
            cursor = connection.execute(sql)
            columns = [column for column, *_ in cursor.description]
            rows = [[str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in row]
                    for row in cursor.fetchall()]  # fmt: skip
        told = "\n".join(" ".join(row) for row in [columns, *rows])
        assert values(answer) == values(told), sql


@pytest.mark.parametrize("name", ["questions.md", "questions.zh-CN.md"])
def test_every_published_report_answers_a_question(demo_build: Run, name: str) -> None:
    published = demo_build.query(
        "select table_name from information_schema.tables where table_schema = 'reporting'"
    )
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert [table for (table,) in published if f"`{table}`" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_links_of_a_document_lead_to_a_file(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_recipes_of_a_document_can_be_parsed(document: Path) -> None:
    for text in blocks(document, "python"):
        compile(text, document.name, "exec")
    for text in blocks(document, "yaml"):
        yaml.safe_load(text)
