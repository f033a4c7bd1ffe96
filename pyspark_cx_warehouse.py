"""Spark finds this module by its name, since it lies in the folder that dbt runs in.

pyspark looks for modules called pyspark_* and offers each one's DefaultSource to SQL. The macro
ask_python reads it to call a function of python_hooks; see docs/decisions/0013-spark.md.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


class DefaultSource(DataSource):
    """One row with the answer of a function: options `asked` (its name) and `request` (JSON)."""

    @classmethod
    def name(cls) -> str:
        """The name that SQL writes after USING."""
        return "cx_warehouse_python"

    def schema(self) -> str:
        """The one column; an error in words when Spark started a Python that lacks the packages."""
        missing = [
            package
            for package in ("duckdb", "great_expectations", "pyarrow", "rjieba", "sklearn")
            if importlib.util.find_spec(package) is None
        ]
        if missing:
            raise RuntimeError(
                f"Spark started {sys.executable}, which lacks {', '.join(missing)}. Activate the"
                " virtual environment (. .venv/bin/activate) or set PYSPARK_PYTHON to its python."
            )
        return "answer string"

    def reader(self, schema: object) -> Answer:
        """What makes the row."""
        return Answer(self.options["asked"], self.options["request"])


class Answer(DataSourceReader):
    """Calls one function of python_hooks when the row is read."""

    def __init__(self, asked: str, request: str) -> None:
        """Keep the question; it is asked in another process."""
        self.asked = asked
        self.request = request

    def read(self, partition: InputPartition) -> Iterator[tuple[str]]:
        """The answer as JSON text; what it writes is its owner's only."""
        os.umask(0o077)
        from python_hooks.endpoints import spark

        yield (spark.FUNCTIONS[self.asked](self.request),)
