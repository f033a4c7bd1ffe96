"""What the values of a column look like: the words that a draft declares for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from python_hooks.landing.mappings.conversions import ISO_LOCAL, ISO_OFFSET
from python_hooks.landing.mappings.draft_words import VALUE_WORDS
from python_hooks.landing.mappings.vocabulary import NUMBERS, TIMES

DATES = ("%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y")
CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "%H:%M", "%H时%M分")
FORMATS = tuple(date + clock for date in DATES for clock in CLOCKS)
SIGNS = "¥￥元€$£"
SHOWN = 12
# Rows whose times are looked at: each is tried in many formats.
TIMES_SHOWN = 500
# As the macro parsed_boolean reads them.
BOOLEANS = ("true", "t", "yes", "y", "1", "1.0", "false", "f", "no", "n", "0", "0.0")
CONTACTS = ("email", "phone")


@dataclass
class Words:
    """The words of a column, as YAML, and what is not sure of them."""

    words: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)


def words_of_values(column: str, kind: str, accepted: Sequence[str], given: Sequence[str]) -> Words:
    """The words for a column of the contract, by a sample of its values in the source."""
    values = [value for value in given if value]
    if not values:
        return Words(unsure=["no row of the sample has a value"])
    if kind in TIMES:
        return _of_times(kind, values[:TIMES_SHOWN])
    if kind in NUMBERS:
        return _of_numbers(values)
    if kind == "boolean":
        values = [value for value in values if value.lower() not in BOOLEANS]
        return _of_states(kind, ("true", "false"), values)
    if column == "currency":
        values = [value for value in values if not re.fullmatch("[A-Z]{3}", value)]
    if column in VALUE_WORDS or accepted:
        return _of_states(column, accepted, values)
    if column in CONTACTS or column.endswith("_id"):
        return _of_ids(column, values)
    return Words()


def _of_ids(column: str, values: Sequence[str]) -> Words:
    """Ids and contacts: those in full width do not match, nor do two addresses in a cell."""
    wide = any(re.search("[０-９Ａ-Ｚａ-ｚ＠]", value) for value in values)
    words = ["full_width: true"] if wide else []
    if column == "email" and any(len(re.findall("[@＠]", value)) > 1 for value in values):
        several = "some cells hold several addresses, and those match nobody (extract)"
        return Words(words, [several])
    return Words(words)


def _of_times(kind: str, values: Sequence[str]) -> Words:
    """Formats of times, or an epoch."""
    if all(re.fullmatch(r"1[0-9]{9}", value) for value in values):
        return Words(["epoch: seconds"])
    if all(re.fullmatch(r"1[0-9]{12}", value) for value in values):
        return Words(["epoch: milliseconds"])
    rest = [
        value
        for value in values
        if not re.match(ISO_LOCAL, value) and not re.match(ISO_OFFSET, value)
    ]
    has_local = any(not re.match(ISO_OFFSET, value) for value in values)
    has_zone = has_local and kind != "date"
    zone = ["which time zone these times are in (time_zone)"] if has_zone else []
    if not rest:
        return Words(unsure=zone)
    fitting = [each for each in FORMATS if all(_fits(value, each) for value in rest)]
    if not fitting:
        return Words(unsure=[*zone, "how its times are written (date_formats)"])
    others = [each for each in fitting[1:] if _days(rest, each) != _days(rest, fitting[0])]
    if others:
        zone.append(f"whether the format is {fitting[0]} or {others[0]}")
    return Words([f'date_formats: "{fitting[0]}"'], zone)


def _fits(value: str, date_format: str) -> bool:
    """Whether a text is a time in a format."""
    with suppress(ValueError):
        datetime.strptime(value, date_format)
        return True
    return False


def _days(values: Sequence[str], date_format: str) -> list[datetime]:
    """The times of texts in a format that fits them all."""
    return [datetime.strptime(value, date_format) for value in values]


def _of_numbers(values: Sequence[str]) -> Words:
    """How numbers are written."""
    if all(re.fullmatch(r"[-+]?[0-9]+([.][0-9]+)?", value) for value in values):
        return Words()
    if all(re.fullmatch(r"[★⭐]+☆*|☆+", value) for value in values):
        return Words(["score: stars"])
    if all(re.match(r"[0-9]+:[0-9]{2}", value) for value in values):
        return Words(["duration: clock"])
    if all(
        re.fullmatch(r"([0-9]+\s*(天|小时|时|分钟|分|秒|[dhms])\s*)+", value) for value in values
    ):
        return Words(["duration: words"])
    words: list[str] = []
    wide = [value for value in values if re.search("[０-９．，]", value)]
    if wide:
        words.append("full_width: true")
        table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
        values = [value.translate(table) for value in values]
    signs = [sign for sign in SIGNS if any(sign in value for value in values)]
    if signs:
        words.append(f"currency_signs: [{', '.join(signs)}]")
        values = [value.strip(f"{SIGNS} ") for value in values]
    if any(value.endswith("%") for value in values):
        words.append("percent: true")
        values = [value.rstrip("% ") for value in values]
    if all(re.fullmatch(r"[-+]?[0-9]+([.][0-9]+)?", value) for value in values):
        return Words(words)
    marks = {mark for value in values for mark in value if mark in ",."}
    if all(re.fullmatch(r"[-+]?[0-9]{1,3}(,[0-9]{3})*([.][0-9]+)?", value) for value in values):
        unsure = marks == {","} and ["whether , stands between thousands or before decimals"]
        return Words([*words, 'thousands: ","'] if "," in marks else words, unsure or [])
    if all(re.fullmatch(r"[-+]?[0-9]+(,[0-9]+)?", value) for value in values):
        return Words([*words, 'decimal: ","'])
    if all(re.fullmatch(r"[-+]?[0-9]{1,3}([.][0-9]{3})*(,[0-9]+)?", value) for value in values):
        return Words([*words, 'decimal: ","', 'thousands: "."'])
    if all(re.match(r"[0-9]{1,2}(\D|$)", value) for value in values):
        return Words(["score: leading_number"])
    return Words(words, ["how its numbers are written"])


def _of_states(column: str, accepted: Sequence[str], values: Sequence[str]) -> Words:
    """The values of a column that has a fixed list, as far as they are known."""
    known = {
        word: target for target, words in VALUE_WORDS.get(column, {}).items() for word in words
    }
    found = list(dict.fromkeys(values))
    pairs = [
        (value, known.get(value.lower(), value.lower() if value.lower() in accepted else ""))
        for value in found
    ]
    mapped = [f"{_quoted(value)}: {target}" for value, target in pairs if target]
    open_ = [value for value, target in pairs if not target]
    unsure = []
    if open_:
        listed = ", ".join(open_[:SHOWN]) + (" ..." if len(open_) > SHOWN else "")
        allowed = accepted or tuple(VALUE_WORDS.get(column, ()))
        unsure.append(f"what these values are of {', '.join(allowed)}: {listed}")
    return Words([f"values: {{{', '.join(mapped)}}}"] if mapped else [], unsure)


def _quoted(text: str) -> str:
    """A text as a word of YAML's flow style."""
    return text if re.fullmatch(r"[\w ]+", text) else '"' + text.replace('"', '\\"') + '"'
