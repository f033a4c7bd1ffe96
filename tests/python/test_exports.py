"""The published reports as Parquet, CSV and one Excel workbook."""

from __future__ import annotations

import csv
import errno
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from conftest import ROOT, Run

from python_hooks.publishing import exports
from python_hooks.publishing.exports import CannotExport, export
from python_hooks.workbook import workbook
from python_hooks.workbook.words import COLUMNS, SHEETS

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse with one table of odd texts, and one of customers."""
    folder = tmp_path / "warehouse"
    folder.mkdir()
    with duckdb.connect(str(folder / "published.duckdb")) as connection:
        connection.execute(
            """
            create schema reporting;
            create table reporting.odd as
            select * from (
                values
                    ('=cmd|''/c calc''!A1', -5.5, 'a'), ('@sum(1)', null, '客户'), (null, 1, '-x')
            ) as rows (text, number, "=name");
            create table reporting.customers as select 'C1' as customer_id;
            """
        )
    return folder


def sheets(file: Path) -> dict[str, ElementTree.Element]:
    """The sheets of a workbook by name."""
    with zipfile.ZipFile(file) as parts:
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        names = [each.attrib["name"] for each in book.iterfind(".//x:sheet", SPACE)]
        return {
            name: ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, start=1)
        }


def cells(sheet: ElementTree.Element, row: int) -> list[str]:
    """The texts and numbers of a row."""
    (found,) = sheet.iterfind(f".//x:row[@r='{row}']", SPACE)
    return ["".join(cell.itertext()) for cell in found]


def test_csv_has_a_mark_for_excel_and_no_formulas(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "csv"
    exported = export(warehouse, folder, "csv", with_customers=False)
    assert exported.files == [folder / "odd.csv"]
    assert exported.customer_tables == ["customers"]
    assert (folder / "odd.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (folder / "odd.csv").open(encoding="utf-8-sig", newline="") as text:
        assert list(csv.reader(text)) == [
            ["text", "number", "'=name"],
            ["'=cmd|'/c calc'!A1", "-5.5", "a"],
            ["'@sum(1)", "", "客户"],
            ["", "1.0", "'-x"],
        ]


def test_parquet_holds_the_rows_as_published(warehouse: Path, tmp_path: Path) -> None:
    exported = export(warehouse, tmp_path / "parquet", "parquet", with_customers=True)
    assert [file.name for file in exported.files] == ["customers.parquet", "odd.parquet"]
    rows = duckdb.sql(f"select * from '{tmp_path}/parquet/odd.parquet'").fetchall()
    with duckdb.connect(str(warehouse / "published.duckdb"), read_only=True) as connection:
        assert rows == connection.execute("from reporting.odd").fetchall()


def test_a_workbook_has_the_values_in_both_languages_and_no_customers(
    demo_build: Run, tmp_path: Path
) -> None:
    exported = export(demo_build.warehouse, tmp_path, "xlsx", with_customers=False)
    (file,) = exported.files
    assert exported.notes == []
    found = sheets(file)
    shown = [each for each in SHEETS.values() if not each.has_customers]
    assert list(found) == [workbook.CONTENTS, *(f"{each.en} {each.zh}" for each in shown)]
    ((value, count),) = demo_build.query(
        "select value, event_count from reporting.metric_values where metric = 'nps'"
        " and period = 'month' and dimension = 'all' and is_complete"
        " order by period_start desc limit 1"
    )
    nps = cells(found["Headlines 核心指标"], 2)
    assert nps[:2] == ["Net Promoter Score", "净推荐值"]
    assert float(nps[5]) == pytest.approx(value)
    assert str(count) in nps
    # Codes are shown in both languages.
    assert "Core 核心" in " ".join(cells(found["Value 客户价值"], 2))
    for name, sheet in found.items():
        assert sheet.find(".//x:f", SPACE) is None, f"{name} has a formula"
        if name != workbook.CONTENTS:
            pane = sheet.find(".//x:pane", SPACE)
            assert pane is not None
            assert pane.attrib["state"] == "frozen"
    with zipfile.ZipFile(file) as parts:
        texts = b"".join(parts.read(name) for name in parts.namelist())
    ((customer,),) = demo_build.query(
        "select customer_id from reporting.churn_watchlist order by call_rank limit 1"
    )
    assert customer.encode() not in texts
    # The same data give the same bytes.
    before = file.read_bytes()
    export(demo_build.warehouse, tmp_path, "xlsx", with_customers=False)
    assert file.read_bytes() == before
    export(demo_build.warehouse, tmp_path, "xlsx", with_customers=True)
    assert customer in cells(sheets(file)["Watch list 关注名单"], 2)


def test_every_column_of_a_sheet_has_words(demo_build: Run) -> None:
    with duckdb.connect(str(demo_build.published), read_only=True) as connection:
        for query in SHEETS:
            sql = (workbook.QUERIES / f"{query}.sql").read_text(encoding="utf-8")
            names = [name for name, *_ in connection.execute(sql).description]
            months = query == "months"
            unknown = [
                name
                for name in names
                if not name.startswith("_") and name not in COLUMNS and not months
            ]
            assert unknown == [], query


def test_rows_beyond_the_limits_of_excel_are_reported(
    demo_build: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    monkeypatch.setattr(workbook, "MOST_CHARACTERS", 40)
    exported = export(demo_build.warehouse, tmp_path, "xlsx", with_customers=False)
    (note,) = [each for each in exported.notes if each.startswith("Sheet Definitions 指标定义: ")]
    ((metrics,),) = demo_build.query("select count(*) from reporting.metric_catalogue")
    assert f"{metrics - 3} more rows do not fit Excel; export Parquet." in note
    assert "texts are cut at 40 characters." in note
    definitions = sheets(exported.files[0])["Definitions 指标定义"]
    assert len(list(definitions.iterfind(".//x:row", SPACE))) == 4


def test_errors_have_a_remedy(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CannotExport, match="Build first"):
        export(tmp_path / "nowhere", tmp_path / "out", "csv", with_customers=False)
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotExport, match=r"file is a file\. Name a folder"):
        export(warehouse, tmp_path / "file", "csv", with_customers=False)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(exports, "_write_csv", full)
    with pytest.raises(CannotExport, match="is full"):
        export(warehouse, tmp_path / "out", "csv", with_customers=False)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_workbook_on_a_full_disk_is_an_error_message(demo_build: Run, tmp_path: Path) -> None:
    (tmp_path / f".{exports.WORKBOOK_NAME}.new").symlink_to("/dev/full")
    with pytest.raises(CannotExport, match="is full"):
        export(demo_build.warehouse, tmp_path, "xlsx", with_customers=False)


def test_the_command_lists_the_files_written_and_tables_left_out(
    warehouse: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "python_hooks", "export", str(tmp_path / "out")]
    finished = subprocess.run(
        [*command, "--format", "parquet", "--folder", str(warehouse)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert finished.stdout == (
        f"Wrote 1 file(s) to {tmp_path / 'out'}.\n"
        "Left out, a row a customer: customers. To export them, add --with-customers.\n"
    )
