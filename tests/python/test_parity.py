"""Both engines build the same marts and reports; the comparison reports each difference exactly."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import DEMO, Run, build_without_tests, dbt, dbt_process, require_data, require_java
from kinds_company import write_company
from test_customer_value import CDNOW, FIXTURES
from test_real_data import DATA, EXPECTED, FILES

from examples import cdnow, online_retail_ii
from examples.mapping import write
from examples.tools import raw_sources
from python_hooks.engines.parity import Comparison, Table, compare, report, tables_of_manifest

RETAIL = "online_retail_ii"
# Mapping, file and variables. The sample travels with the repository; the other is for make parity.
REAL = {
    "cdnow_sample": (cdnow.MAPPING, FIXTURES / "cdnow_sample.txt", CDNOW),
    RETAIL: (
        online_retail_ii.MAPPING,
        DATA / FILES[RETAIL],
        yaml.safe_dump(EXPECTED[RETAIL]["vars"], default_flow_style=True).strip(),
    ),
}

NO_PERSONAS = "no number of groups of its customers was stable"
# Tables that have no row in the demo, with the reason. A table that gets rows must leave this list.
# The company of kinds_company.py has rows in each of them.
EMPTY_IN_THE_DEMO = {
    "reporting.persona_movements": NO_PERSONAS,
    "reporting.persona_profiles": NO_PERSONAS,
    "reporting.personas": NO_PERSONAS,
    "reporting.recommendation_outcomes": "no offer of crm.activities names what was offered",
}


def spark_build(folder: Path, raw_path: Path, *arguments: str, with_tests: bool = True) -> Run:
    """A whole build on Spark, by the Python of these tests.

    Without its data tests it takes half as long; the tables then rest on their comparison with
    DuckDB's, which passed them.
    """
    without = ("--exclude-resource-type", "unit_test", *(() if with_tests else ("test",)))
    require_java()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        return dbt_process(
            "build", folder, "--target", "spark", *without, *arguments,
            raw_path=raw_path, check=True,
        )  # fmt: skip


def compared(on_duckdb: Run, on_spark: Run, only: tuple[str, ...] = ()) -> list[Comparison]:
    """Every table of marts and reporting, and the state of the raw rows; or `only` some tables."""
    tables = [
        table
        for table in tables_of_manifest(on_duckdb.target / "manifest.json")
        if not only or table.full_name in only
    ]
    if not only:
        key = ("source", "table_name")
        tables.append(Table("quality", "row_reconciliation", key, ()))
        tables.append(Table("quality", "quarantined_rows", (*key, "file", "row_number"), ()))
    comparisons = compare(on_duckdb.warehouse / "work.duckdb", on_spark.warehouse / "spark", tables)
    print(report(comparisons))
    return comparisons


@pytest.mark.thorough
def test_the_demo_is_equal_on_both_engines(
    demo_build: Run, tmp_path: Path, is_thorough: bool
) -> None:
    on_spark = spark_build(tmp_path, DEMO, with_tests=is_thorough)
    comparisons = compared(demo_build, on_spark)
    assert [each for each in comparisons if each.differences] == []
    # A table without rows compares nothing, so each one must be known.
    assert {each.table for each in comparisons if not each.row_count} == EMPTY_IN_THE_DEMO.keys()


@pytest.mark.thorough
def test_what_is_empty_in_the_demo_is_equal_on_both_engines(tmp_path: Path) -> None:
    """Personas, who moved between them, and what became of offers."""
    write_company(tmp_path / "raw", 400)
    models = tuple(name.partition(".")[2] for name in EMPTY_IN_THE_DEMO)
    on_duckdb = build_without_tests(tmp_path / "duckdb", tmp_path / "raw", models=models)
    selected = ("--select", *(f"+{model}" for model in models))
    on_spark = spark_build(tmp_path / "spark", tmp_path / "raw", *selected, with_tests=False)
    comparisons = compared(on_duckdb, on_spark, tuple(EMPTY_IN_THE_DEMO))
    assert [each for each in comparisons if each.differences] == []
    assert {each.table for each in comparisons if each.row_count} == EMPTY_IN_THE_DEMO.keys()


@pytest.mark.parametrize("name", REAL)
def test_real_data_is_equal_on_both_engines(name: str, tmp_path: Path) -> None:
    mapping, file, variables = REAL[name]
    require_data(file)
    raw_path = tmp_path / "raw"
    write(mapping, file, raw_path)
    arguments = ("--vars", variables)
    on_duckdb = dbt("build", tmp_path / "duckdb", *arguments, raw_path=raw_path, check=True)
    on_spark = spark_build(tmp_path / "spark", raw_path, *arguments)
    assert [each for each in compared(on_duckdb, on_spark) if each.differences] == []


@pytest.mark.thorough
def test_mapped_files_are_equal_on_both_engines(tmp_path: Path) -> None:
    """Of three tools that share no id, so that their customers are matched by telephone number."""
    files = tmp_path / "files"
    files.mkdir()
    sources = raw_sources(tmp_path, ["taobao_orders", "qiyu_sessions", "wenjuanxing"])
    arguments = ("--vars", json.dumps({"raw_sources": sources}))
    on_duckdb = dbt("build", tmp_path / "duckdb", *arguments, raw_path=files, check=True)
    on_spark = spark_build(tmp_path / "spark", files, *arguments, with_tests=False)
    assert [each for each in compared(on_duckdb, on_spark) if each.differences] == []


def test_the_view_of_all_events_fits_into_a_metastore_of_spark(demo_build: Run) -> None:
    """Derby's holds 32,700 characters of a view, and this one grows with every metric."""
    (compiled,) = demo_build.target.glob("compiled/**/metric_events.sql")
    assert len(compiled.read_text("utf-8")) < 30_000


