"""The rules of the checks: the allowed values of a table's profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

# The measure that counts the rows of a table, by stage.
COUNT_MEASURES = {"raw": "rows_read", "mart": "row_count"}

# No other measure of a profile is read, so no other can appear in a result.
MEASURES = frozenset(
    {
        "rows_read",
        "rows_kept",
        "rows_quarantined",
        "row_count",
        "null_share",
        "distinct_share",
        "minimum",
        "median",
        "maximum",
        "newest_day",
        "unknown_share",
        "rewritten_share",
        "newest_rows_read",
        "newest_rows_quarantined",
        "newest_delivery_day",
        "earlier_delivery_day",
        "deliveries_compared",
        "usual_rows_read",
        "newest_null_share",
        "usual_null_share",
    }
)

# A median near zero is measured against so much of the spread, or every move of it would count.
SPREAD_SHARE = 0.1

Table = tuple[str, str]
Measures = dict[tuple[str, str], float]


class Check(NamedTuple):
    """One measured value of a table and its allowed range."""

    column_name: str
    check_name: str
    severity: str
    observed: float
    minimum: float | None = None
    maximum: float | None = None
    forbidden: float | None = None


class Profile(NamedTuple):
    """The profile of one table, and its contract and thresholds.

    entry: the table in the contract; newest_day: of all tables.
    """

    measures: Measures
    last_good: Measures
    entry: dict[str, Any]
    newest_day: float | None
    stage: str
    thresholds: dict[str, float]


def checks_of(profile: Profile) -> Iterator[Check]:
    """Yield the checks of one table and of its columns."""
    measures, last_good, entry, newest_day, stage, thresholds = profile
    yield from _volume_checks(measures, last_good, entry, stage, thresholds)
    yield from _quarantine_checks(measures, thresholds)
    yield from _freshness_checks(measures, newest_day, thresholds)
    yield from _newest_delivery_checks(measures, thresholds)
    for column in sorted({column for column, _ in measures if column}):
        yield from _null_checks(column, measures, last_good, entry, thresholds)
        yield from _distinct_checks(column, measures, last_good, entry, thresholds)
        yield from _newest_day_checks(column, measures, last_good)
        yield from _median_checks(column, measures, last_good, thresholds)
        yield from _reference_checks(column, measures, last_good, thresholds)
        yield from _newest_null_checks(column, measures, thresholds)


def _volume_checks(
    measures: Measures,
    last_good: Measures,
    entry: dict[str, Any],
    stage: str,
    thresholds: dict[str, float],
) -> Iterator[Check]:
    """Yield the check of the row count; a missing count fails as missing rows."""
    measure = COUNT_MEASURES[stage]
    rows = measures.get(("", measure), 0.0)
    # A raw table is required unless its contract says otherwise; a mart only if it does.
    if entry.get("is_required", stage == "raw"):
        yield Check("", "rows_present", "critical", rows, minimum=1.0)
    last_rows = last_good.get(("", measure), 0.0)
    if last_rows > 0:
        for severity in ("critical", "warning"):
            minimum = _bound(last_rows * thresholds[f"volume_{severity}_ratio"])
            yield Check("", "volume_against_last_good", severity, rows, minimum)
    # Files accumulate, so the rows read hardly fall if a delivery deletes earlier rows.
    kept, last_kept = (each.get(("", "rows_kept"), 0.0) for each in (measures, last_good))
    if last_kept > 0:
        for severity in ("critical", "warning"):
            minimum = _bound(last_kept * thresholds[f"volume_{severity}_ratio"])
            yield Check("", "rows_kept_against_last_good", severity, kept, minimum)


def _quarantine_checks(measures: Measures, thresholds: dict[str, float]) -> Iterator[Check]:
    """Yield the check of the share of quarantined rows."""
    rows = measures.get(("", "rows_read"), 0.0)
    held_back = measures.get(("", "rows_quarantined"))
    if rows > 0 and held_back is not None:
        for severity in ("critical", "warning"):
            yield Check(
                "",
                "quarantined_share",
                severity,
                held_back / rows,
                maximum=thresholds[f"quarantined_{severity}_share"],
            )


def _freshness_checks(
    measures: Measures, newest_day: float | None, thresholds: dict[str, float]
) -> Iterator[Check]:
    """Yield how far the table may be behind the newest day of all tables."""
    days = newest_days(measures)
    if days and newest_day is not None:
        minimum = newest_day - thresholds["freshness_days"]
        yield Check("", "freshness", "warning", max(days), minimum)


def _null_checks(
    column: str,
    measures: Measures,
    last_good: Measures,
    entry: dict[str, Any],
    thresholds: dict[str, float],
) -> Iterator[Check]:
    """Yield the checks of a column's null share, and that a filled column is still filled."""
    measure = "null_share"
    share, last_share = measures.get((column, measure)), last_good.get((column, measure))
    if share is None:
        return
    if column in entry["required_columns"]:
        yield Check(column, "null_share_of_required", "critical", share, maximum=0.0)
    elif last_share is not None:
        maximum = min(1.0, _bound(last_share + thresholds["null_share_rise"]))
        yield Check(column, "null_share_against_last_good", "warning", share, maximum=maximum)
        if last_share < 1:
            yield Check(column, "column_still_filled", "warning", share, forbidden=1.0)


