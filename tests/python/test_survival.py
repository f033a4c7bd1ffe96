"""The published survival of the lung cancer patients, from contracts to reports."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import ROOT, WITHOUT_UNIT_TESTS, Run, dbt, write_tables

LUNG = ROOT / "tests" / "fixtures" / "statistics" / "lung_times.csv"
GRACE_DAYS = 30
TODAY = date(2025, 12, 31)
LAST_KNOWN_DAY = TODAY - timedelta(days=GRACE_DAYS)
UPDATED_AT = f"{TODAY} 00:00:00"


def patients_as_contracts() -> dict[str, str]:
    """Raw tables in which a contract lasts as long as a patient was followed, a death ends it.

    The sex is the segment, and the names of the segments are those of the data: 1 male, 2 female.
    """
    customers = ["customer_id,created_at,updated_at,segment"]
    contracts = ["contract_id,customer_id,starts_on,cancelled_on,recurring_amount,updated_at"]
    with LUNG.open() as file:
        for number, row in enumerate(csv.DictReader(file)):
            # Day 1 is the first one; who still lived was last seen on the last day known.
            starts_on = LAST_KNOWN_DAY - timedelta(days=int(row["day"]) - 1)
            if row["is_event"] == "1":
                starts_on -= timedelta(days=100)
                cancelled_on = str(starts_on + timedelta(days=int(row["day"]) - 1))
            else:
                cancelled_on = ""
            customers.append(f"P{number},{starts_on} 00:00:00,{UPDATED_AT},{row['sex']}")
            contracts.append(f"K{number},P{number},{starts_on},{cancelled_on},1,{UPDATED_AT}")
    return {
        "crm.customers": "\n".join(customers) + "\n",
        "crm.contracts": "\n".join(contracts) + "\n",
    }


@pytest.fixture(scope="module")
def lung(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A build of the survival reports from the patients."""
    folder = tmp_path_factory.mktemp("lung")
    return dbt(
        "build", folder, *WITHOUT_UNIT_TESTS,
        "--select", "+retention_survival", "+retention_survival_groups",
        "--indirect-selection", "cautious",
        "--vars", f"{{as_of: '{TODAY}', renewal_grace_days: {GRACE_DAYS}}}",
        raw_path=write_tables(folder / "raw", patients_as_contracts()), check=True,
    )  # fmt: skip


def test_survival_of_the_lung_patients_at_day_365_is_as_published(lung: Run) -> None:
    """As R prints it: summary(survfit(Surv(time, status) ~ 1, lung), times = 365)."""
    ((survival, standard_error, low, high),) = lung.query(
        """
        select survival, survival_standard_error, survival_low, survival_high
        from reporting.retention_survival
        where relation = 'contract' and dimension = 'all' and duration_days <= 365
        order by duration_days desc
        limit 1
        """,
        "work.duckdb",
    )
    assert (round(survival, 3), round(standard_error, 4)) == (0.409, 0.0358)
    assert (survival, standard_error) == pytest.approx((0.40924162446006446, 0.03582363817203777))
    # The log-log interval as lifelines 0.30.3 gives it.
    assert (low, high) == pytest.approx((0.3387142685328941, 0.47838076818120095))


def test_the_median_of_the_lung_patients_is_as_published(lung: Run) -> None:
    assert lung.query(
        """
        select customer_count, ended_count, median_days, median_days_low, median_days_high
        from reporting.retention_survival_groups
        where relation = 'contract' and dimension = 'all'
        """,
        "work.duckdb",
    ) == [(228, 165, 310, 284, 361)]


def test_the_log_rank_test_of_the_lung_patients_is_as_published(lung: Run) -> None:
    """As R prints it: survdiff(Surv(time, status) ~ sex, lung)."""
    male, female = lung.query(
        """
        select customer_count, ended_count, expected_ended_count, log_rank_chi_square, p_value
        from reporting.retention_survival_groups
        where relation = 'contract' and dimension = 'segment'
        order by dimension_value
        """,
        "work.duckdb",
    )
    assert (*male[:2], round(male[2], 1)) == (138, 112, 91.6)
    assert (*female[:2], round(female[2], 1)) == (90, 53, 73.4)
    for _, _, _, chi_square, p_value in (male, female):
        assert round(chi_square, 1) == 10.3
        assert (chi_square, p_value) == pytest.approx((10.326741954885637, 0.0013111645203554858))
