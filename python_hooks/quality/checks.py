"""Judge a SQL-computed profile of tables with Great Expectations."""

from __future__ import annotations

import json
import math
import os
import re
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from python_hooks.quality.check_rules import (
    MEASURES,
    Check,
    Measures,
    Profile,
    Table,
    checks_of,
    newest_days,
)

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context import AbstractDataContext
    from great_expectations.expectations.expectation import Expectation
    from pandas import DataFrame


# Which bound the checks of a group share, or "alone".
Group = tuple[str, list[Check]]


class Verdict(NamedTuple):
    """The result of Great Expectations for one check."""

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
    days = [day for measures in profiles.values() for day in newest_days(measures)]
    return {
        table: sorted(
            checks_of(
                Profile(
                    profiles.get(table, {}),
                    last_good.get(table, {}),
                    contract[table],
                    max(days, default=None),
                    request["stage"],
                    request["thresholds"],
                )
            ),
            key=lambda check: (check.column_name, check.check_name, check.severity),
        )
        for table in sorted(contract)
    }


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

    An expectation costs some 20 milliseconds. So all minimums are evaluated as one, all maximums,
    and all checks that forbid the same value. A check of one that fails is evaluated alone.
    """
    together: dict[tuple[str, float], list[Check]] = {}
    for check in checks:
        for bound in ("minimum", "maximum"):
            if getattr(check, bound) is not None:
                together.setdefault((bound, 0), []).append(check)
        if check.forbidden is not None:
            together.setdefault(("forbidden", check.forbidden), []).append(check)
    groups = [(bound, group) for (bound, _), group in together.items()]
    verdicts = _asked(great_expectations, context, name, groups)
    alone = [("alone", [check]) for check in checks if not verdicts[check].is_passed]
    if alone:
        verdicts |= _asked(great_expectations, context, f"{name}.alone", alone)
    return [verdicts[check] for check in checks]


def _asked(
    great_expectations: ModuleType,
    context: AbstractDataContext,
    name: str,
    groups: list[Group],
) -> dict[Check, Verdict]:
    """Validate a suite of one expectation a group; return the verdict on each check."""
    suite = great_expectations.ExpectationSuite(
        name=name,
        expectations=[
            _expectation(great_expectations, position, bound, group[0])
            for position, (bound, group) in enumerate(groups)
        ],
    )
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    definition = asset.add_batch_definition_whole_dataframe(name)
    try:
        batch = definition.get_batch({"dataframe": _frame(groups)})
        results = batch.validate(suite, result_format="BOOLEAN_ONLY").results
    except Exception as error:
        broken = Verdict(False, type(error).__name__, is_broken=True)
        return {check: broken for _, group in groups for check in group}
    # Great Expectations regroups its results, so each one is found by its group's position.
    found = {result.expectation_config.meta["position"]: result for result in results}
    verdicts: dict[Check, Verdict] = {}
    for position, (_, group) in enumerate(groups):
        verdict = _verdict(found.get(position))
        for check in group:
            if check not in verdicts or verdicts[check].is_passed:
                verdicts[check] = verdict
    return verdicts


def _expectation(
    great_expectations: ModuleType, position: int, bound: str, check: Check
) -> Expectation:
    """Return a group as an expectation of its columns of the batch; check: the first of it."""
    meta = {"position": position}
    columns = [str(position), f"{position} bound"]
    expectations = great_expectations.expectations
    if bound in ("minimum", "maximum"):
        larger, smaller = columns if bound == "minimum" else reversed(columns)
        return expectations.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=larger,
            column_B=smaller,
            or_equal=True,
            ignore_row_if="either_value_is_missing",
            meta=meta,
        )
    if check.forbidden is not None:
        return expectations.ExpectColumnValuesToNotBeInSet(
            column=columns[0], value_set=[check.forbidden], meta=meta
        )
    return expectations.ExpectColumnValuesToBeBetween(
        column=columns[0], min_value=check.minimum, max_value=check.maximum, meta=meta
    )


def _frame(groups: list[Group]) -> DataFrame:
    """Return the batch: of each group the observed values of its checks, and their bounds.

    Columns are as long as the longest; Great Expectations ignores missing values.
    """
    import pandas

    columns = {}
    for position, (bound, group) in enumerate(groups):
        columns[str(position)] = [check.observed for check in group]
        columns[f"{position} bound"] = [getattr(check, bound, None) for check in group]
    return pandas.DataFrame(
        {name: pandas.Series(values, dtype="float64") for name, values in columns.items()}
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
            # The first unindented line after the frames. The message after it is not read.
            line = re.search(
                r"^(?!Traceback\b)(?:\w+\.)*([A-Za-z_]\w*)(?=:|$)",
                information["exception_traceback"] or "",
                flags=re.MULTILINE,
            )
            return line[1] if line else "Exception"
    return ""


def _result(stage: str, table: Table, check: Check, verdict: Verdict) -> dict[str, Any]:
    """Return the row of one check; a check that raised an exception is critical."""
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


def _table(name: str) -> Table:
    """Split `source.table`."""
    source, _, table_name = name.partition(".")
    return source, table_name
