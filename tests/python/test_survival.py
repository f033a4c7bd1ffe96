"""Published survival and its projection, from raw contracts to reports."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from conftest import ROOT, Run, dbt, write_tables

FIXTURES = ROOT / "tests" / "fixtures"
LUNG = FIXTURES / "statistics" / "lung_times.csv"
# Fader and Hardie (2007), How to project customer retention, table 1 (after Berry and Linoff).
SBG = FIXTURES / "customer_value" / "sbg_survival.csv"
CALIBRATION_YEARS = 7
GRACE_DAYS = 30
TODAY = date(2025, 12, 31)
LAST_KNOWN_DAY = TODAY - timedelta(days=GRACE_DAYS)
UPDATED_AT = f"{TODAY} 00:00:00"


CUSTOMERS = "customer_id,created_at,updated_at,segment"
CONTRACTS = (
    "contract_id,customer_id,plan,starts_on,ends_on,cancelled_on,renewed_from_contract_id,"
    "recurring_amount,updated_at"
)


def patients() -> tuple[list[str], list[str]]:
    """Customers and contracts: one lasts as long as a patient was followed, a death ends it.

    The sex is the segment, under the numbers of the data: 1 male, 2 female.
    """
    customers, contracts = [], []
    with LUNG.open() as file:
        for number, row in enumerate(csv.DictReader(file)):
            # Day 1 is the first one; who still lived was last seen on the last day known.
            starts_on = LAST_KNOWN_DAY - timedelta(days=int(row["day"]) - 1)
            cancelled_on = ""
            if row["is_event"] == "1":
                cancelled_on = str(LAST_KNOWN_DAY - timedelta(days=100))
                starts_on -= timedelta(days=100)
            customers.append(f"P{number},{starts_on} 00:00:00,{UPDATED_AT},{row['sex']}")
            contracts.append(
                f"P{number},P{number},lung,{starts_on},,{cancelled_on},,1,{UPDATED_AT}"
            )
    return customers, contracts


def subscribers() -> tuple[list[str], list[str]]:
    """Customers and yearly contracts of 1,000 subscribers of each of the paper's two segments.

    They leave as its table says. Of who stayed through the years of calibration the next contract
    is under way.
    """
    customers, contracts = [], []
    with SBG.open() as file:
        years = list(csv.DictReader(file))[: CALIBRATION_YEARS + 1]
    for plan in ("high_end", "regular"):
        left = [round(1000 * float(row[plan])) for row in years]
        for number in range(1000):
            customer = f"{plan}{number}"
            lost_in = next((year for year, count in enumerate(left) if number >= count), None)
            customers.append(f"{customer},2018-12-01 00:00:00,{UPDATED_AT},")
            for year in range(1, (lost_in or CALIBRATION_YEARS + 1) + 1):
                before = f"{customer}-{year - 1}" if year > 1 else ""
                contracts.append(
                    f"{customer}-{year},{customer},{plan},{2017 + year}-12-01,"
                    f"{2018 + year}-11-30,,{before},1,{UPDATED_AT}"
                )
    return customers, contracts


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A build of the survival reports from the patients and the subscribers."""
    folder = tmp_path_factory.mktemp("published")
    (some_customers, some_contracts), (more_customers, more_contracts) = patients(), subscribers()
    raw = {
        "crm.customers": "\n".join([CUSTOMERS, *some_customers, *more_customers, ""]),
        "crm.contracts": "\n".join([CONTRACTS, *some_contracts, *more_contracts, ""]),
    }
    return dbt(
        "build", folder, "--indirect-selection", "cautious",
        "--select", "+retention_survival", "+retention_survival_groups",
        "+contract_survival_projected",
        "--vars", f"{{as_of: '{TODAY}', renewal_grace_days: {GRACE_DAYS}}}",
        raw_path=write_tables(folder / "raw", raw), check=True,
    )  # fmt: skip


def test_survival_of_the_lung_patients_at_day_365_is_as_published(published: Run) -> None:
    """As R prints it: summary(survfit(Surv(time, status) ~ 1, lung), times = 365)."""
    ((survival, standard_error, low, high),) = published.query(
        """
        select survival, survival_standard_error, survival_low, survival_high
        from reporting.retention_survival
        where relation = 'contract' and dimension_value = 'lung' and duration_days <= 365
        order by duration_days desc
        limit 1
        """,
        "work.duckdb",
    )
    assert (round(survival, 3), round(standard_error, 4)) == (0.409, 0.0358)
    assert (survival, standard_error) == pytest.approx((0.40924162446006446, 0.03582363817203777))
    # The log-log interval as lifelines 0.30.3 gives it.
    assert (low, high) == pytest.approx((0.3387142685328941, 0.47838076818120095))


def test_the_median_of_the_lung_patients_is_as_published(published: Run) -> None:
    assert published.query(
        """
        select customer_count, ended_count, median_days, median_days_low, median_days_high
        from reporting.retention_survival_groups
        where relation = 'contract' and dimension_value = 'lung'
        """,
        "work.duckdb",
    ) == [(228, 165, 310, 284, 361)]


def test_the_log_rank_test_of_the_lung_patients_is_as_published(published: Run) -> None:
    """As R prints it: survdiff(Surv(time, status) ~ sex, lung)."""
    male, female = published.query(
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


# The paper's spreadsheet note prints alpha and beta; the shares, of 1 to 12 years, are what its
# equation 7 makes of them.
PROJECTED = {
    "high_end": (
        (0.668, 3.806),
        "0.8507 0.7469 0.6698 0.6099 0.5618 0.5222 0.4889 0.4604 0.4358 0.4142 0.3951 0.3780",
    ),
    "regular": (
        (0.704, 1.182),
        "0.6267 0.4738 0.3880 0.3321 0.2923 0.2625 0.2390 0.2201 0.2044 0.1912 0.1799 0.1700",
    ),
}


@pytest.mark.parametrize("plan", PROJECTED)
def test_the_projection_of_the_subscribers_is_as_published(published: Run, plan: str) -> None:
    rows = published.query(
        f"""
        select survival, projected_survival, alpha, beta
        from reporting.contract_survival_projected
        where plan = '{plan}'
        order by term_number
        """,
        "work.duckdb",
    )
    with SBG.open() as file:
        seen = [float(row[plan]) for row in csv.DictReader(file)][1 : CALIBRATION_YEARS + 1]
    assert [row[0] for row in rows] == [pytest.approx(share) for share in seen] + [None] * 5
    parameters, projected = PROJECTED[plan]
    assert " ".join(f"{row[1]:.4f}" for row in rows) == projected
    assert {(round(row[2], 3), round(row[3], 3)) for row in rows} == {parameters}
