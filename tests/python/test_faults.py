"""Every data test, gate and table's landing is made to fail on purpose.

A test that cannot fail is useless, and so is one whose failure does not stop publishing.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import forked_dbt
import pytest
from conftest import WITHOUT_UNIT_TESTS, Run, copy_of, dbt, small_raw

# They look at the project, not at tables: their faults are made in the project.
OF_THE_PROJECT = {
    "assert_days_are_those_of_the_zone",
    "assert_layers_flow_one_way",
    "assert_lists_name_every_file",
    "assert_nightly_tests_are_no_gate",
    "assert_rows_are_judged_by_the_contract",
    "assert_times_are_read_as_iso_8601",
}
# When not all are tried; the other gate: test_nothing_new.py.
SAMPLE = {
    "gate_raw_tables_may_be_built_on",
    "unique_fct_orders_order_id",
}


def data_tests() -> list[Any]:
    """Every data test of the project."""
    nodes = forked_dbt.manifest().nodes.values()
    return sorted((n for n in nodes if n.resource_type == "test"), key=lambda node: node.name)


# Each test finds a fault in its tables


@pytest.fixture(scope="module")
def copy_of_work(
    demo_build: Run, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The demo's work file, to be damaged and rolled back."""
    folder = copy_of(demo_build, tmp_path_factory.mktemp("faults"))
    with duckdb.connect(str(folder / "warehouse" / "work.duckdb")) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def faults(connection: duckdb.DuckDBPyConnection, relation: str) -> Iterator[str]:
    """Selects that stand for a relation with something wrong in it: every row, every column."""
    yield f"select * from {relation} union all select * from {relation}"
    yield f"select * from {relation} where false"
    columns = connection.execute(f"describe {relation}").fetchall()
    # Also of a table that is empty when all is well.
    for text in ("null", "'x'"):
        values = [text if kind == "VARCHAR" else f"cast(null as {kind})" for _, kind, *_ in columns]
        row = f"select {', '.join(values)}"
        yield f"select * from {relation} union all {row} union all {row}"
    for column, kind, *_ in columns:
        name = f'"{column}"'
        yield f"select * replace (cast(null as {kind}) as {name}) from {relation}"
        if kind == "VARCHAR":
            wrong = ["'no such value'", "''"]
        elif kind == "BOOLEAN":
            wrong = [f"not {name}", "false", "true"]
        elif kind in ("DATE", "TIMESTAMP"):
            wrong = [f"cast({name} + interval 400 day as {kind})"]
        elif re.match(r"DOUBLE|DECIMAL|.*INT", kind):
            wrong = [f"cast({name} + 1 as {kind})", f"cast(-1 as {kind})"]
        else:
            wrong = []
        for value in wrong:
            yield f"select * replace ({value} as {name}) from {relation}"


def finds(
    connection: duckdb.DuckDBPyConnection, test: str, relation: str, kind: str, fault: str
) -> bool:
    """Whether a test's query has rows when a relation is replaced by what `fault` selects."""
    connection.execute("begin")
    try:
        connection.execute(f"create temp table faulty as {fault}")
        connection.execute(f"drop {kind} {relation}")
        connection.execute(f"create table {relation} as from faulty")
        return bool(connection.execute(f"select 1 from ({test}) limit 1").fetchall())
    except duckdb.Error:  # the fault is none that the tables or the test can hold
        return False
    finally:
        connection.execute("rollback")


