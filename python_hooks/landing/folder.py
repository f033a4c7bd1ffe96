"""The content of the user's folder: files of a table, refusals and unknown files."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from python_hooks.landing.contracts import LandingRequest, TableContract
from python_hooks.landing.raw_files import ENDINGS, RawFile, either, ending_of
from python_hooks.landing.refusals import RefusedFile

IGNORED_NAMES = ("thumbs.db", "desktop.ini")


@dataclass
class Found:
    """The content of the user's folder.

    raw_path: the folder as it was named; root: its place with every link followed.
    """

    raw_path: str
    root: str
    files: dict[str, list[RawFile]] = field(default_factory=dict)
    refused: list[RefusedFile] = field(default_factory=list)
    refused_tables: set[str] = field(default_factory=set)
    strays: list[str] = field(default_factory=list)


# os.path says no of a link that leads in a circle; a directory entry would raise an error.
def find_files(
    request: LandingRequest, raw_path: str, sources: Collection[str], others: Collection[str]
) -> Found:
    """Sort everything in the user's folder into files of a table, refusals and strays.

    sources: those whose files have the contract's names; others: folders that mappings read.
    """
    files: dict[str, list[RawFile]] = {table.full_name: [] for table in request.tables}
    found = Found(raw_path, os.path.realpath(raw_path), files)
    for source in _entries(raw_path, found):
        if source.name not in sources or not os.path.isdir(source.path):
            found.strays.append(source.name)
        elif _is_safe(source.path, source.name, found):
            _find_in_source(request, source, found)
    # A folder that a mapping reads is read; so is what one is below.
    found.strays = [
        each
        for each in found.strays
        if not any(f"{other}/".startswith(f"{each.rstrip('/')}/") for other in others)
    ]
    return found


def _find_in_source(request: LandingRequest, source: os.DirEntry[str], found: Found) -> None:
    """Sort one source's folder: single files come before the files of a table's folder."""
    names = {table.name: table for table in request.tables if table.source == source.name}
    folders: list[tuple[os.DirEntry[str], TableContract]] = []
    for entry in _entries(source.path, found):
        relative = f"{source.name}/{entry.name}"
        ending = ending_of(entry.name)
        stem = entry.name[: -len(ending)] if ending else entry.name.split(".")[0]
        if os.path.isdir(entry.path):
            if entry.name in names:
                folders.append((entry, names[entry.name]))
            else:
                found.strays.append(relative + "/")
        elif stem not in names:
            found.strays.append(relative)
        else:
            _take(entry, relative, names[stem], found)
    for folder, table in folders:
        inside: list[tuple[str, os.DirEntry[str]]] = []
        refused_before = len(found.refused)
        walk(folder.path, found, inside)
        if len(found.refused) > refused_before:
            found.refused_tables.add(table.full_name)
        for relative, entry in sorted(inside, key=lambda each: each[0]):
            _take(entry, relative, table, found)


def walk(
    folder: str,
    found: Found,
    inside: list[tuple[str, os.DirEntry[str]]],
    above: tuple[str, ...] = (),
) -> None:
    """Collect the files of a table's folder, at any depth."""
    relative = _relative_path(folder, found.raw_path)
    if not _is_safe(folder, relative, found):
        return
    real = os.path.realpath(folder)
    if real in above:
        what = "this link leads back to a folder above it."
        found.refused.append(RefusedFile(relative, what, "Remove the link."))
        return
    for entry in _entries(folder, found):
        if os.path.isdir(entry.path):
            walk(entry.path, found, inside, (*above, real))
        else:
            inside.append((_relative_path(entry.path, found.raw_path), entry))


def _entries(folder: str, found: Found) -> list[os.DirEntry[str]]:
    """The entries of a folder in name order, without files of systems and tools."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        what = f"this folder cannot be listed ({error.strerror})."
        relative = _relative_path(folder, found.raw_path)
        found.refused.append(RefusedFile(relative, what, "Give the build the right to read it."))
        return []
    kept = []
    for entry in entries:
        if not _is_hidden(entry.name):
            kept.append(entry)
        elif entry.name.startswith("_") and ending_of(entry.name):
            found.strays.append(_relative_path(entry.path, found.raw_path) + " (it starts with _)")
    return kept


def _take(entry: os.DirEntry[str], relative: str, table: TableContract, found: Found) -> None:
    """Add one file to its table, or its refusal to the refusals."""
    refusal = unreadable_name(entry, relative, found.root)
    if refusal is None:
        found.files[table.full_name].append(RawFile(relative, entry.path))
    else:
        found.refused.append(refusal)
        found.refused_tables.add(table.full_name)


def unreadable_name(
    entry: os.DirEntry[str], relative: str, root: str, endings: Sequence[str] = ENDINGS
) -> RefusedFile | None:
    """Why a file is refused before it is opened; nothing when it is not."""
    if "\\" in relative or any(unicodedata.category(each) in ("Cc", "Cs") for each in relative):
        what = "the name has a backslash or a character that cannot be shown."
        return RefusedFile(relative, what, "Rename the file: letters, digits, - and _.")
    if not _is_inside(entry.path, root):
        what = "this link leads out of the raw folder."
        return RefusedFile(relative, what, "Copy the file itself into the folder.")
    if not os.path.isfile(entry.path):
        what = "this is not a file that can be read (a broken link, or a device)."
        return RefusedFile(relative, what, "Replace it by the file itself.")
    if not ending_of(entry.name, endings):
        what = f"files of this kind are not read; the ending must be {either(endings)}."
        return RefusedFile(relative, what, "Export it as CSV (UTF-8), or move it elsewhere.")
    return None


def _is_safe(path: str, relative: str, found: Found) -> bool:
    """Whether a folder is inside the raw folder; if not, its refusal is recorded."""
    if _is_inside(path, found.root):
        return True
    what = "this link leads out of the raw folder."
    found.refused.append(RefusedFile(relative, what, "Copy the folder itself into the raw folder."))
    return False


def _is_inside(path: str, root: str) -> bool:
    """Whether a path, with every link resolved, is inside the root."""
    return os.path.commonpath([os.path.realpath(path), root]) == root


def _is_hidden(name: str) -> bool:
    """Whether a name belongs to a system or a tool, as .DS_Store, _SUCCESS and ~$orders.xlsx do."""
    lower = name.lower()
    return lower.startswith((".", "_", "~$")) or lower.endswith(".crc") or lower in IGNORED_NAMES


def _relative_path(path: str, raw_path: str) -> str:
    """A path as seen from the raw folder, with / on every system."""
    return Path(path).relative_to(raw_path).as_posix()
