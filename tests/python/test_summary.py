"""The screen at the end of a run: its language, its lines, and how it shows quarantined rows."""

from __future__ import annotations

import re
from string import Formatter

import duckdb
import pytest
from conftest import ROOT

from python_hooks.screen import summary
from python_hooks.screen.shown_values import Known, shown_value, values_behind
from python_hooks.screen.words import TOPICS_ZH, WORDS, UnknownLanguage, chosen_language
from python_hooks.text import formats
from python_hooks.text.tables import aligned, width, wrapped

KNOWN = Known(
    personal=["crm.customers.birth_date"],
    accepted={"crm.customers.customer_type": ["person", "company"]},
    missing_words=["null", "n/a"],
)


@pytest.mark.parametrize(
    ("reasons", "row", "expected"),
    [
        (
            "not_a_number:amount",
            '{"amount": "1,234.50", "id": "7"}',
            ": amount is '1,234.50' (write it without separators and with a point: 1234.50)",
        ),
        (
            "not_a_date:birth_date,not_accepted:customer_type",
            '{"birth_date": "3 May 1980", "customer_type": "robot"}',
            ": birth_date is '9 aaa 9999' (masked),"
            " customer_type is 'robot' (accepted: person, company)",
        ),
        # Two words may be a name, unless they stand in several rows.
        (
            "not_accepted:customer_type",
            '{"customer_type": "Ann Lee"}',
            ": customer_type is 'aaa aaa' (masked) (accepted: person, company)",
        ),
        (
            "not_accepted:customer_type",
            '{"customer_type": "sole trader"}',
            ": customer_type is 'sole trader' (accepted: person, company)",
        ),
        ("not_a_timestamp:at", '{"at": "NULL"}', ": at is 'NULL'"),
        (
            "not_a_timestamp:at",
            '{"at": "1.5.24 10:00 UTC"}',
            ": at is '1.5.24 10:00 UTC' (day and"
            " month cannot be told apart: export it as 2024-05-31)",
        ),
        (
            "not_a_timestamp:at",
            '{"at": "45413.5"}',
            ": at is '45413.5' (looks like a serial day of"
            " Excel: export it as 2024-05-31 14:30:00)",
        ),
        (
            "not_a_timestamp:at",
            '{"at": "1714557600"}',
            ": at is '1714557600' (looks like seconds"
            " since 1970: export it as 2024-05-31 14:30:00)",
        ),
        (
            "scientific_notation:customer_id",
            '{"customer_id": "1E+15"}',
            ": customer_id is '1E+15' (a"
            " spreadsheet shortened it, its digits are lost: export the id as text)",
        ),
        ("not_a_number:score,out_of_range:score", '{"score": "-1"}', ": score is '-1'"),
        # A name where a time should be.
        ("not_a_timestamp:at", '{"at": "Ann Lee"}', ": at is 'aaa aaa' (masked)"),
        # Nothing was given, so there is nothing to show.
        ("missing_required:customer_id", '{"customer_id": null}', ""),
        ("missing_required:customer_id", "{}", ""),
        # A malformed row is text; an old one is kept no longer.
        ("malformed_row:", "a,b,c", ""),
        ("malformed_row:", '"12"', ""),
        ("not_a_number:amount", None, ""),
    ],
)
def test_the_values_that_a_row_was_held_back_for(
    reasons: str, row: str | None, expected: str
) -> None:
    common = {("customer_type", "sole trader")}
    assert values_behind(reasons, row, "crm.customers", KNOWN, common) == expected


def test_a_value_fits_a_line_and_a_personal_one_shows_its_shape_alone() -> None:
    assert shown_value("1\n2\x1b[31;\u202e", is_personal=False) == "'1?2?[31;?'"
    assert shown_value("1" * 61, is_personal=False) == f"'{'1' * 57}...'"
    assert shown_value("王小明 1980-05-03 é_a@b.cn", is_personal=True) == (
        "'aaa 9999-99-99 a_a@a.aa' (masked)"
    )


