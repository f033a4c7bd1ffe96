"""The dashboard: its figures are the published ones, and a browser draws it without a fault."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import pytest
from conftest import ROOT, Run

from python_hooks.dashboard import tables, write
from python_hooks.dashboard.brief import briefs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="There is no Chromium: install Debian's package chromium."
)
SCREENS = (
    "overview", "satisfaction", "service", "retention", "value", "personas", "drivers", "journey",
    "voice", "loop", "quality", "metric",
)  # fmt: skip
FILTERS = ("segment", "region", "channel", "value_tier", "team")
# Texts of charts with too little contrast, as WCAG counts it, with what lies behind their middle:
# the last opaque shape drawn before them, or the card.
CHART_CONTRASTS = r"""() => {
    const rgb = text => (text.match(/[\d.]+/g) ?? []).map(Number);
    const light = parts => parts.slice(0, 3).map(part => part / 255)
        .map(part => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
    const isOpaque = shape => {
        const {fill, fillOpacity, opacity} = getComputedStyle(shape);
        return fill !== "none" && (rgb(fill)[3] ?? 1) * fillOpacity * opacity > 0.9;
    };
    const covers = (shape, x, y) => shape.isPointInFill(
        new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse()));
    const found = [];
    for (const svg of document.querySelectorAll(".chart svg")) {
        const shapes = [];
        for (const each of svg.querySelectorAll("path, rect, circle, polygon, text")) {
            if (each.tagName !== "text") {
                if (isOpaque(each)) shapes.push(each);
                continue;
            }
            if (!each.textContent.trim()) continue;
            const box = each.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const behind = shapes.findLast(shape => covers(shape, x, y));
            const back = behind
                ? getComputedStyle(behind).fill
                : getComputedStyle(svg.closest(".card")).backgroundColor;
            const [front, ground] = [getComputedStyle(each).fill, back].map(rgb).map(light);
            const contrast = (Math.max(front, ground) + 0.05) / (Math.min(front, ground) + 0.05);
            if (contrast < 4.5) found.push([each.textContent, contrast]);
        }
    }
    return found;
}"""

# Pairs of texts of a chart of which one lies on the other.
COVERED_TEXTS = r"""() => [...document.querySelectorAll(".chart svg")].flatMap(svg => {
    const texts = [...svg.querySelectorAll("text")].filter(each => each.textContent.trim());
    const boxes = texts.map(each => [each.textContent, each.getBoundingClientRect()]);
    return boxes.flatMap(([text, a], place) => boxes.slice(place + 1)
        .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)
        .map(([other]) => [text, other]));
})"""


def content_of(page: Path) -> dict:
    """The data of the page, unpacked."""
    packed = re.search(r'id="data" type="text/plain">([^<]*)<', page.read_text(encoding="utf-8"))[1]
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def rows_of(content: dict, name: str) -> list[dict]:
    """The rows of a dataset, as the page reads them."""
    table = content["tables"][name]
    columns = {
        column: [
            table["texts"][column][value]
            if column in table["texts"] and value is not None
            else value
            for value in values
        ]
        for column, values in table["columns"].items()
    }
    return [
        dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)
    ]


@pytest.fixture(scope="module")
def content(demo_build: Run) -> dict:
    return content_of(demo_build.warehouse / write.FILE_NAME)


def test_every_figure_of_the_page_is_the_published_one(demo_build: Run, content: dict) -> None:
    # The digits that are shown; a share is shown as percent.
    digits = dict(
        demo_build.query(
            "select metric, decimals + case when unit = 'share' then 2 else 0 end"
            " from reporting.metric_catalogue"
        )
    )
    published = {
        row[:5]: row[5:]
        for row in demo_build.query(
            "select metric, period, cast(period_start as varchar), dimension, dimension_value,"
            " event_count, value, value_low, value_high, target, red_line, status, is_complete,"
            " is_suppressed from reporting.metric_values where period <> 'day'"
        )
    }
    rows = rows_of(content, "values")
    assert len(rows) == len(published) > 30_000
    for row in rows:
        key = tuple(
            row[each]
            for each in ("metric", "period", "period_start", "dimension", "dimension_value")
        )
        count, value, low, high, *rest = published[key]
        whole, below, above = row["whole_value"], row["steps_to_low"], row["steps_to_high"]
        if value is None:
            assert (row["event_count"], whole, below, above) == (None,) * 4, key
        else:
            assert row["event_count"] == count
            unit = 10 ** -digits[row["metric"]]
            shown = [
                whole,
                below if below is None else whole - below,
                above if above is None else whole + above,
            ]
            for figure, wanted in zip(shown, (value, low, high), strict=True):
                assert (figure is None) == (wanted is None), key
                assert figure is None or abs(figure * unit - wanted) <= 0.501 * unit, key
        assert rest == [
            row["target"], row["red_line"], row["status"], row["is_complete"], row["is_suppressed"],
        ]  # fmt: skip


def test_the_page_names_no_customer(content: dict) -> None:
    columns = {column for table in content["tables"].values() for column in table["columns"]}
    assert not columns & {"customer_id", "ticket_id", "order_id", "invitation_id", "response_id"}


def test_the_demos_page_is_small_and_asks_no_host(demo_build: Run) -> None:
    text = (demo_build.warehouse / write.FILE_NAME).read_text(encoding="utf-8")
    assert len(text.encode()) <= 2_000_000
    assert "default-src 'none'" in text
    assert not re.search(r'(?:src|href)="https?:', text)


def test_a_page_over_its_limit_names_the_parts_left_out(demo_build: Run) -> None:
    """With a limit of 0 bytes everything goes that may; what has one dimension stays."""
    contents = []
    for limit_bytes in (tables.LIMIT_BYTES, 0):
        with duckdb.connect(str(demo_build.published), read_only=True) as connection:
            text = tables.packed(connection, briefs(connection), limit_bytes)
        contents.append(json.loads(gzip.decompress(base64.b64decode(text))))
    assert [len(each["omitted"]) for each in contents] == [0, len(tables.OMISSIONS)]
    whole, small = (rows_of(each, "values") for each in contents)
    combined = {each["name"] for each in contents[0]["combinations"]}
    assert combined & {row["dimension"] for row in whole}
    assert not combined & {row["dimension"] for row in small}
    assert {"all", "region"} <= {row["dimension"] for row in small}


def test_the_same_file_gives_the_same_page(demo_build: Run, tmp_path: Path) -> None:
    shutil.copy(demo_build.published, tmp_path / "published.duckdb")
    first = write.write_dashboard(tmp_path).read_bytes()
    (tmp_path / write.FILE_NAME).unlink()
    assert write.write_dashboard(tmp_path).read_bytes() == first


def test_a_missing_published_file_is_an_error_message(tmp_path: Path) -> None:
    with pytest.raises(write.CannotWrite, match=r"has no published.duckdb. Build first"):
        write.write_dashboard(tmp_path)


class Pages:
    """One Chromium without a network; what its pages say and ask for is kept."""

    def __init__(self, chromium: Any, file: Path) -> None:
        self.chromium = chromium
        self.file = file
        self.complaints: list[str] = []

    def opened(self, width: int, theme: str, **options: Any) -> Any:
        """An empty page of a width in a theme."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, offline=True, **options
        )
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._note(request.url))
        return page

    def _note(self, url: str) -> None:
        if not url.startswith(("file:", "about:", "data:", "blob:")):
            self.complaints.append(f"asked for {url}")

    def draw(self, page: Any, target: str, file: Path | None = None) -> None:
        """Show #target and draw every chart of it."""
        page.goto("about:blank")
        page.goto(f"file://{file or self.file}#{target}")
        page.wait_for_selector("html[data-charts] body[data-drawn]", timeout=60_000)
        page.evaluate("() => dispatchEvent(new Event('beforeprint'))")


