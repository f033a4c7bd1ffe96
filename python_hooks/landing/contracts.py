"""What is asked of a landing, and what it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class TableContract:
    """What the raw contract says of one table.

    delivery: changes, or full when each file has all rows.
    """

    source: str
    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    is_required: bool = False
    types: tuple[str, ...] = ()
    delivery: str = "changes"

    @property
    def full_name(self) -> str:
        """The table as people write it, such as crm.customers."""
        return f"{self.source}.{self.name}"


@dataclass(frozen=True)
class LandingRequest:
    """The user's folder, the warehouse's folder, and the tables to look for."""

    raw_path: str
    landed_path: str
    tables: tuple[TableContract, ...]


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


@dataclass(frozen=True)
class LandedTable:
    """The deliveries of one table in load order; none when the table is absent."""

    source: str
    name: str
    deliveries: tuple[Delivery, ...]


@dataclass(frozen=True)
class Landing:
    """Every table of the request, and what a person should know of this run.

    erased: the state of the list of erased customers; empty while nobody was erased.
    """

    tables: tuple[LandedTable, ...]
    notices: tuple[str, ...]
    erased: str = ""


def request_from_json(text: str) -> LandingRequest:
    """Read a request that was written as JSON with the field names of `LandingRequest`."""
    values = json.loads(text)
    tables = tuple(_from_values(TableContract, each) for each in values["tables"])
    return LandingRequest(values["raw_path"], values["landed_path"], tables)


def _from_values(kind: type, values: dict[str, object]) -> object:
    """A dataclass from its fields, with JSON's lists as tuples."""
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})
