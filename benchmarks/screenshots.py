"""Make the READMEs' pictures of the dashboard: python -m benchmarks.screenshots [WAREHOUSE FOLDER].

Needs Chromium and, for Chinese, a font such as Debian's fonts-noto-cjk.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from python_hooks.dashboard.write import FILE_NAME

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1280, 800


def main() -> None:
    """Write docs/images/dashboard_en.png and dashboard_zh.png."""
    warehouse = Path(sys.argv[1] if len(sys.argv) > 1 else "warehouse").resolve()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for language in ("en", "zh"):
            page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(f"file://{warehouse / FILE_NAME}#overview?lang={language}&theme=light")
            page.wait_for_selector("html[data-charts] body[data-drawn]")
            path = IMAGES / f"dashboard_{language}.png"
            page.screenshot(path=path)
            print(f"wrote {path}")
        chromium.close()


if __name__ == "__main__":
    main()
