"""Customer value reproduces the published results of its models, and rejects other data."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT, Run, dbt, write_tables
from fits_data import (
    ALL_ON_ONE_DAY,
    EVERYBODY_REPEATS_ALIKE,
    NOBODY_REPEATS,
    ONE_CUSTOMER,
    PUBLISHED,
    ask,
    of_segments,
    simulated,
    spenders,
    values,
)

from examples.cdnow import MAPPING
from examples.mapping import write
from python_hooks.fits import sbg

if TYPE_CHECKING:
    from pathlib import Path

FIXTURES = ROOT / "tests" / "fixtures" / "customer_value"
MODELS = ("--select", "+customer_lifetime_value", "+clv_backtest", "+clv_models")
TESTS = ("assert_lifetime_value_is_predicted", "--indirect-selection", "cautious")
CDNOW = "{base_currency: USD, clv_counts_free_orders: true, clv_holdout_days: 273}"
NO_MINIMUM = {"minimum_customers": 1, "minimum_repeat_customers": 0}


def build(folder: Path, raw_path: Path, variables: str) -> Run:
    """The models of customer value and their parents."""
    return dbt(
        "build", folder, *MODELS, *TESTS, "--vars", variables,
        raw_path=raw_path, check=True,
    )  # fmt: skip


# --- What was published, by the warehouse's own way ----------------------------------------------


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The CDNOW sample, from the raw contract on; its calibration ends where the papers' does."""
    folder = tmp_path_factory.mktemp("cdnow_sample")
    write(MAPPING, FIXTURES / "cdnow_sample.txt", folder / "raw")
    return build(folder, folder / "raw", CDNOW)


def test_bg_nbd_of_cdnow_is_the_published_one(cdnow: Run) -> None:
    found = cdnow.query(
        "select period_end_on::text, customer_count, repeat_customer_count, round(r, 3),"
        " round(alpha, 3), round(a, 3), round(b, 3), round(log_likelihood, 1)"
        " from reporting.clv_models where fit_period = 'calibration' and model = 'purchases'",
        "work.duckdb",
    )
    assert found == [("1997-09-30", 2357, 946, *PUBLISHED, -9582.4)]


def test_gamma_gamma_of_cdnow_is_the_published_one(cdnow: Run) -> None:
    found = cdnow.query(
        "select customer_count, round(p, 2), round(q, 2), round(gamma, 2)"
        " from reporting.clv_models where fit_period = 'calibration' and model = 'value'",
        "work.duckdb",
    )
    assert found == [(946, 6.25, 3.74, 15.44)]


def test_the_first_customer_of_cdnow_is_expected_to_buy_as_published(cdnow: Run) -> None:
    found = cdnow.query(
        "select round(expected_purchases_holdout, 3), round(probability_alive, 4),"
        " round(expected_purchase_value, 1) from intermediate.int_customer_values_predicted"
        " where fit_period = 'calibration' and customer_id = '00004'",
        "work.duckdb",
    )
    # 1.226 is published; 0.7266 and 24.66 are those of the package lifetimes.
    assert found == [(1.226, 0.7266, 24.7)]


def test_the_backtest_of_cdnow_has_the_observed_purchases(cdnow: Run) -> None:
    (total, *deciles) = cdnow.query(
        "select decile, customer_count, predicted, actual, past from reporting.clv_backtest"
        " where measure = 'purchases' order by decile",
        "work.duckdb",
    )
    # The paper's holdout: 1,882 repeat purchases in the last 39 weeks of the sample.
    assert total[:2] == (0, 2357)
    assert total[3] == 1882
    assert [decile for decile, *_ in deciles] == list(range(1, 11))
    for column in (1, 2, 3, 4):
        assert sum(row[column] for row in deciles) == pytest.approx(total[column], abs=1e-6)
    predicted = [row[2] / row[1] for row in deciles]
    assert predicted == sorted(predicted, reverse=True)


