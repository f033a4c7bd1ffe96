"""A company of New York whose orders begin three years after the business did."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import Run, build_without_tests, write_tables

OLD = [f"old{number:02}" for number in range(1, 13)]
NEW = [f"new{number:02}" for number in range(1, 13)]
ZONE = "{reporting_time_zone: America/New_York}"


def _tables() -> dict[str, str]:
    """The raw files, in UTC. Half of the old customers stop buying in January."""
    customers = [f"{customer},2021-05-01 12:00:00,2021-05-01 12:00:00" for customer in OLD]
    orders: list[str] = []

    def order(customer: str, at: str) -> None:
        orders.append(f"o{len(orders)},{customer},{at},{at},paid,10")

    for day, customer in enumerate(OLD, start=1):
        order(customer, f"2024-01-{day:02} 12:00:00")
        if day > 6:
            for month in range(2, 12):
                order(customer, f"2024-{month:02}-{day:02} 12:00:00")
    for day, customer in enumerate(NEW, start=1):
        at = f"2024-02-{day:02} 12:00:00"
        customers.append(f"{customer},{at},{at}")
        order(customer, at)
        for month in range(3 if day <= 3 else 5, 12):
            order(customer, f"2024-{month:02}-{day:02} 12:00:00")
    customers.append("late,2024-10-20 12:00:00,2024-10-20 12:00:00")
    order("late", "2024-10-20 12:00:00")
    order("late", "2024-12-01 02:00:00")  # November 30, 21:00, in New York
    return {
        "crm.customers": "\n".join(["customer_id,created_at,updated_at", *customers]),
        "commerce.orders": "\n".join(
            ["order_id,customer_id,ordered_at,updated_at,order_status,amount", *orders]
        ),
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole build of the company."""
    folder = tmp_path_factory.mktemp("periods")
    raw_path = write_tables(folder / "raw", _tables())
    models = ("metric_values", "retention_cohorts", "notices_history", "dim_dates")
    return build_without_tests(folder, raw_path, "--vars", ZONE, models=models)


def _cells(company: Run, metric: str, period: str, columns: str) -> list[tuple]:
    """Columns of a metric's periods, in their order."""
    return company.query(
        f"select period_start, {columns} from reporting.metric_values where metric = '{metric}'"
        f" and period = '{period}' and dimension = 'all' order by period_start"
    )


def test_churn_begins_when_the_history_is_long_enough(company: Run) -> None:
    months = _cells(company, "churn_rate", "month", "numerator, event_count, change, is_complete")
    # Orders begin on January 1. A customer who stopped on that day lapsed on June 30, the other
    # five in July.
    assert months[0] == (date(2024, 7, 1), 5.0, 23, None, True)
    assert [month for month, *_ in months] == [date(2024, month, 1) for month in range(7, 12)]


def test_customers_older_than_the_orders_are_in_no_first_purchase(company: Run) -> None:
    assert _cells(company, "repurchase_rate", "all", "event_count") == [(None, len(NEW) + 1)]
    assert company.query(
        "select cohort_month, customer_count from reporting.retention_cohorts"
        " where months_since = 0 order by 1"
    ) == [(date(2024, 2, 1), len(NEW)), (date(2024, 10, 1), 1)]
    assert company.query(
        "select subject, row_count from quality.notices_history order by 1",
        "work.duckdb",
    ) == [("first purchases", len(OLD)), ("lapses", 108)]


def test_a_period_is_complete_when_the_outcome_of_its_events_is_known(company: Run) -> None:
    within_30_days = "repurchase_rate_30_days"
    assert _cells(company, within_30_days, "month", "event_count, is_complete") == [
        (date(2024, 2, 1), len(NEW), True),
        (date(2024, 10, 1), 1, True),
    ]
    assert _cells(company, within_30_days, "quarter", "is_complete") == [
        (date(2024, 1, 1), False),  # first purchases are known from February on
        (date(2024, 10, 1), False),
    ]


def test_an_order_lies_on_the_day_of_the_company(company: Run) -> None:
    assert company.query(
        "select order_date from marts.fct_orders where ordered_at = '2024-12-01 02:00:00'"
    ) == [(date(2024, 11, 30),)]
    assert company.query("select max(date_day) from marts.dim_dates") == [(date(2024, 11, 30),)]
    # Today is November 30, so November is complete and has its customer-months.
    assert _cells(company, "churn_rate", "month", "is_complete")[-1] == (date(2024, 11, 1), True)
