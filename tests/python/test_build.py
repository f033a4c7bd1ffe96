"""Whole builds as users run them, and the guarantees if a build fails."""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import forked_dbt
import pytest
import yaml
from conftest import DEMO, ROOT, Run, dbt, dbt_process, write_tables

FACT_OF_ORDERS = ("--exclude-resource-type", "test", "unit_test", "--select", "+fct_orders")
CUSTOMERS = "customer_id,created_at,updated_at\nC1,2024-01-01,2024-01-01\n"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# The demo


def test_the_published_file_holds_marts_and_reporting_only(demo_build: Run) -> None:
    schemas = demo_build.query("select distinct table_schema from information_schema.tables")
    assert {schema for (schema,) in schemas} == {"main", "marts", "reporting"}
    of_itself = demo_build.query(
        "select table_name from information_schema.tables where table_schema = 'main' order by 1"
    )
    assert of_itself == [("generation",), ("generation_inputs",), ("generation_tables",)]


def test_every_metric_has_a_value_and_an_interval_that_holds_it(demo_build: Run) -> None:
    listed = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]["metrics"]
    values = demo_build.query(
        "select metric, value, value_low, value_high from reporting.metric_values"
        " where period = 'all' and dimension = 'all'"
    )
    # Its tools use the ids of the CRM. Few of its customers write again before the answer.
    no_data = {"identity_match_rate"}
    too_few = {"next_reply_minutes", "business_next_reply_minutes"}
    assert sorted(metric for metric, *_ in values) == sorted(set(listed) - no_data)
    assert {metric for metric, value, *_ in values if value is None} == too_few
    for state, metrics in (("no_data", no_data), ("too_few", too_few)):
        told = f"select metric from reporting.metric_coverage where state = '{state}'"
        assert {metric for (metric,) in demo_build.query(told)} == metrics
    assert all(low <= value <= high for _, value, low, high in values if value is not None)


def test_every_row_of_every_table_is_accounted_for(demo_build: Run) -> None:
    totals = demo_build.query(
        "select source || '.' || table_name, rows_read, rows_accepted, rows_superseded,"
        " rows_quarantined from quality.row_reconciliation",
        "work.duckdb",
    )
    for name, read, accepted, superseded, quarantined in totals:
        path = DEMO / (name.replace(".", "/") + ".csv")
        records = 0  # of customer_identities, which the demo does not need
        if path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                records = sum(1 for _ in csv.reader(file)) - 1
        assert read == records == accepted + superseded + quarantined, name


def test_the_faults_of_the_demo_are_held_back_each_with_its_reason(demo_build: Run) -> None:
    found = demo_build.query(
        "select source || '.' || table_name, reasons from quality.quarantined_rows", "work.duckdb"
    )
    assert Counter(found) == {
        ("crm.customers", "missing_required:customer_id"): 1,
        ("crm.customers", "not_a_timestamp:created_at"): 1,
        ("crm.leads", "time_reversed:converted_at"): 1,
        ("crm.activities", "unknown_reference:customer_id"): 1,
        ("crm.activities", "missing_required:activity_id"): 1,
        ("crm.contracts", "unknown_reference:customer_id"): 2,
        ("crm.contracts", "time_reversed:ends_on"): 1,
        ("crm.contracts", "missing_required:recurring_amount"): 1,
        ("commerce.orders", "not_a_number:amount"): 2,
        ("commerce.orders", "missing_required:amount"): 2,
        ("commerce.orders", "not_a_timestamp:ordered_at"): 3,
        ("commerce.orders", "not_accepted:order_status"): 2,
        ("commerce.orders", "time_reversed:delivered_at"): 2,
        ("commerce.orders", "implausible_time:ordered_at, implausible_time:delivered_at"): 2,
        ("commerce.orders", "missing_required:order_id"): 1,
        ("commerce.order_lines", "missing_required:product_id"): 1,
        ("commerce.order_lines", "unknown_reference:order_id"): 1,
        ("engagement.events", "implausible_time:occurred_at"): 1,
        ("engagement.events", "missing_required:customer_id"): 1,
        ("support.tickets", "not_accepted:ticket_status"): 2,
        ("support.tickets", "not_a_timestamp:created_at"): 1,
        ("support.tickets", "implausible_time:created_at"): 1,
        ("support.tickets", "missing_required:ticket_id"): 1,
        ("support.ticket_events", "unknown_reference:ticket_id"): 2,
        ("support.ticket_events", "time_reversed:occurred_at"): 2,
        ("surveys.invitations", "unknown_reference:customer_id"): 2,
        ("surveys.invitations", "time_reversed:opened_at"): 1,
        ("surveys.responses", "score_off_scale:score"): 5,
        ("surveys.responses", "missing_required:score"): 1,
        ("operations.measures", "missing_required:value"): 1,
    }


