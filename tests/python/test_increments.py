"""When a build may be incremental."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from python_hooks.builds.code_version import code_hash
from python_hooks.builds.increments import Record, known_counts, why_full

BEFORE = Record("code", {"crm__customers": ("a", "b"), "crm__leads": ()})


def test_the_first_build_is_full() -> None:
    assert why_full(BEFORE, None, None) == "there is no build before it"


def test_a_build_over_the_same_deliveries_is_incremental_and_has_nothing_new() -> None:
    record = BEFORE.to_json()
    assert why_full(BEFORE, record, record) is None
    assert known_counts(BEFORE, record) == {"crm__customers": 2, "crm__leads": 0}


def test_deliveries_after_the_known_ones_are_new() -> None:
    today = Record("code", {"crm__customers": ("a", "b", "c"), "crm__leads": ("d",)})
    record = BEFORE.to_json()
    assert why_full(today, record, record) is None
    assert known_counts(today, record) == {"crm__customers": 2, "crm__leads": 0}


@pytest.mark.parametrize(
    "hashes",
    [(), ("a",), ("b", "a"), ("a", "c"), ("c", "a", "b")],
    ids=["all removed", "one removed", "swapped", "replaced", "one put before"],
)
def test_a_build_is_full_when_a_known_delivery_is_not_where_it_was(hashes: tuple[str, ...]) -> None:
    today = Record("code", {"crm__customers": hashes, "crm__leads": ()})
    record = BEFORE.to_json()
    expected = "a delivery of crm__customers was changed, removed, or put before an earlier one"
    assert why_full(today, record, record) == expected


def test_a_build_is_full_when_new_deliveries_store_other_types() -> None:
    before = replace(BEFORE, typed={"crm__customers": ("created_at",), "crm__leads": ()}).to_json()
    deliveries = {"crm__customers": ("a", "b", "c"), "crm__leads": ("d",)}
    kept = Record("code", deliveries, typed={"crm__customers": ("created_at",)})
    assert why_full(kept, before, before) is None
    first_of_leads = replace(kept, typed={**kept.typed, "crm__leads": ("created_at",)})
    assert why_full(first_of_leads, before, before) is None
    as_text = replace(kept, typed={"crm__customers": ()})
    expected = "the new deliveries of crm__customers store other types"
    assert why_full(as_text, before, before) == expected


def test_a_build_is_full_after_one_that_did_not_finish() -> None:
    began = Record("code", {"crm__customers": ("a", "b", "c"), "crm__leads": ()}).to_json()
    expected = "the build before it did not build every model"
    assert why_full(BEFORE, began, BEFORE.to_json()) == expected


def test_a_build_is_full_after_one_that_began_to_repeat_it() -> None:
    record = BEFORE.to_json()
    assert why_full(BEFORE, record, None) == "the build before it did not build every model"


def test_a_view_outlives_the_table_that_it_reads() -> None:
    """So the views of the build before can stay where tables are replaced as dbt does it."""
    with duckdb.connect() as connection:
        connection.execute("create table facts as select 1 as number")
        connection.execute("create view doubled as select 2 * number as number from facts")
        connection.execute("comment on column doubled.number is 'Twice as much.'")
        connection.execute("create view shown as select * from doubled")
        connection.execute("create table made as select 2 as number")
        connection.execute("alter table facts rename to backup")
        connection.execute("alter table made rename to facts")
        connection.execute("drop table backup cascade")
        assert connection.execute("from shown").fetchall() == [(4,)]
        connection.execute("drop table facts cascade")
        connection.execute("create table facts as select 3 as number")
        assert connection.execute("from shown").fetchall() == [(6,)]
        comments = "select comment from duckdb_columns() where table_name = 'doubled'"
        assert connection.execute(comments).fetchall() == [("Twice as much.",)]


def test_a_build_by_other_code_is_full() -> None:
    record = BEFORE.to_json()
    today = Record("other code", BEFORE.deliveries)
    assert why_full(today, record, record) == "the project or its variables changed"


def test_a_build_is_full_after_a_customer_was_erased() -> None:
    record = BEFORE.to_json()
    today = Record("code", BEFORE.deliveries, "a longer list")
    assert why_full(today, record, record) == "the list of erased customers changed"
    assert why_full(today, today.to_json(), today.to_json()) is None


def test_the_code_hash_covers_the_files_that_decide_a_build(tmp_path: Path) -> None:
    (tmp_path / "dbt_project.yml").write_text("name: x\n")
    (tmp_path / "models").mkdir()
    model = tmp_path / "models" / "a.sql"
    model.write_text("select 1")
    before = code_hash("{}", tmp_path)
    assert code_hash("{}", tmp_path) == before
    assert code_hash('{"as_of": "2024-01-01"}', tmp_path) != before
    (tmp_path / "models" / "notes.txt").write_text("of no importance")
    assert code_hash("{}", tmp_path) == before
    (tmp_path / "models" / "docs.md").write_text("{% docs a %} A comment. {% enddocs %}")
    assert code_hash("{}", tmp_path) != before
    (tmp_path / "models" / "docs.md").unlink()
    model.write_text("select 2")
    assert code_hash("{}", tmp_path) != before
