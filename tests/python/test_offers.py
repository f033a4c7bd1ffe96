"""Offers look at nothing later, and neither noise nor the order of rows moves them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from conftest import dbt

from benchmarks.offers_cost import MODELS, SHOP

TODAY = "2025-06-30"
METHODS = ("item_to_item", "most_popular", "same_again")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The SQL of the models from order lines to offers."""
    names = [model.split(".")[1] for model in MODELS]
    run = dbt("compile", tmp_path_factory.mktemp("compiled"), "--select", *names, check=True)
    (folder,) = run.target.glob("compiled/*/models")
    return {model: _only(folder, model).read_text(encoding="utf-8") for model in MODELS}


def _only(folder: Path, model: str) -> Path:
    (file,) = folder.rglob(f"{model.split('.')[1]}.sql")
    return file


def built(compiled: dict[str, str], *changes: str) -> dict[str, list[tuple]]:
    """The back-test, and today's offers by each method, of a generated shop with changes."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as work")
        connection.execute("use work")
        connection.execute(SHOP.replace("$customers", "1500").replace("$lines", "12"))
        connection.execute(f"update intermediate.int_as_of set as_of_date = date '{TODAY}'")
        for change in changes:
            connection.execute(change)
        for model in MODELS[:-1]:
            connection.execute(f"create table {model} as {compiled[model]}")
        found = {
            name: connection.execute(f"select * from {name} {condition} order by all").fetchall()
            for name, condition in {
                "reporting.recommendation_back_tests": "",
                "metrics.int_item_pairs_compared": "where basis = 'back_test'",
                "metrics.int_items_held": "where basis = 'back_test'",
            }.items()
        }
        for method in METHODS:
            connection.execute(
                f"update reporting.recommendation_back_tests set is_published = method = '{method}'"
            )
            found[method] = connection.execute(
                f"from ({compiled[MODELS[-1]]}) order by all"
            ).fetchall()
        return found


def test_what_happens_after_today_changes_no_offer(compiled: dict[str, str]) -> None:
    whole = built(compiled)
    assert all(whole[method] for method in METHODS)
    assert whole == built(
        compiled,
        f"delete from marts.fct_order_lines where order_date > date '{TODAY}'",
        f"delete from marts.fct_tickets where created_at >= timestamp '{TODAY}' + interval 1 day",
    )


def test_what_the_back_test_judges_changes_nothing_that_it_learned(
    compiled: dict[str, str],
) -> None:
    learned_until = "2025-05-01"
    whole = built(compiled)
    known = built(
        compiled,
        f"delete from marts.fct_tickets where created_at >= date '{learned_until}' + 1",
        f"delete from marts.fct_order_lines where order_date > date '{learned_until}'",
    )
    for name in ("metrics.int_item_pairs_compared", "metrics.int_items_held"):
        assert whole[name]
        assert known[name] == whole[name]


def test_neither_noise_nor_the_order_of_rows_moves_an_offer(compiled: dict[str, str]) -> None:
    shaken = built(
        compiled,
        "create or replace table marts.fct_order_lines as"
        " select * replace (quantity * (1 + 1e-12 * (hash(order_id) % 3 - 1.0)) as quantity)"
        " from marts.fct_order_lines order by hash(order_id || product_id)",
    )
    assert shaken == built(compiled)
