"""What the dashboard costs: its size, the seconds to write it, and a browser's seconds to draw it.

python -m benchmarks.dashboard [FOLDER] [--wide]: needs a published file in it and Chromium.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import tempfile
from pathlib import Path

import duckdb
from playwright.sync_api import sync_playwright

from python_hooks.dashboard import write

RUNS = 5

# A large company's values: each value of the whole company again for 30 regions, 12 channels, 20
# teams, and all combinations with them; nothing is hidden. Factors by hash, so that texts differ.
WIDE = """
create temp table parts as
select dimension, part, position from reporting.metric_combinations
union all
select distinct dimension, dimension, 1 from reporting.metric_values
where dimension not in (select dimension from reporting.metric_combinations);
create temp table part_values as
select distinct dimension as part, dimension_value as part_value from reporting.metric_values
where dimension not in ('all', 'region', 'channel', 'team')
union all
select part, part || ' ' || number
from (values ('region', 30), ('channel', 12), ('team', 20)) as counts (part, part_count),
    unnest(range(1, part_count + 1)) as numbers (number);
create temp table slices as
with recursive joined as (
    select dimension, position, part_value as dimension_value
    from parts inner join part_values using (part) where position = 1
    union all
    select parts.dimension, parts.position, joined.dimension_value || ' | ' || part_value
    from joined
    inner join parts on joined.dimension = parts.dimension and parts.position = joined.position + 1
    inner join part_values on parts.part = part_values.part
)
select dimension, dimension_value from joined
qualify position = max(position) over (partition by dimension);
create or replace table reporting.metric_values as
with shapes as (
    select distinct metric, period, dimension from reporting.metric_values where dimension <> 'all'
)
select * from reporting.metric_values where dimension = 'all'
union all by name
select
    totals.* exclude (dimension, dimension_value, value),
    slices.*,
    value * (0.8 + hash(metric, period_start, slices.dimension_value) % 1000 / 2500) as value
from reporting.metric_values as totals
inner join shapes using (metric, period)
inner join slices on shapes.dimension = slices.dimension
where totals.dimension = 'all' and period <> 'day' and value is not null
"""


def cpu_seconds() -> float:
    """CPU time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


# The page reads ECharts in the frame after its first screen.
WITHOUT_CHARTS = "window.requestAnimationFrame = () => 0"


def seconds_to_draw(file: Path, with_charts: bool) -> list[float]:
    """Main-thread CPU seconds of Chromium from opening the page until its first screen is drawn.

    with_charts: until ECharts is read, too.
    """
    measured = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for _ in range(RUNS):
            context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)
            if not with_charts:
                context.add_init_script(WITHOUT_CHARTS)
            page = context.new_page()
            session = context.new_cdp_session(page)
            # The time of its thread; by the clock a busy machine would count, too.
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(f"file://{file.resolve()}")
            charts = "html[data-charts] " if with_charts else ""
            page.wait_for_selector(f"{charts}body[data-drawn]")
            metrics = session.send("Performance.getMetrics")["metrics"]
            measured += [each["value"] for each in metrics if each["name"] == "TaskDuration"]
            context.close()
        chromium.close()
    return measured


def widen(published: Path) -> None:
    """Give a published file the slices of a large company, and print how many values it has."""
    published.chmod(0o600)
    with duckdb.connect(str(published)) as connection:
        connection.execute(WIDE)
        (rows,) = connection.execute("select count(*) from reporting.metric_values").fetchone()
    print(f"values        {rows:,}")


def measure(warehouse: Path) -> None:
    """Write the page of a warehouse, and print its figures."""
    before = cpu_seconds()
    file = write.write_dashboard(warehouse)
    print(f"size          {file.stat().st_size / 1e6:.2f} MB")
    print(f"written in    {cpu_seconds() - before:.2f} CPU s")
    drawn, ready = (statistics.median(seconds_to_draw(file, each)) for each in (False, True))
    print(f"drawn in      {drawn:.2f} CPU s, with ECharts {ready:.2f}, medians of {RUNS}")


def main() -> None:
    """Measure the page of a warehouse; with --wide that of a company with many slices."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("warehouse", nargs="?", type=Path, default=Path("warehouse"))
    parser.add_argument("--wide", action="store_true", help="30 regions, 12 channels, 20 teams")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(shutil.copy(arguments.warehouse / "published.duckdb", folder))
        if arguments.wide:
            widen(copied)
        measure(copied.parent)


if __name__ == "__main__":
    main()
