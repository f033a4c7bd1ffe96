"""Measure what the offers cost: `python -m benchmarks.offers_cost --customers 1000000`.

A generated shop: 3 order lines for each customer in four years, 600 products in 24 categories.
Each customer prefers one group of categories. `--method` sets what is published: item to item costs
most. Needs `dbt compile` of path:models/metrics/offers, recommendation_back_tests, recommendations.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
COMPILED = ROOT / "target" / "compiled" / "cx_warehouse" / "models"
MODELS = (
    "metrics.int_item_purchases",
    "metrics.int_items_held",
    "metrics.int_items_counted",
    "metrics.int_item_pairs_compared",
    "reporting.recommendation_back_tests",
    "reporting.recommendations",
)
CPU_SECONDS, MEBIBYTES = 60, 1024

# Draws are hashes of the line and a word, so that every run has the same shop.
SHOP = """
create schema marts;
create schema intermediate;
create schema metrics;
create schema reporting;
create macro draw(number, word) as hash(number || word) % 1000000 / 1000000.0;
create table intermediate.int_as_of as
select date '2025-12-31' as as_of_date, timestamp '2025-12-31 23:59:59' as as_of;
create table marts.dim_customers as
select 'C' || lpad(cast(number as varchar), 8, '0') as customer_id, false as is_deleted
from range($customers) as numbers (number);
create table marts.fct_order_lines as
with drawn as (
    select
        number,
        -- Everybody buys once, and few customers buy the rest: the square of a draw.
        case
            when number < $customers then number
            else cast(floor($customers * pow(draw(number // 2, 'customer'), 2)) as bigint)
        end as customer,
        case when number < $customers then -number - 1 else number // 2 end as order_number,
        draw(number, 'category') as category_draw,
        draw(number, 'product') as product_draw
    from range($customers * $lines) as numbers (number)
),
chosen as (
    select
        *,
        -- Half of the lines come from the customer's own four categories.
        case
            when draw(number, 'own') < 0.5
                then 4 * (hash(customer) % 6) + cast(floor(4 * category_draw) as bigint)
            else cast(floor(24 * pow(category_draw, 2)) as bigint)
        end as category
    from drawn
)
select
    'C' || lpad(cast(customer as varchar), 8, '0') as customer_id,
    'O' || order_number as order_id,
    'category ' || category as product_category,
    'P' || (25 * category + cast(floor(25 * pow(product_draw, 2)) as bigint)) as product_id,
    date '2022-01-01' + cast(floor(1461 * draw(order_number, 'day')) as integer) as order_date,
    draw(order_number, 'cancelled') >= 0.02 as is_purchase,
    draw(number, 'taken back') >= 0.01 as is_sale,
    draw(number, 'returned') < 0.04 as is_returned,
    case when draw(number, 'taken back') >= 0.01 then 1.0 else -1.0 end as quantity
from chosen;
create table marts.fct_tickets as
select
    order_id,
    true as is_complaint,
    cast(order_date + 3 as timestamp) as created_at
from marts.fct_order_lines
where draw(order_id, 'complaint') < 0.02;
create table reporting.dimension_labels as
select
    'product' as kind,
    product_id as key,
    product_id as label_en,
    product_id as label_zh
from marts.fct_order_lines
group by product_id;
"""


def _in_its_own_process(
    folder: Path, statements: list[str], memory_limit: str = "2200MB"
) -> tuple[float, float]:
    """CPU seconds and peak MiB of a process that runs these statements as a build would."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        with duckdb.connect(str(folder / "work.duckdb")) as connection:
            connection.execute(f"set threads = 2; set memory_limit = '{memory_limit}'")
            connection.execute("set timezone = 'UTC'")
            connection.execute("set disabled_optimizers = 'projection_pullup'")
            for statement in statements:
                connection.execute(statement)
            connection.execute("checkpoint")
        used = resource.getrusage(resource.RUSAGE_SELF)
        os.write(writer, f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}".encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(process, 0)
    cpu_seconds, mebibytes = os.read(reader, 100).decode().split()
    os.close(reader)
    return float(cpu_seconds), float(mebibytes)


def main() -> None:
    """Print the CPU seconds and the peak memory of each model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=3, help="order lines for each customer")
    parser.add_argument("--method", choices=("item_to_item", "most_popular", "same_again"))
    parser.add_argument("--memory-limit", default="2200MB", help="DuckDB's, beside the shop itself")
    parser.add_argument("--compiled", type=Path, default=COMPILED)
    parser.add_argument("--shop", type=Path, help="folder that keeps the generated shop")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.shop or Path(scratch)
        if not (folder / "work.duckdb").exists():
            folder.mkdir(parents=True, exist_ok=True)
            shop = SHOP.replace("$customers", str(options.customers))
            _in_its_own_process(folder, [shop.replace("$lines", str(options.lines))])
        total, highest = 0.0, 0.0
        for model in MODELS:
            schema, name = model.split(".")
            place = f"{schema}/offers" if schema == "metrics" else schema
            sql = (options.compiled / place / f"{name}.sql").read_text(encoding="utf-8")
            statements = [f"create or replace table {model} as {sql}"]
            if name == "recommendation_back_tests" and options.method:
                statements.append(f"update {model} set is_published = method = '{options.method}'")
            started = time.perf_counter()
            cpu_seconds, mebibytes = _in_its_own_process(folder, statements, options.memory_limit)
            wall = time.perf_counter() - started
            print(f"{name}: {cpu_seconds:.1f} CPU-s, {wall:.1f} s, {mebibytes:.0f} MiB", flush=True)
            total, highest = total + cpu_seconds, max(highest, mebibytes)
        with duckdb.connect(str(folder / "work.duckdb"), read_only=True) as connection:
            lines, customers, held = connection.execute(
                "select (select count(*) from marts.fct_order_lines), count(distinct customer_id),"
                " (select count(*) from metrics.int_items_held) from metrics.int_item_purchases"
            ).fetchone()
            methods = connection.execute(
                "select distinct item_kind || ' ' || method from"
                " reporting.recommendation_back_tests where is_published order by all"
            ).fetchall()
    print(f"{lines:,} lines of {customers:,} customers, {held:,} items held; ", end="")
    print(", ".join(method for (method,) in methods))
    print(f"{total:.1f} CPU-s (at most {CPU_SECONDS}), {highest:.0f} MiB (at most {MEBIBYTES})")


if __name__ == "__main__":
    main()
