"""The sections of the weekly brief: rows of brief_queries/ as the sentences of brief_words.py."""

from __future__ import annotations

from typing import NamedTuple

from python_hooks.dashboard.brief_words import HEADINGS
from python_hooks.dashboard.brief_writer import BriefWriter, Row
from python_hooks.text.formats import (
    PLAIN,
    SHARE,
    Unit,
    count_text,
    interval_text,
    period_text,
    share_text,
    value_text,
)
from python_hooks.text.tables import one_line


class Section(NamedTuple):
    """A heading and its sentences."""

    heading: str
    sentences: list[str]


def title(writer: BriefWriter) -> str:
    """The title, with the day that counts as today."""
    return writer.say("title", day=writer.day(writer.published.as_of_date))


def sections(writer: BriefWriter) -> list[Section]:
    """All sections, in the order in which they are read."""
    parts = {
        "moved": _changes(writer),
        "alerts": _new_alerts(writer),
        "why": [*_causes(writer), *_drivers(writer), *_topics(writer), *_breaches(writer)],
        "done": _actions(writer),
        "who": [*_owners(writer), *_without_action(writer), *_watch_list(writer)],
        "trust": _trust(writer),
    }
    return [Section(writer.one_of(HEADINGS[key]), lines) for key, lines in parts.items()]


def _changes(writer: BriefWriter) -> list[str]:
    """The significant changes, or how many were tested."""
    rows = writer.rows("changes")
    if rows:
        return [_changed(writer, row) for row in rows]
    (tested,) = writer.rows("tested_changes")
    if not tested["tested_count"]:
        return [writer.say("no_test")]
    period = period_text("month", tested["period_start"], writer.language)
    return [writer.say("no_change", tested=count_text(tested["tested_count"]), period=period)]


def _changed(writer: BriefWriter, row: Row) -> str:
    """One significant change with its value."""
    unit = writer.unit(row["catalogue"])
    change, low, high = row["change"], row["change_low"], row["change_high"]
    return writer.say(
        "changed",
        metric=writer.label(row["catalogue"]),
        slice=writer.slice(row["dimension"], row["dimension_value"]),
        period=period_text(row["period"], row["period_start"], writer.language),
        value=writer.value(row["value"], unit),
        previous=writer.value(row["previous_value"], unit),
        direction=writer.word("up" if change > 0 else "down"),
        # The direction tells the sign.
        change=value_text(abs(change), unit, writer.language, is_change=True),
        change_range=interval_text(
            *((low, high) if change > 0 else (-high, -low)), unit, writer.language, is_change=True
        ),
        range=writer.range(row["value_low"], row["value_high"], unit),
        count=count_text(row["event_count"]),
    )


def _new_alerts(writer: BriefWriter) -> list[str]:
    """The alerts of the newest seven days."""
    rows = writer.rows("new_alerts")
    lines = []
    for row in rows:
        message = one_line(writer.one_of((row["message"], row["message_zh"])), 300)
        if row["value_low"] is None or row["value_high"] is None:
            lines.append(writer.say("alert_without_interval", message=message))
            continue
        limits = writer.range(row["value_low"], row["value_high"], writer.unit(row["catalogue"]))
        count = count_text(row["event_count"])
        chance = writer.word("may be chance") if row["holds_line"] else ""
        lines.append(writer.say("alert", message=message, range=limits, count=count, chance=chance))
    if not rows:
        return [writer.say("no_alert")]
    more = rows[0]["found_count"] - len(rows)
    return [*lines, *([writer.say("more_alerts", count=count_text(more))] if more else [])]


