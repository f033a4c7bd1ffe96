"""The columns of a file of any kind, compared with the table's contract."""

from __future__ import annotations

from collections.abc import Sequence

from python_hooks.landing import file_kinds
from python_hooks.landing.contracts import TableContract
from python_hooks.landing.names import listed_names, nearest_name
from python_hooks.landing.raw_files import RawFile
from python_hooks.landing.refusals import RefusedFile
from python_hooks.text.tables import one_line


def check_names(
    table: TableContract,
    file: RawFile,
    names: Sequence[str],
    line: int | None,
    tables: Sequence[TableContract],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The contract columns among a file's names, in contract order, and the unknown ones."""
    other = file_kinds.other_table(names, table, tables)
    if other:
        what = f"by its columns this is a file of {other.full_name}, not of {table.full_name}."
        to_do = f"Move it to {other.source}/{other.name}/, or deliver {table.full_name} here."
        raise RefusedFile(file.name, what, to_do, line)
    missing = [name for name in table.required if name not in names]
    # The first line may hold personal data. So its words are shown only if it is a header, or if
    # they nearly equal a column of the contract.
    spare = [name for name in names if name and name not in table.columns]
    near = {name: nearest_name(name, spare) for name in missing}
    if missing and len(missing) == len(table.required) and not any(near.values()):
        what = f"no header: none of the required columns of {table.full_name} is there."
        raise RefusedFile(file.name, what, header_to_do(table), line)
    twice = sorted({name for name in names if name and list(names).count(name) > 1})
    if twice and len(missing) < len(table.required):
        what = f"the header has this name twice: {one_line(twice[0])}."
        to_do = "Rename or drop one of the two columns (case and outer blanks do not count)."
        raise RefusedFile(file.name, what, to_do, line, one_line(twice[0]))
    if missing:
        several = "columns are" if len(missing) > 1 else "column is"
        what = f"required {several} missing: {', '.join(missing)}."
        renames = [f"{one_line(near[name])} to {name}" for name in missing if near[name]]
        to_do = f"Add {'them' if len(missing) > 1 else 'it'} to the export."
        others = [name for name in spare if name not in near.values()]
        if others:
            what += f" Columns that are not read: {listed_names(others, 30)}."
        if renames:
            to_do = f"If these are the same under another name, rename {', '.join(renames)}."
        raise RefusedFile(file.name, what, to_do, line, missing[0])
    columns = tuple(name for name in table.columns if name in names)
    unknown = tuple(
        name or f"(column {place} has no name)"
        for place, name in enumerate(names, start=1)
        if name not in table.columns
    )
    return columns, unknown


def header_to_do(table: TableContract) -> str:
    """The required content of the first line."""
    return f"The first line must name the columns, among them {', '.join(table.required)}."
