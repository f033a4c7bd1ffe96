"""A watch builds when a delivery arrives. The builds and the waiting are made up here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from python_hooks.builds.watch import Patience, Surroundings, contents_of, watch


class EndOfTest(Exception):
    """Every step of the test was taken."""


class World:
    """Exit codes of builds in turn, and what happens while the watch sleeps, in turn."""

    def __init__(self, exit_codes: list[int], while_asleep: list[Callable[[], object]]) -> None:
        self.exit_codes = exit_codes
        self.while_asleep = while_asleep
        self.told: list[str] = []

    def build(self) -> int:
        self.told.append("build")
        return self.exit_codes.pop(0)

    def sleep(self, seconds: float) -> None:
        self.told.append(f"sleep {seconds:g}")
        if not self.while_asleep:
            raise EndOfTest
        self.while_asleep.pop(0)()

    def run(self, raw_path: Path) -> list[str]:
        surroundings = Surroundings(self.build, self.sleep, self.told.append)
        with pytest.raises(EndOfTest):
            watch(raw_path, Patience(look_seconds=5, retry_seconds=10), surroundings)
        return [told for told in self.told if told.startswith(("build", "sleep"))]


def nothing() -> None:
    """Nothing happens."""


def test_it_builds_at_once_and_then_for_news_only(tmp_path: Path) -> None:
    delivery = tmp_path / "crm" / "customers" / "2.csv"
    delivery.parent.mkdir(parents=True)
    world = World([0, 0], [nothing, lambda: delivery.write_text("a"), nothing, nothing])
    # A new file is seen, seen unchanged, and built.
    assert world.run(tmp_path) == [
        "build", "sleep 5", "sleep 5", "sleep 5", "build", "sleep 5", "sleep 5",
    ]  # fmt: skip


def test_a_file_that_still_grows_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    grow = [lambda text=text: file.write_text(text) for text in ("a", "ab", "abc")]
    world = World([0, 0], [*grow, nothing])
    steps = world.run(tmp_path)
    assert steps == ["build", *["sleep 5"] * 4, "build", "sleep 5"]
    assert sum("stops changing" in told for told in world.told) == 3


def test_a_failed_build_is_tried_again_after_a_while_or_for_news(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    world = World([1, 2, 0], [nothing, nothing, lambda: file.write_text("a"), nothing])
    # Twice five seconds without news; then news, which must stop changing.
    assert world.run(tmp_path) == [
        "build", "sleep 5", "sleep 5", "build", "sleep 5", "sleep 5", "build", "sleep 5",
    ]  # fmt: skip
    assert "exit code 1" in world.told[1]


def test_hidden_files_and_a_missing_folder_do_not_count_as_a_delivery(tmp_path: Path) -> None:
    (tmp_path / ".partial").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.csv").write_text("x")
    assert contents_of(tmp_path) == ()
    assert contents_of(tmp_path / "nowhere") == ()


# A build that runs until it may go on, in place of Python.
BUILD = """#!/bin/sh
touch started
while [ ! -e may_go_on ]; do sleep 0.05; done
touch ended
"""
DRIVER = """
import signal, sys
from pathlib import Path
from python_hooks.builds.dbt_build import dbt_build

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.executable = "./build"
try:
    dbt_build(Path("."), say=lambda sentence: print(sentence, flush=True))
except KeyboardInterrupt:
    print("stopped")
"""


def interrupted(folder: Path) -> subprocess.Popen[str]:
    """A running build after the first Ctrl-C in its terminal."""
    build = folder / "build"
    build.write_text(BUILD)
    build.chmod(0o755)
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (folder / "started").exists():
        assert driver.poll() is None
        time.sleep(0.05)
    os.killpg(driver.pid, signal.SIGINT)
    assert driver.stdout is not None
    assert driver.stdout.readline().startswith("Stopping when the build has ended.")
    return driver


def test_ctrl_c_lets_the_running_build_end(tmp_path: Path) -> None:
    driver = interrupted(tmp_path)
    (tmp_path / "may_go_on").touch()
    assert driver.communicate()[0] == "stopped\n"
    assert (tmp_path / "ended").exists()


def test_a_second_ctrl_c_kills_the_build(tmp_path: Path) -> None:
    driver = interrupted(tmp_path)
    os.killpg(driver.pid, signal.SIGINT)
    assert driver.communicate()[0] == "stopped\n"
    (tmp_path / "may_go_on").touch()
    assert not (tmp_path / "ended").exists()
