"""One warehouse of Zendesk, Shopify, Qualtrics and Stripe, from the fixtures of four mappings."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import pytest
from conftest import Run, build_without_tests
from mapping_fixtures import MAPPINGS, expected_rows

from examples.tools import raw_sources

# The orders of Stripe are those of the shop.
TOOLS = ("zendesk_fivetran", "shopify_fivetran", "qualtrics_fivetran", "stripe_fivetran:crm")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The build of the four tools, two accounts each."""
    folder = tmp_path_factory.mktemp("tools")
    files = folder / "warehouse" / "files"
    files.mkdir(parents=True)
    variables = {"raw_sources": raw_sources(folder / "warehouse", list(TOOLS))}
    models = ("metric_values", "quarantined_rows", "row_reconciliation")
    return build_without_tests(folder, files, "--vars", json.dumps(variables), models=models)


def test_no_row_of_four_tools_is_lost(company: Run) -> None:
    expected: Counter[str] = Counter()
    for tool in TOOLS:
        mapping, _, chosen = tool.partition(":")
        for path in (MAPPINGS / mapping / "expected").glob("*.csv"):
            if not chosen or path.stem.startswith(f"{chosen}."):
                expected[path.stem] += len(expected_rows(path))
    read = company.query(
        "select source || '.' || table_name, rows_read from quality.row_reconciliation"
        " where rows_read = rows_accepted + rows_superseded + rows_quarantined and rows_read > 0"
    )
    assert dict(read) == expected


def test_what_is_held_back_is_named_by_its_own_table(company: Run) -> None:
    held_back = company.query(
        "select row_key, file, source_columns from quality.quarantined_rows"
        " where source = 'commerce' order by all"
    )
    assert ("shop_eu-1010", "shop_eu.order", "refund_amount: refunded") in held_back


def test_the_numbers_of_four_tools_are_those_worked_out_by_hand(company: Run) -> None:
    # 1001, 1002, 1005, 1009, 1011 and 1012 of one shop, 1001 and 1002 of the other.
    assert company.query(
        "select currency, count(*), sum(amount), sum(refund_amount) from marts.fct_orders"
        " where is_purchase group by currency order by currency"
    ) == [
        ("EUR", 6, Decimal("388.40"), Decimal("35.10")),
        ("USD", 2, Decimal("24.99"), Decimal("4.99")),
    ]
    # Of 0, 10, 8 and 7 one promotes and one detracts.
    assert company.query(
        "select event_count, numerator, is_suppressed from reporting.metric_values"
        " where metric = 'nps' and period = 'all' and dimension = 'all'"
    ) == [(4, 0.0, True)]
    # The first human reply came 45 minutes and an hour after the ticket.
    assert company.query(
        "select ticket_id, first_response_minutes from marts.fct_tickets"
        " where first_response_minutes is not null order by 1"
    ) == [("zendesk_eu-1", 45.0), ("zendesk_us-1", 60.0)]
    # A year's price of sub_1: 89.97 a month; of sub_3 80 in three months.
    assert company.query(
        "select contract_id, recurring_amount, billing_months from marts.fct_contracts"
        " where contract_id in ('stripe_eu-sub_1', 'stripe_eu-sub_3') order by 1"
    ) == [
        ("stripe_eu-sub_1", Decimal("89.97"), 1),
        ("stripe_eu-sub_3", Decimal("80.00"), 3),
    ]
