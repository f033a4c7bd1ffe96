"""Values, days and periods as text for a person: the screen, the brief, the sheets."""

from __future__ import annotations

from datetime import date
from typing import Literal

Language = Literal["en", "zh"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
UNITS_ZH = {
    "minutes": "分钟",
    "days": "天",
    "points": "分",
    "score": "",
    "ratio": "",
    "per order": "次/单",
    "per customer and month": "次/客户/月",
    "CNY": "元",
}
UNITS_EN = {"score": "", "ratio": ""}


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


def value_text(value: float | None, unit: str, language: Language, is_change: bool = False) -> str:
    """A value in a sentence, with its unit; of a share's change percentage points."""
    text = _bare(value, unit)
    if unit == "share":
        if is_change:
            return f"{text} points" if language == "en" else f"{text}个百分点"
        return f"{text} %" if language == "en" else f"{text}%"
    return f"{text}{_unit_after(unit, language)}"


def interval_text(
    low: float | None, high: float | None, unit: str, language: Language, is_change: bool = False
) -> str:
    """Both bounds in a sentence, the unit after the second."""
    first, to = _bare(low, unit), " to " if language == "en" else "至"
    if unit == "share" and not is_change:
        first += " %" if language == "en" else "%"
    return first + to + value_text(high, unit, language, is_change)


def share_text(share: float | None, language: Language) -> str:
    """A share between 0 and 1 as percent."""
    return value_text(share, "share", language)


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


def _unit_after(unit: str, language: Language) -> str:
    """A unit as it stands behind a number; other currencies than the yuan by their code."""
    if language == "zh" and unit in UNITS_ZH:
        return UNITS_ZH[unit]
    name = UNITS_EN.get(unit, unit)
    return f" {name}" if name else ""


def _bare(value: float | None, unit: str) -> str:
    """A value without unit; ? when there is none."""
    return number(value, unit).removesuffix(" %") or "?"


def _rounded(value: float, digits: int) -> float:
    """The value in so many digits; what rounds to 0 has no minus."""
    return round(value, digits) + 0.0
