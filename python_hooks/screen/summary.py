"""The screen at the end of a run: rows, warnings, headline metrics, and where the file is."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from python_hooks.screen.screen import Screen
from python_hooks.screen.shown_metrics import headline, without_values
from python_hooks.screen.shown_values import COMMON_ROWS, Known, values_behind
from python_hooks.screen.words import Say, topic
from python_hooks.text.formats import Language
from python_hooks.text.tables import aligned, one_line, wrapped

# The last screen, in the warehouse folder; python -m python_hooks show prints it.
KEPT_SCREEN = "last_screen.txt"
# These checks judge days, counted since 1970-01-01.
DAY_CHECKS = (
    "freshness", "newest_day_against_last_good", "freshness_of_newest_delivery",
)  # fmt: skip


def screen(
    cursor: duckdb.DuckDBPyConnection,
    outcome: dict[str, object],
    seconds: float,
    language: Language = "en",
) -> str:
    """The whole screen as text.

    outcome: {"published": path or None, "is_kept": whether that file was there before the run,
    "dashboard": path of the new page, "no_dashboard": why there is none (either may be missing),
    "why_not": {"en": text, "zh": text} or empty, "is_empty": whether --empty built no rows (may be
    missing),
    "tests_left_out": count of the nightly tests that did not run,
    "tests": {"passed": count, "failed": count, "warned": names},
    "personal_columns": those of raw tables, as source.table.column, "accepted_values": by such a
    name the values that a column may have, "missing_words": words that mean nothing};
    seconds: since dbt started.
    """
    shown = Screen(cursor, language)
    if outcome.get("is_empty"):  # or the checks would call every table empty
        return _end(shown, outcome, seconds)
    known = Known(
        frozenset(outcome["personal_columns"]),
        outcome["accepted_values"],
        frozenset(outcome["missing_words"]),
        language,
    )
    parts = [
        _rows_read(shown),
        _today(shown),
        _failed_checks(shown),
        _rewritten_ids(shown),
        _held_back(shown, known),
        _unused_fits(shown),
        _weak_health_model(shown),
        _notices(shown),
        _open_alerts(shown),
    ]
    if outcome["published"]:
        parts += [headline(shown, outcome.get("dashboard")), without_values(shown)]
    parts.append(_end(shown, outcome, seconds))
    return "\n\n".join(part for part in parts if part)


def _end(shown: Screen, outcome: dict[str, object], seconds: float) -> str:
    """How the tests went, where the published file and the page are, and how long it took."""
    say, tests = shown.say, outcome["tests"]
    warned = say("tests warned", count=len(tests["warned"]), names=", ".join(tests["warned"]))
    failed = say("tests failed", count=tests["failed"])
    lines = [
        say(
            "tests",
            passed=f"{tests['passed']:,}",
            failed=failed if tests["failed"] else "",
            warned=warned if tests["warned"] else "",
        )
    ]
    if outcome["published"]:
        left_out = outcome["tests_left_out"]
        lines.append(
            say("published", path=outcome["published"])
            + (say("unchanged") if outcome["is_kept"] else "")
            + (say("without nightly", count=left_out) if left_out else "")
        )
        if outcome.get("dashboard"):
            lines.append(say("dashboard", path=outcome["dashboard"]))
        if outcome.get("no_dashboard"):
            lines.append(say("no dashboard", reason=outcome["no_dashboard"]))
    else:
        lines.append(say("not published", reason=outcome["why_not"][shown.language]))
    lines.append(say("took", seconds=f"{seconds:.0f}"))
    return "\n".join(wrapped(line) for text in lines for line in text.splitlines())


def _rows_read(shown: Screen) -> str:
    """How many rows of each table were read, and what became of them."""
    if not shown.has("quality.row_reconciliation"):
        return ""
    rows = shown.rows(
        """
        select source || '.' || table_name, rows_read, rows_accepted, rows_superseded,
            rows_quarantined, rows_erased
        from quality.row_reconciliation where rows_read > 0
        union all
        select $all, sum(rows_read), sum(rows_accepted), sum(rows_superseded),
            sum(rows_quarantined), sum(rows_erased)
        from quality.row_reconciliation
        """,
        {"all": shown.say("all")},
    )
    columns = ("rows", "read", "accepted", "superseded", "quarantined", "erased")
    header = tuple(shown.say(column) for column in columns)
    body = [(name, *(f"{count or 0:,}" for count in counts)) for name, *counts in rows]
    used = len(header) if any(row[-1] for row in rows) else len(header) - 1
    return aligned([row[:used] for row in (header, *body)])


def _today(shown: Screen) -> str:
    """The day that counts as today, and its source."""
    if not shown.has("intermediate.int_as_of"):
        return ""
    rows = shown.rows(
        "select as_of_date, as_of_column from intermediate.int_as_of where as_of is not null"
    )
    return "".join(
        shown.say("today", day=day, column=column)
        if column
        else shown.say("today is given", day=day)
        for day, column in rows
    )


def _failed_checks(shown: Screen) -> str:
    """The checks that did not pass, critical ones first; at most 20."""
    if not shown.has("quality.check_results"):
        return ""
    rows = shown.rows(
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
                    and (
                        worse.check_name = failed.check_name
                        -- An id in another spelling is unknown, too.
                        or worse.check_name = 'ids_in_another_spelling_share'
                        and failed.check_name = 'unknown_ids_share'
                    )
            )
        order by severity <> 'critical', source, table_name, column_name, check_name
        """
    )
    say = shown.say
    lines = []
    for severity, table, column, check, observed, minimum, maximum in rows[:20]:
        show = _day if check in DAY_CHECKS else _number
        lines.append(
            say(
                "check",
                severity=say(severity),
                where=f"{table}.{column}" if column else table,
                check=check,
                observed=show(observed, say),
                minimum=show(minimum, say),
                maximum=show(maximum, say),
            )
        )
    if len(rows) > 20:
        lines.append(say("more", count=len(rows) - 20, table="quality.check_results"))
    return "\n".join(wrapped(line) for line in lines)


