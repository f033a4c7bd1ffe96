"""Read a text: its language, its topics, and its polarity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import rjieba

from python_hooks.voice.languages import language_of
from python_hooks.voice.lexicon import WORD, Lexicon, Phrase, Words

CLAUSE_END = re.compile(r"[.,;:!?\n\r()，。；：！？、…~～（）【】]+|(?:\\n)+| - ")
# A negation reaches so many English words or Chinese characters.
REACH_WORDS = 3
REACH_CHARACTERS = 4
# "Not good" means bad, but "not bad" seldom means good.
NEGATED_PRAISE = -1.0
NEGATED_BLAME = -0.4
# The text after "but" is the main point of the writer.
BEFORE_CONTRAST = 0.5
AFTER_CONTRAST = 1.5


# A word and its characters start to end.
Token = tuple[str, int, int]


@dataclass(frozen=True)
class Hit:
    """A phrase found at characters start to end; clause numbers the clauses of the text."""

    start: int
    end: int
    phrase: Phrase
    polarity: float
    clause: int


@dataclass(frozen=True)
class Span:
    """A topic in a text: its polarity and its place."""

    topic: str
    start: int
    end: int
    polarity: float


@dataclass(frozen=True)
class Reading:
    """What a text says; polarity above 0 is content, below 0 discontent, None says neither.

    words are those that no phrase of the lexicon covers, each once and in lower case.
    """

    language: str
    polarity: float | None
    spans: tuple[Span, ...]
    words: tuple[str, ...] = ()


def read(text: str, lexicon: Lexicon) -> Reading:
    """What a text says. Other languages than Chinese and English have neither topic nor polarity.

    A text too short to tell is read as English when it has Latin letters.
    """
    language = language_of(text)
    lowered = _lower(text)
    ends = [match.start() for match in CLAUSE_END.finditer(lowered)]
    if language == "zh":
        tokens = list(_tokens(lowered))
        hits, reach = _chinese_hits(lowered, tokens, lexicon.zh), REACH_CHARACTERS
    elif language in ("en", "unknown"):
        tokens = [(match.group(), match.start(), match.end()) for match in WORD.finditer(lowered)]
        hits, reach = _english_hits(tokens, lexicon.en), REACH_WORDS
    else:
        return Reading(language, None, ())
    found = _negated(_clauses(hits, ends), reach, lowered)
    polarity = _polarity(found)
    words = tuple(dict.fromkeys(_uncovered(tokens, found)))
    return Reading(language, polarity, tuple(_spans(found, polarity)), words)


def _lower(text: str) -> str:
    """Lower case with every character in its place, and the apostrophe of keyboards."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.replace("\u2019", "'").replace("\u2018", "'").replace("`", "'")


def _english_hits(tokens: list[Token], words: Words) -> Iterator[tuple[int, int, Phrase]]:
    """Phrases from left to right, each the longest that begins at its word."""
    known = [words.known_form(token) for token, _, _ in tokens]
    place = 0
    while place < len(tokens):
        for length in range(min(words.longest.get(known[place], 0), len(tokens) - place), 0, -1):
            phrase = words.phrases.get(tuple(known[place : place + length]))
            if phrase is not None:
                yield tokens[place][1], tokens[place + length - 1][2], phrase
                place += length
                break
        else:
            if tokens[place][0].endswith("n't"):
                yield tokens[place][1], tokens[place][2], Phrase(is_negation=True)
            place += 1


def _chinese_hits(
    text: str, tokens: list[Token], words: Words
) -> Iterator[tuple[int, int, Phrase]]:
    """Phrases from left to right, each the longest that begins at its character.

    A phrase of one character counts where the character is a word of its own only.
    """
    single = {start for _, start, end in tokens if end - start == 1}
    place = 0
    while place < len(text):
        longest = min(words.longest.get(text[place], 0), len(text) - place)
        for length in range(longest, 0, -1):
            phrase = words.phrases.get(text[place : place + length])
            if phrase is not None and (length > 1 or place in single or not _is_han(text[place])):
                yield place, place + length, phrase
                place += length
                break
        else:
            place += 1


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    for word in rjieba.cut(text):
        yield word, place, place + len(word)
        place += len(word)


def _uncovered(tokens: list[Token], hits: list[Hit]) -> Iterator[str]:
    """Words that touch no phrase: of two Chinese characters or more, or of three Latin letters."""
    place = 0
    for word, start, end in tokens:
        while place < len(hits) and hits[place].end <= start:
            place += 1
        if place < len(hits) and hits[place].start < end:
            continue
        shortest = 2 if _is_han(word[0]) else 3
        if len(word) >= shortest and word.isalpha():
            yield word


def _clauses(found: Iterator[tuple[int, int, Phrase]], ends: list[int]) -> list[Hit]:
    """The phrases with the numbers of their clauses; a contrast begins a clause of its own."""
    hits: list[Hit] = []
    clause, passed = 0, 0
    for start, end, phrase in found:
        while passed < len(ends) and ends[passed] < start:
            passed += 1
            clause += 1
        clause += phrase.is_contrast
        hits.append(Hit(start, end, phrase, phrase.polarity or 0.0, clause))
    return hits


def _negated(hits: list[Hit], reach: int, text: str) -> list[Hit]:
    """The phrases, with the polarity reversed after a negation.

    A negation reaches the first word with a polarity. Where it reaches none but a topic, that is
    said to be missing.
    """
    turned = list(hits)
    for place, hit in enumerate(hits):
        if not hit.phrase.is_negation:
            continue
        for later in range(place + 1, len(hits)):
            other = hits[later]
            gap = text[hit.end : other.start]
            far = len(gap) if reach == REACH_CHARACTERS else len(WORD.findall(gap))
            if other.clause != hit.clause or far > reach or other.phrase.is_negation:
                break
            if other.polarity:
                factor = NEGATED_PRAISE if other.polarity > 0 else NEGATED_BLAME
                turned[later] = replace(other, polarity=other.polarity * factor)
                break
    return turned


def _polarity(hits: list[Hit]) -> float | None:
    """The sum of the polarities; phrases before the last contrast count less."""
    felt = [hit for hit in hits if hit.polarity]
    if not felt:
        return None
    contrasts = [hit.start for hit in hits if hit.phrase.is_contrast]
    if not contrasts:
        return sum(hit.polarity for hit in felt)
    return sum(
        hit.polarity * (BEFORE_CONTRAST if hit.start < contrasts[-1] else AFTER_CONTRAST)
        for hit in felt
    )


def _spans(hits: list[Hit], whole: float | None) -> Iterator[Span]:
    """Each topic found, with its own polarity, else that of its clause, else of the whole text."""
    clause_polarity: dict[int, float] = {}
    for hit in hits:
        clause_polarity[hit.clause] = clause_polarity.get(hit.clause, 0.0) + hit.polarity
    for hit in hits:
        for topic in hit.phrase.topics:
            polarity = hit.polarity or clause_polarity[hit.clause] or (whole or 0.0)
            yield Span(topic, hit.start, hit.end, polarity)
