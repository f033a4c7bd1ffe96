"""Print the back-test of offers: `python -m benchmarks.offers warehouse/published.duckdb`."""

from __future__ import annotations

import sys
from pathlib import Path

from python_hooks.engines.warehouse import connect

ROWS = """
select
    item_kind, target, list_length, method, customer_count, hit_rate, recall, recall_low,
    recall_high,
    recall / nullif(max(recall) filter (method = 'most_popular') over (
        partition by item_kind, target, list_length
    ), 0) as recall_to_most_popular,
    is_published
from reporting.recommendation_back_tests
where not is_suppressed
order by item_kind, target, list_length, method
"""


def main() -> None:
    """Print the rows of the back-test with each recall against that of the most popular."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.offers <published file>")
    with connect(Path(sys.argv[1]), read_only=True) as reader:
        print(reader.execute(ROWS).fetchdf().to_string(index=False))


if __name__ == "__main__":
    main()
