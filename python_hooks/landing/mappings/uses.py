"""The variable raw_sources: by which mapping each source is read, and from where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_hooks.landing.contracts import TableContract
from python_hooks.landing.mappings.nodes import Mistakes, shown
from python_hooks.landing.mappings.reading import FILE_NAME, read_mapping
from python_hooks.landing.mappings.vocabulary import Mapping as ReadMapping
from python_hooks.landing.mappings.vocabulary import TablePart
from python_hooks.landing.names import did_you_mean
from python_hooks.landing.refusals import RefusedFile

NATIVE = "native"
VARIABLE = "dbt_project.yml"
EXAMPLE = "{support: {mapping: zendesk_fivetran, schemas: [zendesk]}}"
USE_WORDS = ("mapping", "schemas", "folders")
SCHEMA = re.compile(r"[A-Za-z_][A-Za-z0-9_]*([.][A-Za-z_][A-Za-z0-9_]*)?")
ACCOUNT = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True)
class Account:
    """A schema or folder that is read by one mapping. prefix: of its ids; empty for one alone."""

    prefix: str
    place: str


@dataclass(frozen=True)
class Use:
    """A mapping as one source of the contract uses it."""

    source: str
    mapping: ReadMapping | None
    schemas: tuple[Account, ...]
    folders: tuple[Account, ...]

    @property
    def is_native(self) -> bool:
        """Whether the source has the contract's own tables."""
        return self.mapping is None

    @property
    def reads_own_files(self) -> bool:
        """Whether its files lie where the contract names them."""
        return self.mapping is None and not self.schemas

    def parts(self, table: TableContract) -> tuple[TablePart, ...]:
        """The parts that fill a table."""
        if self.mapping is None or table.source != self.source:
            return ()
        return tuple(part for part in self.mapping.parts if part.table == table.full_name)


class BadMappings(Exception):
    """Every mistake of the variable raw_sources and of the mappings that it names."""

    def __init__(self, found: Iterable[RefusedFile]) -> None:
        """Keep every mistake, each once."""
        self.refused = tuple({str(each): each for each in found}.values())
        super().__init__(self.refused)

    def __str__(self) -> str:
        """A numbered list of them all."""
        count = len(self.refused)
        mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
        lines = [f"The mappings cannot be used: {mistakes}. No model was built."]
        lines += [f"{n}. {each}" for n, each in enumerate(self.refused, start=1)]
        return "\n".join(lines)


def read_uses(
    given: Mapping[str, Any], folder: Path, tables: Sequence[TableContract]
) -> dict[str, tuple[Use, ...]]:
    """The uses of each source; raises BadMappings with every mistake at once.

    folder: that of the mappings.
    """
    mistakes = _Mistakes()
    sources = list(dict.fromkeys(table.source for table in tables))
    known: dict[str, ReadMapping] = {}
    uses: dict[str, tuple[Use, ...]] = {}
    for source, value in given.items():
        where = f"raw_sources of {source}"
        if source not in sources:
            hint = did_you_mean(source, sources)
            mistakes.add(
                f"raw_sources names the source {shown(source)}, which the contract does not have.",
                f"{hint}Its sources are {', '.join(sources)}.",
            )
            continue
        each_given = value if isinstance(value, list) else [value]
        if not each_given:
            mistakes.add(f"{where} is an empty list.", f"Write {EXAMPLE}.")
        if len(each_given) > 1 and any(
            isinstance(each, Mapping) and each.get("mapping") == NATIVE and each.get("schemas")
            for each in each_given
        ):
            mistakes.add(
                f"{where} joins the mapping native of a schema with others.",
                "Let that schema be the source's only one, or write a mapping for it.",
            )
        read = [
            _read_use(source, each, where, folder, tables, known, mistakes) for each in each_given
        ]
        uses[source] = tuple(each for each in read if each)
    _check_accounts(uses, tables, mistakes)
    if mistakes.found:
        raise BadMappings(mistakes.found)
    return uses


class _Mistakes:
    """Mistakes of the variable, and those of the mappings that it names."""

    def __init__(self) -> None:
        self.found: list[RefusedFile] = []

    def add(self, what: str, cure: str) -> None:
        """Keep one of the variable."""
        self.found.append(RefusedFile(VARIABLE, what, cure, None, "raw_sources"))


