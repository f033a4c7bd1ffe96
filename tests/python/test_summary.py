"""What the screen at the end of a run shows of a row that was held back."""

from __future__ import annotations

import pytest

from python_hooks import formats
from python_hooks.shown_values import Known, shown_value, values_behind

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
