"""What every step of one landing shares."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from python_hooks.landing.contracts import LandingRequest
from python_hooks.privacy.tombstones import Tombstones


@dataclass(frozen=True)
class Run:
    """A connection in memory, what was asked, and the list of erased customers as it is now."""

    connection: duckdb.DuckDBPyConnection
    request: LandingRequest
    tombstones: Tombstones
