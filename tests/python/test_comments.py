"""Comments of a small company: planted topics are found, and no personal data is published."""

from __future__ import annotations

import duckdb
import pytest
from conftest import WITHOUT_UNIT_TESTS, Run, dbt, dbt_process, write_tables
from test_privacy import found_in

# Customer number n is called NameXn and has the order ZQ-n, whose id is published with the order.
NAMED = "NameX7 here, order ZQ-7 is late. Mail namex7@example.org or call 13800138000."
SECRETS = ["NameX7", "namex7@example.org", "13800138000", NAMED]
FRENCH = "Le personnel était très agréable mais la chambre était vraiment sale"


def _tables() -> dict[str, str]:
    """Twenty low answers on the battery and its wobbling, thirty high ones on friendly staff."""
    low = [(n, 1, "The battery was empty and it wobbles") for n in range(1, 21)]
    high = [(n, 5, "The staff was friendly and cheerful") for n in range(21, 51)]
    answers = [(f"C{n}", f"C{n}", "S1", score, text) for n, score, text in low + high]
    answers += [("C7b", "C7", "S1", 2, NAMED), ("C8b", "C8", "S1", 4, FRENCH)]
    answers += [(f"R{n}", f"C{n}", "S2", 2, "价格太贵") for n in range(1, 13)]
    customers = [f"C{n},NameX{n},2025-01-01,2025-01-01" for n in range(1, 51)]
    orders = [f"ZQ-{n},C{n},2025-02-01,2025-02-01,paid,10" for n in range(1, 51)]
    rows = [f'{key},{survey},2025-03-05,2025-03-05,{score},{customer},"{text}"'
            for key, customer, survey, score, text in answers]  # fmt: skip
    return {
        "crm.customers": "\n".join(["customer_id,name,created_at,updated_at", *customers]),
        "commerce.orders": "\n".join(
            ["order_id,customer_id,ordered_at,updated_at,order_status,amount", *orders]
        ),
        "surveys.surveys": "survey_id,updated_at,name,metric,scale_min,scale_max\n"
        "S1,2025-01-01,After the visit,csat,1,5\nS2,2025-01-01,Reviews,rating,1,5\n",
        "surveys.responses": "\n".join(
            ["response_id,survey_id,responded_at,updated_at,score,customer_id,comment", *rows]
        ),
        "support.tickets": "ticket_id,customer_id,created_at,updated_at,ticket_status,subject\n"
        "T1,C1,2025-03-06,2025-03-06,open,Battery is dead\n",
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole build of the company that publishes masked examples.

    In a process of its own: whether a model is there is decided while dbt parses.
    """
    folder = tmp_path_factory.mktemp("comments")
    raw_path = write_tables(folder / "given" / "raw", _tables())
    return dbt_process(
        "build", folder, *WITHOUT_UNIT_TESTS, "--vars", "{publish_comment_examples: true}",
        raw_path=raw_path, environment={"DBT_LOG_LEVEL_FILE": "debug"}, check=True,
    )  # fmt: skip


def test_planted_topics_are_found_with_their_effect(company: Run) -> None:
    [battery] = company.query(
        "select with_count, mean_with, mean_without, difference_high from reporting.topic_effects"
        " where metric = 'csat' and topic = 'battery'"
    )
    # 30 of the other 31 answers that could be read are satisfied.
    assert battery[:2] == (20, 0)
    assert battery[2] == pytest.approx(100 * 30 / 31)
    assert battery[3] < -80
    assert company.query(
        "select dimension_value, comment_count, mention_count from reporting.comment_topics"
        " where dimension = 'comment_source' and period = 'all' and topic = 'price_level'"
    ) == [("review", 12, 12)]


def test_comments_in_other_languages_are_reported_and_not_counted(company: Run) -> None:
    assert company.query(
        "select row_count from reporting.notices where topic = 'comments' and subject = 'language'",
        "work.duckdb",
    ) == [(1,)]
    [(count, negative)] = company.query(
        "select event_count, numerator from reporting.metric_values"
        " where metric = 'negative_comment_share' and period = 'all' and dimension = 'all'"
    )
    assert (count, negative) == (63, 33)


def test_words_of_low_scores_are_candidates_for_the_lexicon(company: Run) -> None:
    words = [word for (word,) in company.query("select word from reporting.comment_words")]
    assert "wobbles" in words
    assert not {"battery", "cheerful"} & {*words}


def test_no_comment_leaves_the_work_file_but_masked(company: Run) -> None:
    folder = company.warehouse.parent
    own = [company.warehouse / name for name in ("landed", "work.duckdb", "work.duckdb.wal")]
    assert found_in(folder, SECRETS, without=(folder / "given", *own)) == []
    examples = company.query(
        "select example from reporting.comment_examples where example like '%call%'"
    )
    hidden = "[known] here, order [known] is late. Mail [email] or call [phone]."
    assert {example for (example,) in examples} == {hidden}


def test_examples_are_not_published_unless_asked_for(demo_build: Run) -> None:
    assert "reporting.comment_examples" not in demo_build.tables()


def test_a_text_is_read_again_only_by_another_reader(company: Run) -> None:
    work = company.warehouse / "work.duckdb"
    with duckdb.connect(str(work)) as connection:
        connection.execute("update metrics.int_comment_findings set language = 'kept'")
        connection.execute(
            "update metrics.int_comment_findings set reader = 'older' where language = 'kept'"
            " and text_id = (select md5('价格太贵'))"
        )
        connection.execute(
            "delete from metrics.int_comment_findings where text_id = md5('Battery is dead')"
        )
    folder = company.warehouse.parent
    dbt("run", folder, "--select", "int_comment_findings",
        raw_path=folder / "given" / "raw", check=True)  # fmt: skip
    found = company.query(
        "select language, count(distinct text_id), min(topic) from metrics.int_comment_findings"
        " where language <> 'kept' group by language order by language",
        "work.duckdb",
    )
    assert found == [("unknown", 1, "battery"), ("zh", 1, "price_level")]
