"""A company whose exports write NULL for missing values and have bad descriptive cells."""

from __future__ import annotations

import pytest
from conftest import WITHOUT_UNIT_TESTS, Run, dbt, write_tables

DAYS = [f"2025-03-{day:02}" for day in range(1, 13)]


def _tables() -> dict[str, str]:
    """The raw files: twelve customers, each with one ticket, its reply and its solution."""
    customers = [
        "customer_id,created_at,updated_at,name,birth_date,customer_type,is_deleted,"
        "merged_into_customer_id"
    ]
    tickets = ["ticket_id,customer_id,created_at,updated_at,ticket_status,merged_into_ticket_id"]
    events = [
        "ticket_event_id,ticket_id,occurred_at,updated_at,event_type,actor_type,from_value,to_value"
    ]
    answers = ["response_id,survey_id,responded_at,updated_at,score,invitation_id,customer_id"]
    for number, day in enumerate(DAYS):
        customer, ticket = f"W{number}", f"q{number}"
        born = {1: "30.02.1980", 2: "n/a"}.get(number, "1980-01-31")
        kind = "robot" if number == 3 else "person"
        customers.append(
            f"{customer},2025-01-01 00:00:00 UTC,2025-01-01,None,{born},{kind},0.0,(null)"
        )
        tickets.append(f"{ticket},{customer},{day} 08:00:00 UTC,{day} 11:00:00 UTC,solved,NULL")
        events += [
            f"{ticket}r,{ticket},{day} 08:30:00,{day} 08:30:00,public_reply,agent,\\N,\\N",
            f"{ticket}s,{ticket},{day} 11:00:00,{day} 11:00:00,status_changed,agent,-,solved",
        ]
        score = 9 if number < 8 else 3
        answers.append(f"a{number},link,{day},{day},{score},Null,{customer}")
    surveys = [
        "survey_id,updated_at,name,metric,scale_min,scale_max,satisfied_from",
        "link,2025-01-01,Link,nps,0,10,无",
    ]
    tables = {
        "crm.customers": customers,
        "support.tickets": tickets,
        "support.ticket_events": events,
        "surveys.surveys": surveys,
        "surveys.responses": answers,
    }
    return {table: "\n".join(lines) + "\n" for table, lines in tables.items()}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole build of the company."""
    folder = tmp_path_factory.mktemp("missing")
    raw = write_tables(folder / "raw", _tables())
    return dbt("build", folder, *WITHOUT_UNIT_TESTS, raw_path=raw, check=True)


def test_words_for_nothing_and_bad_descriptions_take_no_row_away(company: Run) -> None:
    rows = company.query(
        "select sum(rows_read), sum(rows_accepted) from quality.row_reconciliation", "work.duckdb"
    )
    assert rows == [(61, 61)]


def test_tickets_and_answers_with_the_reference_null_count(company: Run) -> None:
    values = company.query(
        "select metric, value, event_count from reporting.metric_values"
        " where period = 'all' and dimension = 'all'"
        " and metric in ('nps', 'first_response_minutes', 'resolution_minutes')"
    )
    assert sorted((metric, round(value, 1), count) for metric, value, count in values) == [
        ("first_response_minutes", 30.0, 12),
        ("nps", 33.3, 12),
        ("resolution_minutes", 180.0, 12),
    ]


def test_words_for_missing_are_counted_by_column_and_shown_on_the_screen(company: Run) -> None:
    counted = company.query(
        "select table_name || '.' || column_name, word, cell_count from quality.missing_words"
        " order by all",
        "work.duckdb",
    )
    assert counted == [
        ("customers.birth_date", "n/a", 1),
        ("customers.merged_into_customer_id", "(null)", 12),
        ("responses.invitation_id", "null", 12),
        ("surveys.satisfied_from", "无", 1),
        ("ticket_events.from_value", "-", 12),
        ("ticket_events.from_value", "\\n", 12),
        ("ticket_events.to_value", "\\n", 12),
        ("tickets.merged_into_ticket_id", "null", 12),
    ]
    assert "cell(s) of merged_into_customer_id hold the word (null) and were read" in company.text


def test_a_bad_description_is_listed_with_its_row_and_without_its_value(company: Run) -> None:
    cells = company.query("select * from quality.faulty_cells order by row_number", "work.duckdb")
    place = ("crm", "customers", "crm/customers.csv")
    assert cells == [
        (*place, 2, "W1", "birth_date", "not_a_date", None),
        (*place, 4, "W3", "customer_type", "not_accepted", None),
    ]
    assert "crm.customers: 1 cell(s) of birth_date were read as missing (not_a_date)" in (
        company.text
    )
    assert "30.02.1980" not in company.output


def test_a_name_is_a_free_text(company: Run) -> None:
    names = company.query("select distinct name from staging.stg_crm__customers", "work.duckdb")
    assert names == [("None",)]
