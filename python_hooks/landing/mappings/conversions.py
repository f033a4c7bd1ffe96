"""The SQL of DuckDB that reads a source value as its mapping says, over columns of text.

A value that cannot be read so stays as its text. Where the contract could read that text in another
sense, it gets UNREAD behind it, so that it is quarantined and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from python_hooks.engines.warehouse import BLANKS, quoted, quoted_text
from python_hooks.landing.mappings.vocabulary import ColumnMapping

UNREAD = " (not as the mapping says)"
FULL_WIDTH = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000￥"
HALF_WIDTH = "".join(chr(code) for code in range(0x21, 0x7F)) + " ¥"
WIDE_BLANKS = "\u00a0\u202f\u2009"
TIME = r"[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
ISO_LOCAL = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}({TIME})?$"
ISO_OFFSET = (
    rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{TIME} ?(Z|UTC|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)$"
)
EPOCH_DIGITS = {"seconds": ("^[0-9]{8,10}$", 1_000_000), "milliseconds": ("^[0-9]{11,13}$", 1_000)}
UNIT_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600}
DURATION_WORDS = (
    ("(?:天|日|days?|d)", 86400),
    ("(?:小时|时|hours?|hrs?|h)", 3600),
    ("(?:分钟|分|minutes?|mins?|m)", 60),
    ("(?:秒钟|秒|seconds?|secs?|s)", 1),
)


def cleaned(column: ColumnMapping, names: Sequence[str]) -> str:
    """The text of a column before it is read as a time or a number; null when nothing is there.

    names: the source columns that are there; the first filled one counts.
    """
    if column.constant is not None:
        return f"nullif({quoted_text(column.constant)}, '')"
    texts = [_filled(column, quoted(name)) for name in names]
    text = f"coalesce({', '.join(texts)})" if len(texts) > 1 else texts[0]
    if column.extract:
        pattern = quoted_text(column.extract)
        found = f"nullif(trim(regexp_extract({text}, {pattern}, 1)), '')"
        text = f"case when regexp_matches({text}, {pattern}) then {found} else {text} end"
    if column.values:
        keys = _as_read(column, [key for key, _ in column.values])
        pairs = " ".join(
            f"when {quoted_text(key)} then {quoted_text(value)}"
            for key, (_, value) in zip(keys, column.values, strict=True)
        )
        other = text if column.otherwise is None else quoted_text(column.otherwise)
        text = f"case when {text} is not null then case {text} {pairs} else {other} end end"
    return text


def _filled(column: ColumnMapping, value: str) -> str:
    """A source value without blanks around it; null when it is empty.

    A person's own select may give a number or a time.
    """
    value = f"cast({value} as varchar)"
    if column.full_width:
        value = f"translate({value}, {quoted_text(FULL_WIDTH)}, {quoted_text(HALF_WIDTH)})"
    text = f"nullif(trim({value}, {quoted_text(BLANKS)}), '')"
    if column.empty:
        words = ", ".join(
            quoted_text(word.strip(BLANKS)) for word in _as_read(column, column.empty)
        )
        text = f"case when {text} not in ({words}) then {text} end"
    return text


def _as_read(column: ColumnMapping, words: Sequence[str]) -> list[str]:
    """Words as the values are when they are compared: after full_width, ￥ is ¥."""
    if not column.full_width:
        return list(words)
    return [word.translate(str.maketrans(FULL_WIDTH, HALF_WIDTH)) for word in words]


def local_time(column: ColumnMapping, text: str) -> str | None:
    """The timestamp that a text names, before any time zone; nothing where no zone is asked for."""
    if column.epoch:
        pattern, factor = EPOCH_DIGITS[column.epoch]
        number = f"try_cast({text} as bigint) * {factor}"
        return f"case when regexp_matches({text}, '{pattern}') then make_timestamp({number}) end"
    if not (column.date_formats or column.time_zone):
        return None
    local = f"when regexp_matches({text}, '{ISO_LOCAL}') then try_cast({text} as timestamp)"
    declared = ""
    if column.date_formats:
        formats = ", ".join(quoted_text(each) for each in column.date_formats)
        declared = f" else try_strptime({text}, [{formats}])"
    return f"case {local}{declared} end"


def converted(column: ColumnMapping, kind: str, text: str, local: str) -> str:
    """The value that the contract reads, as text. local: the column that has `local_time`."""
    value = text
    if column.constant is not None:
        return value
    if local_time(column, text):
        value = _moment(column, kind, text, local)
    elif column.is_number:
        value = _read_or_marked(text, _number(column, text))
    elif column.duration:
        value = _read_or_marked(text, _seconds(column.duration, text))
    elif column.score == "leading_number":
        lead = r"^([0-9]{1,3})(?:[^0-9.,].*|[.,](?:[^0-9].*)?)$"
        value = _read_or_marked(
            text,
            f"case when regexp_matches({text}, '^[0-9]+([.][0-9]+)?$') then {text}"
            f" else nullif(regexp_extract({text}, {quoted_text(lead)}, 1), '') end",
        )
    elif column.score == "stars":
        plain = f"replace(replace({text}, chr(65039), ''), ' ', '')"
        value = (
            f"case when regexp_matches({plain}, '^[★⭐]*☆*$')"
            f" then cast(length(replace({plain}, '☆', '')) as varchar) else {_marked(text)} end"
        )
    return value


def prefixed(value: str, prefix: str, missing_words: Sequence[str]) -> str:
    """A value behind a prefix. A word that means nothing must not become an id by it."""
    if not prefix:
        return value
    is_word = is_missing(value, missing_words)
    return f"case when {is_word} then {value} else {quoted_text(prefix)} || {value} end"


def is_missing(value: str, missing_words: Sequence[str]) -> str:
    """Whether a text is a word that means nothing; null when there is no text."""
    words = ", ".join(quoted_text(word) for word in missing_words) or "''"
    return f"lower({value}) in ({words})"


def _moment(column: ColumnMapping, kind: str, text: str, local: str) -> str:
    """A timestamp in UTC, or a date of the column's zone."""
    zone = column.time_zone
    has_offset = f"regexp_matches({text}, '{ISO_OFFSET}')"
    if column.epoch:
        if kind == "date" and zone:
            local = _local_of_utc(local, zone)
        moment = f"cast({local} as varchar) || 'Z'"
    elif kind == "timestamp":
        moment = (
            f"cast({_moment_of_local(local, zone)} as varchar) || 'Z'"
            if zone
            else (f"cast({local} as varchar)")
        )
    else:
        instant = f"try_cast(replace({text}, 'UTC', 'Z') as timestamptz)"
        offset_date = (
            f"cast(cast(timezone({quoted_text(zone or 'UTC')}, {instant}) as date) as varchar)"
        )
        date = f"cast(cast({local} as date) as varchar)"
        return (
            f"case when {local} is not null then {date} when {has_offset} then {offset_date}"
            f" else {_marked(text)} end"
        )
    if kind == "date":
        moment = f"cast(cast({local} as date) as varchar)"
    kept = "" if column.epoch else f" when {has_offset} then {text}"
    # In the hour that a clock leaves out there is no moment.
    return f"coalesce({moment}, case when {text} is null then null{kept} else {_marked(text)} end)"


