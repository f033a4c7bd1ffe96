"""The health model recovers known coefficients, and no score uses data after its month."""

from __future__ import annotations

import csv
import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import DEMO, Run, dbt
from sklearn.metrics import brier_score_loss, roc_auc_score

from benchmarks import churn_warnings
from python_hooks import fits
from python_hooks.engines.warehouse import connect
from python_hooks.fits import health

LAST_DAY = "2025-06-30"


# --- The fit ---------------------------------------------------------------------------------


def groups(*rows: tuple[str, int, int]) -> health.Groups:
    return health.counted(rows)


def test_a_fit_is_where_the_slope_of_the_penalised_likelihood_is_nought() -> None:
    """Optimum by its own conditions: residuals of a band = its raw coefficient / prior variance."""
    known = groups(("12", 400, 100), ("11", 900, 90), ("21", 500, 250), ("22", 300, 240))
    model = health.fit(known, 100)
    assert model.status == health.FITTED
    assert (model.totals, model.churned) == (2100, 680)
    design = health.one_hot(known.bands).toarray()
    log_odds = design @ model.coefficients.ravel() + model.intercept
    residuals = known.churned - known.totals / (1 + np.exp(-log_odds))
    assert abs(residuals.sum()) < 1e-4
    # The raw coefficients are those reported, moved by one number for each feature.
    slopes = (design.T @ residuals).reshape(model.coefficients.shape) * health.PRIOR_VARIANCE
    for feature in (0, 1):
        difference = model.coefficients[feature] - slopes[feature]
        assert np.ptp(difference) < 1e-5


def test_coefficients_are_around_the_average_customer() -> None:
    known = groups(("12", 400, 100), ("11", 900, 90), ("21", 500, 250), ("22", 300, 240))
    model = health.fit(known, 100)
    shares = (known.totals @ health.one_hot(known.bands)).reshape(2, health.BANDS) / 2100
    assert (shares * model.coefficients).sum(axis=1) == pytest.approx([0, 0], abs=1e-12)


def test_much_data_brings_back_the_true_odds() -> None:
    """A churn rate of 0.2 against 0.6 is a difference of log 6 in the log odds."""
    model = health.fit(groups(("1", 10**7, 2 * 10**6), ("2", 10**7, 6 * 10**6)), 100)
    assert model.coefficients[0, 2] - model.coefficients[0, 1] == pytest.approx(
        math.log(6), abs=1e-4
    )


def test_the_order_of_the_groups_and_their_parts_does_not_matter() -> None:
    whole = groups(("12", 400, 100), ("21", 500, 250))
    parts = groups(("21", 300, 200), ("12", 400, 100), ("21", 200, 50))
    one, other = health.fit(whole, 10), health.fit(parts, 10)
    assert one.intercept == other.intercept
    assert (one.coefficients == other.coefficients).all()


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([("1", 500, 99), ("2", 500, 0)], health.TOO_FEW),
        ([("1", 500, 401), ("2", 500, 500)], health.TOO_FEW),
        ([("1", 500, 100), ("2", 500, 0)], health.FITTED),
        ([("1", 500, 0), ("2", 500, 500)], health.SEPARATED),
        ([("1", 500, 1), ("2", 500, 500)], health.FITTED),
    ],
)
def test_a_failed_fit_has_a_reason(rows: list[tuple[str, int, int]], status: str) -> None:
    model = health.fit(groups(*rows), 100)
    assert model.status == status
    assert (model.coefficients is not None) == (status == health.FITTED)


def test_a_fit_that_does_not_settle_has_no_coefficients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ITERATIONS", 1)
    model = health.fit(groups(("12", 400, 100), ("11", 900, 90), ("21", 500, 480)), 100)
    assert (model.status, model.coefficients) == (health.NOT_CONVERGED, None)


def answer(
    *rows: tuple[str, str, int, int], minimum: int = 10, features: dict[str, int] | None = None
) -> list[dict[str, Any]]:
    names = ("usable_from", "customer_group", "pattern", "customer_month_count", "churned_count")
    request = {
        "settings": {"features": features or {"a": 6}, "minimum_of_each_outcome": minimum},
        "groups": {
            name: [(row[0], "contract", *row[1:])[place] for row in rows]
            for place, name in enumerate(names)
        },
    }
    columns = json.loads(fits.FUNCTIONS["fit_health_models"](json.dumps(request)))
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_a_model_uses_only_outcomes_known_at_its_quarter() -> None:
    early, late = ("2025-01-01", "1", 200, 40), ("2025-04-01", "2", 200, 120)
    both = answer(early, late)
    assert [row for row in both if row["fitted_on"] == "2025-01-01"] == answer(early)
    intercepts = [row for row in both if row["feature"] == ""]
    assert [row["customer_month_count"] for row in intercepts] == [200, 400]
    assert [row["churned_count"] for row in intercepts] == [40, 160]


