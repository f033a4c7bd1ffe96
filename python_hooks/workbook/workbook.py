"""Write the published tables as one Excel workbook for people: both languages, labelled, formatted.

SQL in queries/ picks, words.py names; here cells are written. No text becomes a
formula or a link.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from python_hooks.engines.warehouse import named_rows
from python_hooks.text.labels import Labels
from python_hooks.text.tables import width
from python_hooks.workbook.words import COLUMNS, SHEETS, Sheet

QUERIES = Path(__file__).parent / "queries"
CONTENTS = "Contents 目录"
# Limits of Excel, the header taken off.
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767
WIDEST = 60
NUMBER_FORMATS = {
    "count": "#,##0",
    "number": "#,##0.0",
    "percent": "0.0%",
    "points": "0.0",
    "p": "0.000",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
}


@dataclass
class _Written:
    """The content of a sheet, and the rows that did not fit Excel."""

    name: str
    sheet: Sheet
    page: Worksheet
    row_count: int = 0
    left_out_count: int = 0
    cut_count: int = 0

    def notes(self) -> tuple[str, str]:
        """The content that did not fit, in both languages; empty if all did."""
        en, zh = [], []
        if self.left_out_count:
            en.append(f"{self.left_out_count:,} more rows do not fit Excel; export Parquet.")
            zh.append(f"另有{self.left_out_count:,}行超出Excel上限，请导出Parquet。")
        if self.cut_count:
            en.append(f"{self.cut_count:,} texts are cut at {MOST_CHARACTERS:,} characters.")
            zh.append(f"{self.cut_count:,}个文本超过{MOST_CHARACTERS:,}字符，已截断。")
        return " ".join(en), "".join(zh)


@dataclass
class _Book:
    """A workbook that is being written: its formats, each created once."""

    book: xlsxwriter.Workbook
    labels: Labels
    formats: dict[str, Format] = field(default_factory=dict)

    def format(self, number_format: str) -> Format:
        """The format of cells that are shown so."""
        if number_format not in self.formats:
            properties = {"num_format": number_format, "valign": "top"}
            self.formats[number_format] = self.book.add_format(properties)
        return self.formats[number_format]


def write_workbook(
    connection: duckdb.DuckDBPyConnection, file: Path, with_customers: bool
) -> list[str]:
    """Write the workbook; what did not fit Excel, a sentence a sheet.

    The same published file gives the same bytes: the workbook's date is the data's.
    """
    (as_of, number) = connection.execute(
        "select as_of, generation_number from main.generation"
    ).fetchone()
    options = {
        # Rows go to the disk one by one, so that a large sheet does not fill the memory.
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # The library reports a full disk with its own error only.
    content = BytesIO()
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"title": "CX metrics", "created": as_of})
        book = _Book(workbook, Labels(connection))
        contents = workbook.add_worksheet(CONTENTS)
        written = [
            _write_sheet(connection, book, query, sheet)
            for query, sheet in SHEETS.items()
            if with_customers or not sheet.has_customers
        ]
        _write_contents(book, contents, written, as_of, number)
    file.write_bytes(content.getvalue())
    return [f"Sheet {each.name}: {each.notes()[0]}" for each in written if each.notes()[0]]


def _write_sheet(
    connection: duckdb.DuckDBPyConnection, book: _Book, query: str, sheet: Sheet
) -> _Written:
    """Write the rows of a query as a sheet with a frozen header."""
    name = f"{sheet.en} {sheet.zh}"
    page = book.book.add_worksheet(name)
    written = _Written(name, sheet, page)
    cursor = connection.execute((QUERIES / f"{query}.sql").read_text(encoding="utf-8"))
    names = [name for name, *_ in cursor.description]
    shown = [name for name in names if not name.startswith("_")]
    widths = _write_header(book, page, shown)
    for row in named_rows(cursor):
        if written.row_count == MOST_ROWS:
            written.left_out_count += 1
            continue
        written.row_count += 1
        for column, name in enumerate(shown):
            text = _write_cell(book, written, (written.row_count, column), name, row)
            widths[column] = max(widths[column], width(text))
    for column, widest in enumerate(widths):
        page.set_column(column, column, min(widest + 2, WIDEST))
    page.autofilter(0, 0, written.row_count, len(shown) - 1)
    return written


def _write_header(book: _Book, page: Worksheet, names: list[str]) -> list[int]:
    """Write the header, English above Chinese, and freeze it; the widths that it needs.

    The labels on the left stay in sight, too.
    """
    bold = book.book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    widths = []
    for column, name in enumerate(names):
        english, chinese, _ = COLUMNS.get(name, (name, name, "metric"))
        page.write_string(
            0, column, english if english == chinese else f"{english}\n{chinese}", bold
        )
        widths.append(max(width(english), width(chinese)))
    page.set_row(0, 32)
    labels = [name for name in names[:2] if name.endswith(("_en", "_zh"))]
    page.freeze_panes(1, len(labels))
    return widths


def _write_cell(
    book: _Book, written: _Written, place: tuple[int, int], name: str, row: dict[str, Any]
) -> str:
    """Write a value in the format of its column; return its approximate text."""
    value, page = row[name], written.page
    # Columns that are no words of ours, such as months side by side, hold values of the metric.
    kind = COLUMNS[name][2] if name in COLUMNS else "metric"
    if value in (None, "") or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        page.write_boolean(*place, value, book.format("General"))
        return "FALSE"
    if isinstance(value, date | datetime):
        page.write_datetime(*place, value, book.format(NUMBER_FORMATS[kind]))
        return "2025-12-31"
    if isinstance(value, int | float | Decimal):
        number_format = NUMBER_FORMATS.get(kind) or _metric_format(kind, row)
        page.write_number(*place, float(value), book.format(number_format))
        return f"{value:,.1f}"
    text = _labelled(book.labels, name, str(value), row)
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS - 1] + "…"
        written.cut_count += 1
    page.write_string(*place, text, book.format("@"))
    return text


def _metric_format(kind: str, row: dict[str, Any]) -> str:
    """The format of a value of the row's metric, or of a change of it."""
    decimals = row.get("_decimals")
    digits = "0" * (1 if decimals is None else decimals)
    number = f"#,##0.{digits}" if digits else "#,##0"
    if row.get("_unit") == "share":
        number = f"0.{digits}%" if digits else "0%"
    return f"+{number};-{number};{number}" if kind == "change" else number


