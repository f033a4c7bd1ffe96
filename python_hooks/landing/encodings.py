"""Text files in the encoding that a mapping declares."""

from __future__ import annotations

import codecs
import gzip
import re

from charset_normalizer import from_bytes

from python_hooks.landing.inspection import CHUNK_BYTES
from python_hooks.landing.raw_files import RawFile, open_text, reading
from python_hooks.landing.refusals import RefusedFile

HEAD_BYTES = 64 * 1024
# The encodings of charset-normalizer that a mapping may declare.
SUGGESTED = {
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "utf_16": "utf-16",
    "utf_16_le": "utf-16",
    "utf_16_be": "utf-16",
    "cp1252": "windows-1252",
    "latin_1": "latin-1",
    "cp1250": "windows-1252",
}
# A codec of the common characters of an encoding, and the last first byte of these.
COMMON = {"gb18030": ("gb2312", 0xF7), "big5": ("big5", 0xC6)}


def transcode(file: RawFile, encoding: str, target: str, setting: str) -> None:
    """Write a text file as UTF-8, its lines where they were; it is refused where it cannot be."""
    decoder = codecs.getincrementaldecoder(encoding)()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    may_be_utf8, has_high, lines = True, False, 1
    with reading(file), open_text(file) as stream, open(target, "wb") as out:
        while True:
            chunk = stream.read(CHUNK_BYTES)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                if _is_utf8(file):
                    raise _utf8_instead(file, encoding, setting) from None
                line = lines + error.object[: error.start].count(b"\n")
                what = f"this line is not {encoding} text, as {setting} says."
                raise RefusedFile(file.name, what, _to_do(file, setting), line) from None
            out.write(text.encode("utf-8"))
            lines += chunk.count(b"\n")
            has_high = has_high or not chunk.isascii()
            if may_be_utf8:
                try:
                    utf8.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    may_be_utf8 = False
            if not chunk:
                break
    if may_be_utf8 and has_high:
        raise _utf8_instead(file, encoding, setting)


def not_utf8(file: RawFile, setting: str, refusal: RefusedFile) -> RefusedFile:
    """The refusal of a file that is not UTF-8, with the declaration to add."""
    return RefusedFile(file.name, refusal.what, _to_do(file, setting), refusal.line, refusal.column)


def suggested_encoding(head: bytes) -> str:
    """The probable encoding of bytes; empty if unknown."""
    try:
        head.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        # The last character of the bytes may be cut.
        if error.start >= len(head) - 3:
            return "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _is_western(head):
        return "windows-1252"
    chinese = {encoding: _chinese_share(head, encoding) for encoding in COMMON}
    best_chinese = max(chinese, key=lambda each: chinese[each])
    if chinese[best_chinese]:
        return best_chinese
    best = from_bytes(head).best()
    return SUGGESTED.get(best.encoding, "") if best else ""


def _chinese_share(head: bytes, encoding: str) -> float:
    """The share of common characters in bytes read as Chinese; 0 where they are none.

    Signs such as ¥ and ★ tell nothing, and the last character may be cut.
    """
    decoded = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    letters = [each for each in decoded if each > "\x7f" and (each.isalpha() or each == "\ufffd")]
    chinese = re.findall("[\u4e00-\u9fff\uff00-\uffef]", "".join(letters))
    if len(letters) <= 3 or len(chinese) < 0.9 * len(letters):
        return 0.0
    codec, last_lead = COMMON[encoding]
    common = [each.encode(codec, errors="ignore") for each in chinese]
    return sum(bool(each) and each[0] <= last_lead for each in common) / len(letters)


def _is_western(head: bytes) -> bool:
    """Whether bytes are words with accents: those stand alone, and bytes of Chinese in rows."""
    runs = re.findall(rb"[\x80-\xff]+", head)
    alone = sum(len(run) == 1 for run in runs)
    high = b"".join(runs).decode("windows-1252", errors="replace")
    western = re.findall("[À-ÖØ-öø-ÿŒœŠšŽžŸ€£°´§ºª‘’“”„–—…«»\u00a0]", high)
    return b"\0" not in head and alone >= 0.75 * len(runs) and len(western) >= 0.9 * len(high)


def _is_utf8(file: RawFile) -> bool:
    """Whether the beginning of a file is UTF-8."""
    with reading(file), open_text(file) as stream:
        return suggested_encoding(stream.read(HEAD_BYTES)) == "utf-8"


def _utf8_instead(file: RawFile, encoding: str, setting: str) -> RefusedFile:
    """The refusal of a file in UTF-8 where another encoding is declared."""
    what = f"the file is UTF-8, and {setting} says {encoding}."
    return RefusedFile(file.name, what, f"Correct encoding in {setting}.")


def _to_do(file: RawFile, setting: str) -> str:
    """The declaration to add, where one can be suggested."""
    try:
        with open_text(file) as stream:
            found = suggested_encoding(stream.read(HEAD_BYTES))
    except (OSError, EOFError, gzip.BadGzipFile):
        found = ""
    if found and found != "utf-8":
        return (
            f"It is probably {found}: add encoding: {found} to {setting}. Look at the names then."
        )
    return f"Add its encoding to {setting}, such as encoding: gb18030, or save the file as UTF-8."
