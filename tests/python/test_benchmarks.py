"""The hand-written SQL of the benchmarks gives the same results as the build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run, dbt

from benchmarks import compare, growth, increment_size, parts, plain, run, shuffle
from python_hooks.demo_company import Company, generate
from python_hooks.engines.warehouse import connect


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Typed Parquet of 2,000 customers, without faults: what the hand-written scripts read."""
    folder = tmp_path_factory.mktemp("raw")
    generate(folder, Company(2000, file_format="parquet", with_faults=False))
    return folder


@pytest.mark.thorough
def test_the_hand_written_script_gives_the_core_results_of_the_build(
    raw: Path, tmp_path: Path
) -> None:
    built = dbt("build", tmp_path, raw_path=raw, check=True)
    plain.build("plain.sql", raw, tmp_path / "plain.duckdb")
    different = compare.differences(built.warehouse / "work.duckdb", tmp_path / "plain.duckdb")
    assert different == dict.fromkeys(compare.TABLES, 0)
    with connect(tmp_path / "plain.duckdb", read_only=True) as connection:
        metrics = connection.execute("select distinct metric from metric_values").fetchall()
    assert sorted(metrics) == sorted((metric,) for metric in run.CORE_METRICS)
    assert built.query("select count(*) from reporting.metric_values") > [(10_000,)]


