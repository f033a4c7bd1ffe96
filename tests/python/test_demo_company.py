"""The demo company is the same on every run, with its planted faults and effects only."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import yaml

from python_hooks import demo_company
from python_hooks.demo_company import Company, generate
from python_hooks.engines.warehouse import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

PROJECT = Path(__file__).parents[2]
DEMO = PROJECT / "seeds" / "demo"
SOURCES = sorted((PROJECT / "models" / "staging").glob("*/_*__sources.yml"))
LAST_MOMENT = "timestamp '2025-12-31 23:59:59'"
PLANS = {"due_at", "ends_on", "promised_delivery_on"}

# What the data must never hold: a row's reference that leads nowhere.
REFERENCES = [
    ("crm.customers", "merged_into_customer_id", "crm.customers", "customer_id"),
    ("crm.leads", "customer_id", "crm.customers", "customer_id"),
    ("crm.activities", "customer_id", "crm.customers", "customer_id"),
    ("crm.contracts", "customer_id", "crm.customers", "customer_id"),
    ("crm.contracts", "renewed_from_contract_id", "crm.contracts", "contract_id"),
    ("commerce.orders", "customer_id", "crm.customers", "customer_id"),
    ("commerce.order_lines", "order_id", "commerce.orders", "order_id"),
    ("commerce.loyalty_transactions", "customer_id", "crm.customers", "customer_id"),
    ("commerce.loyalty_transactions", "order_id", "commerce.orders", "order_id"),
    ("engagement.events", "customer_id", "crm.customers", "customer_id"),
    ("support.tickets", "customer_id", "crm.customers", "customer_id"),
    ("support.tickets", "agent_id", "support.agents", "agent_id"),
    ("support.tickets", "order_id", "commerce.orders", "order_id"),
    ("support.tickets", "merged_into_ticket_id", "support.tickets", "ticket_id"),
    ("support.ticket_events", "ticket_id", "support.tickets", "ticket_id"),
    ("surveys.invitations", "survey_id", "surveys.surveys", "survey_id"),
    ("surveys.invitations", "customer_id", "crm.customers", "customer_id"),
    ("surveys.invitations", "ticket_id", "support.tickets", "ticket_id"),
    ("surveys.invitations", "order_id", "commerce.orders", "order_id"),
    ("surveys.responses", "survey_id", "surveys.surveys", "survey_id"),
    ("surveys.responses", "invitation_id", "surveys.invitations", "invitation_id"),
    ("surveys.responses", "customer_id", "crm.customers", "customer_id"),
]


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file as one dictionary of texts a row."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open 20,000 sound customers, made as Parquet, as tables named `source.table`."""
    folder = tmp_path_factory.mktemp("company")
    counts = generate(folder, Company(20_000, file_format="parquet", with_faults=False))
    with connect() as connection:
        for table, count in counts.items():
            source, name = table.split(".")
            connection.execute(f"create schema if not exists {source}")
            connection.execute(f"create table {table} as from '{folder / source / name}.parquet'")
            found = connection.execute(f"select count(*) from {table}").fetchall()
            assert found == [(count,)]
        yield connection


def tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[tuple[str, str]]]]:
    """List each table with the names and types of its columns."""
    found = connection.execute(
        """
        select
            table_schema || '.' || table_name,
            list((column_name, data_type) order by ordinal_position)
        from information_schema.columns
        where table_schema != 'main'
        group by all
        order by all
        """
    )
    return [(table, columns) for table, columns in found.fetchall()]


def test_generating_again_equals_the_seeds_byte_for_byte(tmp_path: Path) -> None:
    generate(tmp_path, Company())
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    seeds = {path.relative_to(DEMO): path.read_bytes() for path in DEMO.rglob("*.*")}
    assert sorted(again) == sorted(seeds)
    assert [str(name) for name in seeds if again[name] != seeds[name]] == []


def test_the_seeds_are_small_utf8_files_with_line_feeds() -> None:
    contents = [path.read_bytes() for path in DEMO.rglob("*.csv")]
    assert len(contents) == 16
    assert sum(map(len, contents)) < 6_000_000
    assert not [content for content in contents if b"\r" in content or content[:1] == b"\xef"]
    assert all(content.decode("utf-8").endswith("\n") for content in contents)


