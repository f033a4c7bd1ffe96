"""The notices of a successful landing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from python_hooks.landing.contracts import Delivery, LandedTable, TableContract
from python_hooks.landing.names import SHOWN_NAMES, listed_names, nearest_name
from python_hooks.landing.raw_files import ending_of
from python_hooks.text.tables import one_line


def table_notices(
    table: TableContract,
    deliveries: Sequence[Delivery],
    repeats: Sequence[str],
) -> list[str]:
    """The notices of a table: columns that are not read, and files that add nothing."""
    notices = []
    unknown = list(dict.fromkeys(name for each in deliveries for name in each.unknown_columns))
    if unknown:
        notices.append(
            f"{table.full_name}: columns not in the contract, so not read: {listed_names(unknown)}."
        )
    if repeats:
        notices.append(
            f"{table.full_name}: the same content as an earlier file, so nothing is added:"
            f" {listed_names(repeats, longest=300)}."
        )
    return notices


def erased_notices(tables: Sequence[LandedTable]) -> list[str]:
    """Which files of the user still hold rows of erased customers, which were left out."""
    counts = [
        f"{one_line(each.file, 300)} ({each.erased_row_count})"
        for table in tables
        for each in table.deliveries
        if each.erased_row_count
    ]
    if not counts:
        return []
    return [
        "Rows of erased customers were left out. These raw files still hold them, which is yours to"
        f" change: {', '.join(counts)}."
    ]


def zone_notice(zones: Mapping[str, Sequence[str]], reporting_time_zone: str) -> str:
    """Days of UTC, which nobody may have chosen, beside local times; empty if there are none.

    zones: the tables whose times are read in each time zone other than UTC.
    """
    if reporting_time_zone != "UTC" or not zones:
        return ""
    listed = "; ".join(f"{zone} of {listed_names(zones[zone])}" for zone in sorted(zones))
    return (
        "Days, weeks and months are those of UTC, and local times are read in another zone:"
        f" {listed}. An evening or a night may then count for another day or month. For local days"
        " set the variable reporting_time_zone."
    )


def stray_notice(strays: Sequence[str], tables: Sequence[TableContract]) -> str:
    """The files and folders of the raw folder that belong to no table."""
    places = {f"{table.source}/{table.name}": table for table in tables}
    named = []
    for stray in strays[:SHOWN_NAMES]:
        ending = ending_of(stray)
        near = nearest_name(stray[: len(stray) - len(ending)].rstrip("/"), list(places))
        named.append(one_line(stray) + (f" (did you mean {near}?)" if near else ""))
    more = len(strays) - len(named)
    ending = f" and {more} more." if more else "."
    return (
        f"Not read, since this is the name of no table of the contract: {', '.join(named)}{ending}"
    )
