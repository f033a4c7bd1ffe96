"""A draft of a mapping, by a look at one file: what is guessed, and what is not sure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from python_hooks.engines.warehouse import BLANKS
from python_hooks.landing import file_kinds
from python_hooks.landing.contracts import TableContract
from python_hooks.landing.encodings import suggested_encoding
from python_hooks.landing.mapped_header import is_total
from python_hooks.landing.mappings.draft_values import words_of_values
from python_hooks.landing.mappings.draft_words import COLUMN_WORDS, OWN_ID_WORDS
from python_hooks.landing.raw_files import (
    MAPPED_ENDINGS,
    SHEET_ENDINGS,
    RawFile,
    ending_of,
    open_text,
)

SAMPLE_BYTES = 1024 * 1024
SAMPLE_ROWS = 20_000
HEAD_ROWS = 30
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")


class CannotDraft(Exception):
    """A file of which no draft can be made: why, and what to do."""


@dataclass(frozen=True)
class Look:
    """What was seen of a file. settings: the words of files, as YAML; unsure: about them."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    settings: tuple[str, ...]
    unsure: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """The text of a mapping.yml, the table that it fills, and what is not sure."""

    text: str
    table: str
    unsure: tuple[str, ...]


def draft_mapping(path: Path, contracts: Sequence[TableContract]) -> Draft:
    """A draft for one file; raises CannotDraft where it cannot be read."""
    look = _look(path)
    table = _table_of(look, contracts)
    unsure = list(look.unsure)
    lines: list[str] = []
    found = _columns_of(look.names, table)
    own = _own_id(look.names, table, found)
    found |= own
    if not any(key in found for key in table.key):
        unsure.append(f"whether these are {table.full_name}: no column of its key was recognised")
    unsure += [f"{column} ({name}): whether this is the id" for column, name in own.items()]
    for column in table.columns:
        is_required = column in table.required
        if column not in found:
            if is_required:
                unsure.append(f"{column}: no column of the file was recognised, and it is required")
                lines.append(f"      # {column}: ? (required)")
            continue
        name = found[column]
        place = look.names.index(name)
        kind = table.types[table.columns.index(column)]
        accepted = table.accepted[table.columns.index(column)]
        values = [row[place].strip(BLANKS) for row in look.rows if place < len(row)]
        words = words_of_values(column, kind, accepted, values)
        unsure += [f"{column} ({name}): {each}" for each in words.unsure]
        if column.endswith("_id") and re.search("昵称|nickname", name, re.IGNORECASE):
            unsure.append(f"{column} ({name}): a nickname may change, and two people may share it")
        if table.key == (column,):
            unsure += _of_key(column, name, [row[place : place + 1] for row in look.rows])
        if column == "updated_at" and _plain(name) not in _words_of(column):
            unsure.append(f"updated_at: no column was recognised, so it is {name}, too")
        note = "  # not sure" if words.unsure else ""
        source = _yaml(name)
        value = f"{{{', '.join([f'column: {source}', *words.words])}}}" if words.words else source
        lines.append(f"      {column}: {value}{note}")
    left = [name for name in look.names if name and name not in found.values()]
    if left:
        lines.append(f"      # not read: {', '.join(left)}")
    ids = [column for column in table.columns if column.endswith("_id") and column in found]
    pattern = _yaml("*" + ending_of(path.name, MAPPED_ENDINGS))
    settings = ", ".join([f"files: {pattern}", *look.settings])
    text = (
        f"# A draft, made by a look at {path.name}. docs/mappings.md explains every word.\n"
        f"description: {table.full_name} out of {_yaml(path.name)}\n"
        "# time_zone: Asia/Shanghai\n"
        f"account_ids: [{', '.join(ids)}]\n\n"
        f"files:\n  {table.name}: {{{settings}}}\n\n"
        f"tables:\n  {table.full_name}:\n    from: {table.name}\n    columns:\n" + "\n".join(lines)
    )
    return Draft(text + "\n", table.full_name, tuple(unsure))


