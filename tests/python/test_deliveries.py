"""However a company's rows are split into deliveries, the same tables come out."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from conftest import WITHOUT_UNIT_TESTS, Run, dbt

from python_hooks.demo_company import generate


@pytest.fixture(scope="module")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw files of a company of 150 customers, one file a table, faults included."""
    folder = tmp_path_factory.mktemp("small")
    generate(folder / "raw", customer_count=150)
    return folder / "raw"


@pytest.fixture(scope="module")
def built_at_once(small_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The build of those files."""
    folder = tmp_path_factory.mktemp("at_once")
    return dbt("build", folder, *WITHOUT_UNIT_TESTS, raw_path=small_company, check=True)


def deliver(whole: Path, target: Path, count: int, seed: int) -> list[list[Path]]:
    """Split every file into `count` shuffled deliveries, a tenth of the rows in two of them.

    Rows fall into deliveries without regard to time, so many come late and out of order. Gives the
    files of each delivery.
    """
    draws = random.Random(seed)
    deliveries: list[list[Path]] = [[] for _ in range(count)]
    for path in sorted(whole.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        parts: list[list[list[str]]] = [[] for _ in range(count)]
        for row in rows:
            parts[draws.randrange(count)].append(row)
            if draws.random() < 0.1:
                parts[draws.randrange(count)].append(row)
        for number, part in enumerate(parts):
            draws.shuffle(part)
            file_path = target / path.relative_to(whole).with_suffix("") / f"{number:02}.csv"
            file_path.parent.mkdir(parents=True, exist_ok=True)
            with file_path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([header, *part])
            deliveries[number].append(file_path)
    return deliveries


@pytest.mark.parametrize(("count", "seed"), [(2, 1), (5, 2), (10, 3)])
def test_any_split_into_deliveries_gives_the_same_tables(
    small_company: Path, built_at_once: Run, tmp_path: Path, count: int, seed: int
) -> None:
    deliver(small_company, tmp_path / "raw", count, seed)
    run = dbt("build", tmp_path, *WITHOUT_UNIT_TESTS, raw_path=tmp_path / "raw", check=True)
    assert run.tables() == built_at_once.tables()


def test_deliveries_that_arrive_one_by_one_end_in_the_same_tables(
    small_company: Path, built_at_once: Run, tmp_path: Path
) -> None:
    deliveries = deliver(small_company, tmp_path / "waiting", 3, seed=4)
    for files in deliveries:
        for file in files:
            arrived = tmp_path / "raw" / file.relative_to(tmp_path / "waiting")
            arrived.parent.mkdir(parents=True, exist_ok=True)
            file.rename(arrived)
        run = dbt("build", tmp_path, *WITHOUT_UNIT_TESTS, raw_path=tmp_path / "raw")
    assert run.exit_code == 0, run.output
    assert run.tables() == built_at_once.tables()


def test_a_delivery_read_again_under_another_name_adds_no_row(
    small_company: Path, built_at_once: Run, tmp_path: Path
) -> None:
    for path in sorted(small_company.rglob("*.csv")):
        folder = (tmp_path / "raw" / path.relative_to(small_company)).with_suffix("")
        folder.mkdir(parents=True)
        for name in ("first.csv", "second.csv"):
            (folder / name).write_bytes(path.read_bytes())
    run = dbt("build", tmp_path, *WITHOUT_UNIT_TESTS, raw_path=tmp_path / "raw", check=True)
    assert run.tables() == built_at_once.tables()
    read = "select source, table_name, rows_read from quality.row_reconciliation order by all"
    assert run.query(read, "work.duckdb") == built_at_once.query(read, "work.duckdb")
