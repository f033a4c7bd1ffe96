"""Land the raw files of a folder: every file is either read whole, row for row, or refused."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from python_hooks.engines.warehouse import connect
from python_hooks.landing.contracts import (
    Delivery,
    LandedTable,
    Landing,
    LandingRequest,
    TableContract,
)
from python_hooks.landing.delivering import deliver
from python_hooks.landing.folder import find_files
from python_hooks.landing.landed_files import drop_unused
from python_hooks.landing.notices import erased_notices, stray_notice, table_notices
from python_hooks.landing.raw_files import HashedFile, hashed
from python_hooks.landing.refusals import RefusedFile, RefusedFiles, missing_table, no_folder
from python_hooks.landing.run import Run
from python_hooks.privacy.tombstones import Tombstones, UnreadableTombstones


def land(request: LandingRequest) -> Landing:
    """Give every table its deliveries in load order, or raise every refusal of the run at once.

    Rows of erased customers come out blank. They may show that other rows are the person's, too,
    such as the events of a ticket; then everything is landed again by the longer list.
    """
    folder = Path(os.path.abspath(request.landed_path)).parent
    while True:
        try:
            tombstones = Tombstones(folder)
        except UnreadableTombstones as unreadable:
            what = "the list of erased customers cannot be read, so they would come back."
            to_do = "Restore this file from a backup."
            raise RefusedFiles([RefusedFile(str(unreadable.path), what, to_do)]) from None
        landing = _land(request, tombstones)
        if not tombstones.has_grown:
            drop_unused(request, landing)
            return landing


def _land(request: LandingRequest, tombstones: Tombstones) -> Landing:
    """Land every table by the list of erased customers as it is now."""
    raw_path = os.path.abspath(request.raw_path)
    if not os.path.isdir(raw_path):
        raise RefusedFiles([no_folder(request.raw_path, raw_path)])
    found = find_files(request, raw_path)
    refused = list(found.refused)
    tables: list[LandedTable] = []
    notices: list[str] = []
    with connect() as connection:
        run = Run(connection, request, tombstones)
        for table in request.tables:
            files = found.files[table.full_name]
            deliveries: dict[str, Delivery] = {}
            repeats: list[str] = []
            for file in files:
                try:
                    _land_file(run, table, hashed(file), deliveries, repeats)
                except RefusedFile as refusal:
                    refused.append(refusal)
            tables.append(LandedTable(table.source, table.name, tuple(deliveries.values())))
            notices += table_notices(table, list(deliveries.values()), repeats)
            if table.is_required and not files and table.full_name not in found.refused_tables:
                refused.append(missing_table(table, raw_path))
    if refused:
        raise RefusedFiles(refused)
    absent = [t.full_name for t in request.tables if not found.files[t.full_name]]
    if absent:
        notices.append(f"Absent, so their models are empty: {', '.join(absent)}.")
    if found.strays:
        notices.append(stray_notice(found.strays, request.tables))
    notices += erased_notices(tables)
    return Landing(tuple(tables), tuple(notices), tombstones.digest)


def _land_file(
    run: Run,
    table: TableContract,
    file: HashedFile,
    deliveries: dict[str, Delivery],
    repeats: list[str],
) -> None:
    """Add a file to its table's deliveries, by content, or to those that repeat another.

    A full dump that equals an older one counts in its place: what it has was gone in between.
    """
    newest = next(reversed(deliveries.values()), None)
    known = deliveries.get(file.content_hash)
    if known and (table.delivery != "full" or known is newest):
        repeats.append(f"{file.name} (as {known.file})")
        return
    if known:
        repeats.append(f"{known.file} (as {file.name})")
        del deliveries[file.content_hash]
        # Numbers tell places among those that count: the same with the older file and without.
        for number, (each, delivery) in enumerate(deliveries.items(), start=1):
            deliveries[each] = replace(delivery, load_number=number)
    deliveries[file.content_hash] = deliver(run, table, file, len(deliveries) + 1)
