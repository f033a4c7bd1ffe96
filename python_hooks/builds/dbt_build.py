"""Run dbt build as a command of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def dbt_build(folder: Path, *arguments: str) -> int:
    """Run dbt build on the warehouse of a folder, in a process of its own; its exit code."""
    command = [sys.executable, "-m", "dbt.cli.main", "build", *arguments]
    environment = {**os.environ, "CX_WAREHOUSE_PATH": str(folder)}
    return subprocess.run(command, env=environment, check=False).returncode