def test_slow_support_hurts_satisfaction_and_retention(demo_build: Run) -> None:
    ((satisfied_fast, satisfied_slow),) = demo_build.query(
        """
        select
            avg(is_satisfied::int) filter (where first_response_minutes < 8 * 60),
            avg(is_satisfied::int) filter (where first_response_minutes > 24 * 60)
        from marts.fct_survey_responses
        inner join marts.fct_tickets using (ticket_id)
        where survey_metric = 'csat' and is_counted
        """
    )
    assert satisfied_fast > satisfied_slow + 0.2
    ((kept_fast, kept_slow),) = demo_build.query(
        """
        with helped as (
            select customer_id, date_trunc('month', created_at)::date as month_start,
                max(first_response_minutes) > 24 * 60 as was_slow
            from marts.fct_tickets
            where first_response_minutes is not null and created_at < '2025-07-01'
            group by all
        ),
        later as (
            select helped.was_slow, months.is_customer_at_end
            from helped
            inner join marts.fct_customer_months as months
                on months.customer_id = helped.customer_id
                and months.month_start = helped.month_start + interval 6 month
            where months.is_complete
        )
        select avg(is_customer_at_end::int) filter (where not was_slow),
            avg(is_customer_at_end::int) filter (where was_slow)
        from later
        """
    )
    assert kept_fast > kept_slow


def test_comments_are_repeated_in_the_published_file(demo_build: Run) -> None:
    undescribed = demo_build.query(
        """
        select table_name, column_name from duckdb_columns()
        where not internal and coalesce(comment, '') = ''
        union all
        select table_name, '' from duckdb_tables() where coalesce(comment, '') = ''
        """
    )
    assert undescribed == []


@pytest.mark.thorough
def test_building_again_from_shuffled_files_changes_no_table(
    demo_build: Run, tmp_path: Path
) -> None:
    for path in DEMO.rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        random.Random(path.name).shuffle(rows)
        target = tmp_path / "raw" / path.relative_to(DEMO)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    shuffled = dbt("build", tmp_path, raw_path=tmp_path / "raw", check=True)
    assert shuffled.tables() == demo_build.tables()


# Data that must not be published


def test_a_part_of_the_project_is_never_published(copy_of_demo_build: Path) -> None:
    before = sha256(copy_of_demo_build / "warehouse" / "published.duckdb")
    run = dbt("build", copy_of_demo_build, "--select", "dim_dates", check=True)
    assert "Not published: only a part of the project was selected" in run.text
    assert "The previous published file stays as it was." in run.text
    assert sha256(run.published) == before


def test_an_unpublished_run_does_not_mention_a_missing_file(tmp_path: Path) -> None:
    run = dbt("build", tmp_path, "--select", "dimension_values", check=True)
    assert "Not published: only a part of the project was selected" in run.text
    assert "published file" not in run.text


@pytest.mark.thorough
def test_an_empty_build_runs_to_its_end_and_no_daily_run_rests_on_it(tmp_path: Path) -> None:
    run = dbt("build", tmp_path, "--empty", check=True)
    assert "Not published: its tables were built empty (--empty)." in run.output
    assert "critical:" not in run.output
    assert not run.published.exists()
    asked = dbt("run-operation", tmp_path, "require_nightly_tests")
    assert "the nightly tests have not passed in this warehouse" in asked.output