# --- The comparison itself -----------------------------------------------------------------------

ROWS = """
(values ('a', cast(1 as double), timestamp '2024-01-01'), ('b', null, null)) as t (id, share, seen)
"""
OURS = f"select id, share, seen from {ROWS}"
TABLE = Table("marts", "fct_things", ("id",), ("id", "share", "seen"))


def differences(tmp_path: Path, theirs: str, table: Table = TABLE) -> tuple[str, ...]:
    """What is said of two selects."""
    file, folder = tmp_path / "ours.duckdb", tmp_path / "spark" / "marts.db" / "fct_things"
    folder.mkdir(parents=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"create schema marts; create table marts.fct_things as {OURS}")
        connection.execute(f"copy ({theirs}) to '{folder}/part.parquet'")
    (comparison,) = compare(file, tmp_path / "spark", [table])
    return comparison.differences


@pytest.mark.parametrize(
    "theirs",
    [
        OURS,
        f"select id, share, cast(seen as timestamptz) as seen from {ROWS}",
        f"select id, share * (1 + 5e-10) as share, seen, 1 as _month from {ROWS}",
    ],
)
def test_equal_within_the_tolerance(tmp_path: Path, theirs: str) -> None:
    assert differences(tmp_path, theirs) == ()


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (f"select id, share from {ROWS}", "column seen is on one engine only"),
        (f"select id, share::float as share, seen from {ROWS}", "column share is DOUBLE on DuckDB"),
        (f"{OURS} where id = 'a'", "1 keys are on DuckDB only, such as ('b',)"),
        (f"select id || 'x' as id, share, seen from {ROWS}", "2 keys are on Spark only"),
        (f"select id, share * (1 + 2e-9) as share, seen from {ROWS}", "share differs in 1 rows"),
        (f"select id, 0::double as share, seen from {ROWS}", "column share differs in 2 rows"),
        (f"select id, null::double as share, seen from {ROWS}", "column share differs in 1 rows"),
        (f"select id, 'nan'::double as share, seen from {ROWS}", "column share differs in 2 rows"),
        (
            f"select id, share, seen + interval 1 second as seen from {ROWS}",
            "column seen differs in 1 rows, first at ('a',)",
        ),
        (f"select 'a' as id, share, seen from {ROWS}", "Spark has 2 rows for 1 keys"),
    ],
)
def test_a_difference_is_named(tmp_path: Path, theirs: str, said: str) -> None:
    assert said in " / ".join(differences(tmp_path, theirs))


@pytest.mark.parametrize(
    ("condition", "said"), [("false", ()), ("true", ("2 rows are on DuckDB",))]
)
def test_a_partitioned_table_without_rows_has_no_file(
    tmp_path: Path, condition: str, said: tuple[str, ...]
) -> None:
    file, folder = tmp_path / "ours.duckdb", tmp_path / "marts.db" / "fct_things"
    folder.mkdir(parents=True)
    (folder / "_SUCCESS").touch()
    with duckdb.connect(str(file)) as connection:
        connection.execute("create schema marts")
        connection.execute(f"create table marts.fct_things as {OURS} where {condition}")
    (comparison,) = compare(file, tmp_path, [TABLE])
    assert len(comparison.differences) == len(said)
    assert all(
        there.startswith(each) for there, each in zip(comparison.differences, said, strict=True)
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (Table("marts", "fct_others", ("id",), ()), "Spark has no such table"),
        (Table("marts", "fct_things", (), ()), "no meta.key"),
    ],
)
def test_a_table_that_cannot_be_compared_is_a_difference(
    tmp_path: Path, table: Table, said: str
) -> None:
    assert said in " / ".join(differences(tmp_path, OURS, table))
