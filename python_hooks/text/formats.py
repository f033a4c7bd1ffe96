"""Values, days and periods as text for a person: the screen, the brief, the sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

Language = Literal["en", "zh"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


UNIT_WORDS = ("unit_en", "unit_zh", "change_unit_en", "change_unit_zh")


class Unit(NamedTuple):
    """A unit in words, as reporting.metric_catalogue has them: after a value, after a change."""

    name: str
    en: str
    zh: str
    change_en: str
    change_zh: str
    decimals: int = 1

    @classmethod
    def of(cls, catalogue: Mapping[str, Any]) -> Unit:
        """The unit of a row of the catalogue."""
        return cls(
            catalogue["unit"],
            *(catalogue[name] or "" for name in UNIT_WORDS),
            1 if catalogue["decimals"] is None else catalogue["decimals"],
        )

    @property
    def is_share(self) -> bool:
        """Whether values lie between 0 and 1 and are shown as percent."""
        return self.name == "share"


SHARE = Unit("share", "%", "%", "points", "个百分点")
PLAIN = Unit("", "", "", "", "")


def number(value: float | None, unit: str, signed: bool = False) -> str:
    """A value as the screen writes it, beside its unit's name; empty when there is none."""
    if value is None:
        return ""
    sign = "+" if signed else ""
    if unit == "share":
        return f"{_rounded(value * 100, 1):{sign}.1f} {'points' if signed else '%'}"
    if abs(value) < 1:
        return f"{_rounded(value, 3):{sign}.3f}"
    return f"{value:{sign},.1f}"


def interval(low: float | None, high: float | None, unit: str) -> str:
    """Both bounds as the screen writes them; empty without any."""
    if low is None and high is None:
        return ""
    return f"{number(low, unit) or '?'} to {number(high, unit) or '?'}"


def value_text(value: float | None, unit: Unit, language: Language, is_change: bool = False) -> str:
    """A value in a sentence, with its unit; of a share's change percentage points."""
    words = (unit.change_en, unit.change_zh) if is_change else (unit.en, unit.zh)
    return _with_word(_bare(value, unit), words, language)


def interval_text(
    low: float | None, high: float | None, unit: Unit, language: Language, is_change: bool = False
) -> str:
    """Both bounds in a sentence, the unit after the second; the percent sign after both."""
    first = _bare(low, unit)
    if unit.is_share and not is_change:
        first = _with_word(first, (unit.en, unit.zh), language)
    to = " to " if language == "en" else "至"
    return first + to + value_text(high, unit, language, is_change)


def share_text(share: float | None, language: Language) -> str:
    """A share between 0 and 1 as percent."""
    return value_text(share, SHARE, language)


def count_text(count: int | None) -> str:
    """A count with its thousands apart."""
    return "?" if count is None else f"{count:,}"


def day_text(day: date, language: Language) -> str:
    """A day: 31 December 2025."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_text(period: str, start: date, language: Language) -> str:
    """A month or a week: December 2025, the week of 22 December 2025."""
    if period == "week":
        day = day_text(start, language)
        return f"the week of {day}" if language == "en" else f"{day}当周"
    if language == "zh":
        return f"{start.year}年{start.month}月"
    return f"{MONTHS[start.month - 1]} {start.year}"


def _with_word(number_text: str, words: tuple[str, str], language: Language) -> str:
    """A number with its word behind it; in Chinese only a word of letters keeps its blank."""
    word = words[0] if language == "en" else words[1]
    is_close = language == "zh" and word.lower() == word.upper()
    return f"{number_text}{'' if is_close or not word else ' '}{word}"


def _bare(value: float | None, unit: Unit) -> str:
    """A value without unit; ? when there is none."""
    if value is None:
        return "?"
    return f"{_rounded(value * 100 if unit.is_share else value, unit.decimals):,.{unit.decimals}f}"


def _rounded(value: float, digits: int) -> float:
    """The value with this number of digits; a value rounded to 0 has no minus."""
    return round(value, digits) + 0.0
