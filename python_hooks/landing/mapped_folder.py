"""The files of a folder that a mapping reads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from python_hooks.landing.folder import Found, unreadable_name, walk
from python_hooks.landing.mappings.vocabulary import FileSettings
from python_hooks.landing.names import listed_names
from python_hooks.landing.raw_files import MAPPED_ENDINGS, HashedFile, RawFile, hashed
from python_hooks.landing.refusals import RefusedFile


@dataclass
class MappedFolder:
    """The files of a folder by source table, what was refused, and what no pattern names."""

    files: dict[str, list[HashedFile]] = field(default_factory=dict)
    refused: list[RefusedFile] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)


def find_mapped(raw_path: str, folder: str, settings: Mapping[str, FileSettings]) -> MappedFolder:
    """The files of a folder, in name order, by the patterns of a mapping; each is hashed once."""
    path = os.path.join(raw_path, *folder.split("/"))
    answer = MappedFolder({name: [] for name in settings})
    if not os.path.isdir(path):
        what = f"there is no such folder (looked at {path})."
        to_do = "Correct folders in the variable raw_sources, or CX_RAW_PATH."
        answer.refused.append(RefusedFile(folder, what, to_do))
        return answer
    root = os.path.realpath(raw_path)
    found = Found(raw_path, root)
    inside: list[tuple[str, os.DirEntry[str]]] = []
    walk(path, found, inside)
    answer.refused += found.refused
    for relative, entry in sorted(inside, key=lambda each: each[0]):
        below = relative[len(folder) + 1 :]
        names = [name for name, each in settings.items() if _fits(below, each.patterns)]
        if not names:
            answer.strays.append(relative)
            continue
        refusal = unreadable_name(entry, relative, root, MAPPED_ENDINGS)
        if refusal:
            answer.refused.append(refusal)
            continue
        try:
            file = hashed(RawFile(relative, entry.path))
        except RefusedFile as unreadable:
            answer.refused.append(unreadable)
            continue
        for name in names:
            answer.files[name].append(file)
    return answer


def stray_mapped_notice(mapping_path: str, strays: Sequence[str]) -> str:
    """Files that no pattern of a mapping names."""
    return f"Not read, since no files: of {mapping_path} names them: {listed_names(strays, 300)}."


def _fits(name: str, patterns: Sequence[str]) -> bool:
    """Whether a name, or a path below the folder, fits one of the patterns; case does not count."""
    names = (name.lower(), name.rsplit("/", 1)[-1].lower())
    return any(fnmatchcase(each, pattern.lower()) for pattern in patterns for each in names)