def test_the_longer_the_horizon_the_more_is_expected_and_worth_less_later(cdnow: Run) -> None:
    found = cdnow.query(
        "select count(*), count(case when"
        " expected_purchases_3_months < expected_purchases_12_months"
        " and expected_purchases_12_months < expected_purchases_36_months"
        " and expected_value_36_months < expected_purchases_36_months * expected_purchase_value"
        " and expected_value_36_months"
        "  > expected_purchases_36_months * expected_purchase_value / power(1 + discount_rate, 3)"
        " and probability_alive > 0 and probability_alive <= 1 then 1 end)"
        " from reporting.customer_lifetime_value",
        "work.duckdb",
    )
    assert found == [(2357, 2357)]


@pytest.mark.parametrize(
    ("segment", "alpha", "beta", "log_likelihood"),
    [("high_end", 0.668, 3.806, -1611.2), ("regular", 0.704, 1.182, -1680.3)],
)
def test_sbg_of_both_segments_is_the_published_one(
    segment: str, alpha: float, beta: float, log_likelihood: float
) -> None:
    with (FIXTURES / "sbg_survival.csv").open(encoding="utf-8") as file:
        kept = [round(1000 * float(row[segment])) for row in csv.DictReader(file)][:8]
    years = list(range(1, 8))
    groups = {
        "segment": [segment] * 7,
        "period": years,
        "lost_count": [kept[year - 1] - kept[year] for year in years],
        "kept_count": [0] * 6 + [kept[7]],
    }
    (row,) = ask(
        "fit_sbg", groups=groups, settings={"minimum_customers": 1, "minimum_lost_customers": 1}
    )
    assert (round(row["alpha"], 3), round(row["beta"], 3)) == (alpha, beta)
    assert round(row["log_likelihood"], 1) == log_likelihood
    assert row["customer_count"] == 1000
    assert row["is_used"]


def test_sbg_projects_the_years_that_it_did_not_see() -> None:
    # Fader and Hardie 2007, figure 6: the projection of High End stays within a few points.
    projected = sbg.survival((0.668 / 4.474, 1 / 5.474), 12)
    assert [round(share, 3) for share in (projected[1], projected[7], projected[12])] == [
        0.851, 0.489, 0.378,
    ]  # fmt: skip


# --- Segments ------------------------------------------------------------------------------------


SETTINGS = {"minimum_customers": 100, "minimum_repeat_customers": 50}


def test_a_segment_that_differs_has_its_own_fit() -> None:
    groups = of_segments(
        eager=simulated(3, 1500, 2.0, 6.0, 0.8, 5.0), rare=simulated(4, 1500, 0.3, 8.0, 0.8, 2.0)
    )
    rows = ask("fit_bg_nbd", groups=groups, settings=SETTINGS)
    assert [(row["segment"], row["is_used"], row["reason"]) for row in rows] == [
        ("all", True, ""), ("eager", True, ""), ("rare", True, ""),
    ]  # fmt: skip
    assert rows[1]["r"] == pytest.approx(2.0, rel=0.15)
    assert rows[2]["r"] == pytest.approx(0.3, rel=0.15)


def test_a_segment_that_does_not_differ_uses_the_fit_of_all() -> None:
    alike = (0.8, 6.0, 0.8, 3.0)
    groups = of_segments(
        one=simulated(5, 1000, *alike),
        other=simulated(6, 1000, *alike),
        small=simulated(7, 99, *alike),
    )
    rows = ask("fit_bg_nbd", groups=groups, settings=SETTINGS)
    assert [(row["segment"], row["is_used"], row["reason"]) for row in rows] == [
        ("all", True, ""),
        ("one", False, "pooled_fits_as_well"),
        ("other", False, "pooled_fits_as_well"),
    ]
    assert rows[0]["customer_count"] == 2099


# --- Where there is nothing to fit ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        (ONE_CUSTOMER, "too_few_customers"),
        (NOBODY_REPEATS, "too_few_repeat_customers"),
        (ALL_ON_ONE_DAY, "too_few_repeat_customers"),
    ],
)
def test_too_little_to_learn_from_is_not_tried(groups: dict[str, list], reason: str) -> None:
    (row,) = ask("fit_bg_nbd", groups=groups, settings=SETTINGS)
    assert (row["is_used"], row["reason"], row["r"]) == (False, reason, None)


