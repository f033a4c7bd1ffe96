"""Judge a SQL-computed profile of tables with Great Expectations."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context import AbstractDataContext
    from great_expectations.expectations.expectation import Expectation
    from pandas import DataFrame

# The measure that counts the rows of a table, by stage.
COUNT_MEASURES = {"raw": "rows_read", "mart": "row_count"}

# Nothing else of a profile is read, so nothing else can reach a result.
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
    }
)

# A median near zero is measured against so much of the spread, or every move of it would count.
SPREAD_SHARE = 0.1

Table = tuple[str, str]
Measures = dict[tuple[str, str], float]


class Check(NamedTuple):
    """One value of one table and what it may be."""

    column_name: str
    check_name: str
    severity: str
    observed: float
    minimum: float | None = None
    maximum: float | None = None
    forbidden: float | None = None


class Verdict(NamedTuple):
    """What Great Expectations says of one check."""

    is_passed: bool
    expectation: str
    is_broken: bool = False


def judge(request: dict[str, Any]) -> list[dict[str, Any]]:
    """Return one row for each check that the request's contract and last good profile call for."""
    stage = request["stage"]
    results = []
    great_expectations, context = None, None
    for table, checks in _checks_by_table(request).items():
        if not checks:
            continue
        if great_expectations is None:
            great_expectations, context = _quiet_great_expectations()
        verdicts = _verdicts(great_expectations, context, f"{stage}.{'.'.join(table)}", checks)
        results += [
            _result(stage, table, check, verdict)
            for check, verdict in zip(checks, verdicts, strict=True)
        ]
    return results


def judge_json(text: str) -> str:
    """Return `judge` of a JSON request as JSON, for a caller that passes text only."""
    return json.dumps(judge(json.loads(text)), allow_nan=False)


def _checks_by_table(request: dict[str, Any]) -> dict[Table, list[Check]]:
    """Write the suite of every table that the contract names, in the order of the results."""
    profiles = _measures_by_table(request["profiles"])
    last_good = _measures_by_table(request["last_good"])
    contract = {_table(name): entry for name, entry in request["contract"].items()}
    unknown = sorted(".".join(table) for table in profiles.keys() - contract.keys())
    if unknown:
        raise ValueError(f"profiled, but not in the contract: {', '.join(unknown)}")
    newest_days = [day for measures in profiles.values() for day in _newest_days(measures)]
    return {
        table: sorted(
            _checks(
                profiles.get(table, {}),
                last_good.get(table, {}),
                contract[table],
                max(newest_days, default=None),
                request["stage"],
                request["thresholds"],
            ),
            key=lambda check: (check.column_name, check.check_name, check.severity),
        )
        for table in sorted(contract)
    }


def _checks(
    measures: Measures,
    last_good: Measures,
    entry: dict[str, Any],
    newest_day: float | None,
    stage: str,
    thresholds: dict[str, float],
) -> Iterator[Check]:
    """Yield the checks of one table and of its columns."""
    yield from _volume_checks(measures, last_good, entry, stage, thresholds)
    yield from _quarantine_checks(measures, thresholds)
    yield from _freshness_checks(measures, newest_day, thresholds)
    for column in sorted({column for column, _ in measures if column}):
        yield from _null_checks(column, measures, last_good, entry, thresholds)
        yield from _distinct_checks(column, measures, last_good, entry, thresholds)
        yield from _newest_day_checks(column, measures, last_good)
        yield from _median_checks(column, measures, last_good, thresholds)


def _volume_checks(
    measures: Measures,
    last_good: Measures,
    entry: dict[str, Any],
    stage: str,
    thresholds: dict[str, float],
) -> Iterator[Check]:
    """Yield what the number of rows may be; rows that nobody counted are rows that are missing."""
    measure = COUNT_MEASURES[stage]
    rows = measures.get(("", measure), 0.0)
    # A raw table is required unless its contract says otherwise; a mart only where it says so.
    if entry.get("is_required", stage == "raw"):
        yield Check("", "rows_present", "critical", rows, minimum=1.0)
    last_rows = last_good.get(("", measure), 0.0)
    if last_rows > 0:
        for severity in ("critical", "warning"):
            minimum = _bound(last_rows * thresholds[f"volume_{severity}_ratio"])
            yield Check("", "volume_against_last_good", severity, rows, minimum)
    # Files pile up, so the rows read hardly fall when a delivery deletes what came before.
    kept, last_kept = (each.get(("", "rows_kept"), 0.0) for each in (measures, last_good))
    if last_kept > 0:
        for severity in ("critical", "warning"):
            minimum = _bound(last_kept * thresholds[f"volume_{severity}_ratio"])
            yield Check("", "rows_kept_against_last_good", severity, kept, minimum)


def _quarantine_checks(measures: Measures, thresholds: dict[str, float]) -> Iterator[Check]:
    """Yield what share of the rows read may be held back."""
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
    days = _newest_days(measures)
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
    """Yield what share of the column may be null, and that a filled column is still filled."""
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
    """Yield what share of the column's values may be distinct."""
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


def _quiet_great_expectations() -> tuple[ModuleType, AbstractDataContext]:
    """Import Great Expectations; return it with a context that writes, prints and sends nothing."""
    # Read while the package loads. Loading takes seconds, and no narrower import of it exists.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # Without a configuration the context makes a folder in /tmp and sets up Data Docs.
    configuration = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context = great_expectations.get_context(mode="ephemeral", project_config=configuration)
    return great_expectations, context


