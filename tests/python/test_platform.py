"""On an unsupported system the warehouse stops with one sentence."""

from __future__ import annotations

import subprocess
import sys

from conftest import ROOT


def test_an_unsupported_system_is_an_error_message() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import os; os.name = 'nt'; import python_hooks"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 1
    assert told.stderr.strip().endswith("not here.")
    assert "Linux, macOS and WSL" in told.stderr
    assert "Traceback" not in told.stderr