def _look(path: Path) -> Look:
    """The header and the first rows of a file."""
    if not path.is_file():
        raise CannotDraft(f"There is no file {path}.")
    if path.suffix.lower() in JSON_ENDINGS:
        raise CannotDraft(f"{path} is JSON. {file_kinds.what_to_do('JSON')}")
    if not ending_of(path.name, MAPPED_ENDINGS) or path.suffix.lower() == ".parquet":
        raise CannotDraft(
            f"{path} is no .csv, .tsv, .txt or Excel file, so there is nothing to guess from."
        )
    settings: list[str] = []
    unsure: list[str] = []
    file = RawFile(path.name, str(path))
    if ending_of(path.name, SHEET_ENDINGS):
        from python_hooks.landing.workbooks import sheet_rows

        rows = list(sheet_rows(file, None, "mapping.yml"))
    else:
        rows = _text_rows(file, settings, unsure)
    if not rows:
        raise CannotDraft(f"{path} is empty.")
    place = _header_place([cells for _, cells in rows[:HEAD_ROWS]])
    line, header = rows[place]
    if place:
        settings.append(f"header_row: {line}")
        unsure.append(f"whether line {line} is the header (header_row)")
    body = [cells for _, cells in rows[place + 1 :]]
    if body and is_total(body[-1], None):
        first = next(cell.strip(BLANKS) for cell in body.pop() if cell.strip(BLANKS))
        settings.append(f"totals: [{_yaml(first)}]")
        unsure.append(f"whether the last row ({first}) is a total (totals)")
    if any(re.fullmatch(r'\s*=".*"\s*', cell) for row in body for cell in row):
        settings.append("formula_text: true")
        body = [[re.sub(r'^\s*="(.*)"\s*$', r"\1", cell) for cell in row] for row in body]
    names = tuple(cell.strip(BLANKS) for cell in header)
    sample = tuple(tuple(row) for row in body[:SAMPLE_ROWS])
    return Look(names, sample, tuple(settings), tuple(unsure))


