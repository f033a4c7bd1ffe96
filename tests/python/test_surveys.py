"""A company with survey tools of other habits than the demo's."""

from __future__ import annotations

import pytest
from conftest import Run, build_without_tests, write_tables

CUSTOMERS = [f"K{number:02}" for number in range(1, 15)]
# Blanks around a cell are dropped when it is read; those inside and the case are joined.
CHANNELS = ["E mail", "email", "EMAIL", "email", " Email", "email", "e mail", "email", "e-mail"]


def _tables() -> dict[str, str]:
    """The raw files. One link for all NPS answers, smileys, effort from 1 (none) to 7 (much)."""
    customers = [f"{customer},2024-01-01,2024-01-01" for customer in CUSTOMERS]
    surveys = [
        "link,2024-01-01,Link,nps,0,10,,",
        "five,2024-01-01,Five stars,nps,1,5,,",
        "faces,2024-01-01,Smileys,csat,1,3,,",
        "effort,2024-01-01,How much effort was it,ces,1,7,false,",
        "pilot,2024-01-01,How easy was it,ces,1,5,true,",
    ]
    answers = []

    def answer(survey: str, day: int, score: int, invitation: str = "", channel: str = "") -> None:
        at = f"2025-03-{day:02} 10:00:00"
        customer = CUSTOMERS[day - 1]
        answers.append(
            f"a{len(answers)},{survey},{at},{at},{score},{invitation},{customer},{channel}"
        )

    for day in range(1, 13):
        answer("link", day, 10 if day > 3 else 5, "LINK-1", (CHANNELS * 2)[day - 1])
        answer("effort", day, 3 if day % 4 == 0 else 1)
    for day in range(1, 11):
        answer("faces", day, 3 if day <= 4 else 2)
    for day in range(1, 6):
        answer("five", day, 5)
    answer("pilot", 14, 5)
    return {
        "crm.customers": "\n".join(["customer_id,created_at,updated_at", *customers]),
        "surveys.surveys": "\n".join(
            [
                "survey_id,updated_at,name,metric,scale_min,scale_max,is_higher_better,satisfied_from",
                *surveys,
            ]
        ),
        "surveys.responses": "\n".join(
            [
                "response_id,survey_id,responded_at,updated_at,score,invitation_id,customer_id,channel",
                *answers,
            ]
        ),
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole build of the company."""
    folder = tmp_path_factory.mktemp("surveys")
    raw_path = write_tables(folder / "raw", _tables())
    models = ("metric_values", "metric_catalogue", "notices_surveys", "notices_dimensions")
    return build_without_tests(folder, raw_path, models=models)


def _all_time(company: Run, metric: str) -> tuple:
    """Events, value, target, red line and status of a metric over all time."""
    (row,) = company.query(
        "select event_count, value, target, red_line, status from reporting.metric_values"
        f" where metric = '{metric}' and period = 'all' and dimension = 'all'"
    )
    return row


def test_answers_that_name_one_unknown_invitation_all_count(company: Run) -> None:
    assert _all_time(company, "nps")[:2] == (12, 100 * (9 - 3) / 12)


def test_nps_on_five_stars_is_left_out_with_the_reason(company: Run) -> None:
    assert company.query(
        "select survey_id, left_out_reason, count(*) from marts.fct_survey_responses"
        " where not is_counted group by all"
    ) == [("five", "scale_not_of_the_metric", 5)]


def test_only_the_best_of_three_smileys_is_satisfied(company: Run) -> None:
    assert _all_time(company, "csat")[:2] == (10, 0.4)


def test_little_effort_is_green_if_lower_is_better_in_the_survey(company: Run) -> None:
    assert _all_time(company, "ces") == (12, 1.5, 2.5, 3.5, "green")
    assert company.query("select better from reporting.metric_catalogue where metric = 'ces'") == [
        ("lower",)
    ]


def test_spellings_of_a_channel_are_one_slice(company: Run) -> None:
    assert company.query(
        "select dimension_value, event_count from reporting.metric_values"
        " where metric = 'nps' and period = 'all' and dimension = 'channel' order by all"
    ) == [("e-mail", 1), ("email", 11)]


def test_notices_report_merged_spellings_and_left_out_answers(company: Run) -> None:
    told = company.query(
        "select subject, row_count from quality.notices_surveys"
        " union all select subject, row_count from quality.notices_dimensions order by all",
        "work.duckdb",
    )
    # Of the 12 channels 6 are written otherwise than `email` and `e-mail`.
    assert told == [("ces", 1), ("channel", 6), ("csat", 10), ("invitations", 12), ("nps", 5)]