def test_a_refused_file_stops_every_model_and_names_the_line(copy_of_demo_build: Path) -> None:
    before = sha256(copy_of_demo_build / "warehouse" / "published.duckdb")
    raw = copy_of_demo_build / "raw"
    shutil.copytree(DEMO, raw)
    orders = raw / "commerce" / "orders.csv"
    lines = orders.read_bytes().splitlines(keepends=True)
    lines[6] = b"\xff" + lines[6]
    orders.write_bytes(b"".join(lines))
    run = dbt("build", copy_of_demo_build, raw_path=raw)
    assert run.exit_code != 0
    assert "commerce/orders.csv, line 7" in run.output
    assert "Traceback" not in run.output
    assert "The raw files cannot be read: 1 problem. No model was built." in run.output
    assert not (run.target / "run_results.json").exists()
    assert sha256(run.published) == before


def test_a_missing_customers_table_is_one_clear_error(tmp_path: Path) -> None:
    raw = write_tables(tmp_path / "raw", {"support.agents": "agent_id,updated_at\nA,2024-01-01\n"})
    run = dbt("build", tmp_path, raw_path=raw)
    assert run.exit_code != 0
    assert "the table crm.customers is required and was not found" in run.output
    assert "Traceback" not in run.output
    assert not run.published.exists()