def test_every_table_has_the_columns_of_the_contract_in_its_order() -> None:
    promised = {
        f"{source['name']}.{table['name']}": [column["name"] for column in table["columns"]]
        for path in SOURCES
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]
        for table in source["tables"]
    }
    made = {
        f"{path.parent.name}.{path.stem}": next(csv.reader(path.open(encoding="utf-8")))
        for path in DEMO.rglob("*.csv")
    }
    # The demo's customers have one id in every source.
    del promised["crm.customer_identities"]
    # Its offers do not name what they offered.
    promised["crm.activities"].remove("offered_product_id")
    promised["crm.activities"].remove("offered_product_category")
    # All its payments succeed.
    promised["crm.contracts"].remove("payment_failed_at")
    promised["commerce.orders"].remove("payment_failed_at")
    assert made == promised


def test_draws_of_different_streams_and_of_neighbours_are_independent_and_uniform() -> None:
    scripts = sorted(demo_company.SQL_FOLDER.glob("*.sql"))
    text = "\n".join(script.read_text(encoding="utf-8") for script in scripts)
    streams = sorted(set(re.findall(r"draw\(\s*[\w.]+(?: \* 10 \+ [\w.]+)?, '([^']+)'", text)))
    assert len(streams) > 100
    count = 20_000
    with connect() as connection:
        demo_company._create_settings(connection, Company(1))
        connection.execute(scripts[0].read_text(encoding="utf-8"))
        # Orders and tickets are numbered customer * 1000 + position.
        columns = connection.execute(
            "select "
            + ", ".join(
                f"draw(n * 1000 + 1, '{stream}') as s{i}" for i, stream in enumerate(streams)
            )
            + f" from range(1, {count + 1}) as numbers (n) order by n"
        ).fetchnumpy()
    draws = np.array([columns[f"s{i}"] for i in range(len(streams))])
    assert draws.min() >= 0
    assert draws.max() < 1
    assert np.abs(draws.mean(axis=1) - 0.5).max() < 5 * np.sqrt(1 / 12 / count)
    tenths = np.array([np.histogram(stream, bins=10, range=(0, 1))[0] for stream in draws])
    assert np.abs(tenths - count / 10).max() < 5 * np.sqrt(count * 0.09)
    between = np.corrcoef(draws) - np.eye(len(streams))
    assert np.abs(between).max() < 5.5 / np.sqrt(count)
    neighbours = [np.corrcoef(stream[:-1], stream[1:])[0, 1] for stream in draws]
    assert np.abs(neighbours).max() < 5 / np.sqrt(count)


def test_every_reference_leads_to_a_row(company: duckdb.DuckDBPyConnection) -> None:
    broken = {
        f"{table}.{column}": company.execute(
            f"""
            select count(*)
            from {table} as children
            where
                children.{column} is not null
                and children.{column} not in (select {key} from {parent})
            """
        ).fetchall()[0][0]
        for table, column, parent, key in REFERENCES
    }
    assert {reference: count for reference, count in broken.items() if count} == {}


def test_keys_are_unique_and_only_customers_have_older_versions(
    company: duckdb.DuckDBPyConnection,
) -> None:
    keys = {"operations.measures": "measured_on, unit_type, unit, measure"}
    repeated = {
        table: company.execute(
            f"select count(*) - count(distinct ({keys.get(table, columns[0][0])})) from {table}"
        ).fetchall()[0][0]
        for table, columns in tables(company)
    }
    assert {table for table, count in repeated.items() if count} == {"crm.customers"}
    assert 0.02 * 20_000 < repeated["crm.customers"] < 0.06 * 20_000


def test_nothing_is_later_than_its_update_or_than_the_last_day(
    company: duckdb.DuckDBPyConnection,
) -> None:
    late = {}
    for table, columns in tables(company):
        for name, data_type in columns:
            if data_type in ("DATE", "TIMESTAMP") and name not in PLANS:
                # A former agent's and a contract's last day may lie ahead; a past one may not.
                late[f"{table}.{name}"] = company.execute(
                    f"select count(*) from {table} "
                    f"where {name} > updated_at or {name} > {LAST_MOMENT}"
                ).fetchall()[0][0]
    assert len(late) > 40
    assert {column: count for column, count in late.items() if count} == {}


def test_a_ticket_has_the_status_of_its_last_event(company: duckdb.DuckDBPyConnection) -> None:
    differing = company.execute(
        """
        with last_changes as (
            select ticket_id, arg_max(to_value, (occurred_at, ticket_event_id)) as status
            from support.ticket_events
            where event_type = 'status_changed'
            group by ticket_id
        )
        select count(*)
        from support.tickets
        left join last_changes using (ticket_id)
        where ticket_status != status or (status is null and ticket_status not in ('new', 'open'))
        """
    ).fetchall()
    assert differing == [(0,)]
    statuses = company.execute("select distinct ticket_status from support.tickets").fetchall()
    assert {status for (status,) in statuses} == {
        "new", "open", "pending", "on_hold", "solved", "closed",
    }  # fmt: skip


