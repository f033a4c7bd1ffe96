"""Write a data set as files of the raw contract, by the SQL of its mapping."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from python_hooks.engines.warehouse import connect

# A plain timestamp is UTC in the contract; the Z says so to whoever opens the file.
FORMATS = {
    ".csv": "format csv, header, timestampformat '%Y-%m-%dT%H:%M:%SZ'",
    ".parquet": "format parquet, compression zstd",
}


@dataclass(frozen=True)
class Mapping:
    """One data set in SQL, which finds the file to read in the variable `file`.

    `steps` prepares tables, `tables` holds the rows of each file of the contract by its path
    below the output folder, and `notes` counts what the mapping leaves out or moves, and why.
    """

    steps: str
    tables: dict[str, str]
    notes: str


def write(mapping: Mapping, data_file: Path, output_folder: Path) -> list[str]:
    """Write every table below `output_folder`; a line for each table and each note."""
    lines = []
    with connect() as connection:
        connection.execute("set variable file = ?", [str(data_file)])
        connection.execute(mapping.steps)
        for name, rows in mapping.tables.items():
            path = output_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            target = str(path).replace("'", "''")
            count = connection.execute(f"copy ({rows}) to '{target}' ({FORMATS[path.suffix]})")
            lines.append(f"{count.fetchone()[0]:>9,} rows  {name}")
        for count, what in connection.execute(mapping.notes).fetchall():
            lines.append(f"{count:>9,} {what}")
    return lines


def main(mapping: Mapping) -> None:
    """Run `mapping` on the data file and the output folder of the command line."""
    if len(sys.argv) != 3:
        sys.exit("usage: python -m examples.<data set> <data file> <output folder>")
    print("\n".join(write(mapping, Path(sys.argv[1]), Path(sys.argv[2]))))