def test_a_text_has_more_bands_than_a_number() -> None:
    """Customers of plan 9 churn most; the number has all bands from 0 to 5."""
    rows = answer(
        ("2025-01-01", "19", 200, 120), ("2025-01-01", "11", 200, 40), features={"a": 6, "plan": 10}
    )
    bands = {
        name: [row["band"] for row in rows if row["feature"] == name] for name in ("a", "plan")
    }
    assert bands == {"a": list(range(6)), "plan": list(range(10))}
    plans = {row["band"]: float(row["coefficient"]) for row in rows if row["feature"] == "plan"}
    assert plans[9] > 0 > plans[1]


def test_a_model_without_coefficients_is_one_row() -> None:
    (row,) = answer(("2025-01-01", "1", 200, 40), minimum=41)
    assert (row["status"], row["feature"], row["coefficient"]) == (health.TOO_FEW, "", None)


def test_no_customers_make_no_model() -> None:
    assert answer() == []


def test_each_group_has_a_model_of_its_own_and_a_rival_of_recency_alone() -> None:
    """A churn rate of 0.2 with a contract and 0.4 without; by the second digit 0.1 and 0.3."""
    counts = {("contract", "11"): 100, ("contract", "12"): 300, ("no_contract", "11"): 400}
    rows = [
        ("2025-01-01", group, pattern, 100_000, 100 * churned)
        for (group, pattern), churned in sorted(counts.items())
    ]
    names = ("usable_from", "customer_group", "pattern", "customer_month_count", "churned_count")
    columns = health.fit_by_quarter(
        {
            "settings": {
                "features": {"usage": 6, "recency_days": 6},
                "minimum_of_each_outcome": 10,
            },
            "groups": dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)),
        }
    )
    fitted = list(zip(*columns.values(), strict=True))
    values = {row[1:3] + row[4:6]: float(row[6]) for row in fitted}
    assert {key[:2] for key in values} == {
        (group, score)
        for group in ("contract", "no_contract")
        for score in (health.MODEL, health.RECENCY)
    }
    odds = {
        band: values["contract", "recency", "", 0]
        + values["contract", "recency", "recency_days", band]
        for band in (1, 2)
    }
    assert 1 / (1 + math.exp(-odds[1])) == pytest.approx(0.1, abs=0.02)
    assert 1 / (1 + math.exp(-odds[2])) == pytest.approx(0.3, abs=0.02)
    assert values["no_contract", "recency", "", 0] == pytest.approx(math.log(0.4 / 0.6), abs=1e-5)
    assert ("contract", "recency", "usage", 1) not in values


# --- The back-test ---------------------------------------------------------------------------


def test_the_backtest_equals_scikit_learn_on_the_same_scores(demo_build: Run) -> None:
    rows = np.array(
        demo_build.query(
            "select churn_probability::double, health_score_points, recency_days, is_churned::int"
            " from marts.fct_customer_health"
            " where is_churned is not null and churn_probability is not null"
        ),
        dtype=float,
    )
    churned = rows[:, 3]
    built = {
        score: values
        for score, *values in demo_build.query(
            "select score, auc, brier_score, customer_month_count, churn_rate"
            " from reporting.health_backtest where customer_group = 'all'"
        )
    }
    risks = {"model": rows[:, 0], "points": -rows[:, 1], "recency": rows[:, 2]}
    for score, risk in risks.items():
        assert built[score][0] == pytest.approx(roc_auc_score(churned, risk), rel=1e-12)
        assert built[score][2:] == [len(rows), pytest.approx(churned.mean())]
    assert built["random"][0] == 0.5
    assert built["model"][1] == pytest.approx(brier_score_loss(churned, rows[:, 0]), rel=1e-12)