def test_the_gate_stops_the_marts_but_not_the_quarantine(copy_of_demo_build: Path) -> None:
    before = sha256(copy_of_demo_build / "warehouse" / "published.duckdb")
    raw = copy_of_demo_build / "raw"
    shutil.copytree(DEMO, raw)
    header, *rows = (raw / "commerce" / "orders.csv").read_text(encoding="utf-8").splitlines()
    position = header.split(",").index("order_status")
    rows = [
        ",".join("lost" if at == position else cell for at, cell in enumerate(row.split(",")))
        for row in rows
    ]
    (raw / "commerce" / "orders.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    run = dbt("build", copy_of_demo_build, raw_path=raw)
    assert run.exit_code != 0
    assert "critical: commerce.orders: quarantined_share" in run.text
    first = "the first in row 1 of commerce/orders.csv: order_status is 'lost' (accepted: placed"
    assert f"for not_accepted:order_status, {first}" in run.text
    assert run.statuses("test")["gate_raw_tables_may_be_built_on"] == "fail"
    models = run.statuses("model")
    assert models["quarantined_rows"] == models["row_reconciliation"] == "success"
    floors = ("stg_", "int_", "dim_", "fct_", "metric_")
    # From reference data, the project's own YAML, or still empty: no row of the company is in them.
    from_no_raw_data = {
        "int_exchange_rates_dated", "int_metric_facts_found", "int_time_zone_offsets",
        "metric_combinations", "stg_changes_noted",
    }  # fmt: skip
    built_on = {
        name: status
        for name, status in models.items()
        if name.startswith(floors) and name not in from_no_raw_data
    }
    assert len(built_on) > 50
    assert [name for name, status in built_on.items() if status != "skipped"] == []
    ((failed,),) = run.query(
        "select count(*) from quality.check_results where severity = 'critical' and not is_passed",
        "work.duckdb",
    )
    assert failed >= 1
    assert sha256(run.published) == before


# Privacy


def test_a_mart_column_named_like_a_personal_raw_column_is_tagged() -> None:
    personal = set()
    for path in ROOT.glob("models/staging/*/_*__sources.yml"):
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
            for table in source["tables"]:
                personal |= {
                    name
                    for column in table["columns"]
                    if "personal" in column.get("config", {}).get("tags", [])
                    for name in (column["name"], f"{table['name'].rstrip('s')}_{column['name']}")
                }
    assert {"email", "customer_name", "comment"} <= personal
    # An owner comes from reference data; the subject of a notice is a table, a metric or a list.
    named_alike = {
        ("alert_actions", "owner"), ("alerts", "owner"), ("metric_catalogue", "owner"),
        ("metric_months", "owner"),
        ("notices", "subject"),
    }  # fmt: skip
    for path in [*ROOT.glob("models/marts/*.yml"), *ROOT.glob("models/reporting/*.yml")]:
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            for column in model["columns"]:
                if (model["name"], column["name"]) in named_alike:
                    continue
                if column["name"] in personal:
                    tags = column.get("config", {}).get("tags", [])
                    assert "personal" in tags, (path.name, column["name"])


# Ways in


def test_only_customers_are_needed(tmp_path: Path) -> None:
    raw = write_tables(tmp_path / "raw", {"crm.customers": CUSTOMERS})
    run = dbt("build", tmp_path, raw_path=raw, check=True)
    assert run.query("select customer_id from marts.dim_customers") == [("C1",)]
    assert run.query("select * from reporting.metric_values") == []
    assert run.output.count("Absent, so their models are empty") == 1


def test_a_table_that_lies_in_a_schema_is_read_from_there(tmp_path: Path) -> None:
    raw = write_tables(tmp_path / "raw", {"crm.customers": CUSTOMERS})
    (tmp_path / "warehouse").mkdir()
    with duckdb.connect(str(tmp_path / "warehouse" / "work.duckdb")) as connection:
        connection.execute("create schema shop")
        connection.execute(
            "create table shop.sold as select 'O' || number as order_id,"
            " 'C1' as customer_id, if(number % 1000 = 0, 'lost', 'paid') as order_status,"
            " timestamp '2024-03-01 10:00' as ordered_at, timestamp '2024-03-01 10:00' as"
            " updated_at, 12.5::decimal(9, 2) as amount"
            " from range(1, 20001) as numbers (number)"
        )
        # A view has no order of its own: grouped, it comes in another one each time.
        connection.execute("create view shop.orders as select distinct * from shop.sold")
    run = dbt_process(
        "build", tmp_path, *FACT_OF_ORDERS, "+quarantined_rows",
        "--vars", "{raw_schemas: {commerce: shop}}", raw_path=raw, check=True,
    )  # fmt: skip
    orders = "select count(*), min(amount)::double, max(amount)::double from marts.fct_orders"
    assert run.query(orders, "work.duckdb") == [(19_980, 12.5, 12.5)]
    held_back = "select distinct row_json like '%lost%' and row_json like '%' || row_key || '%'"
    held_back += ", count(*) over () from quality.quarantined_rows"
    assert run.query(held_back, "work.duckdb") == [(True, 20)]


def test_a_full_delivery_deletes_the_rows_that_it_lacks(tmp_path: Path) -> None:
    def declare_full(manifest: Any) -> None:
        orders = manifest.sources["source.cx_warehouse.commerce.orders"]
        orders.config.meta["delivery"] = "full"

    raw = write_tables(tmp_path / "raw", {"crm.customers": CUSTOMERS})
    orders = raw / "commerce" / "orders"
    orders.mkdir(parents=True)
    header = "order_id,customer_id,ordered_at,updated_at,order_status,amount\n"
    kept = "O1,C1,2024-03-01,2024-03-01,paid,10\n"
    lost = "O2,C1,2024-03-01,2024-03-01,paid,20\n"
    (orders / "2024-03-01.csv").write_text(header + kept + lost)
    (orders / "2024-03-02.csv").write_text(header + kept)
    run = forked_dbt.build(tmp_path, raw, *FACT_OF_ORDERS, edit=declare_full, check=True)
    assert run.query("select order_id from marts.fct_orders", "work.duckdb") == [("O1",)]


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ("{as_of: 31/12/2025}", "The variable as_of is '31/12/2025'."),
        ("{base_currency: euro}", "The variable base_currency is 'euro'."),
    ],
)
def test_an_unusable_variable_is_refused_by_name(
    tmp_path: Path, variables: str, message: str
) -> None:
    raw = write_tables(tmp_path / "raw", {"crm.customers": CUSTOMERS})
    run = dbt_process("build", tmp_path, "--vars", variables, raw_path=raw)
    assert run.exit_code != 0
    assert message in run.output
    assert "Traceback" not in run.output