def _moment_of_local(local: str, zone: str) -> str:
    """The UTC moment of a local time, as macros/engine/parsed_timestamp.sql has it."""
    name = quoted_text(zone)
    if zone == "UTC":
        return local
    day = "interval '24' hour"

    def utc(moment: str) -> str:
        return f"timezone('UTC', timezone({name}, {moment}))"

    before = f"({utc(f'({local} - {day})')} + {day})"
    return (
        f"case when {_local_of_utc(before, zone)} = {local} then {before}"
        f" when {_local_of_utc(utc(local), zone)} = {local} then {utc(local)} end"
    )


def _local_of_utc(moment: str, zone: str) -> str:
    """The local time of a UTC moment."""
    return f"timezone({quoted_text(zone)}, timezone('UTC', {moment}))"


def _number(column: ColumnMapping, text: str) -> str:
    """The plain number that a text names as declared; null when it names none."""
    point = column.decimal or ("," if column.thousands == "." else ".")
    value = text
    if column.thousands == " ":
        # French and Russian exports have narrow and unbreakable blanks.
        value = f"translate({value}, {quoted_text(WIDE_BLANKS)}, '   ')"
    if column.currency_signs:
        signs = "|".join(
            re.escape(sign.strip()) for sign in _as_read(column, column.currency_signs)
        )
        parts = rf"^([-+]?)\s*(?:{signs})?\s*([-+]?)\s*(.*?)\s*(?:{signs})?$"
        value = rf"regexp_replace({value}, {quoted_text(parts)}, '\1\2\3')"
    is_percent = ""
    if column.percent:
        is_percent = f"regexp_matches({value}, '%$')"
        value = rf"regexp_replace({value}, '\s*%$', '')"
    whole = "[0-9]+"
    if column.thousands:
        sign = re.escape(column.thousands)
        whole = f"(?:[0-9]+|[0-9]{{1,3}}(?:{sign}[0-9]{{3}})+)"
    pattern = rf"^[-+]?{whole}(?:{re.escape(point)}[0-9]+)?$"
    plain = value
    if column.thousands:
        plain = f"replace({plain}, {quoted_text(column.thousands)}, '')"
    if point != ".":
        plain = f"replace({plain}, '{point}', '.')"
    number = plain
    if is_percent:
        number = f"case when {is_percent} then {_share(plain, 100)} else {plain} end"
    if column.divide_by:
        number = _share(f"({number})", int(column.divide_by))
    return f"case when regexp_matches({value}, {quoted_text(pattern)}) then {number} end"


