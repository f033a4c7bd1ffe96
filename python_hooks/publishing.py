"""Make the one file that readers open, and swap it in whole."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_hooks import pseudonyms
from python_hooks.warehouse import connect, quoted, quoted_text

PUBLISHED_NAME = "published.duckdb"


class NotPublished(Exception):
    """The new file did not pass; the old one is untouched."""


@dataclass(frozen=True)
class Relation:
    """A table to publish: its columns in order, its key, and what it and they are."""

    schema: str
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    comment: str
    column_comments: dict[str, str]
    # The columns to replace by pseudonyms.
    pseudonymised: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Schema and name, as SQL writes them."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"


@dataclass(frozen=True)
class Request:
    """The folder to publish into, and the tables."""

    folder: Path
    relations: tuple[Relation, ...]


def request_from_json(text: str) -> Request:
    """Read a request as the publish_warehouse macro writes it."""
    values = json.loads(text)
    relations = tuple(
        Relation(
            schema=relation["schema"],
            name=relation["name"],
            columns=tuple(relation["columns"]),
            key=tuple(relation["key"]),
            comment=relation["comment"],
            column_comments=relation["column_comments"],
            pseudonymised=tuple(relation["pseudonymised"]),
        )
        for relation in values["relations"]
    )
    return Request(folder=Path(values["folder"]), relations=relations)


def publish(cursor: duckdb.DuckDBPyConnection, request: Request) -> Path:
    """Copy the relations into a new file, check it, and put it in the old one's place.

    Raises NotPublished when a number is not finite or the new file does not read back; the old
    file then stays, byte for byte.
    """
    published = request.folder / PUBLISHED_NAME
    new = request.folder / f"{PUBLISHED_NAME}.new"
    _remove(new)
    try:
        if any(relation.pseudonymised for relation in request.relations):
            pseudonyms.use_key(cursor, pseudonyms.key())
        for relation in request.relations:
            _refuse_non_finite(cursor, relation)
        row_counts = _copy(cursor, request.relations, new)
        _check_reads_back(new, row_counts)
        _swap(new, published)
    except pseudonyms.UnusableKey as unusable:
        raise NotPublished(str(unusable)) from None
    finally:
        pseudonyms.forget_key(cursor)
        _remove(new)
    return published


def _refuse_non_finite(cursor: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    """Raise NotPublished when a DOUBLE column of `relation` holds NaN or an infinity."""
    columns = ", ".join(quoted(column) for column in relation.columns)
    types = cursor.execute(f"describe select {columns} from {relation.path}").fetchall()
    doubles = [column for column, kind, *_ in types if kind == "DOUBLE"]
    if not doubles:
        return
    counts = ", ".join(f"count(*) filter (not isfinite({quoted(name)}))" for name in doubles)
    found = cursor.execute(f"select {counts} from {relation.path}").fetchone()
    for name, count in zip(doubles, found, strict=True):
        if count:
            raise NotPublished(
                f"{relation.schema}.{relation.name}.{name} has {count} values that are not finite "
                "numbers. Divide with the macro ratio, which gives null instead."
            )


def _copy(
    cursor: duckdb.DuckDBPyConnection, relations: tuple[Relation, ...], new: Path
) -> dict[str, int]:
    """Write the relations into the file `new`, in order of key; rows by relation."""
    # Clients of DuckDB 1.x must be able to read the file.
    cursor.execute(f"attach {quoted_text(str(new))} as published_new (storage_version 'v1.0.0')")
    row_counts: dict[str, int] = {}
    try:
        for relation in relations:
            target = f"published_new.{relation.path}"
            columns = ", ".join(_published_value(relation, column) for column in relation.columns)
            order = ", ".join(f"{quoted(column)} nulls first" for column in relation.key)
            cursor.execute(f"create schema if not exists published_new.{quoted(relation.schema)}")
            cursor.execute(
                f"create table {target} as select * from (select {columns} from {relation.path})"
                f" order by {order}"  # of what is published: the order of ids would tell the ids
            )
            cursor.execute(f"comment on table {target} is {quoted_text(relation.comment)}")
            for column in relation.columns:
                comment = quoted_text(relation.column_comments.get(column, ""))
                cursor.execute(f"comment on column {target}.{quoted(column)} is {comment}")
            row_counts[relation.path] = cursor.execute(
                f"select count(*) from {relation.path}"
            ).fetchone()[0]
        cursor.execute("checkpoint published_new")
    finally:
        cursor.execute("detach published_new")
    return row_counts


def _published_value(relation: Relation, column: str) -> str:
    """The SQL of a column as readers get it."""
    name = quoted(column)
    if column not in relation.pseudonymised:
        return name
    return f"{pseudonyms.pseudonym_sql(f'cast({name} as varchar)')} as {name}"


def _check_reads_back(new: Path, row_counts: dict[str, int]) -> None:
    """Raise NotPublished unless the file opens and holds the rows that were written."""
    with connect(new, read_only=True) as reader:
        for path, expected in row_counts.items():
            found = reader.execute(f"select count(*) from {path}").fetchone()[0]
            if found != expected:
                raise NotPublished(f"{path} has {found} rows in the new file, not {expected}.")


def _swap(new: Path, published: Path) -> None:
    """Make `new` durable and give it the name of the published file in one step."""
    os.chmod(new, 0o640)
    with new.open("rb") as file:
        os.fsync(file.fileno())
    # A log left beside the file by a reader that wrote would make the new file unreadable.
    Path(f"{published}.wal").unlink(missing_ok=True)
    os.replace(new, published)
    folder = os.open(published.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _remove(new: Path) -> None:
    """Remove an unfinished file and its log, if there are any."""
    new.unlink(missing_ok=True)
    Path(f"{new}.wal").unlink(missing_ok=True)
