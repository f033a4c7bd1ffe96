"""Run plain.sql: `python -m benchmarks.plain RAW_FOLDER DATABASE`."""

from __future__ import annotations

import sys
from pathlib import Path

from python_hooks.warehouse import connect

HERE = Path(__file__).parent
MEMORY_LIMIT = "4GB"


def build(raw: Path, database: Path) -> None:
    """Make the core results of the raw files at `raw` in a new file."""
    database.unlink(missing_ok=True)
    with connect(database) as connection:
        connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
        connection.execute("set threads = 2")
        connection.execute("set variable raw = $folder", {"folder": str(raw)})
        reference = str(HERE.parent / "seeds" / "reference")
        connection.execute("set variable reference = $folder", {"folder": reference})
        connection.execute((HERE / "plain.sql").read_text(encoding="utf-8"))


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