def _text_rows(
    file: RawFile, settings: list[str], unsure: list[str]
) -> list[tuple[int, list[str]]]:
    """The first rows of a text file, by the encoding and the delimiter that it seems to have."""
    with open_text(file) as stream:
        head = stream.read(SAMPLE_BYTES)
        is_whole = not stream.read(1)
    kind = file_kinds.kind_of(head[: file_kinds.HEAD_BYTES])
    if kind:
        raise CannotDraft(f"{file.path} is {kind}. {file_kinds.what_to_do(kind)}")
    encoding = suggested_encoding(head)
    if not encoding:
        raise CannotDraft(f"The encoding of {file.path} cannot be told. Save it as UTF-8.")
    if encoding != "utf-8":
        settings.append(f"encoding: {encoding}")
        unsure.append(f"whether the encoding is {encoding}: look at names and comments")
    text = head.decode(encoding, errors="ignore").removeprefix("\ufeff")
    if not is_whole:
        text = text[: text.rfind("\n") + 1]
    lines = [line for line in text.splitlines() if line.strip()][:HEAD_ROWS]
    counts = {sign: sorted(line.count(sign) for line in lines) for sign in ",;\t|"}
    sign = max(counts, key=lambda each: counts[each][len(lines) // 2] if lines else 0)
    if sign != ",":
        settings.append("delimiter: tab" if sign == "\t" else f'delimiter: "{sign}"')
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append((start, cells))
        start = reader.line_num + 1
    return rows


def _header_place(rows: Sequence[Sequence[str]]) -> int:
    """Which of the first rows is the header: the one with the most known names, then cells.

    A row with a number or a day holds values, though one may be a known name: a plan called Team.
    """
    known = {_plain(word) for words in COLUMN_WORDS.values() for word in words}
    texts = [
        place
        for place, row in enumerate(rows)
        if not any(re.fullmatch(r"[\d\s.,:/-]*\d[\d\s.,:/-]*", cell) for cell in row)
    ] or list(range(len(rows)))

    def likeness(place: int) -> tuple[int, int, int]:
        cells = [_plain(cell) for cell in rows[place] if cell.strip()]
        return sum(cell in known for cell in cells), len(set(cells)) if place == 0 else 0, -place

    best = max(texts, key=likeness)
    if likeness(best)[0]:
        return best
    widths = {place: sum(bool(cell.strip()) for cell in rows[place]) for place in texts}
    return max(texts, key=lambda place: (widths[place], -place))


def _table_of(look: Look, contracts: Sequence[TableContract]) -> TableContract:
    """The table that the names fill best."""

    def likeness(table: TableContract) -> tuple[int, int]:
        found = _columns_of(look.names, table)
        keys = 2 * sum(key in found for key in table.key)
        return sum(column in found for column in table.required) + keys, len(found)

    best = max(contracts, key=likeness)
    if likeness(best) < (0, 2):
        raise CannotDraft(
            "It cannot be told which table of the contract this is. Copy"
            " mappings/my_files/mapping.yml and write the names yourself. The file has"
            f" {', '.join(name for name in look.names if name)}."
        )
    return best


def _columns_of(names: Sequence[str], table: TableContract) -> dict[str, str]:
    """The column of the file for each column of the contract, each used once, times excepted."""
    plain = {_plain(name): name for name in reversed(names) if name}
    found: dict[str, str] = {}
    for column in sorted(table.columns, key=lambda each: each == "updated_at"):
        words = _words_of(column)
        if column == "customer_id" and column not in table.key:
            # An address or number of a customer is one, too: docs/one_customer.md.
            words += _words_of("email") + _words_of("phone")
        names_of = [plain[word] for word in words if word in plain]
        free = [name for name in names_of if name not in found.values()]
        if free:
            found[column] = free[0]
    moments = ("responded_at", "ordered_at", "occurred_at", "created_at", "sent_at")
    if "updated_at" in table.columns and "updated_at" not in found:
        moment = next((found[each] for each in moments if each in found), None)
        if not any(each in table.columns for each in moments):
            words = [_plain(word) for each in moments for word in COLUMN_WORDS.get(each, ())]
            moment = next((plain[word] for word in words if word in plain), None)
        if moment:
            found["updated_at"] = moment
    return {column: found[column] for column in table.columns if column in found}


def _own_id(names: Sequence[str], table: TableContract, found: dict[str, str]) -> dict[str, str]:
    """The id of a table whose file calls it only an id; empty if it has a better name."""
    if len(table.key) != 1 or table.key[0] in found:
        return {}
    free = {_plain(name): name for name in reversed(names) if name not in found.values()}
    return next(({table.key[0]: free[word]} for word in OWN_ID_WORDS if word in free), {})


def _of_key(column: str, name: str, given: Sequence[Sequence[str]]) -> list[str]:
    """What is not sure of a key: rows without it, and rows that share it."""
    values = [cell.strip(BLANKS) for cells in given for cell in cells or [""]]
    filled = [value for value in values if value]
    empty, repeated = len(values) - len(filled), len(filled) - len(set(filled))
    told = []
    if empty:
        told.append(f"{column} ({name}): {empty} of {len(values)} rows have none")
    if repeated:
        told.append(
            f"{column} ({name}): {repeated} of {len(values)} rows repeat it, and the newest would"
            " count; a select keeps or adds up rows (docs/mappings.md)"
        )
    return told


def _plain(name: str) -> str:
    """A name as the word list has it: small letters, single blanks, without signs at its end."""
    text = re.sub(r"[\s_-]+", " ", name.strip(BLANKS).lower())
    text = re.sub(r" ?[(（](utc|gmt)[^)）]*[)）]$", "", text)
    return re.sub(r"^\d+[、.．]\s*", "", text).strip(" .:：?？*")


def _words_of(column: str) -> list[str]:
    """The names that a column of the contract may have in a file, as plain words."""
    return [_plain(word) for word in (column.replace("_", " "), *COLUMN_WORDS.get(column, ()))]


def _yaml(text: str) -> str:
    """A text as a word of YAML."""
    if re.fullmatch(r"[^\W\d][\w \-/.]*", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