def clustered_margin(
    customers: np.ndarray, churned: np.ndarray, risk: np.ndarray, baseline: np.ndarray
) -> float:
    """Obuchowski 1997, as written there, for the difference of two areas on the same customers."""

    def placements(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        wins = np.sign(values[churned][:, None] - values[~churned][None, :]) / 2 + 0.5
        return wins.mean(axis=1), wins.mean(axis=0)

    (own_churned, own_kept), (base_churned, base_kept) = placements(risk), placements(baseline)
    deviation = {True: own_churned - base_churned, False: own_kept - base_kept}
    deviation = {outcome: values - values.mean() for outcome, values in deviation.items()}
    names, where = np.unique(customers, return_inverse=True)
    sums = {
        outcome: np.bincount(
            where[churned == outcome], weights=deviation[outcome], minlength=len(names)
        )
        for outcome in (True, False)
    }
    clusters = {outcome: len(np.unique(where[churned == outcome])) for outcome in (True, False)}
    m, n, total = churned.sum(), (~churned).sum(), len(names)
    variance = (
        clusters[True] / (clusters[True] - 1) * (sums[True] ** 2).sum() / m**2
        + clusters[False] / (clusters[False] - 1) * (sums[False] ** 2).sum() / n**2
        + 2 * total / (total - 1) * (sums[True] * sums[False]).sum() / (m * n)
    )
    return 1.959963984540054 * math.sqrt(variance)


def test_the_intervals_allow_for_customers_in_several_months(demo_build: Run) -> None:
    rows = demo_build.query(
        "select customer_id, is_churned, churn_probability::double, recency_days::double"
        " from marts.fct_customer_health"
        " where is_churned is not null and churn_probability is not null"
    )
    customers, churned, model, recency = (np.array(column) for column in zip(*rows, strict=True))
    ((auc, low, beyond, beyond_low, beyond_high),) = demo_build.query(
        "select auc, auc_low, auc_beyond_recency, auc_beyond_recency_low, auc_beyond_recency_high"
        " from reporting.health_backtest where customer_group = 'all' and score = 'model'"
    )
    alone = clustered_margin(customers, churned, model, np.zeros(len(model)))
    margin = clustered_margin(customers, churned, model, recency)
    assert auc - low == pytest.approx(alone, rel=1e-6)
    assert beyond - beyond_low == pytest.approx(margin, rel=1e-6)
    assert beyond_high - beyond == pytest.approx(margin, rel=1e-6)


# --- A model earns its place only where there is something to learn ---------------------------


def judged_beside_recency(company: list[churn_warnings.Life]) -> tuple[float, float]:
    """What a model adds to recency in the later half, and the margin of its 95 % interval.

    By hand, so that it takes seconds: a month counts a customer who bought within 180 days. Bands:
    days since the last order, and whether the customer has complained in that time.
    """
    rows = []
    for customer, life in enumerate(company):
        for end in range(210, churn_warnings.DAYS - 180, 30):
            before = [day for day in life.orders if day <= end]
            if before and end - before[-1] <= 180:
                has_complained = any(end - 180 < day <= end for day in life.complaints)
                has_left = not any(end < day <= end + 180 for day in life.orders)
                rows.append((customer, end, end - before[-1], has_complained, has_left))
    customers, ends, recency, complained, churned = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    bands = np.column_stack([1 + np.digitize(recency, [31, 61, 91, 136]), 1 + complained])
    middle = churn_warnings.DAYS // 2
    learned, judged = ends + 180 <= middle, ends > middle
    patterns = ["".join(map(str, row)) for row in bands[learned]]
    model = health.fit(
        health.counted(
            [(text, 1, int(out)) for text, out in zip(patterns, churned[learned], strict=True)]
        ),
        100,
    )
    risk = model.coefficients[[0, 1], bands[judged]].sum(axis=1)
    outcome = churned[judged]
    added = roc_auc_score(outcome, risk) - roc_auc_score(outcome, recency[judged])
    return added, clustered_margin(customers[judged], outcome, risk, recency[judged])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_model_beats_recency_where_complaints_make_customers_leave(seed: int) -> None:
    random = np.random.default_rng(seed)
    added, margin = judged_beside_recency(churn_warnings.lives(random, 600, is_planted=True))
    assert added - margin > 0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_model_does_not_beat_recency_where_customers_leave_at_random(seed: int) -> None:
    random = np.random.default_rng(seed)
    added, margin = judged_beside_recency(churn_warnings.lives(random, 600, is_planted=False))
    assert added - margin <= 0


@pytest.mark.thorough
@pytest.mark.parametrize("is_planted", [True, False])
def test_the_build_says_whether_a_model_beats_recency(tmp_path: Path, is_planted: bool) -> None:
    random = np.random.default_rng(1)
    churn_warnings.write_company(tmp_path / "raw", churn_warnings.lives(random, 1500, is_planted))
    database = churn_warnings.build(tmp_path / "raw", tmp_path, None, "USD")
    with connect(database, read_only=True) as reader:
        verdicts = dict(
            reader.execute(
                "select customer_group, is_better_than_recency from reporting.health_backtest"
                " where score = 'model'"
            ).fetchall()
        )
    groups = ["all", "contract", "no_contract"] if is_planted else ["all", "no_contract"]
    assert verdicts == dict.fromkeys(groups, is_planted)


# --- No leakage ------------------------------------------------------------------------------


def rewritten(
    source: Path, target: Path, change: Callable[[dict[str, str]], dict[str, str] | None]
) -> None:
    """Copy a CSV file row by row; a row that becomes None is left out."""
    with source.open(encoding="utf-8-sig", newline="") as old:
        reader = csv.DictReader(old)
        changed = [row for row in map(change, reader) if row is not None]
        with target.open("w", encoding="utf-8", newline="") as new:
            writer = csv.DictWriter(new, reader.fieldnames, lineterminator="\n")
            writer.writeheader()
            writer.writerows(changed)


def later(value: str | None) -> bool:
    return bool(value) and value[:10] > LAST_DAY


def known_then(table: str) -> Callable[[dict[str, str]], dict[str, str] | None]:
    """A row of a table as of the end of the last day; None if it did not exist yet."""
    began = {
        "orders": "ordered_at", "order_lines": "updated_at", "loyalty_transactions": "occurred_at",
        "customers": "created_at", "leads": "created_at", "contracts": "starts_on",
        "events": "occurred_at", "tickets": "created_at", "ticket_events": "occurred_at",
        "invitations": "sent_at", "responses": "responded_at", "measures": "measured_on",
    }  # fmt: skip

    def change(row: dict[str, str]) -> dict[str, str] | None:
        if later(row.get(began.get(table, ""))):
            return None
        row = {
            name: ""
            if name.endswith(("_at", "_on")) and name not in KEPT and later(value)
            else value
            for name, value in row.items()
        }
        if later(row.get("updated_at")):
            row["updated_at"] = f"{LAST_DAY} 23:59:59"
            if table == "orders":
                row |= {"order_status": "placed", "refund_amount": ""}
            if table == "customers":
                row["is_deleted"] = "false"
            if table == "tickets":
                row["ticket_status"] = "open"
            if table == "activities" and not row["occurred_at"]:
                row |= {"outcome": ""}
        return row

    return change


# Plans, and the time of the row itself.
KEPT = ("updated_at", "ends_on", "due_at", "promised_delivery_on")


@pytest.fixture(scope="module")
def cut_build(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The demo as it was on the last day, built up to the health scores."""
    folder = tmp_path_factory.mktemp("cut")
    raw = folder / "raw"
    shutil.copytree(DEMO, raw)
    for path in sorted(raw.rglob("*.csv")):
        rewritten(DEMO / path.relative_to(raw), path, known_then(path.stem))
    return dbt(
        "build", folder, "--select", "+fct_customer_health",
        "--exclude-resource-type", "test",
        "--vars", f"{{as_of: '{LAST_DAY} 23:59:59'}}", raw_path=raw, check=True,
    )  # fmt: skip


def test_a_score_is_the_same_when_the_data_end_with_its_month(
    demo_build: Run, cut_build: Run
) -> None:
    scores = (
        "select customer_id, month_start, health_score_points, churn_probability, is_warned,"
        " contribution_1_en, contribution_2_zh, contribution_3_en, recency_days, model_fitted_on"
        f" from marts.fct_customer_health where month_end <= '{LAST_DAY}' order by all"
    )
    whole, then = demo_build.query(scores), cut_build.query(scores, "work.duckdb")
    assert max(row[1].isoformat() for row in then) == "2025-06-01"
    assert sum(row[3] is not None for row in then) > 1000
    assert then == whole


def test_every_feature_is_the_same_when_the_data_end_with_its_month(
    demo_build: Run, cut_build: Run
) -> None:
    """Bands would hide a small difference."""
    features = (
        "select * exclude (is_churned_afterwards) from intermediate.int_customer_months_featured"
        f" where is_customer and month_end <= '{LAST_DAY}' order by all"
    )
    whole, then = (build.query(features, "work.duckdb") for build in (demo_build, cut_build))
    assert len(whole) > 1000
    assert then == whole


def test_the_truncated_history_removes_the_data_of_a_leak(demo_build: Run, cut_build: Run) -> None:
    """Outcomes, solved tickets and returned orders that were not known then."""
    for query in (
        f"select count(is_churned) from marts.fct_customer_health where month_end <= '{LAST_DAY}'",
        "select count(*) from staging.stg_commerce__orders"
        f" where ordered_at < '{LAST_DAY}' and order_status in ('cancelled', 'returned')",
        f"select count(*) from staging.stg_support__tickets"
        f" where created_at < '{LAST_DAY}' and ticket_status in ('solved', 'closed')",
    ):
        ((whole,),), ((then,),) = (
            build.query(query, "work.duckdb") for build in (demo_build, cut_build)
        )
        assert 0 < then < whole