def _share(number: str, divisor: int) -> str:
    """A number divided by a power of ten, exactly, without zeros at the end."""
    digits = len(str(divisor)) - 1
    factor = f"cast('{1 / divisor:.{digits}f}' as decimal(9, {digits}))"
    product = f"cast(try_cast({number} as decimal(28, 8)) * {factor} as varchar)"
    return rf"regexp_replace(regexp_replace({product}, '0+$', ''), '\.$', '')"


def _seconds(unit: str, text: str) -> str:
    """The seconds of a duration; null when the text is none."""
    if unit == "clock":
        hours = rf"coalesce(try_cast(regexp_extract({text}, '^([0-9]+):[0-9]+:', 1) as bigint), 0)"
        minutes = rf"try_cast(regexp_extract({text}, '([0-9]+):[0-9]+$', 1) as bigint)"
        seconds = rf"try_cast(regexp_extract({text}, ':([0-9]+)$', 1) as bigint)"
        total = f"cast({hours} * 3600 + {minutes} * 60 + {seconds} as varchar)"
        is_clock = f"regexp_matches({text}, '^([0-9]+:)?[0-9]{{1,2}}:[0-5][0-9]$')"
        return f"case when {is_clock} then {total} end"
    if unit == "words":
        pattern = "".join(rf"(?:([0-9]+)\s*{word}\s*)?" for word, _ in DURATION_WORDS)
        parts = [
            f"coalesce(try_cast(nullif(regexp_extract({text}, {quoted_text(f'(?i)^{pattern}$')},"
            f" {place}), '') as bigint), 0) * {seconds}"
            for place, (_, seconds) in enumerate(DURATION_WORDS, start=1)
        ]
        total = f"cast({' + '.join(parts)} as varchar)"
        return (
            f"case when regexp_matches({text}, {quoted_text(f'(?i)^{pattern}$')}) then {total} end"
        )
    factor = UNIT_SECONDS[unit]
    number = f"try_cast({text} as decimal(18, 6)) * {factor}"
    plain = rf"regexp_replace(regexp_replace(cast({number} as varchar), '0+$', ''), '\.$', '')"
    return f"case when regexp_matches({text}, '^[0-9]+([.][0-9]+)?$') then {plain} end"


def _read_or_marked(text: str, read: str) -> str:
    """What was read, or the marked text."""
    return f"coalesce({read}, {_marked(text)})"


def _marked(text: str) -> str:
    """A text that could not be read; one without digits names no number or time anyway."""
    mark = quoted_text(UNREAD)
    return f"case when regexp_matches({text}, '[0-9]') then {text} || {mark} else {text} end"
