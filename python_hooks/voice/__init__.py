"""Comments of customers: language, topics, polarity, and masking.

Functions from one comment to rows about it, both JSON, which the macro answers_of_rows calls in SQL
for each row of a relation: in the query on DuckDB, by python_hooks/voice/__main__.py on Spark. So a
build holds one comment at a time, and no comment stands in SQL that dbt writes down.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from python_hooks.voice.lexicon import Lexicon

FOLDER = Path(__file__).parent
SEED = FOLDER.parent.parent / "seeds" / "reference" / "lexicon_phrases.csv"
PACKAGES = ("py3langid", "rjieba")


def read_comment(request: str) -> str:
    """Read {text} with the lexicon of the reference data.

    A row for the text as a whole (finding 0), one for each topic found in it, and one for each word
    that the lexicon does not know. Polarities are rounded, so that every engine reads the same.
    """
    from python_hooks.voice.reading import read

    reading = read(json.loads(request)["text"], _lexicon())
    rows: list[dict[str, Any]] = [{"polarity": _rounded(reading.polarity)}]
    rows += [
        {
            "topic": span.topic,
            "polarity": _rounded(span.polarity),
            "start_character": span.start,
            "end_character": span.end,
        }
        for span in reading.spans
    ]
    rows += [{"word": word} for word in reading.words]
    same = {"reader": comment_reader(""), "language": reading.language}
    return _rows({**same, "finding_number": number, **row} for number, row in enumerate(rows))


def mask_comment(request: str) -> str:
    """Mask {text, known_ids}: personal data and the known ids, one a line or null."""
    from python_hooks.voice.masking import masked

    asked = json.loads(request)
    known = (asked.get("known_ids") or "").split("\n")
    return _rows([{"masked_text": masked(asked["text"], known)}])


@cache
def comment_reader(_request: str) -> str:
    """The hash of everything that decides the answer of read_comment:

    lexicon, code and packages.
    """
    digest = hashlib.sha256()
    for file in [SEED, *sorted(FOLDER.glob("*.py")), *sorted(FOLDER.glob("*.csv"))]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update(" ".join(version(package) for package in PACKAGES).encode())
    return digest.hexdigest()[:16]


FUNCTIONS: dict[str, Callable[[str], str]] = {
    "comment_reader": comment_reader,
    "mask_comment": mask_comment,
    "read_comment": read_comment,
}


@cache
def _lexicon() -> Lexicon:
    from python_hooks.voice.lexicon import lexicon_from_rows, read_seed

    return lexicon_from_rows(read_seed(SEED))


def _rows(rows: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(rows), ensure_ascii=False)


def _rounded(polarity: float | None) -> float | None:
    return None if polarity is None else round(polarity, 2)
