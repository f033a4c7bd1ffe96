"""Make the one file that readers open: a new generation, served only when it is whole."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from python_hooks.builds.code_version import code_hash, git_commit
from python_hooks.engines.warehouse import is_no_space, quoted, quoted_text
from python_hooks.publishing import generations, pseudonyms

# The metadata tables of every published file: comment, and columns with their comments.
FACTS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "generation": (
        "One row: which run made this file, from what, with which code.",
        {
            "generation_number": ("bigint", "Counts up with every publishing of this warehouse."),
            "written_whole_in": (
                "bigint",
                "The generation whose file was written whole; later ones changed a copy.",
            ),
            "run_id": ("varchar", "The invocation_id of the dbt run, as in logs/dbt.log."),
            "as_of": ("timestamp", "The moment that counts as today in this file."),
            "input_hash": ("varchar", "Hash of all inputs: equal when the inputs are the same."),
            "code_hash": ("varchar", "Hash of code, reference data and variables."),
            "git_commit": (
                "varchar",
                "Commit, -dirty when files were edited; null without git.",
            ),
            "variables": ("varchar", "The variables given on the command line, as JSON."),
            "dbt_version": ("varchar", "The version of dbt-core."),
            "duckdb_version": ("varchar", "The version of DuckDB."),
        },
    ),
    "generation_inputs": (
        "One row per raw file or raw table of a database that was read.",
        {
            "source_name": ("varchar", "Source in the raw contract, such as crm."),
            "table_name": ("varchar", "Table in the raw contract, such as customers."),
            "input": ("varchar", "File in the raw folder, or schema and table."),
            "content_hash": ("varchar", "Hash of the file's bytes, or of the table's rows."),
            "row_count": ("bigint", "Rows read."),
        },
    ),
    "generation_tables": (
        "One row per published table.",
        {
            "schema_name": ("varchar", "Schema of the table."),
            "table_name": ("varchar", "Name of the table."),
            "row_count": ("bigint", "Its rows."),
        },
    ),
}


# A file that was changed so often is written whole: it grows, and keeps bytes of deleted rows.
MOST_CHANGES = 30


class NotPublished(Exception):
    """The new file did not pass; the old one is untouched."""


@dataclass(frozen=True)
class Relation:
    """A table to publish: its columns in order, its key, and the descriptions."""

    schema: str
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    comment: str
    column_comments: dict[str, str]
    # The columns to replace by pseudonyms.
    pseudonymised: tuple[str, ...] = ()
    # The condition of the rows that this build changed.
    is_changed: str = "true"

    @property
    def path(self) -> str:
        """Schema and name, as SQL writes them."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"


@dataclass(frozen=True)
class Request:
    """The folder to publish into, the tables, and the metadata of the generation.

    as_of: a table of the work file with the column as_of; inputs: one with the columns of
    generation_inputs; variables: those of the command line, as JSON; published_by: the run that
    published these very tables; published_before_by: the run that published them as they were
    before the changes of this build. None when none did, or when a whole file is wanted.
    """

    folder: Path
    relations: tuple[Relation, ...]
    as_of: str
    inputs: str
    run_id: str
    variables: str
    kept_generations: int
    published_by: str | None = None
    published_before_by: str | None = None


def request_from_json(text: str) -> Request:
    """Read a request as the macro publishing_request writes it."""
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
            is_changed=relation["is_changed"],
        )
        for relation in values["relations"]
    )
    return Request(
        folder=Path(values["folder"]),
        relations=relations,
        as_of=values["as_of"],
        inputs=values["inputs"],
        run_id=values["run_id"],
        variables=values["variables"],
        kept_generations=int(values["kept_generations"]),
        published_by=values["published_by"],
        published_before_by=values["published_before_by"],
    )


