"""The list of erased customers, which prevents a later load from restoring a person.

The list holds no id, only salted SHA-256 hashes of the customers and of their orders, tickets and
invitations. Rows without a customer_id have only these.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_hooks.engines.warehouse import BLANKS, quoted, quoted_text, write_through

FILE_NAME = "tombstones.json"
ERASED = "erased"
CUSTOMERS = "crm.customers"
IDENTITIES = "crm.customer_identities"
SOURCES = ("commerce", "crm", "engagement", "support", "surveys")
# A row without a customer belongs to the customer of its order, ticket or invitation.
OWNED = {
    "order_id": "commerce.orders",
    "ticket_id": "support.tickets",
    "invitation_id": "surveys.invitations",
}
# They identify the customer of a row of crm.customers that has lost its id.
CONTACTS = ("email", "phone")
SHORTEST_CONTACT = 6


class UnreadableTombstones(Exception):
    """The list cannot be read; landing without it would restore erased people."""

    def __init__(self, path: Path) -> None:
        """Set the message with the file and what to do."""
        self.path = path
        super().__init__(
            f"{path}: the list of erased customers cannot be read. Restore it from a backup;"
            " without it a build would bring erased customers back."
        )


@dataclass(frozen=True)
class Rows:
    """The rows of a delivery of a table.

    relation: the rows, with _row_number, _fault and _fault_text; texts: the SQL text of each
    contract column that is there; values: the SQL value of each, as it is to be written.
    """

    table: str
    relation: str
    texts: Mapping[str, str]
    values: Mapping[str, str]


class Tombstones:
    """The list, as its file has it and as landing adds to it."""

    def __init__(self, folder: Path) -> None:
        """Read the list of a warehouse folder; an absent file is an empty list."""
        self.path = folder / FILE_NAME
        self.salt = secrets.token_hex(16)
        self.hashes: set[str] = set()
        try:
            values = json.loads(self.path.read_text(encoding="utf-8"))
            self.salt, self.hashes = str(values["salt"]), set(values["hashes"])
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError):
            raise UnreadableTombstones(self.path) from None
        self.digest = self._digest()

    def _digest(self) -> str:
        """A short name for the content of the list; empty while nobody was erased."""
        if not self.hashes:
            return ""
        return hashlib.sha256("".join(sorted(self.hashes)).encode()).hexdigest()[:12]

    @property
    def has_grown(self) -> bool:
        """Whether the list has more hashes than when it was read."""
        return self._digest() != self.digest

    def hashed(self, kind: str, value: str) -> str:
        """The hash of an id of a table, such as crm.customers, or of a contact."""
        text = f"{self.salt}:{kind}:{value.strip(BLANKS)}"
        return hashlib.sha256(text.encode()).hexdigest()

    def add(self, hashes: set[str]) -> None:
        """Add hashes and make the file durable."""
        if hashes <= self.hashes:
            return
        self.hashes |= hashes
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_name(f"{FILE_NAME}.{os.getpid()}.tmp")
        text = json.dumps({"salt": self.salt, "hashes": sorted(self.hashes)}, indent=0)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text + "\n")
        write_through(temporary)
        os.replace(temporary, self.path)
        write_through(self.path.parent)

    def leave_out(self, connection: duckdb.DuckDBPyConnection, rows: Rows, target: str) -> int:
        """Write a delivery's rows to a Parquet file, those of erased customers blank; their count.

        The file is written only when there are such rows. Ids of the person's other rows, such as
        tickets, are added to the list.
        """
        is_erased, relation = self._is_erased(rows.table, rows.texts), rows.relation
        if not self.hashes or not is_erased:
            return 0
        owned = self._owned_hashes(rows.table, rows.texts)
        while True:
            connection.execute("create or replace temp table tombstones (hashed varchar)")
            connection.execute("set variable tombstones = $1", [sorted(self.hashes)])
            connection.execute("insert into tombstones select unnest(getvariable('tombstones'))")
            if not owned:
                break
            found = connection.execute(
                f"select distinct unnest([{', '.join(owned)}]) from {relation} where {is_erased}"
            ).fetchall()
            new = {hashed for (hashed,) in found if hashed is not None} - self.hashes
            if not new:
                break
            self.add(new)
        count = connection.execute(f"select count(*) from {relation} where {is_erased}")
        row_count = int(count.fetchall()[0][0])
        if row_count:
            kept = [
                f"case when not _is_erased then {value} end as {quoted(name)}"
                for name, value in rows.values.items()
            ]
            connection.execute(f"""
                copy (
                    select
                        {", ".join(kept)},
                        _row_number,
                        case when _is_erased then '{ERASED}' else _fault end as _fault,
                        case when not _is_erased then _fault_text end as _fault_text
                    from (select *, {is_erased} as _is_erased from {relation})
                    order by _row_number
                ) to {quoted_text(target)} (format parquet, compression zstd)
            """)
        return row_count

    def _is_erased(self, table: str, texts: Mapping[str, str]) -> str:
        """SQL condition: a row belongs to an erased customer; empty if no column can show it."""
        conditions = []
        customer = texts.get("customer_id")
        for column in ("customer_id", "merged_into_customer_id"):
            if column in texts:
                conditions.append(self._is_listed(CUSTOMERS, texts[column]))
        if customer and table != CUSTOMERS:  # another tool may name the person by a contact
            for each in CONTACTS:
                conditions.append(self._is_listed(each, f"lower({customer})"))
        if table == IDENTITIES:
            for each in CONTACTS:
                conditions.append(self._is_listed(each, f"lower({texts['identity_value']})"))
        elif customer:
            conditions.append(self._is_listed(f"id of {table.split('.')[0]}", customer))
        if "actor_id" in texts and "actor_type" in texts:
            is_customer = f"lower({_trimmed(texts['actor_type'])}) = 'customer'"
            is_listed = self._is_listed(CUSTOMERS, texts["actor_id"])
            conditions.append(f"({is_customer} and {is_listed})")
        named = [(owner, texts[column]) for column, owner in OWNED.items() if column in texts]
        if table == CUSTOMERS:
            named += [(each, f"lower({texts[each]})") for each in CONTACTS if each in texts]
        if named:
            nobody = f"coalesce({_trimmed(customer)}, '') = ''" if customer else "true"
            listed = " or ".join(self._is_listed(kind, text) for kind, text in named)
            conditions.append(f"({nobody} and ({listed}))")
        if conditions:
            conditions.append(self._is_in_malformed("_fault_text"))
        return " or ".join(f"coalesce({each}, false)" for each in conditions)

    def _is_listed(self, kind: str, text: str) -> str:
        """Whether the hash of a SQL text is on the list, as SQL."""
        return f"{self._hash_sql(kind, text)} in (select hashed from tombstones)"

    def _is_in_malformed(self, text: str) -> str:
        """Whether a piece of a malformed row, whose cells are not known, is on the list."""
        pieces = f"string_split_regex({text}, '[\",;\\s]+')"
        hashed = [f"list_transform({pieces}, lambda piece: {self._hash_sql(CUSTOMERS, 'piece')})"]
        hashed += [
            f"list_transform({pieces}, lambda piece: {self._hash_sql(kind, 'lower(piece)')})"
            for kind in CONTACTS
        ]
        either = " || ".join(hashed)
        return f"list_has_any({either}, getvariable('tombstones'))"

    def _owned_hashes(self, table: str, texts: Mapping[str, str]) -> list[str]:
        """The hashes that an erased row adds to the list, as SQL."""
        owned = [
            self._hash_sql(owner, texts[column])
            for column, owner in OWNED.items()
            if owner == table and column in texts
        ]
        if table == CUSTOMERS:
            owned.append(self._hash_sql(CUSTOMERS, texts["customer_id"]))
            owned += [
                f"case when length({texts[each]}) >= {SHORTEST_CONTACT}"
                f" then {self._hash_sql(each, f'lower({texts[each]})')} end"
                for each in CONTACTS
                if each in texts
            ]
        if table == IDENTITIES:
            kind, value = f"lower({_trimmed(texts['identity_type'])})", texts["identity_value"]
            owned += [
                f"case when {kind} = '{each}' then {self._hash_sql(each, f'lower({value})')} end"
                for each in CONTACTS
            ]
            owned += [
                f"case when {kind} = 'source_id'"
                f" and lower({_trimmed(texts['source'])}) = '{source}'"
                f" then {self._hash_sql(f'id of {source}', value)} end"
                for source in SOURCES
            ]
        return owned

    def _hash_sql(self, kind: str, text: str) -> str:
        """`hashed` of a SQL text, null for an empty one."""
        prefix = quoted_text(f"{self.salt}:{kind}:")
        return f"sha256({prefix} || nullif({_trimmed(text)}, ''))"


def _trimmed(text: str) -> str:
    """A SQL text without white space around it, as the contract compares it."""
    return f"trim({text}, {quoted_text(BLANKS)})"
