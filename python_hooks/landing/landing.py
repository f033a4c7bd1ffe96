"""Land the raw files of a folder: every file is either read whole, row for row, or refused."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from python_hooks.landing.mapped_places import (
    Folders,
    SchemaTables,
    mapped_parts,
    read_folders,
    read_schemas,
)
from python_hooks.landing.mappings.uses import Use, read_uses
from python_hooks.landing.notices import (
    erased_notices,
    stray_notice,
    table_notices,
    zone_notice,
)
from python_hooks.landing.raw_files import HashedFile, RawFile, hashed
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


@dataclass(frozen=True)
class Sources:
    """Where the rows of a run come from.

    tables: those to land; native: sources whose files have the contract's names; uses: the mappings
    of each source; folders: what mappings read.
    """

    raw_path: str
    tables: list[TableContract]
    native: set[str]
    uses: Mapping[str, Sequence[Use]]
    folders: Folders
    found: Found

    def files_of(self, table: TableContract) -> list[RawFile]:
        """The files of a table that have the contract's columns."""
        return self.found.files[table.full_name] if table.source in self.native else []


@dataclass
class TableLanding:
    """What became of the files of one table; repeats: files whose content had come before."""

    table: TableContract
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    repeats: list[str] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    read: SchemaTables = field(default_factory=SchemaTables)
    is_absent: bool = False


def _land(request: LandingRequest, tombstones: Tombstones) -> Landing:
    """Land every table by the list of erased customers as it is now."""
    sources = _sources(request)
    with connect() as connection:
        run = Run(connection, request, tombstones)
        landings = [_land_table(run, table, sources) for table in sources.tables]
    refused = list(sources.found.refused)
    for part in (*sources.folders.values(), *landings):
        refused += part.refused
    if refused:
        raise RefusedFiles(refused)
    tables = tuple(
        LandedTable(each.table.source, each.table.name, tuple(each.deliveries.values()))
        for each in landings
    )
    notices = [notice for each in landings for notice in each.notices]
    notices += [*_notices(request, sources, landings), *erased_notices(tables)]
    of_schemas = {each.table.full_name: each.read for each in landings if each.read.selects}
    return Landing(
        tables,
        tuple(notices),
        tombstones.digest,
        {name: read.selects for name, read in of_schemas.items()},
        {name: tuple(read.columns) for name, read in of_schemas.items()},
    )


def _sources(request: LandingRequest) -> Sources:
    """Look into the folders of a run. Raises RefusedFiles without the folder of the raw files."""
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
    return Sources(raw_path, tables, native, uses, folders, found)


def _land_table(run: Run, table: TableContract, sources: Sources) -> TableLanding:
    """Land the files of a table: its own first, then those of its mappings."""
    landing = TableLanding(table)
    files = sources.files_of(table)
    for file in files:
        try:
            _land_file(run, landing, hashed(file))
        except RefusedFile as refusal:
            landing.refused.append(refusal)
    uses = sources.uses.get(table.source, ())
    parts = list(mapped_parts(uses, table, sources.folders))
    for mapped in parts:
        _land_part(run, landing, mapped)
    landing.notices += table_notices(table, list(landing.deliveries.values()), landing.repeats)
    landing.read = read_schemas(run.request, uses, table, len(landing.deliveries))
    landing.refused += landing.read.refused
    landing.notices += landing.read.notices
    has_files = bool(files) or any(each.files[each.part.sources[0]] for each in parts)
    landing.is_absent = not (has_files or landing.read.selects or landing.read.refused)
    is_refused = table.full_name in sources.found.refused_tables
    if landing.is_absent and table.is_required and not is_refused:
        landing.refused.append(missing_table(table, sources.raw_path, run.request.sources))
    return landing


def _notices(
    request: LandingRequest, sources: Sources, landings: Sequence[TableLanding]
) -> Iterator[str]:
    """What concerns several tables, or files of none."""
    absent = [each.table.full_name for each in landings if each.is_absent]
    if absent:
        yield f"Absent, so their models are empty: {', '.join(absent)}."
    strays = sources.found.strays
    others = {table.source for table in request.tables} - sources.native if request.sources else ()
    unnamed = [stray for stray in strays if stray in others]
    if unnamed:
        yield f"Not read, since raw_sources does not name them as native: {', '.join(unnamed)}."
    if len(strays) > len(unnamed):
        yield stray_notice([stray for stray in strays if stray not in others], request.tables)
    for (path, _), folder in sources.folders.items():
        if folder.strays:
            yield stray_mapped_notice(path, folder.strays)
    told = zone_notice(_zones(sources, landings), request.reporting_time_zone)
    if told:
        yield told


def _zones(sources: Sources, landings: Sequence[TableLanding]) -> dict[str, list[str]]:
    """The tables with rows whose times without an offset are read in each zone but UTC."""
    zones: dict[str, list[str]] = {}
    for landing in landings:
        table = landing.table
        if not (landing.deliveries or landing.read.selects):
            continue
        moments = {
            column
            for column, kind in zip(table.columns, table.types, strict=False)
            if kind == "timestamp"
        }
        declared = {table.time_zone} if sources.files_of(table) else set()
        declared |= {
            column.time_zone
            for use in sources.uses.get(table.source, ())
            for part in use.parts(table)
            for column in part.columns
            if column.name in moments and column.time_zone and not column.epoch
        }
        for zone in declared - {"UTC"}:
            zones.setdefault(zone, []).append(table.full_name)
    return zones


def _land_file(run: Run, landing: TableLanding, file: HashedFile) -> None:
    """Add a file to its table's deliveries."""
    if not _is_repeat(landing, file.name, file.content_hash):
        number = len(landing.deliveries) + 1
        landing.deliveries[file.content_hash] = deliver(run, landing.table, file, number)


def _land_part(run: Run, landing: TableLanding, mapped: MappedPart) -> None:
    """Add the files of a part to its table's deliveries."""
    added = []
    for file in mapped.files[mapped.part.sources[0]]:
        digest = mapped.digest(file)
        try:
            if not _is_repeat(landing, file.name, digest):
                number = len(landing.deliveries) + 1
                landing.deliveries[digest] = deliver_mapped(run, mapped, file, number)
                added.append(landing.deliveries[digest])
        except RefusedFile as refusal:
            landing.refused.append(refusal)
    landing.notices += [each for each in [absent_notice(mapped, added)] if each]


def _is_repeat(landing: TableLanding, name: str, content_hash: str) -> bool:
    """Whether a file repeats the content of a delivery; a notice records that.

    A full delivery that equals an older one replaces it: its rows were deleted in between.
    """
    deliveries = landing.deliveries
    newest = next(reversed(deliveries.values()), None)
    known = deliveries.get(content_hash)
    if known and (landing.table.delivery != "full" or known is newest):
        landing.repeats.append(f"{name} (as {known.file})")
        return True
    if known:
        landing.repeats.append(f"{known.file} (as {name})")
        del deliveries[content_hash]
        # Numbers tell places among those that count: the same with the older file and without.
        for number, (each, delivery) in enumerate(deliveries.items(), start=1):
            deliveries[each] = replace(delivery, load_number=number)
    return False
