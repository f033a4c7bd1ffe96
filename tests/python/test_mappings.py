"""The shipped mappings read their fixtures as expected, and only what they declare."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import dbt
from mapping_fixtures import MAPPINGS, expected_rows, rows_of_mapping

pytest.importorskip("python_calamine")

SHIPPED = sorted(path.parent.name for path in MAPPINGS.glob("*/mapping.yml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_mapping_makes_the_expected_rows_of_its_fixture(
    name: str, tmp_path: Path
) -> None:
    rows, _ = rows_of_mapping(name, tmp_path / "landed")
    files = sorted((MAPPINGS / name / "expected").glob("*.csv"))
    assert [path.stem for path in files] == sorted(rows)
    for path in files:
        expected = expected_rows(path)
        found = [
            {column: str(row[column]) if row[column] is not None else None for column in wanted}
            for wanted, row in zip(expected, rows[path.stem], strict=True)
        ]
        assert found == expected, path.stem


def test_a_mapped_folder_is_staged_and_only_what_is_mapped(tmp_path: Path) -> None:
    mapped = "{mapping: my_files, folders: [shop_files]}"
    sources = ", ".join(f"{each}: {mapped}" for each in ("crm", "commerce", "support", "surveys"))
    run = dbt(
        "build",
        tmp_path,
        *("--select", "+stg_commerce__orders", "+stg_surveys__responses"),
        *("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"),
        *("--vars", f"{{raw_sources: {{{sources}}}}}"),
        raw_path=MAPPINGS / "my_files" / "fixture",
        check=True,
    )
    work = "work.duckdb"
    orders = "select order_id, order_status, amount::double, ordered_at::varchar"
    assert run.query(f"{orders} from staging.stg_commerce__orders order by 1", work) == [
        ("1001", "paid", 1299.0, "2024-03-01 09:00:00"),
        ("1002", "cancelled", 59.9, "2024-03-31 10:30:00"),
    ]
    held_back = "select _status, count(*) from staging.base_commerce__orders group by 1 order by 1"
    assert run.query(held_back, work) == [("accepted", 2), ("quarantined", 1)]
    assert run.query("select count(*) from staging.stg_surveys__responses", work) == [(3,)]
    assert run.query("select count(*) from raw.engagement__events", work) == [(0,)]
