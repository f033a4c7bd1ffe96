"""What the dashboard costs: its size, the seconds to write it, and a browser's seconds to draw it.

python -m benchmarks.dashboard [FOLDER OF A WAREHOUSE]: needs a published file and Chromium.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from python_hooks.dashboard import write

RUNS = 5


def cpu_seconds() -> float:
    """CPU time of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


# The page reads ECharts in the frame after its first screen.
WITHOUT_CHARTS = "window.requestAnimationFrame = () => 0"


def seconds_to_draw(file: Path, with_charts: bool) -> list[float]:
    """Main-thread seconds of Chromium from opening the page until its first screen is drawn.

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
            session.send("Performance.enable")
            page.goto(f"file://{file.resolve()}")
            charts = "html[data-charts] " if with_charts else ""
            page.wait_for_selector(f"{charts}body[data-drawn]")
            metrics = session.send("Performance.getMetrics")["metrics"]
            measured += [each["value"] for each in metrics if each["name"] == "TaskDuration"]
            context.close()
        chromium.close()
    return measured


def main() -> None:
    """Print the figures of the page of a warehouse."""
    warehouse = Path(sys.argv[1] if len(sys.argv) > 1 else "warehouse")
    (warehouse / write.FILE_NAME).unlink(missing_ok=True)
    before = cpu_seconds()
    file = write.write_dashboard(warehouse)
    print(f"size          {file.stat().st_size / 1e6:.2f} MB")
    print(f"written in    {cpu_seconds() - before:.2f} CPU s")
    drawn, ready = (statistics.median(seconds_to_draw(file, each)) for each in (False, True))
    print(f"drawn in      {drawn:.2f} CPU s, with ECharts {ready:.2f}, medians of {RUNS}")


if __name__ == "__main__":
    main()
