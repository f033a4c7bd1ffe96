"""Under which other ids, addresses and numbers the work file knows a customer who is erased."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from python_hooks.engines.warehouse import quoted
from python_hooks.privacy.tombstones import CONTACTS, SOURCES, Tombstones

# Ids of customers whom no rule finds begin so (macro orphan_id).
UNMATCHED = "unmatched-"


def columns_of(
    connection: duckdb.DuckDBPyConnection, condition: str, *values: str
) -> list[tuple[str, str, str]]:
    """Schema, table and name of the columns of tables (not views) that meet a condition."""
    return connection.execute(
        "select table_schema, table_name, column_name from information_schema.columns"
        " inner join information_schema.tables using (table_catalog, table_schema, table_name)"
        f" where table_type = 'BASE TABLE' and table_catalog = current_database() and {condition}"
        " order by all",
        values,
    ).fetchall()


def accounts_of(
    connection: duckdb.DuckDBPyConnection, customer_ids: Sequence[str]
) -> dict[str, list[str]]:
    """All ids of each customer: merged by the CRM, or of several tools with one contact."""
    accounts = {each: [each] for each in customer_ids}
    if columns_of(connection, "table_name = ?", "int_customers_merged"):
        found = connection.execute(
            """
            select given.customer_id, list(other.customer_id order by other.customer_id)
            from intermediate.int_customers_merged as given
            inner join intermediate.int_customers_merged as other
                on given.surviving_customer_id = other.surviving_customer_id
            where list_contains($1, given.customer_id)
            group by given.customer_id
            """,
            [list(customer_ids)],
        )
        accounts.update(found.fetchall())
    return accounts


def hashes_of_unmatched(
    connection: duckdb.DuckDBPyConnection, tombstones: Tombstones, customer_ids: Sequence[str]
) -> set[str]:
    """Hashes of what the raw rows say of customers whom the CRM does not know.

    Their ids are not in the raw files: an id of a source has its name before it, and an address or
    number is a hash.
    """
    hashes: set[str] = set()
    unmatched = [each for each in customer_ids if each.startswith(UNMATCHED)]
    named = columns_of(
        connection, "starts_with(table_name, 'base_') and column_name = '_matched_by'"
    )
    for schema, table, _ in named if unmatched else []:
        source = table.removeprefix("base_").split("__")[0]
        raw = f"raw.{quoted(table.removeprefix('base_'))}"
        texts = connection.execute(
            f"select distinct raw_rows.customer_id from {quoted(schema)}.{quoted(table)} as judged"
            f" inner join {raw} as raw_rows using (_load_number, _row_number)"
            " where list_contains($1, judged.customer_id) and raw_rows.customer_id is not null",
            [unmatched],
        ).fetchall()
        for (text,) in texts:
            if source in SOURCES:
                hashes.add(tombstones.hashed(f"id of {source}", text))
            is_contact = "@" in text or text.startswith("+")
            hashes |= {tombstones.hashed(each, text.lower()) for each in CONTACTS if is_contact}
    return hashes
