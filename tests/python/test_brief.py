"""The weekly brief: sentences with figures in two languages, from the published file alone."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import duckdb
import pytest
from conftest import Run

from python_hooks.dashboard.brief import brief_texts, briefs
from python_hooks.dashboard.brief_words import HEADINGS, SENTENCES, WORDS
from python_hooks.engines.warehouse import connect, quoted
from python_hooks.text.formats import Language

KEPT = ("generation", "metric_catalogue", "dimension_labels")
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def lines(published: Path, language: Language) -> list[list[str]]:
    """The sentences of each section."""
    with connect(published, read_only=True) as connection:
        return [section.sentences for section in briefs(connection)[language].sections]


def files(published: Path) -> dict[str, str]:
    """The briefs as Markdown, by the name of their file."""
    with connect(published, read_only=True) as connection:
        return brief_texts(briefs(connection))


@pytest.fixture
def emptied(demo_build: Run, tmp_path: Path) -> Path:
    """A published file whose tables are all there and, but for what a run says of itself, empty."""
    file = tmp_path / "published.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"attach '{demo_build.published}' as demo (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'demo'"
        ).fetchall()
        for schema, table in tables:
            connection.execute(f"create schema if not exists {quoted(schema)}")
            name = f"{quoted(schema)}.{quoted(table)}"
            kept = (
                "" if table in ("generation", "metric_catalogue", "dimension_labels") else "limit 0"
            )
            connection.execute(f"create table {name} as select * from demo.{name} {kept}")
    return file


def test_both_languages_have_the_same_figures_on_one_page(demo_build: Run) -> None:
    english, chinese = (lines(demo_build.published, language) for language in LANGUAGES)
    assert [len(section) for section in english] == [len(section) for section in chinese]
    for sentence in [each for section in english + chinese for each in section]:
        assert re.search(r"\d", sentence), sentence
        assert "None" not in sentence
        assert "?" not in sentence
    flat = [each for section in english for each in section]
    assert len(flat) == len(set(flat))
    texts = files(demo_build.published)
    assert list(texts) == ["brief.en.md", "brief.zh.md"]
    assert len(texts["brief.en.md"].split()) < 600
    assert files(demo_build.published) == texts


def test_a_change_equals_that_of_metric_values(demo_build: Run, tmp_path: Path) -> None:
    # One change of the newest month is called significant, and no other.
    published = tmp_path / "published.duckdb"
    published.write_bytes(demo_build.published.read_bytes())
    newest = "period = 'month' and dimension = 'all' and period_start = '2025-12-01'"
    change = f"metric = 'delivery_on_time_rate' and {newest}"
    with duckdb.connect(str(published)) as connection:
        connection.execute(
            "update reporting.metric_values"
            f" set is_significant = (metric = 'delivery_on_time_rate') where {newest}"
        )
    ((value, low, high, count),) = demo_build.query(
        "select value, change_low, change_high, event_count from reporting.metric_values"
        f" where {change}"
    )
    first = lines(published, "en")[0][0]
    assert f"{value * 100:.1f} % in December 2025" in first
    assert f"({low * 100:.1f} to {high * 100:.1f} points)" in first
    assert f"({count:,} events)" in first
    # Retention and churn are two sides of one number, so the brief has one of them.
    told = " ".join(each for section in lines(demo_build.published, "en") for each in section)
    assert "Monthly customer retention" in told
    assert "Monthly churn rate" not in told


def test_an_empty_section_names_the_data_that_it_needs(emptied: Path) -> None:
    moved, alerts, why, done, who, trust = lines(emptied, "en")
    assert moved == [
        "No change can be tested: 0 metrics have two complete months with enough events."
    ]
    assert alerts == ["0 alerts opened in the last 7 days."]
    for table in ("surveys.responses", "support.tickets"):
        assert any(table in sentence for sentence in why)
    assert "improvement.actions" in done[0]
    assert who[0] == "0 alerts are open."
    for sentence in [*moved, *alerts, *why, *done, *who, *trust]:
        assert re.search(r"\d", sentence), sentence
    assert [len(section) for section in lines(emptied, "zh")] == [
        len(section) for section in (moved, alerts, why, done, who, trust)
    ]


def test_a_file_that_knows_no_day_has_a_brief(emptied: Path) -> None:
    with duckdb.connect(str(emptied)) as connection:
        connection.execute("update main.generation set as_of = null")
    assert lines(emptied, "en")[5][0] == "The data end on ? (generation 1)."


def test_successful_actions_come_first_and_data_is_escaped(
    emptied: Path,
) -> None:
    with duckdb.connect(str(emptied)) as connection:
        connection.execute(
            """
            insert into reporting.action_effects by name
            select
                'A1' as action_id, 'A1' as action_group,
                '<script>alert(1)</script>' || chr(10) || '[x](y)' as title,
                'csat' as metric, 'CSAT' as label, '满意度' as label_zh, 'improved' as verdict,
                true as is_final, 0.05 as effect, 0.01 as effect_low, 0.09 as effect_high,
                1200 as after_event_count, date '2025-01-01' as started_on
            union all
            select
                'A3', 'A3', 'Newer', 'csat', 'CSAT', '满意度', 'no change shown', false, 0.0,
                -0.01, 0.01, 10, date '2025-06-01'
            """
        )
        # The first action has a second slice.
        connection.execute(
            "insert into reporting.action_effects"
            " select * replace ('A2' as action_id, 300 as after_event_count)"
            " from reporting.action_effects where action_id = 'A1'"
        )
        connection.execute(
            "insert into reporting.practices by name"
            " select 'A1' as action_id, 3 as tried_count, 2 as improved_count"
        )
    counts, first, second = lines(emptied, "en")[3]
    assert counts.startswith("Of 2 actions 1 improved their metric and 0 made it worse. No change")
    assert first.startswith(
        "“<script>alert(1)</script>?[x](y)” for Customer satisfaction: Improved"
    )
    assert first.endswith("1,500 events after). It was tried 3 times and worked 2 times.")
    assert "so far" in second
    for text in files(emptied).values():
        assert r"\<script\>alert(1)\</script\>?\[x\](y)" in text


def test_alerts_beyond_the_shown_ones_are_counted(emptied: Path) -> None:
    with duckdb.connect(str(emptied)) as connection:
        connection.execute(
            """
            insert into reporting.alerts by name
            select
                'k' || number as alert_key, 'csat' as metric, 'channel' as dimension,
                'c' || number as dimension_value, 'level_shift' as kind, 'week' as period,
                'warning' as severity, 'worse' as direction, 'owner' as owner, true as is_open,
                date '2025-12-22' as since_on,
                -- The last one opened eight days ago.
                date '2025-12-31' - cast(if(number = 7, 8, number) as integer) as first_seen_on,
                'Alert ' || number || '.' as message, '告警' || number || '。' as message_zh
            from range(8) as numbers (number)
            """
        )
    told = lines(emptied, "en")
    assert told[1] == [
        *(f"Alert {number}." for number in range(4)),
        "Also opened in the last 7 days: 3; see reporting.alerts.",
    ]
    assert told[4][0].startswith("owner: 8 open alerts, 0 critical: ")


def test_an_alert_whose_interval_holds_its_line_may_be_chance(emptied: Path) -> None:
    with duckdb.connect(str(emptied)) as connection:
        connection.execute(
            """
            insert into reporting.alerts by name
            select
                metric as alert_key, metric, 'all' as dimension, 'all' as dimension_value,
                'red_line' as kind, 'month' as period, 'critical' as severity,
                'worse' as direction, metric as owner, true as is_open,
                date '2025-12-01' as since_on, date '2025-12-31' as first_seen_on,
                date '2025-12-31' as last_seen_on, line as expected_value,
                'Below.' as message, '低于红线。' as message_zh
            from (values ('csat', 0.7), ('nps', 20.0)) as lines (metric, line)
            """
        )
        connection.execute(
            """
            insert into reporting.metric_values by name
            select
                metric, 'month' as period, date '2025-12-01' as period_start, 'all' as dimension,
                'all' as dimension_value, 76 as event_count, low as value_low, high as value_high
            from (values ('csat', 0.5, 0.75), ('nps', -5.0, 19.0)) as cells (metric, low, high)
            """
        )
    told = {language: lines(emptied, language) for language in LANGUAGES}
    assert told["en"][1] == [
        "Below. The 95 % interval is 50.0 % to 75.0 % (76 events); the line is inside it:"
        " this may be chance.",
        "Below. The 95 % interval is -5.0 to 19.0 points (76 events).",
    ]
    assert told["zh"][1][0].endswith("（样本量76），区间包含该线，可能是偶然。")
    assert told["en"][4][0].startswith("csat: 1 open alert, 1 critical: ")


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_has_the_same_figures_in_both_languages(key: str) -> None:
    english, chinese = (
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in SENTENCES[key]
    )
    assert english == chinese
    assert all(max(chinese) >= "\u4e00" for _, chinese in [*HEADINGS.values(), *WORDS.values()])