def _causes(writer: BriefWriter) -> list[str]:
    """The low slices of the survey answers."""
    rows = writer.rows("causes")
    if not rows:
        has_answers = writer.published.has_any("reporting.survey_trust")
        return [writer.say("no_cause" if has_answers else "no_answers")]
    return [
        writer.say(
            "cause",
            metric=writer.label(row["catalogue"]),
            slice=writer.text(writer.one_of((row["label"], row["label_zh"]))),
            value=share_text(row["value_percent"] / 100, writer.language),
            rest=share_text(row["rest_percent"] / 100, writer.language),
            count=count_text(row["answer_count"]),
            p=_p_text(row["adjusted_p_value"]),
            cost=f"{row['cost_points']:.1f}",
        )
        for row in rows
    ]


def _drivers(writer: BriefWriter) -> list[str]:
    """What the scores go with."""
    rows = writer.rows("drivers")
    return [
        writer.say(
            "driver",
            driver=writer.one_of((row["label"], row["label_zh"])),
            metric=writer.one_of((row["metric_en"], row["metric_zh"])),
            share=share_text(row["share"], writer.language),
            range=writer.range(row["share_low"], row["share_high"], SHARE),
            count=count_text(row["case_count"]),
        )
        for row in rows
    ] or [writer.say("no_driver")]


def _topics(writer: BriefWriter) -> list[str]:
    """What comments speak of where scores are low, and what moved among them."""
    lines = [
        writer.say(
            "topic",
            topic=writer.label(row),
            metric=writer.label(row["catalogue"]),
            with_score=f"{row['mean_with']:.1f}",
            without_score=f"{row['mean_without']:.1f}",
            difference=f"{row['difference']:.1f}",
            range=writer.range(row["difference_low"], row["difference_high"], PLAIN),
            count=count_text(row["with_count"]),
        )
        for row in writer.rows("topic_effects")
    ]
    changes = writer.rows("topic_changes")
    if not changes:
        return [*lines, writer.say("no_comments")]
    (row,) = changes
    about = {
        "count": count_text(row["comment_count"]),
        "period": period_text("month", row["period_start"], writer.language),
    }
    if row["is_real"]:
        change = value_text(row["mention_share_change"], SHARE, writer.language, True)
        low, high = row["mention_share_change_low"], row["mention_share_change_high"]
        changed = writer.say(
            "topic_changed",
            topic=writer.label(row),
            share=share_text(row["mention_share"], writer.language),
            change=change,
            range=interval_text(low, high, SHARE, writer.language, is_change=True),
            **about,
        )
    else:
        changed = writer.say("no_topic_changed", topics=count_text(row["topic_count"]), **about)
    return [*(lines or [writer.say("no_topic")]), changed]


def _breaches(writer: BriefWriter) -> list[str]:
    """Where most service promises are broken."""
    rows = writer.rows("breaches")
    if not rows:
        has_promises = writer.published.has_any("reporting.service_breaches")
        return [writer.say("no_breach" if has_promises else "no_promises")]
    return [
        writer.say(
            "breach",
            promise=writer.one_of((row["label"], row["label_zh"])),
            dimension=writer.named("dimension", row["dimension"]),
            value=writer.named(row["dimension"], row["dimension_value"]),
            when=writer.when(row["period"], row["period_start"]),
            share=share_text(row["breach_rate"], writer.language),
            range=writer.range(row["breach_rate_low"], row["breach_rate_high"], SHARE),
            count=count_text(row["promise_count"]),
            whole=share_text(row["whole_rate"], writer.language),
        )
        for row in rows
    ]


def _actions(writer: BriefWriter) -> list[str]:
    """The effects of actions: counts, then those with an effect, or the newest."""
    (counts,) = writer.rows("action_counts")
    if not counts["action_count"]:
        return [writer.say("no_actions")]
    unknown = counts["early_count"] + counts["unmeasured_count"]
    whole = writer.say(
        "actions",
        count=count_text(counts["action_count"]),
        improved=count_text(counts["improved_count"]),
        worse=count_text(counts["worse_count"]),
        unchanged=count_text(counts["unchanged_count"]),
        unknown=count_text(unknown),
    )
    return [whole, *(_action(writer, row) for row in writer.rows("actions"))]


