"""The words that texts are read with: the reference seed, over the word list of VADER."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ENGLISH_WORDS = Path(__file__).parent / "vader_words.csv"
WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[^\x00-\x7f]")
# VADER's strongest words have 3.4, those of the seed 3.
STRONGEST = 3.0
# A cache of forms, so that a word is looked up once; limited, because typing errors are endless.
MOST_FORMS = 100_000


@dataclass
class Phrase:
    """The meaning of a phrase: topics, a polarity, or its effect on the words after it."""

    topics: list[str] = field(default_factory=list)
    polarity: float | None = None
    is_negation: bool = False
    is_contrast: bool = False


class Words:
    """The phrases of one language: of English tuples of words, of Chinese texts."""

    def __init__(self, phrases: Mapping[tuple[str, ...] | str, Phrase]) -> None:
        """Note how long the phrases with the same beginning are at most."""
        self.phrases = phrases
        self.longest: dict[str, int] = {}
        for key in phrases:
            self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))
        self._vocabulary = {word for key in phrases for word in key}
        self._known_forms: dict[str, str] = {}

    def known_form(self, token: str) -> str:
        """The English word itself where phrases have it, else its singular, else the word."""
        form = self._known_forms.get(token)
        if form is None:
            form = next((f for f in _forms(token) if f in self._vocabulary), token)
            if len(self._known_forms) < MOST_FORMS:
                self._known_forms[token] = form
        return form


@dataclass(frozen=True)
class Lexicon:
    """The phrases of English and Chinese."""

    en: Words
    zh: Words


def lexicon_from_rows(rows: Iterable[Mapping[str, object]]) -> Lexicon:
    """The lexicon of the seed's rows (language, phrase, role, topic, polarity).

    An English word that the seed does not know has the polarity that VADER gives it; a row with
    polarity 0 takes it away.
    """
    english: dict[tuple[str, ...] | str, Phrase] = {
        key: Phrase(polarity=value) for key, value in _vader().items()
    }
    chinese: dict[tuple[str, ...] | str, Phrase] = {}
    seen: set[tuple[str, ...] | str] = set()
    for row in rows:
        if row["role"] == "function":  # only reporting.comment_words reads it
            continue
        # The seed has the apostrophe of print: dbt-spark does not escape that of keyboards.
        text = str(row["phrase"]).lower().replace("’", "'")
        is_chinese = row["language"] == "zh"
        key: tuple[str, ...] | str = text if is_chinese else tuple(WORD.findall(text))
        phrases = chinese if is_chinese else english
        if (row["language"], key) not in seen:
            seen.add((str(row["language"]), key))
            old = phrases.get(key)
            phrases[key] = Phrase(polarity=old.polarity if old else None)
        phrase = phrases[key]
        if row["topic"]:
            phrase.topics.append(str(row["topic"]))
        if row["polarity"] is not None:
            phrase.polarity = float(str(row["polarity"]))
        phrase.is_negation |= row["role"] == "negation"
        phrase.is_contrast |= row["role"] == "contrast"
    return Lexicon(Words(english), Words(chinese))


def read_seed(path: Path) -> list[dict[str, object]]:
    """The rows of the seed's file, for tests and measurements; a build gets them from SQL."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {name: value or None for name, value in row.items()} for row in csv.DictReader(lines)
        ]


def _forms(token: str) -> Iterator[str]:
    yield token
    for ending, other in (("'s", ""), ("ies", "y"), ("es", ""), ("s", "")):
        if token.endswith(ending) and len(token) > len(ending) + 2:
            yield token[: -len(ending)] + other


@cache
def _vader() -> Mapping[tuple[str, ...], float]:
    """The English words of VADER (Hutto and Gilbert 2014) with their mean valence, -4 to 4."""
    with ENGLISH_WORDS.open(encoding="utf-8", newline="") as lines:
        return {
            (row["word"],): max(-STRONGEST, min(STRONGEST, float(row["valence"])))
            for row in csv.DictReader(lines)
        }
