"""What the READMEs show is what the demo's build says."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, Run


def screen(text: str) -> list[str]:
    """The lines of the screen at the end of a build, from the table of rows to the last metric.

    Without spaces at their ends, and without the lines that tell of paths and seconds.
    """
    begin = re.search(r"(?m)^rows +read +accepted", text)
    assert begin, "there is no table of rows"
    lines = text[begin.start() :].split("Published:")[0].splitlines()
    return [line.rstrip() for line in lines if line.strip()]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_the_screen_of_the_demo(demo_build: Run, name: str) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    assert screen(readme) == screen(demo_build.output)
