"""The check of a whole text file: its encoding, and whether the fast reader may read it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from python_hooks.landing.raw_files import RawFile, open_text, reading
from python_hooks.landing.refusals import RefusedFile

CHUNK_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Facts:
    """The facts about a file that decide whether the fast reader can read it."""

    is_plain: bool
    delimiters: int


class _QuoteWatch:
    """Whether quotes stand only where CSV allows them, and how many delimiters separate cells."""

    def __init__(self, delimiter: bytes) -> None:
        self._delimiter = delimiter
        self._borders = frozenset(delimiter + b"\r\n")
        self.is_sound = True
        self.delimiters = 0
        self._is_inside = False
        # First and last byte of the stretch since the last quote; the file starts like a line.
        self._rest = b"\n"

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the file."""
        stretches = chunk.split(b'"')
        self.delimiters += b"".join(stretches[self._is_inside :: 2]).count(self._delimiter)
        stretches[0] = self._rest + stretches[0]
        last = stretches.pop()
        self._rest = last if len(last) < 3 else last[:1] + last[-1:]
        outside = set(stretches[self._is_inside :: 2])
        self.is_sound = self.is_sound and all(self._is_between(each) for each in outside)
        self._is_inside ^= len(stretches) % 2 == 1

    def finish(self) -> None:
        """Take the end of the file."""
        closed = self._rest[:1] == b"" or self._rest[0] in self._borders
        self.is_sound = self.is_sound and not self._is_inside and closed

    def _is_between(self, stretch: bytes) -> bool:
        """Whether the bytes from a closing quote to the next opening one are in order."""
        return not stretch or (stretch[0] in self._borders and stretch[-1] in self._borders)


def inspect(file: RawFile, delimiter: str = ",") -> Facts:
    """Refuse a text that is not UTF-8 or has NUL bytes; return facts about the rest."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes = _QuoteWatch(delimiter.encode())
    returns = pairs = position = 0
    last = b""
    with reading(file), open_text(file) as stream:
        while chunk := stream.read(CHUNK_BYTES):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                bad = position - pending + error.start
                nul = chunk.find(b"\0", 0, max(bad - position, 0))
                raise _bad_byte(file, bad if nul < 0 else position + nul) from None
            nul = chunk.find(b"\0")
            if nul >= 0:
                raise _bad_byte(file, position + nul)
            quotes.feed(chunk.removeprefix(codecs.BOM_UTF8) if position == 0 else chunk)
            returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            last = chunk[-1:]
            position += len(chunk)
    if decoder.getstate()[0]:
        raise _bad_byte(file, position - len(decoder.getstate()[0]))
    quotes.finish()
    return Facts(quotes.is_sound and returns == pairs, quotes.delimiters)


def _bad_byte(file: RawFile, position: int) -> RefusedFile:
    """The refusal of a byte that is not text, with its line and the probable kind of the file."""
    line, start, found = 1, 0, b""
    with reading(file), open_text(file) as stream:
        head = stream.read(1000)
        stream.seek(0)
        for found in stream:
            if position < start + len(found):
                break
            start += len(found)
            line += found.count(b"\n") + found.count(b"\r") - found.count(b"\r\n")
    before = found[: position - start]
    line += before.count(b"\r")
    column = position - start - (before.rfind(b"\r") + 1) + 1
    byte = found[position - start : position - start + 1]
    is_nul = byte == b"\0"
    what = f"byte {column} of this line "
    what += "is a NUL byte" if is_nul else f"(0x{byte.hex().upper()}) is not UTF-8 text"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        head.count(b"\0") * 5 > len(head)
    ):
        what += "; the file looks like UTF-16 (Excel's Unicode text)."
    elif is_nul:
        to_do = "Text holds no NUL bytes: the file may be damaged, or be no CSV. Export it again."
        return RefusedFile(file.name, what + ".", to_do, line, column)
    elif _is_gbk(found[max(0, len(before) - 1000) : len(before) + 1000]):
        what += "; the file looks like GBK (the Chinese Windows encoding)."
    else:
        what += "; the file may be in a Windows code page, or damaged."
    to_do = 'Save it as UTF-8: in Excel "CSV UTF-8"; elsewhere choose the encoding UTF-8.'
    return RefusedFile(file.name, what, to_do, line, column)


def _is_gbk(line: bytes) -> bool:
    """Whether the bytes above ASCII form pairs of common Chinese characters."""
    high = sum(byte > 0x7F for byte in line)
    pairs = re.findall(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]", line)
    return high > 1 and 2 * len(pairs) >= 0.8 * high
