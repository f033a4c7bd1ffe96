"""Where nothing may be skipped, as in continuous integration, a skipped test fails the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, WITHOUT_DATA

SKIPPED_TEST = """
import pytest
def test_good(): pass
def test_skipped(): pytest.skip({!r})
"""
SKIPPED_FILE = """
import pytest
pytest.importorskip("a_package_that_nobody_has")
def test_good(): pass
"""


@pytest.mark.parametrize(
    ("content", "no_skips", "workers", "exit_code"),
    [
        (SKIPPED_TEST.format("There is no browser."), "yes", "1", 1),
        (SKIPPED_TEST.format("There is no browser."), "", "0", 0),
        (SKIPPED_TEST.format(f"data/file.csv {WITHOUT_DATA}"), "yes", "1", 0),
        (SKIPPED_FILE, "yes", "1", 1),
    ],
    ids=["refused", "allowed", "without data", "a whole file"],
)
def test_a_skipped_test_fails_the_run_where_none_may(
    tmp_path: Path, content: str, no_skips: str, workers: str, exit_code: int
) -> None:
    (tmp_path / "test_it.py").write_text("def test_it(): pass\n")
    (tmp_path / "test_some.py").write_text(content)
    finished = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider",
            "-n", workers, "--rootdir", str(tmp_path), str(tmp_path),
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'python'}",
            "CX_NO_SKIPS": no_skips,
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert finished.returncode == exit_code, finished.stdout + finished.stderr
    assert ("Skipped, but CX_NO_SKIPS=yes: " in finished.stdout) == (exit_code == 1)
