"""Read mappings/<name>/mapping.yml; every mistake in it is found in one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from python_hooks.landing.contracts import TableContract
from python_hooks.landing.mappings.column_rules import Defaults, read_column, read_zone
from python_hooks.landing.mappings.nodes import (
    Mistakes,
    Node,
    choice_of,
    entries,
    flag_of,
    line_of,
    read_yaml,
    shown,
    text_of,
    texts_of,
)
from python_hooks.landing.mappings.vocabulary import (
    CHOICES,
    FILE_WORDS,
    MAPPING_WORDS,
    TABLE_WORDS,
    ColumnMapping,
    FileSettings,
    Mapping,
    TablePart,
)
from python_hooks.landing.names import did_you_mean, nearest_name

FILE_NAME = "mapping.yml"
SOURCE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_mapping(folder: Path, tables: Sequence[TableContract], mistakes: Mistakes) -> Mapping:
    """A mapping; what `mistakes` has afterwards must be put right first."""
    root = read_yaml(folder / FILE_NAME, mistakes)
    if root is None:
        return Mapping(folder.name, mistakes.file)
    words = entries(root, "the mapping", MAPPING_WORDS, mistakes, "tables: {...}")
    defaults = Defaults(
        read_zone(words["time_zone"][1], "time_zone", mistakes) if "time_zone" in words else None,
        texts_of(words["empty"][1], "empty", mistakes) if "empty" in words else (),
    )
    files = _read_files(words["files"][1], mistakes) if "files" in words else {}
    parts: list[TablePart] = []
    if "tables" in words:
        parts = _read_tables(folder, words["tables"][1], tables, defaults, mistakes)
    elif isinstance(root, yaml.MappingNode):
        mistakes.add(root, "the mapping has no tables.", "Write tables: {crm.customers: {...}}.")
    if "files" in words:
        _check_sources(parts, files, mistakes)
    account_ids = _read_account_ids(words, parts, mistakes)
    return Mapping(folder.name, mistakes.file, account_ids, files, tuple(parts))


def _read_files(node: Node, mistakes: Mistakes) -> dict[str, FileSettings]:
    """The settings of each source table that is read from files."""
    found = entries(node, "files", None, mistakes, "orders: {files: '*.csv'}")
    settings = {}
    for name, (key, value) in found.items():
        where = f"files.{name}"
        if not SOURCE_NAME.fullmatch(name):
            cure = "Use letters without accents, digits and _; the file's own name goes to files."
            mistakes.add(key, f"{where} is no name of a table.", cure)
            continue
        words = entries(value, where, FILE_WORDS, mistakes, f"{name}: {{files: '*.csv'}}")
        if "files" not in words and isinstance(value, yaml.MappingNode):
            mistakes.add(key, f"{where} says no files.", "Add files: '*.csv', or a list of names.")
        values: dict[str, Any] = {
            "patterns" if word == "files" else word: _read_setting(
                word, each, f"{word} of {where}", mistakes
            )
            for word, (_, each) in words.items()
        }
        settings[name] = FileSettings(name, line_of(key), **values)
    return settings


def _read_setting(word: str, node: Node, where: str, mistakes: Mistakes) -> Any:  # noqa: ANN401
    """The value of one setting of files."""
    if word in CHOICES:
        value = choice_of(node, where, CHOICES[word], mistakes)
        return "\t" if value == "tab" else value or ","
    if word == "formula_text":
        return flag_of(node, where, mistakes)
    if word == "sheet":
        return text_of(node, where, mistakes)
    if word != "header_row":
        return texts_of(node, where, mistakes)
    text = text_of(node, where, mistakes)
    if text == "found":
        return 0
    if text is None or not re.fullmatch("[1-9][0-9]{0,3}", text):
        if text is not None:
            cure = "Write the line of the header, such as 3, or found."
            mistakes.add(node, f"{where} is {shown(text)}.", cure)
        return None
    return int(text)


def _read_tables(
    folder: Path,
    node: Node,
    tables: Sequence[TableContract],
    defaults: Defaults,
    mistakes: Mistakes,
) -> list[TablePart]:
    """The tables of the contract that the mapping fills, each in one part or several."""
    contracts = {table.full_name: table for table in tables}
    example = "crm.customers: {from: user, columns: {customer_id: id}}"
    parts: list[TablePart] = []
    for name, (key, value) in entries(node, "tables", None, mistakes, example).items():
        if name not in contracts:
            hint = did_you_mean(name, list(contracts))
            what = f"the contract has no table {shown(name)}."
            mistakes.add(key, what, f"{hint}Its tables are {', '.join(contracts)}.")
            continue
        nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
        if not nodes:
            mistakes.add(key, f"{name} is an empty list.", f"Write {example}.")
        for each in nodes:
            part = _read_part(folder, each, contracts[name], defaults, mistakes)
            if part:
                parts.append(part)
    used = {Path(part.sql_path).name for part in parts if part.sql is not None}
    for path in sorted(folder.glob("*.sql")):
        if path.name not in used and not mistakes.found:
            cure = f"Name it like the table of the contract: {', '.join(sorted(contracts))}."
            mistakes.add(1, f"{path.name} beside this file belongs to no table of it.", cure)
    return parts


def _read_part(
    folder: Path, node: Node, table: TableContract, defaults: Defaults, mistakes: Mistakes
) -> TablePart | None:
    """One part of a table."""
    name = table.full_name
    words = entries(node, name, TABLE_WORDS, mistakes, "{from: user, columns: {customer_id: id}}")
    if not isinstance(node, yaml.MappingNode):
        return None
    sources = texts_of(words["from"][1], f"from of {name}", mistakes) if "from" in words else ()
    if "from" not in words:
        mistakes.add(node, f"{name} does not say what it reads.", "Add from: <source table>.")
    for source in sources:
        if not SOURCE_NAME.fullmatch(source):
            cure = "Use letters without accents, digits and _."
            mistakes.add(words["from"][1], f"from of {name} is {shown(source)}.", cure)
    if "columns" not in words:
        mistakes.add(node, f"{name} has no columns.", "Add columns: {<contract>: <source>}.")
        return None
    sql_path = folder / f"{name}.sql"
    sql = _read_sql(sql_path, mistakes) if sql_path.is_file() else None
    if len(sources) > 1 and sql is None:
        what = f"{name} reads {len(sources)} source tables, and nothing says how they are joined."
        mistakes.add(words["from"][1], what, f"Write the join in {name}.sql beside this file.")
    columns = _read_columns(words["columns"][1], table, defaults, mistakes)
    skipped: tuple[str, ...] = ()
    if "skip_empty" in words:
        skip_node = words["skip_empty"][1]
        skipped = texts_of(skip_node, f"skip_empty of {name}", mistakes)
        mapped = [column.name for column in columns]
        for each in skipped:
            if each not in mapped and not mistakes.found:
                hint = did_you_mean(each, mapped)
                what = f"skip_empty of {name} names {shown(each)}, which is not mapped here."
                mistakes.add(skip_node, what, f"{hint}Mapped are {', '.join(mapped)}.")
    optional = _read_optional(words, name, sources, mistakes)
    return TablePart(name, line_of(node), sources, columns, skipped, optional, sql, str(sql_path))


def _read_optional(
    words: dict[str, tuple[Node, Node]], name: str, sources: Sequence[str], mistakes: Mistakes
) -> tuple[str, ...]:
    """The joined source tables that an account may lack."""
    if "optional" not in words:
        return ()
    node = words["optional"][1]
    optional = texts_of(node, f"optional of {name}", mistakes)
    joined = sources[1:]
    for each in optional:
        if each not in joined:
            what = f"optional of {name} names {shown(each)}, which from does not join."
            allowed = ", ".join(joined) or "none, since from has one table"
            mistakes.add(node, what, f"Allowed: {allowed}.")
    return optional


def _read_columns(
    node: Node, table: TableContract, defaults: Defaults, mistakes: Mistakes
) -> tuple[ColumnMapping, ...]:
    """The columns of a part; the required ones must be among them."""
    where = f"columns of {table.full_name}"
    found = entries(node, where, table.columns, mistakes, f"{table.columns[0]}: id")
    written = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    # A name that is spelt wrongly was answered already.
    unknown = [name for name in written if isinstance(name, str) and name not in found]
    missing = [
        name for name in table.required if name not in found and not nearest_name(name, unknown)
    ]
    if missing and isinstance(node, yaml.MappingNode):
        several = "s" if len(missing) > 1 else ""
        what = f"{table.full_name} lacks the required column{several} {', '.join(missing)}."
        mistakes.add(node, what, f"Add {missing[0]}: <source column>, or {{constant: ...}}.")
    read = [
        read_column(name, value, table, defaults, mistakes) for name, (_, value) in found.items()
    ]
    places = {name: place for place, name in enumerate(table.columns)}
    return tuple(sorted((each for each in read if each), key=lambda each: places[each.name]))


def _read_sql(path: Path, mistakes: Mistakes) -> str:
    """The select beside mapping.yml."""
    text = path.read_text(encoding="utf-8").strip().rstrip(";").rstrip()
    bare = re.sub(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", "", text, flags=re.DOTALL)
    if not re.match(r"(?i)\s*(select|with)\b", bare) or ";" in bare:
        mistakes.add(1, f"{path.name} is not one select.", "Write one select, without semicolons.")
    elif "{{" in text or "{%" in text:
        cure = "Write the names of the source tables as they are."
        mistakes.add(1, f"{path.name} has Jinja, which is not read here.", cure)
    return text


def _check_sources(
    parts: Sequence[TablePart], files: dict[str, FileSettings], mistakes: Mistakes
) -> None:
    """Every source table of a mapping of files has its settings."""
    for part in parts:
        for source in part.sources:
            if source not in files and SOURCE_NAME.fullmatch(source):
                hint = did_you_mean(source, list(files))
                what = f"{part.table} reads {shown(source)}, and files does not have it."
                listed = ", ".join(files) or "nothing"
                mistakes.add(part.line, what, f"{hint}files has {listed}.")
        settings = files.get(part.sources[0]) if part.sources else None
        if settings and settings.header_row == 0 and part.sql is not None:
            what = f"the header of {settings.name} cannot be looked for: {part.table}.sql reads it."
            mistakes.add(settings.line, what, "Write header_row: <line of the header>.")


def _read_account_ids(
    words: dict[str, tuple[Node, Node]], parts: Sequence[TablePart], mistakes: Mistakes
) -> tuple[str, ...]:
    """The columns whose ids are an account's own."""
    if "account_ids" not in words:
        return ()
    node = words["account_ids"][1]
    names = texts_of(node, "account_ids", mistakes)
    mapped = sorted({column.name for part in parts for column in part.columns})
    for name in names:
        if name not in mapped and not mistakes.found:
            hint = did_you_mean(name, mapped)
            what = f"account_ids names {shown(name)}, which no table here maps."
            mistakes.add(node, what, f"{hint}Mapped are {', '.join(mapped)}.")
    return names
