"""A help desk that is not like the demo's, from its raw rows to what a service manager reads."""

from __future__ import annotations

import pytest
from conftest import Run, build_without_tests, write_tables

CUSTOMERS = "customer_id,created_at,updated_at\n" + "".join(
    f"K{number},2024-01-01,2024-01-01\n" for number in range(1, 10)
)
TICKETS = """\
ticket_id,customer_id,created_at,updated_at,ticket_status,category,team,merged_into_ticket_id,is_deleted
outbound,K1,2024-03-04 08:00:00,2024-03-04 16:00:00,closed,billing,Blue,,
gone,K2,2024-03-04 08:00:00,2024-03-04 16:00:00,solved,billing,Blue,no-such-ticket,
ring-1,K3,2024-03-04 08:00:00,2024-03-04 16:00:00,closed,billing,Blue,ring-2,
ring-2,K3,2024-03-04 09:00:00,2024-03-04 16:00:00,closed,billing,Red,ring-1,
deleted,K4,2024-03-04 08:00:00,2024-03-04 16:00:00,closed,billing,Blue,,true
into-deleted,K4,2024-03-04 08:00:00,2024-03-04 16:00:00,Resolved,billing,Blue,deleted,
walk-in,K5,2024-03-04 08:00:00,2024-03-04 08:00:00,已解决,billing,Blue,,
words,K6,2024-03-04 08:00:00,2024-03-04 16:00:00,done,billing,Blue,,
chat,K7,2024-03-04 08:00:00,2024-03-04 16:00:00,pending,billing,Blue,,
one-second,K8,2024-03-04 08:00:00,2024-03-04 16:00:00,solved,billing,Blue,,
followed-up,K9,2024-03-04 08:00:00,2024-03-04 16:00:00,solved,billing,Blue,,
our-call,K9,2024-03-06 08:00:00,2024-03-06 16:00:00,solved,billing,Blue,,
unnamed,K9,2024-03-07 08:00:00,2024-03-07 16:00:00,solved,,Blue,,
parked,K9,2024-03-08 08:00:00,2024-03-08 16:00:00,parked,billing,Blue,,
late,K1,2024-06-01 08:00:00,2024-06-01 16:00:00,open,other,Blue,,
"""
EVENTS = """\
ticket_event_id,ticket_id,occurred_at,updated_at,event_type,actor_type,from_value,to_value
1,outbound,2024-03-04 08:00:00,2024-03-04 08:00:00,created,agent,,open
2,outbound,2024-03-04 08:00:00,2024-03-04 08:00:00,public_reply,agent,,
3,outbound,2024-03-04 14:00:00,2024-03-04 14:00:00,public_reply,agent,,
4,gone,2024-03-04 10:00:00,2024-03-04 10:00:00,status_changed,agent,open,solved
5,walk-in,2024-03-04 08:00:00,2024-03-04 08:00:00,created,customer,,solved
6,words,2024-03-04 11:00:00,2024-03-04 11:00:00,status_changed,agent,open,Done
7,words,2024-03-04 12:00:00,2024-03-04 12:00:00,status_changed,agent,,parked
8,chat,2024-03-04 07:59:57,2024-03-04 07:59:57,public_reply,agent,,
9,chat,2024-03-04 07:50:00,2024-03-04 07:50:00,public_reply,agent,,
q9,one-second,2024-03-04 09:00:00,2024-03-04 09:00:00,status_changed,agent,,open
q10,one-second,2024-03-04 09:00:00,2024-03-04 09:00:00,status_changed,agent,,solved
10,followed-up,2024-03-04 09:00:00,2024-03-04 09:00:00,status_changed,agent,open,solved
11,our-call,2024-03-06 08:00:00,2024-03-06 08:00:00,created,agent,,open
12,our-call,2024-03-06 09:00:00,2024-03-06 09:00:00,status_changed,agent,open,solved
13,unnamed,2024-03-07 09:00:00,2024-03-07 09:00:00,status_changed,agent,open,solved
"""
SURVEYS = """\
survey_id,updated_at,name,metric,scale_min,scale_max
S,2024-01-01,After a ticket,csat,1,5
"""
RESPONSES = """\
response_id,survey_id,responded_at,updated_at,score,customer_id,ticket_id
R1,S,2024-03-05,2024-03-05,5,K3,ring-2
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("help_desk")
    raw = write_tables(
        folder / "raw",
        {
            "crm.customers": CUSTOMERS,
            "support.tickets": TICKETS,
            "support.ticket_events": EVENTS,
            "surveys.surveys": SURVEYS,
            "surveys.responses": RESPONSES,
        },
    )
    models = (
        "metric_first_contact_resolution", "fct_survey_responses", "quarantined_rows",
        "notices_tickets",
    )  # fmt: skip
    return build_without_tests(folder, raw, models=models)


def one(built: Run, columns: str, ticket: str) -> tuple:
    ((*row,),) = built.query(
        f"select {columns} from marts.fct_tickets where ticket_id = '{ticket}'"
    )
    return tuple(row)


def test_a_ticket_vanishes_only_into_another_that_counts(built: Run) -> None:
    tickets = {ticket for (ticket,) in built.query("select ticket_id from marts.fct_tickets")}
    assert {"gone", "into-deleted", "ring-1"} <= tickets
    assert not {"ring-2", "deleted", "parked"} & tickets


def test_an_opening_message_is_no_reply_and_an_early_event_counts_as_immediate(built: Run) -> None:
    assert one(built, "first_response_minutes, agent_reply_count", "outbound") == (360, 1)
    assert one(built, "first_response_minutes, agent_reply_count", "chat") == (0, 1)
    held_back = built.query(
        "select row_key, reasons from quality.quarantined_rows order by row_key", "work.duckdb"
    )
    # Ten minutes before its ticket is no early event, and `parked` no state that anybody explained.
    assert held_back == [
        ("9", "time_reversed:occurred_at"),
        ("parked", "not_accepted:ticket_status"),
    ]


def test_statuses_of_other_systems_are_read_and_unknown_ones_reported(built: Run) -> None:
    assert one(built, "ticket_status, resolution_minutes", "walk-in") == ("solved", 0)
    assert one(built, "ticket_status, resolution_minutes", "words") == ("solved", 180)
    assert one(built, "ticket_status, is_solved", "into-deleted") == ("solved", True)
    notices = built.query("select example from quality.notices_tickets", "work.duckdb")
    assert notices == [('For example "parked".',)]


def test_events_of_one_second_follow_the_order_of_the_file(built: Run) -> None:
    assert one(built, "is_reopened, resolution_minutes", "one-second") == (False, 60)


def test_only_tickets_opened_by_the_customer_are_repeat_contacts(built: Run) -> None:
    resolved = dict(
        built.query(
            "select event_id, numerator from metrics.metric_first_contact_resolution", "work.duckdb"
        )
    )
    assert resolved["followed-up"] == 1
    assert resolved["walk-in"] == 1
    assert "unnamed" not in resolved


def test_a_survey_about_a_merged_ticket_has_the_team_of_the_surviving_one(
    built: Run,
) -> None:
    assert built.query("select team from marts.fct_survey_responses") == [("Blue",)]
