"""Run a hand-written script: `python -m benchmarks.plain SCRIPT RAW_FOLDER DATABASE`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from python_hooks.engines.warehouse import connect

HERE = Path(__file__).parent
MEMORY_LIMIT = os.environ.get("CX_MEMORY_LIMIT", "2500MB")


def build(script: str, raw: Path, database: Path) -> None:
    """Run `plain.sql` or `core.sql` on the raw files at `raw`, into a new file."""
    database.unlink(missing_ok=True)
    with connect(database) as connection:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("set threads = 2")
        connection.execute("set variable raw = $folder", {"folder": str(raw)})
        reference = str(HERE.parent / "seeds" / "reference")
        connection.execute("set variable reference = $folder", {"folder": reference})
        connection.execute((HERE / script).read_text(encoding="utf-8"))


if __name__ == "__main__":
    build(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