def test_each_data_test_finds_a_fault(
    demo_build: Run, copy_of_work: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    manifest = json.loads((demo_build.target / "manifest.json").read_text())
    # Beside the nightly tests they read nothing; alone, here without tables, they read everything.
    alone = dbt("test", tmp_path, "--select", "tag:touched")
    kinds = {
        f'"work"."{schema}"."{name}"': "view" if kind == "VIEW" else "table"
        for schema, name, kind in copy_of_work.execute(
            "select table_schema, table_name, table_type from information_schema.tables"
        ).fetchall()
    }
    blind = []
    tried = 0
    for node in manifest["nodes"].values():
        if node["resource_type"] != "test" or node["name"] in OF_THE_PROJECT:
            continue
        test = node["compiled_code"]
        if "touched" in node["tags"]:
            compiled = alone.target / "compiled" / "cx_warehouse" / node["original_file_path"]
            test = compiled.read_text()
        if node["config"]["severity"].lower() == "error":
            found = copy_of_work.execute(f"select 1 from ({test}) limit 1").fetchall()
            assert not found, f"{node['name']} finds a fault in the sound demo"
        relations = sorted(set(re.findall(r'"work"\."\w+"\."\w+"', test)), key=test.index)
        assert relations, f"{node['name']} reads no table: is it of the project?"
        tried += 1
        if not any(
            finds(copy_of_work, test, relation, kinds[relation], fault)
            for relation in relations
            for fault in faults(copy_of_work, relation)
        ):
            blind.append(node["name"])
    assert blind == []
    assert tried == len(data_tests()) - len(OF_THE_PROJECT)


# Each failure is one that stops publishing


@pytest.fixture
def raw(small_build: Run) -> Path:
    """The raw files of a published build."""
    return small_raw(small_build.warehouse.parent)


@pytest.fixture
def copy_of_build(small_build: Run, tmp_path: Path) -> Path:
    return copy_of(small_build, tmp_path)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_fail(node: Any) -> None:
    """Put a query with one row in the place of a test's."""
    node.raw_code = "select 1 as fault"
    node.language = "sql"


def test_the_tests_of_the_project_find_faults_in_it(copy_of_build: Path, raw: Path) -> None:
    def damage(manifest: Any) -> None:
        nodes, macros = manifest.nodes, manifest.macros
        nodes["model.cx_warehouse.metric_values"].fqn[1] = "staging"
        nodes["model.cx_warehouse.int_as_of"].fqn[1] = "marts"
        gate = next(n for n in nodes.values() if n.name == "gate_raw_tables_may_be_built_on")
        gate.tags.append("nightly")
        broken = {
            "duckdb__parsed_timestamp": "cast(null as timestamp)",
            "duckdb__local_of_utc": "cast(null as timestamp)",
            "contract_reasons": "''",
        }
        for name, answer in broken.items():
            macro = macros[f"macro.cx_warehouse.{name}"]
            head = re.search(rf"{{%-?\s*macro {name}\(.*?%}}", macro.macro_sql, re.DOTALL)[0]
            macro.macro_sql = head + answer + "{% endmacro %}"

    run = forked_dbt.build(
        copy_of_build, raw, "--select", *sorted(OF_THE_PROJECT), command="test", edit=damage
    )
    assert run.exit_code != 0
    assert run.statuses("test") == dict.fromkeys(OF_THE_PROJECT, "fail")


def test_every_data_test_can_fail_the_run(copy_of_build: Path, raw: Path) -> None:
    def fail_all(manifest: Any) -> None:
        for node in manifest.nodes.values():
            if node.resource_type == "test":
                make_fail(node)

    run = forked_dbt.build(copy_of_build, raw, *WITHOUT_UNIT_TESTS, command="test", edit=fail_all)
    assert run.exit_code != 0
    warnings = {node.name for node in data_tests() if node.config.severity.lower() == "warn"}
    # They tell of what is missing for a known reason or of no use; all is published.
    assert warnings <= {
        "assert_lifetime_value_is_predicted",
        "assert_health_model_is_fitted",
        "assert_health_model_beats_recency",
        "assert_target_slices_occur",
        "assert_every_theme_has_a_metric",
    }
    expected = {n.name: "warn" if n.name in warnings else "fail" for n in data_tests()}
    results = json.loads((run.target / "run_results.json").read_text())["results"]
    names = {node.unique_id: node.name for node in data_tests()}
    found = {names.get(each["unique_id"]): each["status"] for each in results}
    assert {name: status for name, status in found.items() if name} == expected


def test_a_failed_test_alone_keeps_the_published_file(
    copy_of_build: Path, raw: Path, is_thorough: bool
) -> None:
    published = copy_of_build / "warehouse" / "published.duckdb"
    before = sha256(published)
    tried = []
    for test in data_tests():
        if test.config.severity.lower() == "warn" or not (is_thorough or test.name in SAMPLE):
            continue

        def fail_it(manifest: Any, unique_id: str = test.unique_id) -> None:
            make_fail(manifest.nodes[unique_id])

        run = forked_dbt.build(copy_of_build, raw, edit=fail_it)
        assert run.exit_code != 0, test.name
        assert f"Not published: {test.name} failed" in run.text, run.output
        assert sha256(published) == before, test.name
        tried.append(test.name)
    assert len(tried) >= len(SAMPLE)
    print(f"\n{len(tried)} builds, each with one failed test")


def test_a_table_that_cannot_be_landed_keeps_the_published_file(
    copy_of_build: Path, raw: Path, is_thorough: bool, tmp_path: Path
) -> None:
    published = copy_of_build / "warehouse" / "published.duckdb"
    before = sha256(published)
    sources = sorted({(n.source_name, n.name) for n in forked_dbt.manifest().sources.values()})
    for source, table in sources if is_thorough else sources[:1]:
        broken = tmp_path / f"{source}.{table}"
        shutil.copytree(raw, broken)
        (broken / source).mkdir(exist_ok=True)
        (broken / source / f"{table}.csv").write_bytes(b"\xff\xff\n")
        run = forked_dbt.build(copy_of_build, broken)
        assert run.exit_code != 0
        assert f"{source}/{table}.csv" in run.output
        assert "No model was built" in run.output
        assert "Traceback" not in run.output
        assert sha256(published) == before
    assert sources
