"""Values of quarantined cells on the screen: masked, but with the signs of the cause readable."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from python_hooks.text.formats import Language
from python_hooks.text.tables import one_line

# Letters that are no part of a name: the end of a time, the T in it, the exponent of a number.
READABLE_PARTS = re.compile(r"(?<=\d)(?: ?(?:UTC|GMT|Z|AM|PM)$|T(?=\d)|[eE](?=[+-]?\d+$))")
# A word of some system's vocabulary, such as on-hold; names have capital letters, ids digits.
VOCABULARY = re.compile(r"[a-z]+(?:[_-][a-z]+)*")
# A value in so many rows is no slip of one name into another column.
COMMON_ROWS = 3
SHOWN_WORDS = 12

TIMES = ("not_a_timestamp", "not_a_date")
# Patterns of faulty texts by reason code, in the order of the tests, with the cause in both
# languages.
LOOKS_LIKE: tuple[tuple[tuple[str, ...], re.Pattern[str], tuple[str, str]], ...] = (
    (
        TIMES,
        re.compile(r"[1-9]\d{4}(?:[.]\d+)?"),
        (
            "looks like a serial day of Excel: export it as 2024-05-31 14:30:00",
            "像是 Excel 的日期序号，请导出为 2024-05-31 14:30:00",
        ),
    ),
    (
        TIMES,
        re.compile(r"1\d{9}(?:[.]\d+)?"),
        (
            "looks like seconds since 1970: export it as 2024-05-31 14:30:00",
            "像是自 1970 年起的秒数，请导出为 2024-05-31 14:30:00",
        ),
    ),
    (
        TIMES,
        re.compile(r"1\d{12}(?:[.]\d+)?|1\d{15}|1\d{18}"),
        (
            "looks like a fraction of seconds since 1970: export it as 2024-05-31 14:30:00",
            "像是自 1970 年起的毫秒、微秒或纳秒数，请导出为 2024-05-31 14:30:00",
        ),
    ),
    (
        TIMES,
        re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*"),
        (
            "day and month cannot be told apart: export it as 2024-05-31",
            "分不清日与月，请导出为 2024-05-31",
        ),
    ),
    (
        ("not_a_number",),
        re.compile(r"[+-]?[\d.,' ]*,[\d.,' ]*"),
        (
            "write it without separators and with a point: 1234.50",
            "请去掉千位分隔符，小数点用句点：1234.50",
        ),
    ),
    (
        ("scientific_notation",),
        re.compile(r".*"),
        (
            "a spreadsheet shortened it, its digits are lost: export the id as text",
            "电子表格已将其缩写，数位已丢失，请把标识符导出为文本",
        ),
    ),
)


@dataclass(frozen=True)
class Known:
    """The contract of raw columns, each named as source.table.column.

    personal: those tagged personal; accepted: the values that a column may have; missing_words:
    words that mean nothing, in lower case; language: that of the screen.
    """

    personal: Collection[str] = ()
    accepted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing_words: Collection[str] = ()
    language: Language = "en"


def values_behind(
    reasons: str,
    row_json: str | None,
    table: str,
    known: Known,
    common: Collection[tuple[str, str]] = (),
) -> str:
    """The values that a row was held back for, as the end of a sentence; empty without any.

    reasons: code:column with commas between; row_json: the row as given, or the text of a malformed
    one; common: pairs of column and value that stand in at least COMMON_ROWS rows.
    """
    try:
        row = json.loads(row_json or "")
    except ValueError:
        return ""
    is_zh = known.language == "zh"
    codes: dict[str, str] = {}
    for reason in reasons.split(","):
        code, _, column = reason.strip().partition(":")
        codes.setdefault(column, code)
    shown = []
    for column, code in codes.items():
        value = row.get(column) if isinstance(row, dict) else None
        if value is not None:
            full_name = f"{table}.{column}"
            is_plain = code == "not_accepted" and (
                (column, str(value)) in common or bool(VOCABULARY.fullmatch(str(value).strip()))
            )
            text = shown_value(
                str(value), full_name in known.personal, known.missing_words, is_plain, is_zh
            )
            cause = _cause(code, str(value), known.accepted.get(full_name, ()), is_zh)
            if is_zh:
                shown.append(f"{column} 为 {text}{f'（{cause}）' if cause else ''}")
            else:
                shown.append(f"{column} is {text}{f' ({cause})' if cause else ''}")
    if not shown:
        return ""
    return f"：{'，'.join(shown)}" if is_zh else f": {', '.join(shown)}"


def shown_value(
    value: str,
    is_personal: bool,
    missing_words: Collection[str] = (),
    is_plain: bool = False,
    is_zh: bool = False,
) -> str:
    """A value on one line and not too long, with a for each letter; of a personal one 9 for digits.

    Letters are masked in every column: what does not fit a column may be a name that got there.
    Readable are a word that means nothing, the end of a time such as UTC, and, unless it is
    personal, a value that `is_plain`.
    """
    is_word = value.strip().lower() in missing_words
    if is_word or (is_plain and not is_personal):
        return f"'{one_line(value)}'"
    masked, start = "", 0
    for part in READABLE_PARTS.finditer(value):
        masked += _masked(value[start : part.start()], is_personal) + part[0]
        start = part.end()
    masked += _masked(value[start:], is_personal)
    mark = "（已脱敏）" if is_zh else " (masked)"
    return f"'{one_line(masked)}'{mark if masked != value else ''}"


def _masked(text: str, is_personal: bool) -> str:
    """A text with a for each letter; of a personal one 9 for each digit."""
    masked = re.sub(r"[^\W\d_]", "a", text)
    return re.sub(r"\d", "9", masked) if is_personal else masked


def _cause(code: str, value: str, accepted: Sequence[str], is_zh: bool) -> str:
    """The likely cause of a faulty value; empty if unknown."""
    if code == "not_accepted" and accepted:
        more = len(accepted) - SHOWN_WORDS
        shown = ", ".join(accepted[:SHOWN_WORDS])
        if is_zh:
            return f"可用：{shown}" + (f" 等，另有 {more} 个" if more > 0 else "")
        return f"accepted: {shown}" + (f" and {more} more" if more > 0 else "")
    for codes, pattern, words in LOOKS_LIKE:
        if code in codes and pattern.fullmatch(value.strip()):
            return words[is_zh]
    return ""
