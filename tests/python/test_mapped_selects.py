"""What a file must have, and may have twice, where a mapping reads it by a select of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from mapping_fixtures import rows_of_mapping

from python_hooks.landing.refusals import RefusedFiles

MAPPING = """
files: {orders: {files: "*.csv"}}
tables:
  commerce.orders:
    from: orders
    columns:
      order_id: number
      ordered_at: time
      updated_at: time
      order_status: state
      amount: total
"""
SELECT = "select orders.*, orders.number, orders.time from orders where orders.number <> ''"
ROWS = "number,note,time,state,total,note\n1,a,2024-03-01,paid,5,b\n"


def _rows(folder: Path, select: str, rows: str) -> list[dict[str, object]]:
    """The orders that a select makes of a file."""
    mapping = folder / "mappings" / "shop"
    (mapping / "fixture" / "shop").mkdir(parents=True)
    (mapping / "mapping.yml").write_text(MAPPING)
    (mapping / "commerce.orders.sql").write_text(select)
    (mapping / "fixture" / "shop" / "orders.csv").write_text(rows)
    return rows_of_mapping("shop", folder / "landed", folder / "mappings")[0]["commerce.orders"]


def test_a_name_twice_is_refused_only_where_the_select_names_it(tmp_path: Path) -> None:
    (row,) = _rows(tmp_path / "plain", "select orders.* from orders", ROWS)
    assert (row["order_id"], row["amount"]) == ("1", "5")
    with pytest.raises(RefusedFiles, match="this name twice: note"):
        _rows(tmp_path / "named", "select orders.*, orders.note as remark from orders", ROWS)


def test_a_required_column_that_is_absent_is_refused_and_not_read_as_empty(tmp_path: Path) -> None:
    with pytest.raises(RefusedFiles, match="lacks number, which"):
        _rows(tmp_path, SELECT, ROWS.replace("number", "no."))