def publish(cursor: duckdb.DuckDBPyConnection, request: Request) -> Path:
    """Put the relations into a new generation, check it, and give it to the readers.

    Raises NotPublished when a number is not finite, the new file cannot be written (a full disk) or
    does not read back; the published file then stays, byte for byte.
    """
    number = generations.next_number(request.folder)
    new = generations.unfinished(request.folder, number)
    try:
        if any(relation.pseudonymised for relation in request.relations):
            pseudonyms.use_key(cursor, pseudonyms.key())
        for relation in request.relations:
            _refuse_non_finite(cursor, relation)
        _write(cursor, request, number, new)
        generations.check_whole(new)
        generation = generations.add(request.folder, number, new)
        published = generations.serve(request.folder, generation)
    except pseudonyms.UnusableKey as unusable:
        raise NotPublished(str(unusable)) from None
    except generations.NotWhole as error:
        raise NotPublished(f"The new file is not whole: {error}") from error
    except (duckdb.Error, OSError) as error:
        if is_no_space(error):
            raise NotPublished(_no_room(request)) from error
        reason = str(error).splitlines()[0]
        raise NotPublished(f"The new file cannot be written: {reason}") from error
    finally:
        pseudonyms.forget_key(cursor)
        generations.remove_unfinished(new)
    # Readers have the new file. The next publishing drops files that cannot be dropped now.
    with suppress(OSError):
        generations.drop_old(request.folder, request.kept_generations)
    return published


def _no_room(request: Request) -> str:
    """The message if the new file does not fit on the disk."""
    needed = ""
    with suppress(OSError):
        size = (request.folder / generations.PUBLISHED_NAME).stat().st_size
        needed = f" It takes about as much as the published one, {size / 1_000_000:,.0f} MB."
    return (
        f"The new file cannot be written: No space left on device, in {request.folder}.{needed}"
        " Readers still have a whole published file. Free space there, or keep fewer generations"
        f" (the variable kept_generations, now {request.kept_generations}), and build again."
    )


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


def _write(cursor: duckdb.DuckDBPyConnection, request: Request, number: int, new: Path) -> None:
    """Write the relations and the facts of the generation into the file `new`."""
    whole_in = _number_of_whole_file(request, number)
    if whole_in != number:
        shutil.copyfile(request.folder / generations.PUBLISHED_NAME, new)
    put = _copy if whole_in == number else _apply_changes
    # Clients of DuckDB 1.x must be able to read the file.
    cursor.execute(f"attach {quoted_text(str(new))} as published_new (storage_version 'v1.0.0')")
    try:
        # One transaction, so that a comment does not cost one.
        cursor.execute("begin")
        row_counts = [
            (relation.schema, relation.name, put(cursor, relation))
            for relation in request.relations
        ]
        inputs = _inputs(cursor, request)
        generation = _generation(cursor, request, (number, whole_in), inputs)
        _write_facts(cursor, "generation", [generation])
        _write_facts(cursor, "generation_inputs", inputs)
        _write_facts(cursor, "generation_tables", row_counts)
        cursor.execute("commit")
        cursor.execute("checkpoint published_new")
    except (duckdb.Error, NotPublished):
        with suppress(duckdb.Error):
            cursor.execute("rollback")
        raise
    finally:
        # After a full disk the file may be unusable; the reason must not be lost over that.
        with suppress(duckdb.Error):
            cursor.execute("detach published_new")


def _number_of_whole_file(request: Request, number: int) -> int:
    """The generation whose file this one changes a copy of; its own number to write it whole."""
    before = request.published_before_by
    if not before or not generations.serves(request.folder, before):
        return number
    whole_in = generations.written_whole_in(request.folder)
    return whole_in if number - whole_in <= MOST_CHANGES else number