def _verdicts(
    great_expectations: ModuleType, context: AbstractDataContext, name: str, checks: list[Check]
) -> list[Verdict]:
    """Return Great Expectations' verdict on each check of one table.

    An expectation costs milliseconds, so checks that allow the same are asked as one, and one by
    one only where that one does not pass.
    """
    together: dict[tuple[float | None, ...], list[Check]] = {}
    for check in checks:
        together.setdefault((check.minimum, check.maximum, check.forbidden), []).append(check)
    verdicts = _asked(great_expectations, context, name, list(together.values()))
    alone = [[check] for check in checks if not verdicts[check].is_passed]
    if alone:
        verdicts |= _asked(great_expectations, context, f"{name}.alone", alone)
    return [verdicts[check] for check in checks]


def _asked(
    great_expectations: ModuleType,
    context: AbstractDataContext,
    name: str,
    groups: list[list[Check]],
) -> dict[Check, Verdict]:
    """Validate a suite of one expectation a group; return the verdict on each check."""
    suite = great_expectations.ExpectationSuite(
        name=name,
        expectations=[
            _expectation(great_expectations, position, group[0])
            for position, group in enumerate(groups)
        ],
    )
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    definition = asset.add_batch_definition_whole_dataframe(name)
    try:
        batch = definition.get_batch({"dataframe": _frame(groups)})
        results = batch.validate(suite, result_format="BOOLEAN_ONLY").results
    except Exception as error:
        broken = Verdict(False, type(error).__name__, is_broken=True)
        return {check: broken for group in groups for check in group}
    # Great Expectations regroups its results, so each one is found by its group's position.
    found = {result.expectation_config.meta["position"]: result for result in results}
    return {
        check: _verdict(found.get(position))
        for position, group in enumerate(groups)
        for check in group
    }


def _expectation(great_expectations: ModuleType, position: int, check: Check) -> Expectation:
    """Write what a check allows as an expectation of a column of the batch."""
    common = {"column": str(position), "meta": {"position": position}}
    expectations = great_expectations.expectations
    if check.forbidden is not None:
        return expectations.ExpectColumnValuesToNotBeInSet(value_set=[check.forbidden], **common)
    return expectations.ExpectColumnValuesToBeBetween(
        min_value=check.minimum, max_value=check.maximum, **common
    )


def _frame(groups: list[list[Check]]) -> DataFrame:
    """Return the batch: a column for each group with the observed values of its checks.

    Columns are as long as the longest; Great Expectations leaves out what is missing.
    """
    import pandas

    return pandas.DataFrame(
        {
            str(position): pandas.Series([check.observed for check in group], dtype="float64")
            for position, group in enumerate(groups)
        }
    )


def _verdict(result: ExpectationValidationResult | None) -> Verdict:
    """Read one result; an expectation that raised, or never answered, has not passed."""
    if result is None:
        return Verdict(False, "missing_result", is_broken=True)
    exception_class = _exception_class(result.exception_info or {})
    if exception_class:
        return Verdict(False, exception_class, is_broken=True)
    return Verdict(result.success is True, result.expectation_config.type)


def _exception_class(exception_info: dict[str, Any]) -> str:
    """Name the class of the first exception; empty when none was raised."""
    # A metric that raises is reported one level deeper, under its id.
    flat = [exception_info] if "raised_exception" in exception_info else exception_info.values()
    for information in flat:
        if information["raised_exception"]:
            # The first line at the margin after the frames. Messages stand behind it: not read.
            line = re.search(
                r"^(?!Traceback\b)(?:\w+\.)*([A-Za-z_]\w*)(?=:|$)",
                information["exception_traceback"] or "",
                flags=re.MULTILINE,
            )
            return line[1] if line else "Exception"
    return ""


def _result(stage: str, table: Table, check: Check, verdict: Verdict) -> dict[str, Any]:
    """Return the row of one check; a check that could not be made is critical."""
    return {
        "stage": stage,
        "source": table[0],
        "table_name": table[1],
        "column_name": check.column_name,
        "check_name": check.check_name,
        "expectation": verdict.expectation,
        "severity": "critical" if verdict.is_broken else check.severity,
        "is_passed": verdict.is_passed,
        "observed_value": check.observed,
        "minimum_allowed": check.minimum,
        "maximum_allowed": check.maximum,
    }


def _measures_by_table(rows: list[dict[str, Any]]) -> dict[Table, Measures]:
    """Index the known measures of a profile; a null measure is left out."""
    tables: dict[Table, Measures] = {}
    for row in rows:
        measures = tables.setdefault((row["source"], row["table_name"]), {})
        if row["measure"] not in MEASURES:
            continue
        place = (row["column_name"], row["measure"])
        # The message names the place, never the value: it may reach a log.
        name = ".".join([row["source"], row["table_name"], *filter(None, place)])
        value = row["value"]
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise TypeError(f"not a number: {name}")
        if value is None or not math.isfinite(value):
            continue
        if place in measures:
            raise ValueError(f"measured twice: {name}")
        measures[place] = float(value)
    return tables


def _newest_days(measures: Measures) -> list[float]:
    """Return the newest day of each column that has one."""
    return [value for (_, measure), value in measures.items() if measure == "newest_day"]


def _table(name: str) -> Table:
    """Split `source.table`."""
    source, _, table_name = name.partition(".")
    return source, table_name


def _bound(value: float) -> float:
    """Round a computed bound, so that 0.47 + 0.2 is 0.67 and not a little less."""
    return round(value, 12)