def _distinct_checks(
    column: str,
    measures: Measures,
    last_good: Measures,
    entry: dict[str, Any],
    thresholds: dict[str, float],
) -> Iterator[Check]:
    """Yield the check of the share of distinct values in a column."""
    measure = "distinct_share"
    share, last_share = measures.get((column, measure)), last_good.get((column, measure))
    if share is None:
        return
    if list(entry["key"]) == [column]:
        yield Check(column, "distinct_share_of_key", "critical", share, 1.0, 1.0)
    elif last_share is not None:
        change = thresholds["distinct_share_change"]
        yield Check(
            column,
            "distinct_share_against_last_good",
            "warning",
            share,
            max(0.0, _bound(last_share - change)),
            min(1.0, _bound(last_share + change)),
        )


def _newest_day_checks(column: str, measures: Measures, last_good: Measures) -> Iterator[Check]:
    """Yield that the column's newest day does not go back."""
    measure = "newest_day"
    day, last_day = measures.get((column, measure)), last_good.get((column, measure))
    if day is not None and last_day is not None:
        yield Check(column, "newest_day_against_last_good", "warning", day, last_day)


def _median_checks(
    column: str, measures: Measures, last_good: Measures, thresholds: dict[str, float]
) -> Iterator[Check]:
    """Yield how far the column's median may move."""
    median = measures.get((column, "median"))
    last_median, last_minimum, last_maximum = (
        last_good.get((column, measure)) for measure in ("median", "minimum", "maximum")
    )
    if median is None or last_median is None or last_minimum is None or last_maximum is None:
        return
    scale = max(abs(last_median), (last_maximum - last_minimum) * SPREAD_SHARE)
    drift = scale * thresholds["median_drift_ratio"]
    yield Check(
        column,
        "median_against_last_good",
        "warning",
        median,
        _bound(last_median - drift),
        _bound(last_median + drift),
    )


def _newest_delivery_checks(measures: Measures, thresholds: dict[str, float]) -> Iterator[Check]:
    """Yield the checks of the newest delivery alone: a good year would hide a bad one.

    A few quarantined rows must not stop publishing, so they only warn.
    """
    rows, held_back = (
        measures.get(("", f"newest_rows_{kind}"), 0.0) for kind in ("read", "quarantined")
    )
    if rows <= 0:
        return
    enough = held_back >= thresholds["delivery_minimum_rows"]
    for severity in ("critical", "warning") if enough else ("warning",):
        maximum = thresholds[f"quarantined_{severity}_share"]
        name = "quarantined_share_of_newest_delivery"
        yield Check("", name, severity, held_back / rows, maximum=maximum)
    if _has_usual_deliveries(measures, thresholds):
        usual = measures.get(("", "usual_rows_read"), 0.0)
        minimum = _bound(usual * thresholds["delivery_volume_warning_ratio"])
        yield Check("", "volume_of_newest_delivery", "warning", rows, minimum)
    day, earlier_day = (
        measures.get(("", f"{which}_delivery_day")) for which in ("newest", "earlier")
    )
    if day is not None and earlier_day is not None and rows >= thresholds["delivery_minimum_rows"]:
        minimum = earlier_day - thresholds["freshness_days"]
        yield Check("", "freshness_of_newest_delivery", "warning", day, minimum)


def _has_usual_deliveries(measures: Measures, thresholds: dict[str, float]) -> bool:
    """Whether there are enough earlier deliveries for a comparison."""
    compared = measures.get(("", "deliveries_compared"), 0.0)
    return compared >= thresholds["delivery_minimum_earlier"]


def _newest_null_checks(
    column: str, measures: Measures, thresholds: dict[str, float]
) -> Iterator[Check]:
    """Yield the check of the empty share of an optional column in the newest delivery."""
    share, usual = (measures.get((column, f"{which}_null_share")) for which in ("newest", "usual"))
    enough = measures.get(("", "newest_rows_read"), 0.0) >= thresholds["delivery_minimum_rows"]
    if share is None or usual is None or not enough:
        return
    if _has_usual_deliveries(measures, thresholds):
        maximum = min(1.0, _bound(usual + thresholds["null_share_rise"]))
        name = "null_share_of_newest_delivery"
        yield Check(column, name, "warning", share, maximum=maximum)


def _reference_checks(
    column: str, measures: Measures, last_good: Measures, thresholds: dict[str, float]
) -> Iterator[Check]:
    """Yield the check of the share of a column's ids that the referenced table lacks."""
    share, last_share = (each.get((column, "unknown_share")) for each in (measures, last_good))
    if share is None:
        return
    maximum = thresholds["unknown_ids_warning_share"]
    yield Check(column, "unknown_ids_share", "warning", share, maximum=maximum)
    if last_share is not None:
        maximum = min(1.0, _bound(last_share + thresholds["unknown_ids_rise"]))
        name = "unknown_ids_against_last_good"
        yield Check(column, name, "warning", share, maximum=maximum)
    # The id is there in another spelling, so the tables should have met and did not.
    rewritten = measures.get((column, "rewritten_share"), 0.0)
    for severity in ("critical", "warning"):
        maximum = thresholds[f"rewritten_ids_{severity}_share"]
        yield Check(column, "ids_in_another_spelling_share", severity, rewritten, maximum=maximum)


def newest_days(measures: Measures) -> list[float]:
    """Return the newest day of each column that has one."""
    return [value for (_, measure), value in measures.items() if measure == "newest_day"]


def _bound(value: float) -> float:
    """Round a computed bound, so that 0.47 + 0.2 is 0.67 and not a little less."""
    return round(value, 12)