def _copy(cursor: duckdb.DuckDBPyConnection, relation: Relation) -> int:
    """Copy one relation in order of key, with its comments; the number of its rows."""
    target = f"published_new.{relation.path}"
    columns = ", ".join(_published_value(relation, column) for column in relation.columns)
    order = ", ".join(f"{quoted(column)} nulls first" for column in relation.key)
    cursor.execute(f"create schema if not exists published_new.{quoted(relation.schema)}")
    cursor.execute(
        f"create table {target} as select * from (select {columns} from {relation.path})"
        f" order by {order}"  # of what is published: the order of ids would tell the ids
    )
    comments = {column: relation.column_comments.get(column, "") for column in relation.columns}
    _comment(cursor, target, relation.comment, comments)
    return cursor.execute(f"select count(*) from {relation.path}").fetchone()[0]


def _apply_changes(cursor: duckdb.DuckDBPyConnection, relation: Relation) -> int:
    """Replace the rows that changed in the file of the build before; the number of all rows.

    Raises NotPublished if the rows are not those of the work file then.
    """
    target = f"published_new.{relation.path}"
    columns = ", ".join(quoted(column) for column in relation.columns)
    order = ", ".join(f"{quoted(column)} nulls first" for column in relation.key)
    cursor.execute(f"delete from {target} where {relation.is_changed}")
    cursor.execute(
        f"insert into {target} select {columns} from {relation.path} where {relation.is_changed}"
        f" order by {order}"
    )
    wanted, found = (
        cursor.execute(f"select count(*), sum(hash({columns})) from {path}").fetchone()
        for path in (relation.path, target)
    )
    if found != wanted:
        raise NotPublished(
            f"{relation.schema}.{relation.name} has {found[0]} rows after its changes, and other"
            f" ones than the {wanted[0]} of the work file. Run dbt build, which writes the file"
            " whole, and report this: it is a fault of the increment."
        )
    return wanted[0]


def _published_value(relation: Relation, column: str) -> str:
    """The SQL of a column as readers get it."""
    name = quoted(column)
    if column not in relation.pseudonymised:
        return name
    return f"{pseudonyms.pseudonym_sql(f'cast({name} as varchar)')} as {name}"


def _write_facts(
    cursor: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[object, ...]]
) -> None:
    """Write one of the tables in FACTS."""
    comment, columns = FACTS[name]
    target = f"published_new.main.{name}"
    definitions = ", ".join(f"{column} {kind}" for column, (kind, _) in columns.items())
    cursor.execute(f"create or replace table {target} ({definitions})")
    for row in rows:
        cursor.execute(f"insert into {target} values ({', '.join('?' * len(columns))})", row)
    _comment(cursor, target, comment, {column: text for column, (_, text) in columns.items()})


def _comment(
    cursor: duckdb.DuckDBPyConnection, target: str, comment: str, columns: dict[str, str]
) -> None:
    """Comment a table and its columns."""
    cursor.execute(f"comment on table {target} is {quoted_text(comment)}")
    for column, text in columns.items():
        cursor.execute(f"comment on column {target}.{quoted(column)} is {quoted_text(text)}")


def _generation(
    cursor: duckdb.DuckDBPyConnection,
    request: Request,
    numbers: tuple[int, int],
    inputs: Sequence[tuple[object, ...]],
) -> tuple[object, ...]:
    """The row of the table `generation`; numbers: its own, and of the last whole file.

    inputs: the rows of `generation_inputs`.
    """
    as_of = cursor.execute(f"select max(as_of) from {request.as_of}").fetchone()[0]
    # The name and the rows of an input follow from its place and its bytes.
    contents = sorted((source, table, text) for source, table, _, text, _ in inputs)
    return (
        *numbers,
        request.run_id,
        as_of,
        hashlib.sha256(json.dumps(contents).encode()).hexdigest(),
        code_hash(request.variables),
        git_commit(),
        request.variables,
        version("dbt-core"),
        duckdb.__version__,
    )


def _inputs(cursor: duckdb.DuckDBPyConnection, request: Request) -> list[tuple[object, ...]]:
    """The rows of the table `generation_inputs`."""
    columns = ", ".join(FACTS["generation_inputs"][1])
    return cursor.execute(f"select {columns} from {request.inputs} order by all").fetchall()
