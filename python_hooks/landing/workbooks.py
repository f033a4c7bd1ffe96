"""Sheets of Excel workbooks as rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from python_hooks.landing import file_kinds
from python_hooks.landing.names import did_you_mean, listed_names
from python_hooks.landing.raw_files import RawFile, head_of, other_kind, reading
from python_hooks.landing.refusals import RefusedFile

WORKBOOKS = ("an Excel workbook", "an old Excel workbook (.xls)")
# Excel keeps 15 digits of a number: from here on the last ones of an id are gone.
EXACT_BELOW = 10**15


def sheet_rows(file: RawFile, sheet: str | None, setting: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet that are not blank, each with its number in the sheet.

    sheet: its name; the first that is not hidden when None. setting: where a name is declared.
    """
    with reading(file):
        kind = file_kinds.kind_of(head_of(file)) or file_kinds.kind_of_text(head_of(file))
        if kind not in WORKBOOKS:
            raise other_kind(file, kind or "no Excel workbook")
        try:
            workbook = CalamineWorkbook.from_path(file.path)
        except PasswordError:
            what = "this workbook has a password."
            raise RefusedFile(file.name, what, "Save it without one.") from None
        except (CalamineError, ValueError):
            what = "this is not a sound Excel workbook; it may be cut off."
            raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    name = _sheet_name(file, workbook, sheet, setting)
    try:
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError):
        what = f"the sheet {name} cannot be read."
        raise RefusedFile(file.name, what, "Save the workbook again in Excel.") from None
    for number, cells in enumerate(rows, start=1):
        texts = [_text(file, number, place, cell) for place, cell in enumerate(cells, start=1)]
        if any(texts):
            yield number, texts


def _sheet_name(file: RawFile, workbook: CalamineWorkbook, sheet: str | None, setting: str) -> str:
    """The sheet to read."""
    visible = [
        each.name for each in workbook.sheets_metadata if each.visible == SheetVisibleEnum.Visible
    ]
    if sheet is None:
        if not visible:
            what = "no sheet of this workbook can be seen."
            raise RefusedFile(file.name, what, "Show the sheet in Excel and save it.")
        return visible[0]
    if sheet not in workbook.sheet_names:
        hint = did_you_mean(sheet, workbook.sheet_names)
        what = f"there is no sheet {sheet}; there are {listed_names(workbook.sheet_names)}."
        raise RefusedFile(file.name, what, f"{hint}Correct sheet in {setting}.")
    return sheet


def _text(file: RawFile, row: int, place: int, cell: object) -> str:
    """A cell as text: dates as ISO, numbers with 15 digits, as Excel shows them."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (int, float)):
        if abs(cell) >= EXACT_BELOW:
            what = (
                f"row {row} has a number of more than 15 digits; Excel has changed the last ones."
            )
            to_do = "Export this column as text: an id is no number."
            raise RefusedFile(file.name, what, to_do, row, letters(place))
        if isinstance(cell, int) or cell.is_integer():
            return str(int(cell))
        return format(Decimal(format(cell, ".15g")), "f")
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if cell is None else str(cell)


def letters(place: int) -> str:
    """The name of a column of a sheet: A, B, ..., Z, AA."""
    name = ""
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def cells_of(rows: Sequence[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Rows cut or filled to a width."""
    for number, cells in rows:
        yield number, (cells + [""] * width)[:width]