def _action(writer: BriefWriter, row: Row) -> str:
    """The effect of one action."""
    effect = {"unit": writer.unit(row["catalogue"]), "language": writer.language, "is_change": True}
    text = writer.say(
        "action",
        title=writer.named("title", row["title"]),
        verdict=writer.named("verdict", row["verdict"]),
        preliminary="" if row["is_final"] else writer.word("preliminary"),
        metric=writer.label(row["catalogue"]),
        effect=value_text(row["effect"], **effect),
        range=interval_text(row["effect_low"], row["effect_high"], **effect),
        count=count_text(row["after_event_count"]),
    )
    if row["verdict"] == "improved" and (row["tried_count"] or 0) > 1:
        tried, improved = count_text(row["tried_count"]), count_text(row["improved_count"])
        text += writer.say("tried", tried=tried, improved=improved)
    return text


def _owners(writer: BriefWriter) -> list[str]:
    """Who has open alerts."""
    return [
        writer.say(
            "owner",
            owner=writer.named("owner", row["owner"]),
            count=count_text(row["alert_count"]),
            alerts=writer.word("alert" if row["alert_count"] == 1 else "alerts"),
            critical=count_text(row["critical_count"]),
            metrics=writer.listed(writer.one_of((row["labels_en"], row["labels_zh"]))),
        )
        for row in writer.rows("owners")
    ] or [writer.say("no_owner")]


def _without_action(writer: BriefWriter) -> list[str]:
    """The low slices that no action aims at."""
    return [
        writer.say(
            "without_action",
            count=count_text(row["found_count"]),
            slice=writer.text(writer.one_of((row["label"], row["label_zh"]))),
            since=writer.day(row["low_since"]),
        )
        for row in writer.rows("without_action")
    ]


def _watch_list(writer: BriefWriter) -> list[str]:
    """The number of customers to call, and their recurring amount."""
    (row,) = writer.rows("watch_list")
    if not row["customer_count"]:
        return [writer.say("no_watch_list")]
    return [
        writer.say(
            "watch_list",
            count=count_text(row["customer_count"]),
            kept=count_text(row["kept_count"]),
            value=writer.value(row["value_at_stake"], _money(writer, row)),
        )
    ]


def _trust(writer: BriefWriter) -> list[str]:
    """The data behind the figures, and the data that they leave out."""
    (rows,) = writer.rows("row_counts")
    lines = [
        writer.say(
            "as_of",
            day=writer.day(writer.published.as_of_date),
            generation=writer.published.generation["generation_number"],
        ),
        writer.say("rows", **{name: count_text(count) for name, count in rows.items()}),
    ]
    (few,) = writer.rows("few_events")
    if few["cell_count"]:
        hidden, cells = count_text(few["hidden_count"]), count_text(few["cell_count"])
        lines.append(writer.say("hidden", hidden=hidden, cells=cells))
    (missing,) = writer.rows("missing_metrics")
    count = count_text(missing["metric_count"])
    if missing["missing_count"]:
        names = writer.listed(writer.one_of((missing["labels_en"], missing["labels_zh"])))
        number = count_text(missing["missing_count"])
        lines.append(writer.say("missing", missing=number, count=count, metrics=names))
    else:
        lines.append(writer.say("none_missing", count=count))
    for row in writer.rows("survey_trust"):
        unit = writer.unit(row["catalogue"])
        weighted = writer.value(row["raked_value"], unit)
        lines.append(
            writer.say(
                "weighted",
                metric=writer.label(row["catalogue"]),
                raw=writer.value(row["raw_value"], unit),
                weighted=weighted,
                count=count_text(row["answer_count"]),
                rate=share_text(row["response_rate"], writer.language),
            )
        )
    return lines


def _p_text(p: float) -> str:
    """A p-value in three digits after the point."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _money(writer: BriefWriter, row: Row) -> Unit:
    """The currency, in whole units; without a metric in it a bare number."""
    unit = writer.unit(row["catalogue"]) if row["catalogue"] else PLAIN
    return unit._replace(decimals=0)