def _labelled(labels: Labels, name: str, value: str, row: dict[str, Any]) -> str:
    """A text, with its words in both languages where it is a code."""
    kind = name.removeprefix("from_").removeprefix("to_")
    if name == "dimension_value" and row["dimension"]:
        kind = str(row["dimension"])
    words = labels.both(kind, value)
    if not words:
        return value
    return words[0] if words[0] == words[1] else " ".join(words)


def _write_contents(
    book: _Book, page: Worksheet, written: list[_Written], as_of: datetime, number: int
) -> None:
    """Write the first sheet: the contents of the workbook, its day, and how to read it."""
    bold = book.book.add_format({"bold": True, "bottom": 1})
    lines = [
        (
            f"Data until {as_of:%Y-%m-%d}, generation {number} of published.duckdb.",
            f"数据截至 {as_of:%Y-%m-%d}，published.duckdb 第 {number} 版。",
        ),
        (
            "Low and high are the ends of 95 % intervals. Empty: too few events, or not yet known.",
            "上限和下限为95%区间。空白表示样本太少或尚不可知。",
        ),
        (
            "Do not add values up. Counts may be added within one period and one dimension.",
            "数值不可相加；数量只能在同一周期、同一维度内相加。",
        ),
        (
            "More than chance: significant after correction for many tests.",
            "显著：已校正多重检验。",
        ),
    ]
    if not any(each.sheet.has_customers for each in written):
        lines.append(
            (
                "No sheet has rows of single customers (add --with-customers).",
                "不含单个客户的数据（可加 --with-customers）。",
            )
        )
    for place, (english, chinese) in enumerate(lines):
        page.write_string(place, 0, english)
        page.write_string(place, 2, chinese)
    top = len(lines) + 1
    header = ("Sheet 工作表", "One row is", "每行是", "Rows 行数", "Note", "备注")
    for column, text in enumerate(header):
        page.write_string(top, column, text, bold)
    for place, each in enumerate(written, start=top + 1):
        page.write_url(place, 0, f"internal:'{each.name}'!A1", string=each.name)
        page.write_string(place, 1, each.sheet.row_en)
        page.write_string(place, 2, each.sheet.row_zh)
        page.write_number(place, 3, each.row_count, book.format("#,##0"))
        for column, text in enumerate(each.notes(), start=4):
            page.write_string(place, column, text)
    for column, columns in enumerate((24, 52, 44, 12, 40, 40)):
        page.set_column(column, column, columns)
