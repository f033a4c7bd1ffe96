"""Which language a text is in, as far as the lexicon needs to know."""

from __future__ import annotations

import re

import py3langid.langid as langid

UNKNOWN = "unknown"
# Languages that customers of a company may write in; the model tells few of them well apart.
CANDIDATES = ["ar", "de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv"]
CANDIDATES += ["th", "tr", "vi"]
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
LETTER = re.compile(r"[^\W\d_]")
# A third of running English consists of these; other languages have few of them.
ENGLISH_WORD = re.compile(
    r"\b(?:the|and|is|was|were|are|it|this|that|of|to|in|for|with|you|my|we|they|have|had|not|but"
    r"|very|i|your|be|on|at|so|as|just|would|will|been|i'm|don't|didn't|it's)\b",
    re.IGNORECASE,
)
SHORT = 25

# Loaded here, .2 s, since an import is made by one thread alone; two of DuckDB's read comments.
langid.set_languages(CANDIDATES)


def language_of(text: str) -> str:
    """`zh`, `en`, another ISO 639-1 code, or `unknown` for what is too short to tell.

    Han characters decide Chinese, unless kana or hangul stand between them: of ten letters one is
    enough, since Chinese comments name products and apps in Latin letters.
    """
    letters = len(LETTER.findall(text))
    if not letters:
        return UNKNOWN
    other = len(KANA_OR_HANGUL.findall(text))
    if len(HAN.findall(text)) * 10 >= letters and other * 5 < letters:
        return "zh"
    if other:
        return "ja" if re.search(r"[\u3040-\u30ff]", text) else "ko"
    words = len(text.split())
    common = len(ENGLISH_WORD.findall(text))
    if common >= 2 and common * 7 >= words:
        return "en"
    if letters < SHORT:
        return UNKNOWN
    return str(langid.classify(text)[0])