def test_order_lines_add_up_to_their_order(company: duckdb.DuckDBPyConnection) -> None:
    differing = company.execute(
        """
        select count(*)
        from commerce.orders
        left join (
            select order_id, sum(amount) as line_amount from commerce.order_lines group by order_id
        ) using (order_id)
        where line_amount is distinct from amount
        """
    ).fetchall()
    assert differing == [(0,)]


def test_customers_merge_in_a_chain_of_two(company: duckdb.DuckDBPyConnection) -> None:
    chains = company.execute(
        """
        select count(*)
        from crm.customers as first_rows
        inner join crm.customers as second_rows
            on first_rows.merged_into_customer_id = second_rows.customer_id
        where second_rows.merged_into_customer_id is not null
        """
    ).fetchall()
    assert chains == [(1,)]


def test_slow_first_replies_lower_satisfaction_and_later_orders(
    company: duckdb.DuckDBPyConnection,
) -> None:
    company.execute(
        """
        create or replace temp table replied as
        with first_replies as (
            select ticket_id, min(occurred_at) as replied_at
            from support.ticket_events
            where event_type = 'public_reply' and actor_type = 'agent'
            group by ticket_id
        )
        select
            tickets.ticket_id,
            tickets.customer_id,
            tickets.created_at,
            epoch(replied_at - tickets.created_at) / 3600 as reply_hours,
            case when reply_hours < 8 then 'fast' when reply_hours > 24 then 'slow' end as speed
        from support.tickets
        inner join first_replies using (ticket_id)
        where tickets.team != 'Key accounts'
        """
    )
    scores = dict(
        company.execute(
            """
            select speed, avg(score)
            from surveys.responses
            inner join replied using (ticket_id)
            where survey_id = 'S2' and speed is not null
            group by speed
            """
        ).fetchall()
    )
    assert scores["slow"] < scores["fast"] - 0.5
    later_orders = dict(
        company.execute(
            """
            select speed, count(order_id) / cast(count(distinct ticket_id) as double)
            from replied
            left join commerce.orders
                on
                    replied.customer_id = orders.customer_id
                    and orders.ordered_at between replied.created_at + interval 1 day
                    and replied.created_at + interval 180 days
            where speed is not null and replied.created_at < '2025-07-01'
            group by speed
            """
        ).fetchall()
    )
    assert later_orders["slow"] < 0.7 * later_orders["fast"]


def test_late_deliveries_make_customers_leave(company: duckdb.DuckDBPyConnection) -> None:
    silent = dict(
        company.execute(
            """
            with judged as (
                select
                    customer_id,
                    promised_delivery_on,
                    cast(delivered_at as date) > promised_delivery_on as is_late

                from commerce.orders
                where promised_delivery_on < '2025-07-01' and delivered_at is not null
            )
            select is_late, avg(cast(later.customer_id is null as integer))
            from judged
            left join (
                select distinct judged.customer_id, judged.promised_delivery_on
                from judged
                inner join commerce.orders
                    on
                        judged.customer_id = orders.customer_id
                        and orders.ordered_at between judged.promised_delivery_on + interval 1 day
                        and judged.promised_delivery_on + interval 181 days
            ) as later using (customer_id, promised_delivery_on)
            group by is_late
            """
        ).fetchall()
    )
    assert silent[True] > 2 * silent[False]


def test_late_deliveries_bring_more_complaints(company: duckdb.DuckDBPyConnection) -> None:
    shares = dict(
        company.execute(
            """
            select
                cast(delivered_at as date) > promised_delivery_on as is_late,
                count(ticket_id) filter (where is_complaint) / cast(count(*) as double)
            from commerce.orders
            left join support.tickets using (order_id)
            where promised_delivery_on is not null and delivered_at is not null
            group by is_late
            """
        ).fetchall()
    )
    assert shares[True] > 5 * shares[False]


