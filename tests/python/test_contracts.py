"""A company whose contracts look as subscription lists do, and whose money is partly unknown."""

from __future__ import annotations

import pytest
from conftest import Run, build_without_tests, write_tables

# contract, customer, starts_on, ends_on, cancelled_on, ended_on, amount, months, currency, plan
CONTRACTS = [
    "H1,handover,2024-03-15,2025-03-31,,,2400,12,,gold",
    "H2,handover,2025-03-31,2026-03-30,,,2400,12,,gold",
    "N1,notice,2025-02-01,2025-11-30,2025-04-02,,50,1,,gold",
    "E1,ended,2025-02-01,2025-11-30,2025-04-02,2025-06-15,50,1,,gold",
    "F1,future,2024-07-01,,2025-09-30,,80,1,,gold",
    "U1,upgrade,2024-03-01,2025-02-27,,,60,1,,silver",
    "U2,upgrade,2025-03-02,,,,90,1,,gold",
    "T1,trial,2025-03-01,2025-03-30,,,0,1,,trial",
    "T2,trial,2025-03-31,,,,70,1,,gold",
    "L1,looked,2025-03-01,2025-04-15,,,0,1,,trial",
    "B1,abroad,2024-05-01,2025-04-30,,,40,1,CNY,gold",
    "B2,abroad,2025-05-01,2026-04-30,,,55,1,THB,gold",
    "D1,deleted,2024-05-01,,,,30,1,,gold",
    "P1,pair,2024-01-01,2024-12-31,,,10,1,,seat",
    "P2,pair,2024-01-01,2024-12-31,,,10,1,,seat",
    "P3,pair,2025-01-01,2025-12-31,,,10,1,,seat",
    "P4,pair,2025-01-11,2025-12-31,,,10,1,,seat",
]
# Notices that were written down before the day on which service ends.
WRITTEN = {"N1": "2025-04-02", "E1": "2025-04-02", "F1": "2025-08-10"}
# order, customer, ordered_at, amount, refund_amount, currency
ORDERS = [
    "O1,buyer,2024-02-01,300,,",
    "O2,buyer,2024-02-09,-300,,",
    "O3,changed,2024-02-01,120,,",
    "O4,changed,2024-03-01,90,90,",
    "O5,abroad,2024-02-01,120,,",
    "O6,abroad,2024-03-01,700,,THB",
]


