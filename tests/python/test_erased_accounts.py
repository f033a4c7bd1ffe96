"""A person has several ids in the data: each of them erases all."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_tables

from python_hooks.engines.warehouse import connect
from python_hooks.landing import LandingRequest, TableContract, land, raw_relation_sql
from python_hooks.privacy.accounts import accounts_of, hashes_of_unmatched
from python_hooks.privacy.tombstones import Tombstones

ORDERS = TableContract("commerce", "orders", ("order_id", "customer_id"), ("order_id",))
TICKETS = TableContract("support", "tickets", ("ticket_id", "customer_id"), ("ticket_id",))
RAW = {
    "commerce.orders": "order_id,customer_id\nO1,Anna@Example.com\nO2,17\nO3,ANNA@example.com\n",
    "support.tickets": "ticket_id,customer_id\nT1, 17 \nT2,anna@example.com\nT3,18\n",
}
# How the build named the customers of these rows.
JUDGED = {
    "commerce__orders": ["unmatched-0a", "unmatched-commerce-17", "unmatched-0a"],
    "support__tickets": ["unmatched-support-17", "unmatched-0a", "unmatched-support-18"],
}


@pytest.mark.parametrize("given", ["C1", "shop-7", "C2"])
def test_any_id_of_a_person_finds_the_others(given: str) -> None:
    with connect() as connection:
        connection.execute("create schema intermediate")
        connection.execute(
            "create table intermediate.int_customers_merged as from (values"
            " ('C1', 'C1'), ('C2', 'C1'), ('shop-7', 'C1'), ('C3', 'C3'))"
            " as merged (customer_id, surviving_customer_id)"
        )
        assert accounts_of(connection, [given]) == {given: ["C1", "C2", "shop-7"]}
        assert accounts_of(connection, ["C3", "unmatched-support-17"]) == {
            "C3": ["C3"], "unmatched-support-17": ["unmatched-support-17"],
        }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("unmatched-support-17", {"O1", "O2", "O3", "T2", "T3"}),
        ("unmatched-commerce-17", {"O1", "O3", "T1", "T2", "T3"}),
        ("unmatched-0a", {"O2", "T1", "T3"}),
        ("C9", {"O1", "O2", "O3", "T1", "T2", "T3"}),
    ],
)
def test_a_customer_whom_the_crm_does_not_know_is_erased_by_what_the_rows_say(
    tmp_path: Path, given: str, left: set[str]
) -> None:
    raw = write_tables(tmp_path / "raw", RAW)
    tombstones = Tombstones(tmp_path)
    with connect() as connection:
        connection.execute("create schema raw")
        connection.execute("create schema staging")
        for name, customers in JUDGED.items():
            path = raw / f"{name.replace('__', '/')}.csv"
            connection.execute(
                f"create view raw.{name} as select *, 1 as _load_number, row_number() over () as"
                f" _row_number from read_csv('{path}', all_varchar = true)"
            )
            connection.execute(
                f"create table staging.base_{name} as select unnest($1) as customer_id,"
                " 1 as _load_number, unnest(range(1, 4)) as _row_number, null as _matched_by",
                [customers],
            )
        tombstones.add(hashes_of_unmatched(connection, tombstones, [given]))
        landing = land(LandingRequest(str(raw), str(tmp_path / "landed"), (ORDERS, TICKETS)))
        found = {
            row[0]
            for contract, table in zip((ORDERS, TICKETS), landing.tables, strict=True)
            for row in connection.execute(raw_relation_sql(contract, table.deliveries)).fetchall()
            if row[0]
        }
    assert found == left