def _read_use(
    source: str,
    given: object,
    where: str,
    folder: Path,
    tables: Sequence[TableContract],
    known: dict[str, ReadMapping],
    mistakes: _Mistakes,
) -> Use | None:
    """One use of a source, or nothing with mistakes."""
    if not isinstance(given, Mapping) or not isinstance(given.get("mapping"), str):
        mistakes.add(f"{where} does not name a mapping.", f"Write {EXAMPLE}.")
        return None
    for word in given:
        if word not in USE_WORDS:
            mistakes.add(
                f"{where} has the unknown word {shown(str(word))}.",
                f"Allowed: {', '.join(USE_WORDS)}.",
            )
    name = given["mapping"]
    schemas = _accounts(given.get("schemas"), f"schemas of {where}", SCHEMA, mistakes)
    folders = _accounts(given.get("folders"), f"folders of {where}", None, mistakes)
    if name == NATIVE:
        if folders or len(schemas) > 1:
            mistakes.add(
                f"{where}: the mapping native reads one schema, or files of CX_RAW_PATH/{source}.",
                "Write {mapping: native} or {mapping: native, schemas: [exported]}.",
            )
        return Use(source, None, schemas, ())
    names = sorted(path.parent.name for path in folder.glob(f"*/{FILE_NAME}"))
    if name not in names:
        hint = did_you_mean(name, names)
        mistakes.add(
            f"{where}: there is no mapping {shown(name)} (looked for mappings/{name}/{FILE_NAME}).",
            f"{hint}There are native, {', '.join(names)}.",
        )
        return None
    if name not in known:
        found = Mistakes(f"mappings/{name}/{FILE_NAME}")
        known[name] = read_mapping(folder / name, tables, found)
        mistakes.found += sorted(found.found, key=lambda each: each.line or 0)
    mapping = known[name]
    if not mapping.parts:
        # Its file cannot be read, and says so itself.
        return None
    if (mapping.files and not folders) or (not mapping.files and not schemas):
        kind, place = ("files", "folders") if mapping.files else ("schemas", "schemas")
        mistakes.add(
            f"{where}: the mapping {name} reads {kind}, and no {place} are given.",
            f"Write {{mapping: {name}, {place}: [...]}}.",
        )
    if source not in {part.table.split(".")[0] for part in mapping.parts}:
        filled = ", ".join(sorted({part.table for part in mapping.parts}))
        mistakes.add(
            f"{where}: the mapping {name} fills no table of {source}.", f"It fills {filled}."
        )
    return Use(source, mapping, schemas, folders)


def _accounts(
    given: object, where: str, pattern: re.Pattern[str] | None, mistakes: _Mistakes
) -> tuple[Account, ...]:
    """Schemas or folders: a list, or a map from the name of the account.

    Ids of one alone have no prefix; those of a map always have the account's name.
    """
    if given is None:
        return ()
    example = "[zendesk], or {eu: zendesk_eu, us: zendesk_us}"
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, (list, Mapping)) or not given:
        mistakes.add(f"{where} is neither a list nor a map.", f"Write {example}.")
        return ()
    pairs = list(given.items()) if isinstance(given, Mapping) else [(each, each) for each in given]
    accounts = []
    for account, place in pairs:
        text = str(place)
        if not isinstance(place, str) or not (
            pattern.fullmatch(text) if pattern else _is_folder_name(text)
        ):
            kind = "a schema" if pattern else "a folder below CX_RAW_PATH"
            mistakes.add(f"{where} has {shown(text)}, which is not {kind}.", f"Write {example}.")
        elif isinstance(given, Mapping) and not ACCOUNT.fullmatch(str(account)):
            mistakes.add(
                f"{where} has the account {shown(str(account))}.",
                "Use letters without accents, digits and _: it begins the ids.",
            )
        prefix = "" if len(pairs) == 1 and not isinstance(given, Mapping) else f"{account}-"
        accounts.append(Account(prefix, text.rstrip("/")))
    places = [account.place for account in accounts]
    if len(set(places)) < len(places):
        mistakes.add(f"{where} names one twice.", "Name each once.")
    return tuple(accounts)


def _is_folder_name(text: str) -> bool:
    """Whether a text names a folder below another one."""
    parts = text.rstrip("/").split("/")
    return bool(text) and all(part and not part.startswith(".") for part in parts)


def _check_accounts(
    uses: Mapping[str, Sequence[Use]], tables: Sequence[TableContract], mistakes: _Mistakes
) -> None:
    """Several accounts need prefixes on the keys; a full dump has only one place to come from."""
    for table in tables:
        places = 0
        for use in uses.get(table.source, ()):
            accounts = (*use.schemas, *use.folders)
            parts = use.parts(table)
            places += 1 if use.is_native else len(accounts) * len(parts)
            if len(accounts) < 2 or not parts or use.mapping is None:
                continue
            if not set(table.key) & set(use.mapping.account_ids):
                mistakes.add(
                    f"raw_sources of {table.source} has {len(accounts)} accounts, and the keys of"
                    f" {table.full_name} could meet: {use.mapping.name} prefixes none of them.",
                    f"Add {', '.join(table.key)} to account_ids of that mapping.",
                )
        if places > 1 and table.delivery == "full":
            mistakes.add(
                f"{table.full_name} is declared delivery: full, and it comes from {places} places.",
                "One dump would delete the rows of another: remove delivery: full.",
            )
