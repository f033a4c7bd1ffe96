"""Landing: the raw files of a folder become deliveries that dbt can read, or are refused."""

from python_hooks.landing.contracts import (
    Delivery,
    LandedTable,
    Landing,
    LandingRequest,
    TableContract,
    request_from_json,
)
from python_hooks.landing.landed_files import LANDED_FORMAT, folder_of
from python_hooks.landing.landing import land
from python_hooks.landing.mapped_places import tables_of_schemas
from python_hooks.landing.mappings.uses import BadMappings
from python_hooks.landing.raw_relation import native_columns, raw_relation_sql
from python_hooks.landing.refusals import RefusedFile, RefusedFiles

__all__ = [
    "LANDED_FORMAT",
    "BadMappings",
    "Delivery",
    "LandedTable",
    "Landing",
    "LandingRequest",
    "RefusedFile",
    "RefusedFiles",
    "TableContract",
    "folder_of",
    "land",
    "native_columns",
    "raw_relation_sql",
    "request_from_json",
    "tables_of_schemas",
]
