"""Build when a delivery arrives: look at the raw folder again and again, and start dbt for news."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Every file below a folder with its size and the time of its last change.
Contents = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds: between two looks, and after a build that failed."""

    look_seconds: float
    retry_seconds: float


@dataclass(frozen=True)
class Surroundings:
    """The side effects of a watch, so that a test can replace them.

    build: run one build to its end and give its exit code; sleep: wait so many seconds; say: print
    one sentence.
    """

    build: Callable[[], int]
    sleep: Callable[[float], None]
    say: Callable[[str], None]


def watch(raw_path: Path, patience: Patience, surroundings: Surroundings) -> None:
    """Build at once, then after every change of the raw folder; it never returns.

    A file that still grows is waited for: a build starts when two looks in a row see the same. A
    failed build is tried again after `retry_seconds`, or when the folder has changed.
    """
    built: Contents | None = None
    before: Contents | None = None
    while True:
        now = contents_of(raw_path)
        if now == built:
            surroundings.sleep(patience.look_seconds)
        elif before is not None and now != before:
            surroundings.say(f"{raw_path} is changing; the build starts when it stops changing.")
            surroundings.sleep(patience.look_seconds)
        elif (exit_code := surroundings.build()) == 0:
            built = now
            surroundings.say(f"Built. Waiting for a delivery in {raw_path}.")
        else:
            surroundings.say(
                f"The build ended with exit code {exit_code}; readers keep the previous file. The"
                f" next try is in {patience.retry_seconds:g} s, or when {raw_path} has changed."
            )
            _wait_for_change(raw_path, now, patience, surroundings)
        before = now


def contents_of(folder: Path) -> Contents:
    """The files below a folder, without hidden ones; none where the folder is not there."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(root, name)
            try:
                state = path.stat()
            except OSError:
                continue  # it went in between
            if not name.startswith("."):
                found.append((str(path.relative_to(folder)), state.st_size, state.st_mtime_ns))
    return tuple(sorted(found))


def _wait_for_change(
    raw_path: Path, since: Contents, patience: Patience, surroundings: Surroundings
) -> None:
    """Wait until a folder differs from what it was, at most for the time after a failure."""
    waited = 0.0
    while waited < patience.retry_seconds and contents_of(raw_path) == since:
        surroundings.sleep(patience.look_seconds)
        waited += patience.look_seconds