def _rewritten_ids(shown: Screen) -> str:
    """Ids in another spelling that stop the build, which has no notices then; at most 10."""
    if not shown.has("quality.check_results", "quality.unknown_references"):
        return ""
    rows = shown.rows(
        """
        select source || '.' || table_name || '.' || column_name as column_path, rows_rewritten,
            rows_given, refers_to, example_id, example_known_id
        from quality.unknown_references
        semi join (
            from quality.check_results
            where check_name = 'ids_in_another_spelling_share' and severity = 'critical'
                and not is_passed
        ) using (source, table_name, column_name)
        order by rows_rewritten desc, column_path
        limit 10
        """
    )
    places = ("where", "count", "given", "table", "example", "known")
    return "\n".join(
        wrapped(shown.say("rewritten ids", **dict(zip(places, row, strict=True)))) for row in rows
    )


def _held_back(shown: Screen, known: Known) -> str:
    """The reasons for quarantined rows of tables with too many, with a place; at most 10."""
    if not shown.has("quality.check_results", "quality.quarantined_rows"):
        return ""
    rows = shown.rows(
        """
        select source || '.' || table_name, reasons, count(*) as row_count,
            min((file, row_number)) as first_place, arg_min(row_json, (file, row_number)),
            arg_min(source_columns, (file, row_number))
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
    )
    lines = []
    for table, reasons, count, (file, row_number), first_row, source_columns in rows:
        common = _common_values(shown, table, reasons, known)
        lines.append(
            shown.say(
                "held back",
                table=table,
                count=f"{count:,}",
                reasons=reasons,
                row=row_number,
                # Of a mapped file also the columns that people see in it.
                file=f"{file} ({source_columns})" if source_columns else file,
                values=values_behind(reasons, first_row, table, known, common),
            )
        )
    return "\n".join(wrapped(line) for line in lines)


def _common_values(shown: Screen, table: str, reasons: str, known: Known) -> set[tuple[str, str]]:
    """Values outside accepted_values that occur in several rows of a table, with their column."""
    found = set()
    for reason in reasons.split(","):
        code, _, column = reason.strip().partition(":")
        if code == "not_accepted" and f"{table}.{column}" not in known.personal:
            values = shown.rows(
                """
                select json_extract_string(row_json, '$.' || $column)
                from quality.quarantined_rows
                where source || '.' || table_name = $table
                    and contains(reasons, 'not_accepted:' || $column)
                group by 1 having count(*) >= $rows
                """,
                {"table": table, "column": column, "rows": COMMON_ROWS},
            )
            found |= {(column, value) for (value,) in values if value is not None}
    return found


def _unused_fits(shown: Screen) -> str:
    """Why there is no predicted customer lifetime value, or no back-test of it."""
    if not shown.has("reporting.clv_models"):
        return ""
    rows = shown.rows(
        f"""
        select model, fit_period, {shown.in_language("verdict")} from reporting.clv_models
        where segment = 'all' and not is_used order by model, fit_period desc
        """
    )
    return "\n".join(
        wrapped(shown.say("no fit", model=model, period=period, verdict=verdict))
        for model, period, verdict in rows
    )


def _weak_health_model(shown: Screen) -> str:
    """That the health model is no better than recency, as assert_health_model_beats_recency."""
    if not shown.has("reporting.health_backtest"):
        return ""
    rows = shown.rows(
        """
        select model.customer_group, model.auc, recency.auc, model.auc_beyond_recency,
            model.auc_beyond_recency_low, model.auc_beyond_recency_high
        from reporting.health_backtest as model
        inner join reporting.health_backtest as recency
            on recency.customer_group = model.customer_group and recency.score = 'recency'
        where model.score = 'model' and model.is_distinct_group
            and not model.is_better_than_recency
        order by model.customer_group
        """
    )
    places = ("auc", "recency", "beyond", "low", "high")
    groups = [
        shown.say(
            f"health of {group}",
            **{place: f"{value:.3f}" for place, value in zip(places, values, strict=True)},
        )
        for group, *values in rows
    ]
    joined = shown.say("and also").join(groups)
    return wrapped(shown.say("health", groups=joined)) if groups else ""


def _notices(shown: Screen) -> str:
    """The notices: of each topic the one with the most rows."""
    if not shown.has("reporting.notices"):
        return ""
    message, example = shown.in_language("message"), shown.in_language("example")
    between = "" if shown.language == "zh" else " "
    rows = shown.rows(
        f"""
        select topic, concat_ws('{between}', {message}, {example}),
            count(*) over (partition by topic) - 1 as more
        from reporting.notices
        qualify row_number() over (
            partition by topic order by row_count desc nulls last, subject, message
        ) = 1
        order by topic
        """
    )
    lines = [
        shown.say("note", topic=topic(name, shown.language), message=one_line(message, 600))
        for name, message, _ in rows
    ]
    more = {topic(name, shown.language): count for name, _, count in rows if count}
    if more:
        topics = shown.say("list").join(f"{name} {count}" for name, count in more.items())
        lines.append(shown.say("more notes", count=sum(more.values()), topics=topics))
    return "\n".join(wrapped(line) for line in lines)


def _open_alerts(shown: Screen) -> str:
    """The worst open alert of each metric and slice, at most eight: critical ones first."""
    if not shown.has("reporting.alerts"):
        return ""
    rows = shown.rows(
        f"""
        select severity, owner, {shown.in_language("message")}, count(*) over () as slice_count
        from reporting.alerts
        where is_open and severity <> 'info'
        qualify row_number() over (
            partition by metric, dimension, dimension_value
            order by severity, since_on desc, alert_key
        ) = 1
        order by severity, dimension <> 'all', since_on desc, alert_key
        limit 8
        """
    )
    lines = [
        shown.say(
            "alert", severity=shown.say(severity), owner=owner, message=one_line(message, 600)
        )
        for severity, owner, message, _ in rows
    ]
    if rows and rows[0][3] > len(rows):
        lines.append(shown.say("more", count=rows[0][3] - len(rows), table="reporting.alerts"))
    return "\n".join(wrapped(line) for line in lines)


def _day(value: float | None, say: Say) -> str:
    """Days since 1970-01-01 as a date."""
    if value is None:
        return say("any")
    return str(date(1970, 1, 1) + timedelta(days=int(value)))


def _number(value: float | None, say: Say) -> str:
    """A number in a few digits."""
    return say("any") if value is None else f"{value:,.4g}"
