"""Read every column of every raw file once, the floor: `python -m benchmarks.scan RAW_FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from python_hooks.engines.warehouse import connect, quoted, quoted_text


def scan(raw: Path) -> None:
    """Sum each number, and the length of each other value, of all Parquet files."""
    with connect() as connection:
        connection.execute("set threads = 2")
        for path in sorted(raw.glob("*/*.parquet")):
            source = quoted_text(str(path))
            columns = connection.execute(f"describe from {source}").fetchall()
            sums = [
                f"sum(length({quoted(name)}))"
                if kind == "VARCHAR"
                else f"max({quoted(name)})"
                if kind in ("DATE", "TIMESTAMP", "BOOLEAN")
                else f"sum({quoted(name)})"
                for name, kind, *_ in columns
            ]
            connection.execute(f"select {', '.join(sums)} from {source}").fetchall()


if __name__ == "__main__":
    scan(Path(sys.argv[1]))
