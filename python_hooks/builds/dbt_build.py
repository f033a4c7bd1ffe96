"""Run dbt build as a command of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def dbt_build(folder: Path, *arguments: str, say: Callable[[str], None]) -> int:
    """Run dbt build on the warehouse of a folder, in a process of its own; its exit code.

    Ctrl-C does not reach dbt, which would end with a traceback in the middle: the build ends first.
    A second Ctrl-C kills it. `say` prints this.
    """
    # dbt's package imports its own main, which runpy would warn about on every build.
    quiet = ("-W", "ignore::RuntimeWarning:runpy")
    command = [sys.executable, *quiet, "-m", "dbt.cli.main", "build", *arguments]
    environment = {**os.environ, "CX_WAREHOUSE_PATH": str(folder)}
    build = subprocess.Popen(command, env=environment, process_group=0)
    try:
        return build.wait()
    except KeyboardInterrupt:
        say("Stopping when the build has ended. Press Ctrl-C again to kill the build.")
        build.wait()
        raise
    finally:
        if build.poll() is None:
            build.kill()
            build.wait()
