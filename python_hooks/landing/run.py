"""The shared state of one landing."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from python_hooks.landing.contracts import LandingRequest
from python_hooks.privacy.tombstones import Tombstones


@dataclass(frozen=True)
class Run:
    """A connection in memory, the request, and the current list of erased customers."""

    connection: duckdb.DuckDBPyConnection
    request: LandingRequest
    tombstones: Tombstones
