"""Decide whether a build may be incremental, that is, reuse tables of the previous build.

Three conditions: the previous build completed every model, the code is the same, and its deliveries
are the first of today's. Otherwise the build is full. Examples: a replaced delivery, a killed
build, an edited model. So no table ever mixes two states.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Record:
    """The inputs of a build: its code, and the deliveries of each table as hash and file name.

    erased: the state of the list of erased customers. typed: each table's columns that were read in
    the types of Parquet, not as text.
    """

    code: str
    deliveries: Mapping[str, tuple[str, ...]]
    erased: str = ""
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> str:
        """The record as text, equal for equal records."""
        return json.dumps(asdict(self), sort_keys=True)

    @staticmethod
    def from_json(text: str) -> Record:
        """Read the JSON of `to_json`."""
        values = json.loads(text)
        return Record(
            values["code"],
            {table: tuple(known) for table, known in values["deliveries"].items()},
            values.get("erased", ""),
            {table: tuple(columns) for table, columns in values.get("typed", {}).items()},
        )


@dataclass(frozen=True)
class Takeover:
    """The decision: the number of known deliveries by table, or the reason for a full build."""

    why_full: str | None
    known_counts: dict[str, int]
    is_anything_new: bool


def takeover(today: Record, started: str | None, finished: str | None) -> Takeover:
    """Decide whether today's build is incremental; the records are those of `why_full`."""
    reason = why_full(today, started, finished)
    known = {} if reason else known_counts(today, finished)
    return Takeover(reason, known, is_anything_new=today.to_json() != finished)


def why_full(today: Record, started: str | None, finished: str | None) -> str | None:
    """Why today's build must be a full one, as a clause; None when it may be incremental.

    started: the record of the last build that began. finished: that of the last build that
    completed every model. None if there is none.
    """
    if started is None:
        return "there is no build before it"
    if started != finished:
        return "the build before it did not build every model"
    before = Record.from_json(finished)
    if before.code != today.code:
        return "the project or its variables changed"
    if before.erased != today.erased:
        return "the list of erased customers changed"
    for table in sorted({*before.deliveries, *today.deliveries}):
        known = before.deliveries.get(table, ())
        if today.deliveries.get(table, ())[: len(known)] != known:
            return f"a delivery of {table} was changed, removed, or put before an earlier one"
        # As text an impossible value has another reason.
        if known and before.typed.get(table, ()) != today.typed.get(table, ()):
            return f"the new deliveries of {table} store other types"
    return None


def known_counts(today: Record, finished: str) -> dict[str, int]:
    """The number of deliveries that the finished build had read, by table; later ones are new."""
    before = Record.from_json(finished)
    return {table: len(before.deliveries.get(table, ())) for table in today.deliveries}