@pytest.mark.parametrize(
    ("value", "unit", "signed", "shown"),
    [
        (-0.0, "share", False, "0.0 %"),
        (-0.0004, "share", True, "+0.0 points"),
        (-0.0, "points", False, "0.000"),
        (-0.0004, "points", True, "+0.000"),
        (-0.0006, "points", True, "-0.001"),
        (None, "points", False, ""),
    ],
)
def test_nothing_has_no_minus(value: float | None, unit: str, signed: bool, shown: str) -> None:
    assert formats.number(value, unit, signed) == shown


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "CX_LANGUAGE": "en"}, "en"),
        ({"LANG": "C", "CX_LANGUAGE": "zh"}, "zh"),
    ],
)
def test_the_language_is_the_chosen_one_or_that_of_the_locale(
    environment: dict[str, str], language: str
) -> None:
    assert chosen_language(environment) == language


def test_a_language_that_the_screen_does_not_speak_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="CX_LANGUAGE is 'fr'; allowed: en, zh"):
        chosen_language({"CX_LANGUAGE": "fr"})


def test_every_text_has_the_same_places_in_both_languages() -> None:
    places = {
        key: [sorted(place for _, place, _, _ in Formatter().parse(text) if place) for text in both]
        for key, both in WORDS.items()
    }
    assert {key: both for key, both in places.items() if both[0] != both[1]} == {}


def test_every_topic_of_a_notice_has_a_word_in_chinese() -> None:
    models = (ROOT / "models" / "quality" / "exit").glob("notices_*.sql")
    topics = {
        each for model in models for each in re.findall(r"'(.+)' as topic", model.read_text())
    }
    assert topics == set(TOPICS_ZH)


def test_columns_and_lines_are_measured_as_a_terminal_shows_them() -> None:
    assert aligned([("指标", "数值"), ("NPS", "12.6")]) == "指标  数值\nNPS   12.6"
    assert width("数值 a") == 6
    text = "投诉率自 2025-10-01 当月起越过红线：每单 0.072 次。"
    assert wrapped(text, 24, "  ") == "投诉率自 2025-10-01 当月\n  起越过红线：每单 0.072\n  次。"
    assert wrapped("see /a/path/that/is/long.", 12, "  ") == "see\n  /a/path/that/is/long."


OUTCOME = {
    "published": None, "is_kept": False, "tests_left_out": 0, "why_not": {"en": "", "zh": ""},
    "tests": {"passed": 1, "failed": 0, "warned": []}, "personal_columns": [],
    "accepted_values": {}, "missing_words": [],
}  # fmt: skip
RECENCY = "(values ('all', 0.7), ('contract', 0.5), ('no_contract', 0.66)) as r (customer_group, a)"


@pytest.mark.parametrize(
    ("models", "said"),
    [
        # Customers with a contract have no model of their own: all are those without one.
        ("('all', 0.71, false), ('no_contract', 0.71, false)", "AUC 0.710, theirs 0.700"),
        (
            "('all', 0.73, true), ('contract', 0.58, false), ('no_contract', 0.72, true)",
            "under contract AUC 0.580, theirs 0.500",
        ),
        (
            "('all', 0.71, false), ('contract', 0.6, true), ('no_contract', 0.67, false)",
            "AUC 0.710, theirs 0.700, difference 0.010 (-0.020 to 0.030);"
            " without a contract AUC 0.670, theirs 0.660",
        ),
        ("('all', 0.73, true), ('contract', 0.6, true), ('no_contract', 0.7, true)", ""),
    ],
)
def test_a_group_whose_model_is_no_better_than_recency_is_named(models: str, said: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"""
            create schema reporting;
            create table reporting.health_backtest as
            select
                m.customer_group, 'model' as score,
                m.customer_group = 'all' or count(*) over () > 2 as is_distinct_group,
                auc, auc - a as auc_beyond_recency,
                -0.02 as auc_beyond_recency_low, 0.03 as auc_beyond_recency_high,
                is_better as is_better_than_recency
            from (values {models}) as m (customer_group, auc, is_better)
            inner join {RECENCY} on r.customer_group = m.customer_group
            union all
            select customer_group, 'recency', null, a, null, null, null, null from {RECENCY}
            """
        )
        told = " ".join(summary.screen(connection, OUTCOME, 0).split())
        assert ("warning: the health model" in told) == bool(said)
        assert f"the days since the last activity: {said}" in told or not said
        assert "健康度模型" not in told
        assert ("健康度模型" in summary.screen(connection, OUTCOME, 0, "zh")) == bool(said)
