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


def seconds_to_draw(file: Path) -> list[float]:
    """Main-thread seconds of Chromium from opening the page until its first screen is drawn."""
    measured = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for _ in range(RUNS):
            context = chromium.new_context(viewport={"width": 1440, "height": 900}, offline=True)
            page = context.new_page()
            session = context.new_cdp_session(page)
            session.send("Performance.enable")
            page.goto(f"file://{file.resolve()}")
            page.wait_for_selector("body[data-drawn]")
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
    print(f"drawn in      {statistics.median(seconds_to_draw(file)):.2f} CPU s, median of {RUNS}")


if __name__ == "__main__":
    main()
