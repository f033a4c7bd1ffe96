"""The metrics on the screen at the end of a run, and the metrics without a value."""

from __future__ import annotations

from typing import NamedTuple

from python_hooks.screen.screen import Screen
from python_hooks.screen.words import Say
from python_hooks.text import formats
from python_hooks.text.tables import aligned, fitting, wrapped


class _Shown(NamedTuple):
    """One row of the table of metrics, as the query below selects it."""

    label: str
    unit: str
    unit_shown: str | None
    month: str | None
    value: float | None
    low: float | None
    high: float | None
    change: float | None
    is_significant: bool
    target: float | None
    status: str | None
    is_suppressed: bool


def headline(shown: Screen, dashboard: object) -> str:
    """The headline metrics, and those beyond target or red line, in their newest complete month.

    A metric without months has its value of all time.
    """
    if not shown.has("reporting.metric_values", "reporting.metric_catalogue"):
        return ""
    rows = shown.rows(
        f"""
        with newest as (
            select metric, max(period_start) as period_start
            from reporting.metric_values
            where period = 'month' and dimension = 'all' and is_complete
            group by metric
        ),
        judged as (
            select catalogue.*, metric_values.*,
                strftime(newest.period_start, '%Y-%m') as month,
                list_position(['red', 'amber', 'green'], status) as urgency,
                count(*) over () as metric_count
            from reporting.metric_catalogue as catalogue
            left join newest using (metric)
            inner join reporting.metric_values on metric_values.metric = catalogue.metric
                and dimension = 'all'
                and case
                    when newest.period_start is null then period = 'all'
                    else period = 'month' and metric_values.period_start = newest.period_start
                end
        )
        select label_{shown.language}, unit, unit_{shown.language}, month, value, value_low,
            value_high, change, is_significant, target, status, is_suppressed, metric_count
        from judged
        where headline_position is not null or status in ('red', 'amber')
        order by urgency nulls last, position
        """
    )
    if not rows:
        return ""
    say = shown.say
    columns = ("metric", "month", "value", "interval", "change", "target", "state")
    body = [_metric_row(say, _Shown(*row[:-1])) for row in rows]
    places = [str(dashboard)] if dashboard else []
    places.append("reporting.metric_values")
    left_out = rows[0][-1] - len(rows)
    lines = [
        aligned(fitting([tuple(say(column) for column in columns), *body])),
        wrapped(say("marks")),
    ]
    if left_out:
        lines.append(wrapped(say("other metrics", count=left_out, places=say("and").join(places))))
    return "\n".join(lines)


def _metric_row(say: Say, metric: _Shown) -> tuple[str, ...]:
    """One metric's row of the table."""

    def shown(number: float | None, signed: bool = False) -> str:
        text = formats.number(number, metric.unit, signed).replace("points", "pp")
        return text.replace(" %", say("percent"))

    label, bounds = metric.label, [shown(bound) or "?" for bound in (metric.low, metric.high)]
    if metric.unit_shown and metric.unit != "share":
        label = say("with unit", label=label, unit=metric.unit_shown)
    return (
        label,
        metric.month or say("all time"),
        say("too few") if metric.is_suppressed else shown(metric.value) or say("not_yet_known"),
        ""
        if metric.low is None and metric.high is None
        else bounds[0].removesuffix(say("percent")) + say("to") + bounds[1],
        shown(metric.change, signed=True) + (" *" if metric.is_significant else ""),
        shown(metric.target),
        say(metric.status) if metric.status in ("red", "amber", "green") else "",
    )


def without_values(shown: Screen) -> str:
    """The metrics without values, those of one cause on one line; the cause with its count."""
    if not shown.has("reporting.metric_coverage"):
        return ""
    message, between = shown.in_language("message"), shown.say("list")
    rows = shown.rows(
        f"""
        select coverage.state, coverage.{message},
            list(catalogue.label_{shown.language} order by catalogue.position)
        from reporting.metric_coverage as coverage
        inner join reporting.metric_catalogue as catalogue using (metric)
        where not coverage.has_values
        group by coverage.state, coverage.{message} order by min(catalogue.position)
        """
    )
    return "\n".join(
        wrapped(
            shown.say(
                "no value", state=shown.say(state), metrics=between.join(metrics), message=message
            )
        )
        for state, message, metrics in rows
    )
