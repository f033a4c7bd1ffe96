"""Faults of one delivery that the whole table hides:

quarantined rows, and ids that do not match.
"""

from __future__ import annotations

import pytest
from conftest import WITHOUT_UNIT_TESTS, Run, dbt, write_tables

CUSTOMERS = "customer_id,created_at,updated_at\n" + "".join(
    f"0{number},2024-01-01,2024-01-01\n" for number in range(101, 121)
)
ORDER_HEADER = "order_id,customer_id,ordered_at,updated_at,order_status,amount\n"
FIRST_ORDERS = ORDER_HEADER + "".join(
    f"o{number},0{101 + number % 20},2024-02-{1 + number % 28:02},2024-03-01,paid,5\n"
    for number in range(200)
)
BAD_ORDERS = ORDER_HEADER + "".join(
    f"p{number},0101,2024-03-01,2024-03-02,paid,five\n" for number in range(12)
)
# A number without its leading zero, one as a float, one in another case and one of nobody.
TICKETS = "ticket_id,customer_id,created_at,updated_at,ticket_status,order_id\n" + "".join(
    f"t{number},{customer},2024-02-01,2024-02-02,open,{order}\n"
    for number, (customer, order) in enumerate(
        [
            ("0101", "o1"),
            ("0102", "o2"),
            ("101", "O3"),
            ("102", "o4"),
            ("103.0", "o5"),
            ("104.0", "o6"),
            ("?", "o7"),
        ]
    )
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A build of a company whose second delivery of orders is bad throughout."""
    folder = tmp_path_factory.mktemp("bad_delivery")
    raw = write_tables(folder / "raw", {"crm.customers": CUSTOMERS, "support.tickets": TICKETS})
    for name, text in (("2024-03-01", FIRST_ORDERS), ("2024-03-02", BAD_ORDERS)):
        (raw / "commerce" / "orders").mkdir(parents=True, exist_ok=True)
        (raw / "commerce" / "orders" / f"{name}.csv").write_text(text)
    return dbt("build", folder, *WITHOUT_UNIT_TESTS, raw_path=raw)


def failed(build: Run, table: str) -> list[tuple]:
    return build.query(
        "select column_name, check_name, severity, round(observed_value, 3)"
        f" from quality.check_results where not is_passed and table_name = '{table}' order by all",
        "work.duckdb",
    )


def test_a_delivery_that_is_bad_throughout_stops_the_build(build: Run) -> None:
    assert build.exit_code != 0
    name = "quarantined_share_of_newest_delivery"
    assert [row for row in failed(build, "orders") if row[2] == "critical"] == [
        ("", name, "critical", 1.0)
    ]
    assert f"critical: commerce.orders: {name} is 1, allowed" in build.text
    assert "held back: commerce.orders: 12 for not_a_number:amount" in build.text


def test_ids_that_do_not_match_are_reported_with_an_example_and_the_cause(build: Run) -> None:
    found = build.query(
        "select column_name, rows_given, rows_unknown, rows_rewritten, example_id,"
        " example_known_id, likely_cause from quality.unknown_references"
        " where table_name = 'tickets' and rows_unknown > 0 order by all",
        "work.duckdb",
    )
    assert found == [
        ("customer_id", 7, 5, 4, "101", "0101", "leading_zeros"),
        ("order_id", 7, 1, 1, "O3", "o3", "letter_case"),
    ]
    checks = {(column, name, severity) for column, name, severity, _ in failed(build, "tickets")}
    assert ("customer_id", "unknown_ids_share", "warning") in checks
    assert ("customer_id", "ids_in_another_spelling_share", "warning") in checks
    assert ("order_id", "unknown_ids_share", "warning") in checks


def test_ids_that_stop_the_build_are_told_once_with_both_spellings(build: Run) -> None:
    assert "critical: support.tickets.customer_id: ids_in_another_spelling_share is" in build.text
    assert "warning: support.tickets.customer_id" not in build.text
    assert (
        "ids: support.tickets.customer_id: 4 of 7 row(s) write the id otherwise than crm.customers,"
        ' for example "101" for "0101".'
    ) in build.text
