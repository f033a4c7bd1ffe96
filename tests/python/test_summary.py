"""What the screen at the end of a run shows of a row that was held back."""

from __future__ import annotations

import pytest

from python_hooks.summary import _value, shown_value, values_behind

PERSONAL = ["crm.customers.birth_date"]


@pytest.mark.parametrize(
    ("reasons", "row", "expected"),
    [
        ("not_a_number:amount", '{"amount": "1,234.50", "id": "7"}', ": amount is '1,234.50'"),
        (
            "not_a_date:birth_date,not_accepted:customer_type",
            '{"birth_date": "3 May 1980", "customer_type": "robot"}',
            ": birth_date is '9 aaa 9999' (masked), customer_type is 'aaaaa' (masked)",
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
    assert values_behind(reasons, row, "crm.customers", PERSONAL) == expected


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
    assert _value(value, unit, signed) == shown
