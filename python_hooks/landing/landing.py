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
from python_hooks.landing.folder import Found, find_files
from python_hooks.landing.landed_files import drop_unused
from python_hooks.landing.mapped import MappedPart, absent_notice, deliver_mapped
from python_hooks.landing.mapped_folder import stray_mapped_notice
from python_hooks.landing.mapped_places import mapped_parts, read_folders, read_schemas
from python_hooks.landing.mappings.uses import read_uses
from python_hooks.landing.notices import erased_notices, stray_notice, table_notices
from python_hooks.landing.raw_files import HashedFile, hashed
from python_hooks.landing.refusals import RefusedFile, RefusedFiles, missing_table, no_folder
from python_hooks.landing.run import Run
from python_hooks.privacy.tombstones import Tombstones, UnreadableTombstones


def land(request: LandingRequest) -> Landing:
    """Give every table its deliveries in load order, or raise every refusal of the run at once.

    Rows of erased customers are blank. They may identify other rows of the person, such as the
    events of a ticket. Then everything is landed again with the longer list.
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
    uses = read_uses(request.sources, Path(request.mappings_path), request.tables)
    raw_path = os.path.abspath(request.raw_path)
    tables = [table for table in request.tables if not table.is_elsewhere]
    native = {
        table.source
        for table in tables
        if not request.sources or any(use.reads_own_files for use in uses.get(table.source, ()))
    }
    folders = read_folders(uses, raw_path)
    if (native or folders) and not os.path.isdir(raw_path):
        raise RefusedFiles([no_folder(request.raw_path, raw_path)])
    found = Found(raw_path, "", {table.full_name: [] for table in tables})
    if native:
        found = find_files(request, raw_path, native, [place for _, place in folders])
    refused = found.refused + [each for folder in folders.values() for each in folder.refused]
    landed: list[LandedTable] = []
    schemas: dict[str, tuple[str, ...]] = {}
    schema_columns: dict[str, tuple] = {}
    notices: list[str] = []
    absent: list[str] = []
    with connect() as connection:
        run = Run(connection, request, tombstones)
        for table in tables:
            deliveries: dict[str, Delivery] = {}
            repeats: list[str] = []
            files = found.files[table.full_name] if table.source in native else []
            for file in files:
                try:
                    _land_file(run, table, hashed(file), deliveries, repeats)
                except RefusedFile as refusal:
                    refused.append(refusal)
            has_files = bool(files)
            for mapped in mapped_parts(uses.get(table.source, ()), table, folders):
                by_part = _land_part(run, mapped, deliveries, repeats, refused)
                has_files = has_files or bool(mapped.files[mapped.part.sources[0]])
                notices += [each for each in [absent_notice(mapped, by_part)] if each]
            landed.append(LandedTable(table.source, table.name, tuple(deliveries.values())))
            notices += table_notices(table, list(deliveries.values()), repeats)
            read = read_schemas(request, uses.get(table.source, ()), table, len(deliveries))
            refused += read.refused
            notices += read.notices
            if read.selects:
                schemas[table.full_name] = read.selects
                schema_columns[table.full_name] = tuple(read.columns)
            if not (has_files or read.selects or read.refused):
                absent.append(table.full_name)
                if table.is_required and table.full_name not in found.refused_tables:
                    refused.append(missing_table(table, raw_path, request.sources))
    if refused:
        raise RefusedFiles(refused)
    if absent:
        notices.append(f"Absent, so their models are empty: {', '.join(absent)}.")
    others = {table.source for table in request.tables} - native if request.sources else set()
    unnamed = [stray for stray in found.strays if stray in others]
    if unnamed:
        notices.append(
            f"Not read, since raw_sources does not name them as native: {', '.join(unnamed)}."
        )
    strays = [stray for stray in found.strays if stray not in others]
    if strays:
        notices.append(stray_notice(strays, request.tables))
    notices += [
        stray_mapped_notice(path, folder.strays)
        for (path, _), folder in folders.items()
        if folder.strays
    ]
    notices += erased_notices(landed)
    return Landing(tuple(landed), tuple(notices), tombstones.digest, schemas, schema_columns)


def _land_file(
    run: Run,
    table: TableContract,
    file: HashedFile,
    deliveries: dict[str, Delivery],
    repeats: list[str],
) -> None:
    """Add a file to its table's deliveries."""
    if not _is_repeat(table, file.name, file.content_hash, deliveries, repeats):
        number = len(deliveries) + 1
        deliveries[file.content_hash] = deliver(run, table, file, number)


def _land_part(
    run: Run,
    mapped: MappedPart,
    deliveries: dict[str, Delivery],
    repeats: list[str],
    refused: list[RefusedFile],
) -> list[Delivery]:
    """Add the files of a part to its table's deliveries; those that were added."""
    added = []
    for file in mapped.files[mapped.part.sources[0]]:
        digest = mapped.digest(file)
        try:
            if not _is_repeat(mapped.table, file.name, digest, deliveries, repeats):
                deliveries[digest] = deliver_mapped(run, mapped, file, len(deliveries) + 1)
                added.append(deliveries[digest])
        except RefusedFile as refusal:
            refused.append(refusal)
    return added


def _is_repeat(
    table: TableContract,
    name: str,
    content_hash: str,
    deliveries: dict[str, Delivery],
    repeats: list[str],
) -> bool:
    """Whether a file repeats the content of a delivery; a notice records that.

    A full delivery that equals an older one replaces it: its rows were deleted in between.
    """
    newest = next(reversed(deliveries.values()), None)
    known = deliveries.get(content_hash)
    if known and (table.delivery != "full" or known is newest):
        repeats.append(f"{name} (as {known.file})")
        return True
    if known:
        repeats.append(f"{known.file} (as {name})")
        del deliveries[content_hash]
        # Numbers tell places among those that count: the same with the older file and without.
        for number, (each, delivery) in enumerate(deliveries.items(), start=1):
            deliveries[each] = replace(delivery, load_number=number)
    return False