def test_the_faults_are_there_and_few() -> None:
    orders = rows(DEMO / "commerce" / "orders.csv")
    amounts = Counter(order["amount"] for order in orders)
    assert (amounts["N/A"], amounts["1,234.50"]) == (2, 2)
    times = Counter(order["ordered_at"] for order in orders)
    assert (times["31/12/2024 10:00"], times["2025-02-30"]) == (2, 1)
    assert sum(order["order_id"] == "" for order in orders) == 1
    assert sum(order["order_id"].startswith("fault-") for order in orders) == 13
    marked = [
        row
        for path in DEMO.rglob("*.csv")
        for row in rows(path)
        if "fault-" in "".join(row.values()) or next(iter(row.values())) == ""
    ]
    assert len(marked) == 46
    copies = Counter(tuple(order.values()) for order in orders)
    assert sorted(count for count in copies.values() if count > 1) == [2, 2, 2]


def test_the_edge_cases_are_there() -> None:
    responses = rows(DEMO / "surveys" / "responses.csv")
    edges = {row["response_id"]: row for row in responses if row["response_id"][:5] == "edge-"}
    assert edges["edge-score"]["score"] == "0"
    assert '"no problem", and' in edges["edge-comment-1"]["comment"]
    assert "First line,\nsecond" in edges["edge-comment-2"]["comment"]
    assert "👍🏽" in edges["edge-comment-3"]["comment"]
    events = {row["event_id"] for row in rows(DEMO / "engagement" / "events.csv")}
    assert "000000000000000000042" in events


def test_the_smallest_company_is_made_too(tmp_path: Path) -> None:
    counts = generate(tmp_path, Company(1, date(2025, 1, 1), date(2025, 3, 31)))
    assert len(counts) == 16
    assert counts["crm.customers"] >= 1


def test_a_company_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="last day after the first day"):
        Company(10, date(2025, 1, 1), date(2025, 1, 1))


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of 2,000 customers whose last two months come in daily deliveries."""
    folder = tmp_path_factory.mktemp("deliveries")
    sizes = {"customer_count": 2000, "file_format": "parquet", "with_faults": False}
    generate(folder / "whole", Company(**sizes))
    generate(folder / "daily", Company(daily_from=date(2025, 11, 1), **sizes))
    return folder


def test_the_newest_versions_of_all_deliveries_are_the_whole_table(deliveries: Path) -> None:
    with connect() as connection:
        for whole in sorted((deliveries / "whole").glob("*/*.parquet")):
            table = deliveries / "daily" / whole.parent.name / whole.stem
            names = [name for name, *_ in connection.execute(f"describe from '{whole}'").fetchall()]
            key = ", ".join(names[:4] if whole.stem == "measures" else names[:1])
            newest = f"qualify rank() over (partition by {key} order by updated_at desc) = 1"
            found = connection.execute(
                f"select count(*) from ((from '{whole}' {newest}) except"
                f" (from '{table}/*.parquet' {newest}))"
            ).fetchall()
            assert found == [(0,)], table


def test_deliveries_bring_updates_late_rows_and_repeats(deliveries: Path) -> None:
    orders = deliveries / "daily" / "commerce" / "orders"
    assert min(path.stem for path in orders.glob("*")) == "2025-10-31"
    with connect() as connection:
        connection.execute(
            f"""
            create table orders as
            select *, cast(parse_filename(filename, true) as date) as delivered_on
            from read_parquet('{orders}/*.parquet', filename = true)
            """
        )
        late, updated, repeated = connection.execute(
            """
            select
                count(*) filter (
                    delivered_on > cast(updated_at as date) + 1 and delivered_on > '2025-10-31'
                ),
                count(*) filter (order_status <> 'placed' and delivered_on > '2025-10-31'),
                count(*) - count(distinct (order_id, updated_at))
            from orders
            """
        ).fetchall()[0]
        early = connection.execute(
            "select count(*) from orders where cast(updated_at as date) > delivered_on"
        ).fetchall()
    assert updated > 0
    assert late > 0
    assert repeated > 0
    assert early == [(0,)]


def test_daily_deliveries_are_refused_with_faults_or_outside_the_time() -> None:
    for arguments in ({"with_faults": True}, {"with_faults": False, "last_day": date(2024, 6, 1)}):
        with pytest.raises(ValueError, match="Daily deliveries"):
            Company(daily_from=date(2025, 1, 1), **arguments)


@pytest.mark.parametrize(
    "mistake", ["--customers=0", "--last-day=2023-01-01", "--daily-from=2030-01-01"]
)
def test_the_command_answers_a_mistake_with_a_sentence(tmp_path: Path, mistake: str) -> None:
    refused = subprocess.run(
        [sys.executable, "-m", "python_hooks", "demo", "--folder", str(tmp_path), mistake],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode == 1
    assert "between first and last day" in refused.stderr or "needs a customer" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not list(tmp_path.iterdir())