def test_polars_and_pandas_give_the_smaller_core_of_the_script(raw: Path, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    from benchmarks import core_pandas, core_polars

    plain.build("core.sql", raw, tmp_path / "core.duckdb")
    core_polars.build(raw, tmp_path / "polars")
    core_pandas.build(raw, tmp_path / "pandas")
    measures = {
        "customer_months": ("customer_id", "purchase_count", "net_amount"),
        "ticket_months": ("team", "ticket_count", "first_response_minutes"),
        "nps_months": ("channel", "answer_count", "nps"),
    }
    with connect(tmp_path / "core.duckdb") as connection:
        for table, (key, count, value) in measures.items():
            for other in (f"polars/{table}.parquet", f"pandas/{table}.csv"):
                different = connection.execute(
                    f"""
                    select count(*)
                    from {table} as here
                    full join '{tmp_path / other}' as there
                        on
                            here.{key} is not distinct from there.{key}
                            and here.month_start = cast(there.month_start as timestamp)
                    where
                        here.{count} is distinct from there.{count}
                        or abs(here.{value} - there.{value}) > 1e-6
                        or (here.{value} is null) <> (there.{value} is null)
                    """
                ).fetchall()
                assert different == [(0,)], other


@pytest.mark.thorough
def test_builds_of_nothing_new_and_of_one_day_are_measured_beside_the_whole(tmp_path: Path) -> None:
    begun = {
        "dbt build": "Built in full",
        "core build": "Built in full",
        "full build of the days before": "Built in full",
        "no-op build": "Nothing is new",
        "one-day increment": "Built from the new deliveries",
        "month-end increment": "Built from the new deliveries",
    }
    result = run.run(tmp_path, 0.0001, 1, list(begun), with_tests=False)
    assert list(result["runs"]) == list(begun)
    assert all(each["cpu_seconds"] > 0 for (each,) in result["runs"].values())
    lines = run.table(result).splitlines()
    assert lines[0].endswith("| wall / dbt build | CPU / dbt build |")
    assert lines[2].endswith("| 1.00 | 1.00 |")
    for name, text in begun.items():
        assert text in (tmp_path / f"{name.replace(' ', '_')}.log").read_text()
    # Both hold every row of the company, in one delivery and in five.
    whole, increased = (
        Run(0, "", tmp_path / folder, tmp_path, tmp_path)
        for folder in ("warehouse", f"warehouse_{run.LAST_DAY}")
    )
    read = "select sum(rows_read) from quality.row_reconciliation"
    assert increased.query(read, "work.duckdb") > whole.query(read, "work.duckdb")
    assert increased.business_tables() == whole.business_tables()


def test_the_lines_of_an_increment_are_those_of_its_branches() -> None:
    """Full builds take the else branch of lines 4 to 6, increments the elif of lines 9 to 13."""
    sql = """a
{% if is_increment() %}
b
{% else %}
c
{% endif %}
{% if not is_increment() %}
d
{%- elif is_incremental() and x -%}
{% if y %}
e
{% endif %}
{% endif %}
"""
    assert increment_size.lines_of_branches(sql) == {2, 3, 4, 9, 10, 11, 12, 13}


def test_a_materialization_for_one_engine_replaces_the_one_of_dbt() -> None:
    of_dbt = ["materialization_view_default", "ref", "default__load_csv_rows"]
    ours = ["materialization_view_duckdb", "spark__load_csv_rows", "changes_of"]
    macros = {
        f"{package}.{name}": {"package_name": package, "name": name}
        for package, names in (("dbt", of_dbt), ("cx_warehouse", ours))
        for name in names
    }
    assert increment_size.overridden_macros({"macros": macros}) == ours[:2]


def measured(scale: float, *cpu_seconds: float) -> dict[str, object]:
    """A result of one process."""
    runs = [{"cpu_seconds": each, "peak_mebibytes": 100.0} for each in cpu_seconds]
    return {"scale": scale, "runs": {"dbt build": runs}}


def test_growth_uses_the_medians_of_two_scales() -> None:
    results = [measured(0.1, 50.0), measured(0.01, 9.0, 5.0, 4.0)]
    smaller, larger = growth.costs(results)
    assert (smaller.cpu_seconds, smaller.runs, larger.cpu_seconds) == (5.0, 3, 50.0)
    # Ten times the customers, ten times the seconds: 45 s for 90,000 customers.
    exponent, milliseconds = growth.growth(smaller, larger)
    assert exponent == pytest.approx(1.0)
    assert milliseconds == pytest.approx(0.5)
    assert growth.table(results).splitlines()[-1].endswith("| 50.0 | 100 | 1.00 | 0.500 |")


def task_end(stage: int, written: int, read_rows: int) -> dict[str, object]:
    """The end of a task in an event log."""
    return {
        "Event": "SparkListenerTaskEnd",
        "Stage ID": stage,
        "Task Metrics": {
            "Executor CPU Time": 500_000_000,
            "Disk Bytes Spilled": 0,
            "Input Metrics": {"Bytes Read": 10},
            "Output Metrics": {"Bytes Written": 20},
            "Shuffle Write Metrics": {
                "Shuffle Bytes Written": written,
                "Shuffle Records Written": 4,
            },
            "Shuffle Read Metrics": {"Total Records Read": read_rows},
        },
    }


def test_shuffles_are_assigned_to_the_table_that_they_built() -> None:
    started = "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart"
    plans = [
        "(1) Execute CreateDataSourceTableAsSelectCommand\nOutput: []\n\n"
        "(2) CreateDataSourceTableAsSelectCommand\nArguments: `spark_catalog`.`marts`.`fct_orders`",
        "(1) Scan parquet\nLocation: [file:/w/spark/marts.db/fct_orders]\n\n"
        "(2) Execute InsertIntoHadoopFsRelationCommand\nInput [1]: [a]\n"
        "Arguments: file:/w/spark/reporting.db/metric_values, false",
        "(1) Scan parquet\nLocation: [file:/w/spark/marts.db/fct_orders]",
    ]
    events: list[dict[str, object]] = [
        {"Event": started, "executionId": number, "physicalPlanDescription": plan}
        for number, plan in enumerate(plans)
    ]
    for number, stages in enumerate([[0, 1], [2], [3]]):
        properties = {"spark.sql.execution.id": str(number)}
        events.append(
            {"Event": "SparkListenerJobStart", "Stage IDs": stages, "Properties": properties}
        )
    events += [task_end(0, 100, 0), task_end(1, 0, 9), task_end(1, 0, 3)]
    events += [task_end(2, 7, 5), task_end(3, 1, 0)]
    done = shuffle.tasks(json.dumps(event) for event in events)
    works = shuffle.grouped(done, lambda table: table)
    assert [each.table for each in works] == [
        "marts.fct_orders",
        "reporting.metric_values",
        "no table",
    ]
    orders, values, others = works
    assert (orders.task_count, orders.shuffled_bytes, orders.shuffled_rows) == (3, 100, 12)
    assert (orders.cpu_seconds, orders.input_bytes, orders.output_bytes) == (1.5, 30, 60)
    # 9 rows where the mean task has 6; one task alone is no skew, but has to read all.
    assert (orders.skew, orders.lone_rows) == (1.5, 0)
    assert (values.skew, values.lone_rows) == (None, 5)
    assert (others.skew, others.lone_rows) == (None, 0)
    assert [each.table for each in shuffle.grouped(done, shuffle.growth)] == [
        "grows with customers",
        "does not grow with customers",
        "no table",
    ]


def test_lifetimes_finds_the_parameters_of_the_warehouse() -> None:
    pytest.importorskip("lifetimes")
    from benchmarks import purchase_fit

    known = purchase_fit.histories(20_000)
    *distinct, counts = purchase_fit.grouped(known)
    assert counts.sum() == 20_000
    assert len(counts) < 20_000
    ours = purchase_fit.fit_warehouse(known)()
    assert purchase_fit.fit_lifetimes(known, None)() == pytest.approx(ours, rel=1e-4)
    assert purchase_fit.fit_lifetimes(distinct, counts)() == pytest.approx(ours, rel=1e-4)


# --- What each part adds --------------------------------------------------------------------------


def test_every_name_of_a_part_names_a_model() -> None:
    models = [path.relative_to(run.ROOT).as_posix() for path in run.ROOT.glob("models/**/*.sql")]
    for part, patterns in parts.PARTS.items():
        for pattern in patterns:
            assert any(parts.names(pattern, Path(each).stem, each) for each in models), (
                f"{pattern} of {part} names no model."
            )


def test_a_data_test_counts_with_the_models_it_tests(tmp_path: Path) -> None:
    """One of two parts counts with neither, and a unit test is no part of a build."""

    def model(name: str) -> dict[str, object]:
        path = f"models/reporting/{name}.sql"
        return {"resource_type": "model", "name": name, "original_file_path": path}

    def test(attached: str | None, *read: str) -> dict[str, object]:
        return {"resource_type": "test", "attached_node": attached, "depends_on": {"nodes": read}}

    nodes = {
        "model.x.alerts": model("alerts"),
        "model.x.personas": model("personas"),
        "model.x.metric_cells": model("metric_cells"),
        "test.x.key": test("model.x.alerts", "model.x.alerts", "model.x.personas"),
        "test.x.one": test(None, "model.x.personas"),
        "test.x.two": test(None, "model.x.personas", "model.x.alerts"),
    }
    seconds = {
        "model.x.alerts": 1, "model.x.personas": 2, "model.x.metric_cells": 4, "test.x.key": 8,
        "test.x.one": 16, "test.x.two": 32, "seed.x.labels": 64, "unit_test.x.alerts.any": 128,
    }  # fmt: skip
    results = [{"unique_id": key, "execution_time": each} for key, each in seconds.items()]
    (tmp_path / "manifest.json").write_text(json.dumps({"nodes": nodes}), "utf-8")
    (tmp_path / "run_results.json").write_text(json.dumps({"results": results}), "utf-8")
    found = parts.seconds_by_part(tmp_path / "run_results.json")
    assert {part: each for part, each in found.items() if any(each)} == {
        "alerts": (1, 8),
        "personas": (2, 16),
        parts.REST: (4 + 64, 32),
    }
    assert "| *personas, offers, warnings* | 2.0 | 16.0 | 18.0 | 14.2% | 10% |" in parts.table(
        found
    )
