"""The request and the answer of a landing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The mappings of the project, beside python_hooks.
MAPPINGS_PATH = str(Path(__file__).resolve().parents[2] / "mappings")


@dataclass(frozen=True)
class TableContract:
    """The raw contract of one table.

    delivery: changes, or full when each file has all rows. accepted, missing_words: in the order of
    the columns, the values that each accepts, none when it accepts any, and the words in lower case
    that mean an empty cell. is_elsewhere: dbt reads it from a schema, so landing leaves it alone.
    time_zone: of times without an offset in files with the contract's own names.
    """

    source: str
    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    is_required: bool = False
    types: tuple[str, ...] = ()
    delivery: str = "changes"
    key: tuple[str, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    missing_words: tuple[tuple[str, ...], ...] = ()
    is_elsewhere: bool = False
    time_zone: str = "UTC"

    @property
    def full_name(self) -> str:
        """The table as people write it, such as crm.customers."""
        return f"{self.source}.{self.name}"


@dataclass(frozen=True)
class LandingRequest:
    """The user's folder, the warehouse's folder, and the tables to look for.

    sources: the variable raw_sources; where it is empty, every table is looked for as the contract
    names it. mappings_path: the folder of the mappings. schema_columns: the columns of each table
    of a schema that a mapping reads, as schema.table. reporting_time_zone: the variable; where it
    is empty, nobody asks whether it suits the zones of the files.
    """

    raw_path: str
    landed_path: str
    tables: tuple[TableContract, ...]
    sources: Mapping[str, Any] = field(default_factory=dict)
    mappings_path: str = MAPPINGS_PATH
    schema_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reporting_time_zone: str = ""


@dataclass(frozen=True)
class Delivery:
    """One file of one table, readable as Parquet."""

    file: str
    load_number: int
    content_hash: str
    parquet_path: str
    is_landed: bool
    columns: tuple[str, ...]
    stored_names: tuple[str, ...]
    stored_types: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    row_count: int
    erased_row_count: int = 0
    # Of a mapped file: columns of the contract, and the columns of the file that they come from.
    source_columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LandedTable:
    """The deliveries of one table in load order; none when the table is absent."""

    source: str
    name: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Landing:
    """Every table of the request, and the notices of this run.

    erased: the state of the list of erased customers; empty while nobody was erased. schemas: the
    selects over schemas of each table, by its full name. schema_columns: for each of these selects
    its load number, and the source columns as in Delivery.
    """

    tables: tuple[LandedTable, ...]
    notices: tuple[str, ...]
    erased: str = ""
    schemas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    schema_columns: Mapping[str, tuple[tuple[int, tuple[tuple[str, str], ...]], ...]] = field(
        default_factory=dict
    )

    @property
    def mapped_columns(self) -> list[dict[str, Any]]:
        """Where the columns of mapped deliveries and schemas come from, one row each."""
        return [
            {
                "source": table.source,
                "table_name": table.name,
                "load_number": load_number,
                "column_name": column,
                "source_column": source_column,
            }
            for table in self.tables
            for load_number, columns in (
                *((each.load_number, each.source_columns) for each in table.deliveries),
                *self.schema_columns.get(f"{table.source}.{table.name}", ()),
            )
            for column, source_column in columns
        ]


def request_from_json(text: str) -> LandingRequest:
    """Read a request that was written as JSON with the field names of `LandingRequest`."""
    values = json.loads(text)
    tables = tuple(_from_values(TableContract, each) for each in values["tables"])
    columns = {table: tuple(names) for table, names in values.get("schema_columns", {}).items()}
    return LandingRequest(
        values["raw_path"],
        values["landed_path"],
        tables,
        values.get("sources") or {},
        values.get("mappings_path") or MAPPINGS_PATH,
        columns,
        values.get("reporting_time_zone") or "",
    )


def _from_values(kind: type, values: dict[str, object]) -> object:
    """A dataclass from its fields, with JSON's lists as tuples."""
    return kind(**{name: _as_tuple(value) for name, value in values.items()})


def _as_tuple(value: object) -> object:
    """A list, and every list in it, as a tuple."""
    return tuple(_as_tuple(each) for each in value) if isinstance(value, list) else value