@pytest.fixture(scope="module")
def pages(demo_build: Run) -> Iterator[Pages]:
    """A Chromium for the page of the demo."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Pages(chromium, demo_build.warehouse / write.FILE_NAME)
        chromium.close()


# What passes is not described: that took a third of its time.
ONLY_VIOLATIONS = {"resultTypes": ["violations"]}


# Each language, theme and width is in one of two settings; the others run at night.
EACH_ONCE = {("en", "light", 1440), ("zh", "dark", 375)}
SETTINGS = [
    pytest.param(
        *setting,
        marks=() if setting in EACH_ONCE else (pytest.mark.thorough,),
        id="-".join(map(str, setting)),
    )
    for setting in product(("en", "zh"), ("light", "dark"), (375, 1440))
]


@needs_browser
@pytest.mark.parametrize(("language", "theme", "width"), SETTINGS)
def test_everybody_can_read_every_screen(
    pages: Pages, language: str, theme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe's own script is none that the page's policy allows.
    page = pages.opened(width, theme, bypass_csp=True)
    faults: list[tuple] = []
    for screen in SCREENS:
        pages.draw(page, f"{screen}?lang={language}")
        faults += [
            (screen, each["id"], each["nodes"][0]["html"][:200])
            for each in Axe().run(page, options=ONLY_VIOLATIONS).response["violations"]
        ]
        faults += [(screen, "pale", *each) for each in page.evaluate(CHART_CONTRASTS)]
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        if wide > width:
            faults.append((screen, "wide", wide))
    page.context.close()
    assert not faults
    assert not pages.complaints


@needs_browser
def test_long_names_of_actions_do_not_cover_each_other_on_a_telephone(pages: Pages) -> None:
    page = pages.opened(375, "light")
    pages.draw(page, "loop?lang=en")
    drawn = page.evaluate("() => document.querySelectorAll('.chart svg').length")
    covered = page.evaluate(COVERED_TEXTS)
    page.context.close()
    assert drawn > 0
    assert covered == []


@needs_browser
def test_a_value_of_an_unfinished_period_is_shown_if_no_period_is_finished(pages: Pages) -> None:
    page = pages.opened(1440, "light")
    pages.draw(page, "retention?lang=en")
    row = page.locator("tr", has_text="Predicted customer lifetime value").first.inner_text()
    page.context.close()
    assert "(unfinished)" in row
    assert "CNY" in row


@needs_browser
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_works_with_every_filter(
    pages: Pages, content: dict, screen: str, is_thorough: bool
) -> None:
    """All filters at once, and at night each alone."""
    values = rows_of(content, "values")
    page = pages.opened(1440, "light")
    chosen = {
        name: next(row["dimension_value"] for row in values if row["dimension"] == name)
        for name in FILTERS
    }
    targets = [urlencode({"lang": "zh", **chosen}), "lang=zh&period=quarter"]
    targets += ["lang=en&period=year&start=2024-01-01", "lang=en&period=week"]
    if is_thorough:
        targets += [urlencode({"lang": "en", name: value}) for name, value in chosen.items()]
    for target in targets:
        pages.draw(page, f"{screen}?{target}")
        heading = page.locator("h1").inner_text()
        assert heading, target
    page.context.close()
    assert not pages.complaints


@needs_browser
def test_a_filter_is_printed_with_its_label_and_stored_in_the_address(pages: Pages) -> None:
    page = pages.opened(1440, "light")
    pages.draw(page, "overview?lang=en")
    page.get_by_label("Period").select_option("quarter")
    page.locator(".filters select").nth(2).select_option(index=1)
    page.wait_for_function("() => location.hash.includes('segment=')")
    assert "period=quarter" in page.evaluate("() => location.hash")
    words = page.locator(".active").inner_text()
    chosen = page.locator(".filters select").nth(2).locator("option:checked").inner_text()
    assert "Quarters" in words
    assert chosen in words
    page.context.close()


@needs_browser
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_printed_page_is_the_brief(pages: Pages, language: str) -> None:
    page = pages.opened(717, "light")  # A4 within the margins of a browser: 717 x 1,046 pixels
    pages.draw(page, f"overview?lang={language}")
    page.emulate_media(media="print")
    sections = page.locator("main > .section")
    boxes = [each.bounding_box() for each in sections.all()]
    brief = page.locator(".section", has=page.locator(".brief")).bounding_box()
    assert brief["y"] == min(box["y"] for box in boxes)
    assert brief["y"] + brief["height"] <= 1_046
    page.context.close()


@needs_browser
def test_scripts_in_texts_do_nothing(pages: Pages, demo_build: Run, tmp_path: Path) -> None:
    evil = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'
    copy = Path(shutil.copy(demo_build.published, tmp_path / "published.duckdb"))
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as connection:
        # Texts that come from the data or from people; the codes of our own stay.
        texts = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'reporting'"
            " and data_type = 'VARCHAR' and regexp_full_match(column_name, '.*(message|label|"
            "reason|explanation|description|formula|definition|industry|population).*|title|word|plan|"
            "pain_point|(dimension|group|explaining)_(value|2_value|values)|campaign|owner|source|"
            "store|team|channel|product_category|programme|action_id|agent')"
        ).fetchall()
        for table, column in texts:
            connection.execute(f"update reporting.{table} set {column} = {column} || ?", [evil])
    file = write.write_dashboard(tmp_path)
    page = pages.opened(1440, "light")
    for screen in SCREENS:
        pages.draw(page, f"{screen}?lang=en", file)
        for chart in page.locator(".chart").all()[:6]:
            chart.hover(force=True, timeout=5_000)
        assert page.evaluate("() => window.hit") is None, screen
    page.context.close()


def test_a_rollback_takes_the_page_back_too(demo_build: Run, tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    generations = warehouse / "generations"
    generations.mkdir(parents=True)
    for number in (1, 2):
        file = shutil.copy(demo_build.published, generations / f"{number:06}.duckdb")
        Path(file).chmod(0o600)
        with duckdb.connect(file) as connection:
            connection.execute("update main.generation set generation_number = ?", [number])
    (warehouse / "published.duckdb").hardlink_to(generations / "000002.duckdb")
    (warehouse / write.FILE_NAME).write_text("the page of generation 2", encoding="utf-8")
    command = [sys.executable, "-m", "python_hooks", "rollback", "--folder", str(warehouse)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert "dashboard.html" in finished.stdout
    assert content_of(warehouse / write.FILE_NAME)["tables"]


@needs_browser
def test_a_company_without_any_value_sees_every_screen(
    pages: Pages, demo_build: Run, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(demo_build.published, tmp_path / "published.duckdb"))
    copy.chmod(0o600)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("delete from reporting.metric_values")
        connection.execute("update reporting.metric_coverage set has_values = false")
    file = write.write_dashboard(tmp_path)
    page = pages.opened(1440, "light")
    for screen in SCREENS:
        pages.draw(page, f"{screen}?lang=en", file)
    page.context.close()
    assert not pages.complaints