@pytest.mark.parametrize(
    "groups", [ONE_CUSTOMER, NOBODY_REPEATS, EVERYBODY_REPEATS_ALIKE, ALL_ON_ONE_DAY]
)
def test_a_fit_without_a_maximum_is_not_used(groups: dict[str, list]) -> None:
    """The same without the least counts: the fit itself sees that it found nothing."""
    (row,) = ask("fit_bg_nbd", groups=groups, settings=NO_MINIMUM)
    assert not row["is_used"]
    assert row["reason"].split(":")[0] in ("on_bound", "not_determined", "not_converged")
    assert (row["r"], row["log_likelihood"]) == (None, None)


def test_everybody_may_repeat_where_customers_differ() -> None:
    columns = simulated(8, 3000, 4.0, 8.0, 0.5, 6.0, weeks=156)
    again = [position for position, x in enumerate(columns["repeat_purchase_count"]) if x > 0]
    everybody = {name: [values[each] for each in again] for name, values in columns.items()}
    (row,) = ask("fit_bg_nbd", groups=of_segments(all=everybody), settings=SETTINGS)
    assert row["customer_count"] == row["repeat_customer_count"] == len(again)
    assert row["is_used"]


def test_gamma_gamma_needs_customers_with_different_spend() -> None:
    groups = values(*((count, 10.0, 50) for count in range(1, 10)))
    (row,) = ask("fit_gamma_gamma", groups=groups, settings=NO_MINIMUM)
    assert not row["is_used"]
    assert row["p"] is None


def test_a_mean_that_would_be_infinite_is_not_used() -> None:
    groups = values(*spenders(seed=10, p=5.0, q=0.7, gamma=30.0))
    (row,) = ask("fit_gamma_gamma", groups=groups, settings=NO_MINIMUM)
    assert (row["is_used"], row["reason"]) == (False, "infinite_mean")


def test_gamma_gamma_does_not_depend_on_the_currency() -> None:
    rows = spenders(seed=9, p=5.0, q=4.0, gamma=30.0)
    found = [
        ask(
            "fit_gamma_gamma",
            groups=values(*((count, mean * unit, n) for count, mean, n in rows)),
            settings=NO_MINIMUM,
        )[0]
        for unit in (1, 1_000_000)
    ]
    assert [row["is_used"] for row in found] == [True, True]
    assert found[0]["p"] == pytest.approx(5.0, rel=0.15)
    assert found[0]["q"] == pytest.approx(4.0, rel=0.15)
    for name, factor in (("p", 1), ("q", 1), ("gamma", 1_000_000)):
        assert found[1][name] == pytest.approx(found[0][name] * factor, rel=1e-6)


def test_a_shop_without_repeat_customers_has_no_prediction_but_a_message(tmp_path: Path) -> None:
    people = [f"C{number:03}" for number in range(150)]
    raw = write_tables(
        tmp_path / "raw",
        {
            "crm.customers": "customer_id,created_at,updated_at\n"
            + "".join(f"{person},2024-01-01,2024-01-01\n" for person in people),
            "commerce.orders": "order_id,customer_id,ordered_at,updated_at,order_status,amount\n"
            + "".join(
                f"O{person},{person},2024-{1 + position % 12:02}-15,2025-01-01,delivered,10\n"
                for position, person in enumerate(people)
            ),
        },
    )
    run = build(tmp_path, raw, "{base_currency: CNY}")
    assert run.statuses("test")["assert_lifetime_value_is_predicted"] == "warn"
    for table in ("customer_lifetime_value", "clv_backtest"):
        assert run.query(f"select count(*) from reporting.{table}", "work.duckdb") == [(0,)]
    assert run.query(
        "select model, verdict from reporting.clv_models where fit_period = 'to_date'",
        "work.duckdb",
    ) == [
        (
            "purchases",
            "Fewer customers bought again than the variable clv_minimum_customers requires:"
            " there is no prediction.",
        )
    ]
    assert "there is no prediction" in run.text
