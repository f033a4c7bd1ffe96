"""One file of the user: its bytes, its hash, and every way in which reading it can fail."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from python_hooks.engines.warehouse import quoted_text
from python_hooks.landing import file_kinds
from python_hooks.landing.refusals import RefusedFile

ENDINGS = (".csv.gz", ".csv", ".parquet")
# What a mapping can read besides, since it declares how.
SHEET_ENDINGS = (".xlsx", ".xls")
MAPPED_ENDINGS = (*ENDINGS, ".tsv", ".txt", *SHEET_ENDINGS)


@dataclass(frozen=True)
class RawFile:
    """A file of a table: its path in the user's folder, and on this machine."""

    name: str
    path: str

    @property
    def is_parquet(self) -> bool:
        """Whether its name says that it is Parquet."""
        return self.path.lower().endswith(".parquet")

    @property
    def is_gzip(self) -> bool:
        """Whether its name says that it is compressed."""
        return self.path.lower().endswith(".gz")


@dataclass(frozen=True)
class HashedFile(RawFile):
    """A file with the SHA-256 of its own bytes, as `sha256sum` shows it, and its state before."""

    content_hash: str
    before: os.stat_result


def ending_of(name: str, endings: Sequence[str] = ENDINGS) -> str:
    """The file extension that decides how it is read; empty if it has none of them."""
    return next((name[-len(e) :] for e in endings if name.lower().endswith(e)), "")


def either(endings: Sequence[str]) -> str:
    """Endings as a sentence lists them, in the order of the alphabet."""
    *most, last = sorted(endings)
    return f"{', '.join(most)} or {last}"


def exact_path(path: str) -> str:
    """A path in which DuckDB sees no wildcard."""
    return re.sub(r"([\[*?])", r"[\1]", path)


def stored_rows(parquet_path: str) -> str:
    """The rows of one Parquet file in SQL; folders of its path are no columns."""
    return f"read_parquet({quoted_text(exact_path(parquet_path))}, hive_partitioning = false)"


def hashed(file: RawFile) -> HashedFile:
    """Hash the bytes of a file."""
    with reading(file), open(file.path, "rb") as stream:
        before = os.fstat(stream.fileno())
        content_hash = hashlib.file_digest(stream, "sha256").hexdigest()
    return HashedFile(file.name, file.path, content_hash, before)


def check_unchanged(file: HashedFile) -> None:
    """Refuse a file that was written to since it was hashed: its hash would name other rows."""
    with reading(file):
        after = os.stat(file.path)
    if (file.before.st_size, file.before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        what = "the file changed while it was being read."
        raise RefusedFile(file.name, what, "Start again when the export has finished.")


@contextmanager
def reading(file: RawFile) -> Iterator[None]:
    """Turn every way in which reading a file can fail into its refusal."""
    try:
        yield
    except EOFError:
        what = "the compressed file ends too early; its last part is missing."
        raise RefusedFile(file.name, what, "Copy or export the file again.") from None
    except (gzip.BadGzipFile, zlib.error):
        with suppress(OSError), open(file.path, "rb") as stream:
            kind = file_kinds.kind_of(stream.read(file_kinds.HEAD_BYTES))
            if kind and kind != "a gzip file":
                raise other_kind(file, kind) from None
        what = "this is not a sound gzip file."
        to_do = "Export it again, or deliver it uncompressed as .csv."
        raise RefusedFile(file.name, what, to_do) from None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or type(error).__name__})."
        to_do = "Check that the file is there and that the build may read it."
        raise RefusedFile(file.name, what, to_do) from None


def head_of(file: RawFile) -> bytes:
    """The first bytes of a file, unpacked where it is compressed."""
    with reading(file), open_text(file) as stream:
        return stream.read(file_kinds.HEAD_BYTES)


def other_kind(file: RawFile, kind: str, is_inside: bool = False) -> RefusedFile:
    """The refusal of a file that is of another kind than its name says."""
    what = f"{'what is packed in this file' if is_inside else 'this'} is {kind}"
    what += f", whatever its name says: it ends in {ending_of(file.name, MAPPED_ENDINGS)}."
    return RefusedFile(file.name, what, file_kinds.what_to_do(kind))


def open_text(file: RawFile) -> BinaryIO:
    """The text's bytes, unpacked where the file is compressed."""
    return gzip.open(file.path, "rb") if file.is_gzip else open(file.path, "rb")
