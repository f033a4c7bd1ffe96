"""One column of mapping.yml: its words, checked against each other and the contract."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

import yaml

from python_hooks.landing.contracts import TableContract
from python_hooks.landing.mappings.nodes import (
    Mistakes,
    Node,
    choice_of,
    entries,
    flag_of,
    line_of,
    shown,
    text_of,
    texts_of,
)
from python_hooks.landing.mappings.vocabulary import (
    CHOICES,
    COLUMN_WORDS,
    DIRECTIVES,
    FAMILIES,
    FLAGS,
    TIMES,
    ColumnMapping,
)
from python_hooks.landing.names import did_you_mean, normal_name

TEXT_LISTS = ("column", "empty", "currency_signs")
# Two formats that read this as two moments cannot stand side by side.
PROBE = datetime(2023, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class Defaults:
    """What mapping.yml says once for all its columns."""

    time_zone: str | None = None
    empty: tuple[str, ...] = ()


def read_column(
    name: str, node: Node, table: TableContract, defaults: Defaults, mistakes: Mistakes
) -> ColumnMapping | None:
    """A column, or nothing with mistakes. A text or a list alone names source columns."""
    place = table.columns.index(name)
    kind = table.types[place] if table.types else "text"
    where = f"{table.full_name}.{name}"
    before = len(mistakes.found)
    if isinstance(node, (yaml.ScalarNode, yaml.SequenceNode)):
        values: dict[str, Any] = {"column": _read_word("column", node, where, mistakes)}
    else:
        example = f"{name}: id, or {name}: {{column: id, prefix: S-}}"
        words = entries(node, where, tuple(COLUMN_WORDS), mistakes, example)
        if len(mistakes.found) == before:
            _check_together(where, kind, node, words, mistakes)
        values = {
            word: _read_word(word, value, f"{word} of {where}", mistakes)
            for word, (_, value) in words.items()
        }
        accepted = table.accepted[place] if table.accepted else ()
        _check_accepted(where, words, accepted, mistakes)
    if len(mistakes.found) > before:
        return None
    if "constant" not in values:
        values["empty"] = (*values.get("empty", ()), *defaults.empty)
    if kind in TIMES and "constant" not in values:
        values.setdefault("time_zone", defaults.time_zone)
    return ColumnMapping(name=name, line=line_of(node), **values)


def _check_together(
    where: str, kind: str, node: Node, words: dict[str, tuple[Node, Node]], mistakes: Mistakes
) -> None:
    """Words that do not go together, or not with the type of the column."""
    given = set(words)
    if ("column" in given) == ("constant" in given):
        count = len(given & {"column", "constant"})
        what = f"{where} needs one of column and constant, and has {count}."
        mistakes.add(node, what, "Write column: <name in the source>, or constant: <value>.")
    elif "constant" in given and len(given) > 1:
        others = ", ".join(sorted(given - {"constant"}))
        what = f"{where} has a constant, so {others} would change nothing."
        mistakes.add(node, what, "Keep constant alone, or read a column.")
    if "otherwise" in given and "values" not in given:
        what = f"otherwise of {where} stands without values."
        mistakes.add(words["otherwise"][0], what, "Add values: {<in the source>: <here>}.")
    for word in words:
        if kind not in COLUMN_WORDS[word]:
            allowed = [each for each, kinds in COLUMN_WORDS.items() if kind in kinds]
            what = f"{word} is not for {where}, which is of type {kind}."
            mistakes.add(words[word][0], what, f"Allowed for this type: {', '.join(allowed)}.")
    families = [sorted(given & set(family)) for family in FAMILIES]
    families = [family for family in families if family]
    if len(families) > 1:
        listed = " and ".join(family[0] for family in families)
        what = f"{where} has {listed}, which are two ways to read one value."
        mistakes.add(node, what, "Keep one of them.")
    elif {"decimal", "thousands"} <= given:
        signs = {words[word][1].value for word in ("decimal", "thousands")}
        if len(signs) == 1:
            what = f"{where} has the same sign for decimal and thousands."
            mistakes.add(words["thousands"][0], what, "Write the sign that each of them has.")


def _check_accepted(
    where: str,
    words: dict[str, tuple[Node, Node]],
    accepted: tuple[str, ...],
    mistakes: Mistakes,
) -> None:
    """A value that is written here must be one that the contract accepts."""
    targets: list[Node] = [words[word][1] for word in ("constant", "otherwise") if word in words]
    if "values" in words and isinstance(words["values"][1], yaml.MappingNode):
        targets += [target for _, target in words["values"][1].value]
    for target in targets:
        if accepted and isinstance(target, yaml.ScalarNode):
            value = target.value.strip().lower()
            if value and value not in accepted:
                hint = did_you_mean(value, accepted)
                what = f"{where} does not accept {shown(target.value)}."
                mistakes.add(target, what, f"{hint}Allowed: {', '.join(accepted)}.")


def _read_word(word: str, node: Node, where: str, mistakes: Mistakes) -> Any:  # noqa: ANN401
    """The value of one word of a column."""
    if word in TEXT_LISTS:
        before = len(mistakes.found)
        texts = texts_of(node, where, mistakes)
        is_whole = bool(texts) and all(text.strip() for text in texts)
        if not is_whole and len(mistakes.found) == before:
            mistakes.add(node, f"{where} has an empty text.", "Write at least one text.")
        return tuple(normal_name(text) for text in texts) if word == "column" else texts
    if word in CHOICES:
        return choice_of(node, where, CHOICES[word], mistakes)
    if word in FLAGS:
        return flag_of(node, where, mistakes)
    readers: dict[str, Callable[[Node, str, Mistakes], Any]] = {
        "values": _read_values,
        "extract": _read_pattern,
        "date_formats": _read_formats,
        "time_zone": read_zone,
    }
    return readers.get(word, text_of)(node, where, mistakes)


def _read_values(node: Node, where: str, mistakes: Mistakes) -> tuple[tuple[str, str], ...]:
    """The value map: what the source has, and what the contract has for it."""
    found = entries(node, where, None, mistakes, "{open: open, done: solved}")
    if not found and isinstance(node, yaml.MappingNode):
        mistakes.add(node, f"{where} is empty.", "Write {<in the source>: <here>}.")
    pairs = [
        (key, text_of(value, f"{shown(key)} in {where}", mistakes))
        for key, (_, value) in found.items()
    ]
    return tuple((key, value) for key, value in pairs if value is not None)


def _read_pattern(node: Node, where: str, mistakes: Mistakes) -> str | None:
    """A regular expression with one group, which is what is kept."""
    pattern = text_of(node, where, mistakes)
    if pattern is None:
        return None
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        mistakes.add(node, f"{where} is no regular expression ({error}).", "Example: '^#([0-9]+)'.")
        return None
    if re.search(r"\(\?[=!<P]|\\[1-9]", pattern):
        cure = "Write it without (?=, (?!, (?<, (?P and \\1; example: '^#([0-9]+)'."
        mistakes.add(node, f"{where} has a part that DuckDB does not know.", cure)
    elif groups != 1:
        what = f"{where} has {groups} groups, and the one group is what is kept."
        mistakes.add(node, what, "Put what is kept into ( ), other parts into (?: ).")
    return pattern


def _read_formats(node: Node, where: str, mistakes: Mistakes) -> tuple[str, ...]:
    """Formats of strptime; no two of them may read one text as two moments."""
    formats = texts_of(node, where, mistakes)
    sound = []
    for each in formats:
        directives = re.findall(r"%(-?.?)", each)
        wrong = [one for one in directives if one not in DIRECTIVES or not one]
        if wrong:
            listed = ", ".join(f"%{letter}" for letter in DIRECTIVES)
            what = f"{where} has %{wrong[0]} in {shown(each)}."
            mistakes.add(node, what, f"Allowed: {listed}. Example: %d/%m/%Y %H:%M.")
        elif not (
            set("Yy") & set(directives) and set("mbB") & set(directives) and "d" in directives
        ):
            what = f"{where} has no whole date in {shown(each)}."
            mistakes.add(node, what, "A format has a year, a month and a day, such as %d/%m/%Y.")
        elif len(set(directives)) < len(directives):
            what = f"{where} has a part twice in {shown(each)}."
            mistakes.add(node, what, "Write each part once, such as %d/%m/%Y.")
        else:
            sound.append(each)
    for one, other in combinations(sound, 2):
        try:
            read = datetime.strptime(PROBE.strftime(one), other)
        except ValueError:
            continue
        if read.date() != PROBE.date():
            what = f"{where}: {shown(one)} and {shown(other)} read one text as two days."
            mistakes.add(node, what, "Keep one of them; split the files if both occur.")
    return formats


def read_zone(node: Node, where: str, mistakes: Mistakes) -> str | None:
    """A time zone of the IANA list."""
    zone = text_of(node, where, mistakes)
    if zone is not None and zone not in zoneinfo.available_timezones():
        cure = "Write one of the IANA list such as UTC, Asia/Shanghai or America/New_York."
        mistakes.add(node, f"{where} is {shown(zone)}, which is no time zone.", cure)
    return zone
