"""Replace customers' ids by keyed hashes: HMAC-SHA256, cut to 128 bits (RFC 2104, section 5).

SQL computes the hash. Its key comes from the environment and is bound as a parameter, so that no
statement and no log contains it.
"""

from __future__ import annotations

import os

import duckdb

KEY_VARIABLE = "CX_PSEUDONYM_KEY"
SHORTEST_KEY = 32
SHA256_BLOCK_BYTES = 64
HEX_DIGITS = 32
INNER, OUTER = "pseudonym_inner_pad", "pseudonym_outer_pad"


class UnusableKey(Exception):
    """There is no key, or it can be guessed."""


def key(variable: str = "pseudonymise_customers") -> str:
    """The key of the environment, which a variable of dbt_project.yml needs.

    Raises UnusableKey without showing its value.
    """
    given = os.environ.get(KEY_VARIABLE, "")
    if len(given) < SHORTEST_KEY:
        problem = f"has {len(given)} characters" if given else "is not set"
        raise UnusableKey(
            f"{variable} is true, and the variable {KEY_VARIABLE} of the environment {problem}."
            f" Set it to a secret of at least {SHORTEST_KEY} characters, such as"
            " `openssl rand -hex 32` makes, and keep it: another key gives the same customer"
            " another id."
        )
    return given


def use_key(cursor: duckdb.DuckDBPyConnection, secret: str) -> None:
    """Let `pseudonym_sql` work on this cursor with a key, until `forget_key`."""
    block = secret.encode()
    if len(block) > SHA256_BLOCK_BYTES:
        cursor.execute("select unhex(sha256($1::blob))", [block])
        block = cursor.fetchall()[0][0]
    block = block.ljust(SHA256_BLOCK_BYTES, b"\0")
    for variable, pad in ((INNER, 0x36), (OUTER, 0x5C)):
        cursor.execute(f"set variable {variable} = $1", [bytes(byte ^ pad for byte in block)])


def forget_key(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop the objects of `use_key`."""
    for variable in (INNER, OUTER):
        cursor.execute(f"reset variable {variable}")


def pseudonym_sql(text: str) -> str:
    """The pseudonym of a SQL text: 32 hexadecimal digits; null for null."""
    inner = f"sha256(getvariable('{INNER}') || encode({text}))"
    outer = f"sha256(getvariable('{OUTER}') || unhex({inner}))"
    return f"left({outer}, {HEX_DIGITS})"
