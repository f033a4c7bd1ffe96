"""The screen at the end of a run: rows, warnings, headline metrics, and where the file is."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from python_hooks import formats
from python_hooks.shown_values import COMMON_ROWS, Known, values_behind
from python_hooks.tables import aligned, one_line

# The last screen, in the warehouse folder; python -m python_hooks show prints it.
KEPT_SCREEN = "last_screen.txt"
# These checks judge days, counted since 1970-01-01.
DAY_CHECKS = (
    "freshness", "newest_day_against_last_good", "freshness_of_newest_delivery",
)  # fmt: skip


def screen(cursor: duckdb.DuckDBPyConnection, outcome: dict[str, object], seconds: float) -> str:
    """The whole screen as text.

    outcome: {"published": path or None, "is_kept": whether that file was there before the run,
    "dashboard": path of the new page, "no_dashboard": why there is none (either may be missing),
    "why_not": text or None, "tests_left_out": count of the nightly tests that did not run,
    "personal_columns": those of raw tables, as source.table.column, "accepted_values": by such a
    name the values that a column may have, "missing_words": words that mean nothing};
    seconds: since dbt started.
    """
    parts = [
        _rows_read(cursor),
        _today(cursor),
        _failed_checks(cursor),
        _held_back(
            cursor,
            Known(
                frozenset(outcome["personal_columns"]),
                outcome["accepted_values"],
                frozenset(outcome["missing_words"]),
            ),
        ),
        _unused_fits(cursor),
        _notices(cursor),
        _open_alerts(cursor),
    ]
    if outcome["published"]:
        left_out = outcome["tests_left_out"]
        without = f", without the {left_out} nightly tests" if left_out else ""
        unchanged = ", unchanged" if outcome["is_kept"] else ""
        published = f"Published: {outcome['published']}{unchanged}{without}"
        if outcome.get("dashboard"):
            published += f"\nDashboard: {outcome['dashboard']}"
        if outcome.get("no_dashboard"):
            published += f"\nNo new dashboard: {outcome['no_dashboard']}"
        parts += [_headline(cursor), _without_values(cursor), published]
    else:
        parts.append(f"Not published: {outcome['why_not']}")
    parts.append(f"Took {seconds:.0f} s.")
    return "\n\n".join(part for part in parts if part)


def _has(cursor: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """Whether a table has been built."""
    found = cursor.execute(
        "select 1 from information_schema.tables where table_schema = ? and table_name = ?",
        [schema, table],
    )
    return found.fetchone() is not None


def _rows_read(cursor: duckdb.DuckDBPyConnection) -> str:
    """How many rows of each table were read, and what became of them."""
    if not _has(cursor, "quality", "row_reconciliation"):
        return ""
    rows = cursor.execute(
        """
        select source || '.' || table_name, rows_read, rows_accepted, rows_superseded,
            rows_quarantined, rows_erased
        from quality.row_reconciliation where rows_read > 0
        union all
        select 'all', sum(rows_read), sum(rows_accepted), sum(rows_superseded),
            sum(rows_quarantined), sum(rows_erased)
        from quality.row_reconciliation
        """
    ).fetchall()
    header = ("rows", "read", "accepted", "superseded", "quarantined", "erased")
    body = [(name, *(f"{count or 0:,}" for count in counts)) for name, *counts in rows]
    shown = len(header) if any(row[-1] for row in rows) else len(header) - 1
    return aligned([row[:shown] for row in (header, *body)])


def _today(cursor: duckdb.DuckDBPyConnection) -> str:
    """Which day counts as today, and what says so."""
    if not _has(cursor, "intermediate", "int_as_of"):
        return ""
    row = cursor.execute(
        "select as_of_date, as_of_column from intermediate.int_as_of where as_of is not null"
    ).fetchone()
    if row is None:
        return ""
    return f"Today is {row[0]}: {f'the newest {row[1]}' if row[1] else 'the variable as_of'}."


def _failed_checks(cursor: duckdb.DuckDBPyConnection) -> str:
    """The checks that did not pass, critical ones first; at most 20."""
    if not _has(cursor, "quality", "check_results"):
        return ""
    rows = cursor.execute(
        """
        select severity, source || '.' || table_name, column_name, check_name,
            observed_value, minimum_allowed, maximum_allowed
        from quality.check_results as failed
        where not is_passed
            -- What is critical already is not told as a warning, too.
            and not exists (
                from quality.check_results as worse
                where failed.severity = 'warning' and worse.severity = 'critical'
                    and not worse.is_passed and worse.stage = failed.stage
                    and worse.source = failed.source and worse.table_name = failed.table_name
                    and worse.column_name = failed.column_name
                    and worse.check_name = failed.check_name
            )
        order by severity <> 'critical', source, table_name, column_name, check_name
        """
    ).fetchall()
    lines = []
    for severity, table, column, check, observed, minimum, maximum in rows[:20]:
        where = f"{table}.{column}" if column else table
        show = _day if check in DAY_CHECKS else _number
        lines.append(
            f"{severity}: {where}: {check} is {show(observed)}, allowed"
            f" {show(minimum)} to {show(maximum)}"
        )
    if len(rows) > 20:
        lines.append(f"and {len(rows) - 20} more in quality.check_results")
    return "\n".join(lines)


def _held_back(cursor: duckdb.DuckDBPyConnection, known: Known) -> str:
    """Why rows were held back where too many were, and where to look; at most 10 reasons."""
    if not all(_has(cursor, "quality", table) for table in ("check_results", "quarantined_rows")):
        return ""
    rows = cursor.execute(
        """
        select source || '.' || table_name, reasons, count(*) as row_count,
            min((file, row_number)) as first_place, arg_min(row_json, (file, row_number))
        from quality.quarantined_rows
        semi join (
            select source, table_name from quality.check_results
            where check_name in ('quarantined_share', 'quarantined_share_of_newest_delivery')
                and not is_passed
        ) using (source, table_name)
        group by source, table_name, reasons
        order by row_count desc, source, table_name, reasons
        limit 10
        """
    ).fetchall()
    return "\n".join(
        f"held back: {table}: {count:,} for {reasons}, the first in row {first[1]} of {first[0]}"
        + values_behind(
            reasons, first_row, table, known, _common_values(cursor, table, reasons, known)
        )
        for table, reasons, count, first, first_row in rows
    )


def _common_values(
    cursor: duckdb.DuckDBPyConnection, table: str, reasons: str, known: Known
) -> set[tuple[str, str]]:
    """The values not accepted that stand in several rows of a table, each with its column."""
    found = set()
    for reason in reasons.split(","):
        code, _, column = reason.strip().partition(":")
        if code == "not_accepted" and f"{table}.{column}" not in known.personal:
            values = cursor.execute(
                """
                select json_extract_string(row_json, '$.' || $column)
                from quality.quarantined_rows
                where source || '.' || table_name = $table
                    and contains(reasons, 'not_accepted:' || $column)
                group by 1 having count(*) >= $rows
                """,
                {"table": table, "column": column, "rows": COMMON_ROWS},
            ).fetchall()
            found |= {(column, value) for (value,) in values if value is not None}
    return found


def _notices(cursor: duckdb.DuckDBPyConnection) -> str:
    """What a person should know of the data; of each topic the three with the most rows."""
    if not _has(cursor, "reporting", "notices"):
        return ""
    rows = cursor.execute(
        """
        select topic, concat_ws(' ', message, example),
            count(*) over (partition by topic) as notice_count
        from reporting.notices
        qualify row_number() over (
            partition by topic order by row_count desc nulls last, subject, message
        ) <= 3
        order by topic, row_count desc nulls last, subject, message
        """
    ).fetchall()
    lines = [f"note ({topic}): {one_line(message, 600)}" for topic, message, _ in rows]
    more = {topic: count - 3 for topic, _, count in rows if count > 3}
    lines += [f"and {count} more on {topic} in reporting.notices" for topic, count in more.items()]
    return "\n".join(lines)


def _unused_fits(cursor: duckdb.DuckDBPyConnection) -> str:
    """Why there is no predicted customer lifetime value, or no back-test of it."""
    if not _has(cursor, "reporting", "clv_models"):
        return ""
    rows = cursor.execute(
        """
        select model, fit_period, verdict from reporting.clv_models
        where segment = 'all' and not is_used order by model, fit_period desc
        """
    ).fetchall()
    return "\n".join(
        f"warning: predicted customer lifetime value, fit of {model}, {period}: {verdict}"
        for model, period, verdict in rows
    )


def _open_alerts(cursor: duckdb.DuckDBPyConnection) -> str:
    """The worst open alert of each metric and slice, at most eight: critical ones first."""
    if not _has(cursor, "reporting", "alerts"):
        return ""
    rows = cursor.execute(
        """
        select severity, owner, message, count(*) over () as slice_count
        from reporting.alerts
        where is_open and severity <> 'info'
        qualify row_number() over (
            partition by metric, dimension, dimension_value
            order by severity, since_on desc, alert_key
        ) = 1
        order by severity, dimension <> 'all', since_on desc, alert_key
        limit 8
        """
    ).fetchall()
    lines = [
        f"alert ({severity}, for {owner}): {one_line(message, 600)}"
        for severity, owner, message, _ in rows
    ]
    if rows and rows[0][3] > len(rows):
        lines.append(f"and {rows[0][3] - len(rows)} more in reporting.alerts")
    return "\n".join(lines)


def _headline(cursor: duckdb.DuckDBPyConnection) -> str:
    """Every metric over all time and in its newest whole month, with its interval."""
    needed = ("metric_values", "metric_catalogue")
    if not all(_has(cursor, "reporting", table) for table in needed):
        return ""
    rows = cursor.execute(
        """
        with newest as (
            select metric, max(period_start) as period_start
            from reporting.metric_values
            where period = 'month' and dimension = 'all' and is_complete
            group by metric
        )
        select catalogue.label_en, catalogue.unit, total.value, total.value_low, total.value_high,
            strftime(month.period_start, '%Y-%m'), month.value, month.value_low, month.value_high,
            month.change, month.is_significant, month.status
        from reporting.metric_values as total
        inner join reporting.metric_catalogue as catalogue using (metric)
        left join newest using (metric)
        left join reporting.metric_values as month
            on month.metric = total.metric and month.period = 'month'
            and month.period_start = newest.period_start and month.dimension = 'all'
        where total.period = 'all' and total.dimension = 'all'
        order by catalogue.position
        """
    ).fetchall()
    interval = "95 % interval"
    header = ("metric", "unit", "all time", interval, "month", "value", interval, "change", "")
    body = []
    for label, unit, value, low, high, month, at, at_low, at_high, change, real, status in rows:
        body.append(
            (
                label,
                "" if unit == "share" else unit,
                formats.number(value, unit),
                formats.interval(low, high, unit),
                month or "",
                formats.number(at, unit),
                formats.interval(at_low, at_high, unit),
                formats.number(change, unit, signed=True) + (" *" if real else ""),
                "" if status in (None, "none") else status,
            )
        )
    if not body:
        return ""
    return aligned([header, *body]) + "\n* a significant change against the month before"


def _without_values(cursor: duckdb.DuckDBPyConnection) -> str:
    """The metrics without values, those of one cause on one line; the cause with its count."""
    if not _has(cursor, "reporting", "metric_coverage"):
        return ""
    rows = cursor.execute(
        """
        select coverage.state, coverage.message,
            string_agg(catalogue.label_en, ', ' order by catalogue.position)
        from reporting.metric_coverage as coverage
        inner join reporting.metric_catalogue as catalogue using (metric)
        where not coverage.has_values
        group by coverage.state, coverage.message order by min(catalogue.position)
        """
    ).fetchall()
    return "\n".join(
        f"no value ({state.replace('_', ' ')}): {metrics}. {message}"
        for state, message, metrics in rows
    )


def _day(value: float | None) -> str:
    """Days since 1970-01-01 as a date."""
    if value is None:
        return "any"
    return str(date(1970, 1, 1) + timedelta(days=int(value)))


def _number(value: float | None) -> str:
    """A number in a few digits."""
    return "any" if value is None else f"{value:,.4g}"