def _tables() -> dict[str, str]:
    """The raw files; the newest customer makes today the 20th of December 2025."""
    names = sorted({row.split(",")[1] for row in CONTRACTS + ORDERS} - {"deleted"})
    customers = [f"{name},2024-01-01 08:00:00,2024-01-01 08:00:00,false" for name in names]
    customers += [
        "deleted,2024-01-01 08:00:00,2025-03-31 18:00:00,true",
        "newest,2025-12-20 08:00:00,2025-12-20 08:00:00,false",
    ]
    return {
        "crm.customers": "\n".join(["customer_id,created_at,updated_at,is_deleted", *customers]),
        "crm.contracts": "\n".join(
            [
                "contract_id,customer_id,starts_on,ends_on,cancelled_on,ended_on,"
                "recurring_amount,billing_months,currency,plan,updated_at",
                *(f"{row},{WRITTEN.get(row[:2], '2025-12-20')}" for row in CONTRACTS),
            ]
        ),
        "commerce.orders": "\n".join(
            [
                "order_id,customer_id,ordered_at,amount,refund_amount,currency,order_status,updated_at",
                *(f"{row},paid,2024-06-01" for row in ORDERS),
            ]
        ),
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole build of the company."""
    folder = tmp_path_factory.mktemp("contracts")
    raw_path = write_tables(folder / "raw", _tables())
    models = (
        "fct_contract_months", "metric_values", "metric_renewal_rate", "metric_historical_clv",
        "notices_exchange_rates", "dim_customers",
    )  # fmt: skip
    return build_without_tests(folder, raw_path, models=models)


def _movements(company: Run, customer: str) -> list[tuple]:
    """The months of a customer in which something moved, with the movement and both amounts."""
    return company.query(
        "select strftime(month_start, '%Y-%m'), movement, opening_amount::int, closing_amount::int"
        f" from marts.fct_contract_months where customer_id = '{customer}'"
        " and movement is distinct from 'unchanged' order by 1"
    )


@pytest.mark.parametrize(
    ("customer", "movements"),
    [
        ("handover", [("2024-03", "new", 0, 200)]),
        ("notice", [("2025-02", "new", 0, 50)]),
        ("ended", [("2025-02", "new", 0, 50), ("2025-06", "churn", 50, 0)]),
        ("future", [("2024-07", "new", 0, 80), ("2025-10", "churn", 80, 0)]),
        ("upgrade", [("2024-03", "new", 0, 60), ("2025-03", "expansion", 60, 90)]),
        ("trial", [("2025-03", "new", 0, 70)]),
        ("looked", []),
        ("deleted", [("2024-05", "new", 0, 30), ("2025-03", "churn", 30, 0)]),
        ("pair", [("2024-01", "new", 0, 20)]),
    ],
)
def test_a_customer_has_the_expected_revenue_movements(
    company: Run, customer: str, movements: list[tuple]
) -> None:
    assert _movements(company, customer) == movements


def test_a_currency_without_a_rate_takes_away_its_own_months_only(company: Run) -> None:
    first, second, *_ = _movements(company, "abroad")
    assert first == ("2024-05", "new", 0, 40)
    assert second == ("2025-05", None, 40, None)
    assert company.query(
        "select net_revenue, purchase_count from marts.dim_customers where customer_id = 'abroad'"
    ) == [(None, 2)]


def test_a_currency_without_a_rate_is_named_with_customers_and_months(company: Run) -> None:
    messages = company.query(
        "select subject, row_count, message from quality.notices_exchange_rates order by all",
        "work.duckdb",
    )
    assert [row[:2] for row in messages] == [("commerce.orders THB", 1), ("crm.contracts THB", 1)]
    assert "of 1 customer(s) in 6 month(s), 2025-05 to 2025-10," in messages[1][2]


def test_every_contract_that_came_due_is_renewed_or_lost_once(company: Run) -> None:
    assert company.query(
        "select contract_id, renewed_by_contract_id from marts.fct_contracts"
        " where renewed_by_contract_id is not null order by all"
    ) == [
        ("B1", "B2"),
        ("H1", "H2"),
        ("P1", "P3"),
        ("P2", "P4"),
        ("T1", "T2"),
        ("U1", "U2"),
    ]
    # N1 and E1 may still be renewed. Trials are in neither, and F1 and D1 have no term.
    assert company.query(
        "select event_id, numerator from metrics.metric_renewal_rate order by all", "work.duckdb"
    ) == [("B1", 1), ("H1", 1), ("P1", 1), ("P2", 1), ("U1", 1)]


def test_twelve_months_are_those_of_the_trade(company: Run) -> None:
    rows = company.query(
        "select metric, numerator::int, denominator::int from reporting.metric_values"
        " where metric like '%12_months' and period = 'month' and dimension = 'all'"
        " and period_start = '2025-04-01' order by metric"
    )
    # April 2024 had handover 200, upgrade 60 and pair 20: all go on, and upgrade pays 30 more.
    assert rows == [
        ("gross_revenue_retention_12_months", 280, 280),
        ("logo_churn_rate_12_months", 0, 3),
        ("net_revenue_retention_12_months", 310, 280),
    ]


def test_a_refund_lowers_revenue_and_does_not_count_as_a_purchase(company: Run) -> None:
    assert company.query(
        "select customer_id, purchase_count, net_revenue::int from marts.dim_customers"
        " where customer_id in ('buyer', 'changed') order by all"
    ) == [("buyer", 1, 0), ("changed", 1, 120)]
    assert company.query(
        "select customer_id, numerator::int from metrics.metric_historical_clv"
        " where customer_id in ('buyer', 'changed') order by all",
        "work.duckdb",
    ) == [("buyer", 0), ("changed", 120)]
