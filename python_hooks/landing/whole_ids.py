"""Ids that a typed file stores as numbers with a fraction: 12345.0 is the id 12345.

A column of whole numbers with an empty cell becomes DOUBLE in pandas and in many exports. As text
such an id would match none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import duckdb

from python_hooks.engines.warehouse import quoted

FRACTIONAL = re.compile(r"DOUBLE|FLOAT|DECIMAL\(\d+,\s*[1-9]\d*\)")
# Put before the stored type of a column all of whose numbers are whole.
WHOLE = "WHOLE "
# From this value on, a DOUBLE cannot hold every whole number.
EXACT_BELOW = 2**53


def told_types(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[str],
    names: Sequence[str],
    types: Sequence[str],
) -> tuple[str, ...]:
    """The stored types of a file's columns, with a mark for ids of whole numbers.

    relation: the file as SQL reads it; columns, names, types: in the contract, in the file, stored.
    """
    ids = [
        place
        for place, (column, kind) in enumerate(zip(columns, types, strict=True))
        if column.endswith("_id") and FRACTIONAL.fullmatch(kind)
    ]
    told = list(types)
    if ids:
        conditions = ", ".join(
            f"bool_and({value} = trunc({value}) and abs({value}) < {EXACT_BELOW})"
            f" filter ({value} is not null and not isnan(cast({value} as double)))"
            for value in (quoted(names[place]) for place in ids)
        )
        answers = connection.execute(f"select {conditions} from {relation}").fetchall()[0]
        for place, is_whole in zip(ids, answers, strict=True):
            if is_whole:
                told[place] = WHOLE + told[place]
    return tuple(told)


def as_text(expression: str) -> str:
    """A whole number as the text of an integer; null for NaN, which pandas writes for missing."""
    number = f"cast({expression} as double)"
    return f"case when not isnan({number}) then cast(cast({number} as bigint) as varchar) end"
