"""Mask personal data in a text: mails, phones, identity numbers, cards, order numbers.

Names are found only if they are given, so a masked text is still personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import phonenumbers

# Countries in which short numbers without a country code are looked up.
HOME_REGIONS = ("CN", "US")
# A phone number, card or account has so many digits; prices, years and quantities have fewer.
STANDS_OUT = 10
SHORTEST_PHONE = 7
CARD_DIGITS = range(13, 20)
ID_DIGITS = 6
# Shorter names and ids occur in too many words.
SHORTEST_KNOWN = 4
SHORTEST_HAN = 2
HAN = re.compile(r"[\u3400-\u9fff·]+")

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

MAIL = re.compile(r"[a-z0-9._%+-]+\s?@\s?[a-z0-9](?:[a-z0-9-]*\.)+[a-z]{2,}", re.IGNORECASE)
CHINESE_ID = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9xX](?![0-9])")
SOCIAL_SECURITY = re.compile(r"(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9-])")
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?")
# "order no. 4711", "订单号：20250101", "微信 abc_123"
NAMED = re.compile(
    r"(?P<name>订单编?号?|运单号?|快递单号|单号|工单号?|票号|会员号|卡号|账号|帐号|身份证号?码?|护照号?"
    r"|(?P<account>微信号|(?:微信|vx|v信|wechat|weixin|qq)(?=\s*(?:[:：是]|号|id\b))|qq号)"
    r"|\b(?:order|ticket|booking|reservation|reference|ref|case|invoice|tracking|confirmation"
    r"|account|member(?:ship)?|passport|policy|flight record)\b)"
    r"(?:\s*(?:number|no\.?|nr\.?|id|code|is|was|ref|号码?|编号|是|为|#|:|：))*\s*"
    r"(?P<id>[A-Za-z0-9][A-Za-z0-9_-]{3,40})",
    re.IGNORECASE,
)
# Letters and digits in one word, such as ORD-2025-000123 or SF1234567890.
MIXED = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])\+?\(?[0-9](?:[ .()/–-]{0,2}[0-9]){6,}"
    r"(?:\s?(?:x|ext\.?|转|分机)\s?[0-9]{1,6})?(?![0-9])",
    re.IGNORECASE,
)
PHONE_NAME = re.compile(
    r"(?:电话|手机|座机|热线|联系|致电|拨打|tel|phone|mobile|cell|fax|call|whatsapp|text me)"
    r"[^0-9\n]{0,12}$",
    re.IGNORECASE,
)
# Patterns that look like a long number but are days, times or ranges such as 10000-15000.
NO_NUMBER = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])[-./](?:0?[1-9]|[12][0-9]|3[01])[-./](?:19|20)[0-9]{2}"
    r"(?![0-9])"
    r"|(?<![0-9])(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
    r"|(?<![0-9.-])[1-9][0-9]{0,5}0 ?[-–~] ?[1-9][0-9]{0,5}0(?![0-9-])"
    r"|(?<![0-9.-])(?:19|20)[0-9]{2} ?[-–~/] ?(?:19|20)[0-9]{2}(?![0-9-])"
)


class Mask(NamedTuple):
    """Characters start to end of a text, and their kind."""

    start: int
    end: int
    kind: str


def masks_of(text: str, known: Iterable[str] = ()) -> list[Mask]:
    """The parts of a text to mask, in order and without overlap; known words included."""
    return _apart([*_known(text, known), *_shaped(text)])


def _known(text: str, known: Iterable[str]) -> Iterator[Mask]:
    """Places of known ids and names as whole words; short ones are skipped as ambiguous."""
    for word in known:
        word = word.strip()
        if len(word) < (SHORTEST_HAN if HAN.fullmatch(word) else SHORTEST_KNOWN):
            continue
        bounded = rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])"
        for match in re.finditer(bounded, text, re.IGNORECASE):
            yield Mask(*match.span(), "known")


def _shaped(text: str) -> list[Mask]:
    """Places with the pattern of a mail, phone, identity number, card, account or id."""
    if "@" not in text and "＠" not in text and not any(map(str.isdigit, text)):
        return [mask for mask in _named(text) if mask.kind == "account"]
    plain = text.translate(FULL_WIDTH)
    found = [Mask(*match.span(), "email") for match in MAIL.finditer(plain)]
    for pattern, check, kind in (
        (CHINESE_ID, is_chinese_id, "identity"),
        (SOCIAL_SECURITY, bool, "identity"),
        (IBAN, is_iban, "account"),
    ):
        found += [Mask(*m.span(), kind) for m in pattern.finditer(plain) if check(m.group())]
    found += _named(plain)
    for match in MIXED.finditer(plain):
        if sum(map(str.isdigit, match.group())) >= ID_DIGITS:
            found.append(Mask(*match.span(), "number"))
    found += _numbers(plain)
    return found


def masked(text: str, known: Iterable[str] = ()) -> str:
    """The text with [kind] instead of each part to mask; known words included."""
    for mask in reversed(masks_of(text, known)):
        text = f"{text[: mask.start]}[{mask.kind}]{text[mask.end :]}"
    return text


def is_chinese_id(number: str) -> bool:
    """Whether the last of 18 characters is the check character of GB 11643-1999."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return number[17].upper() == "10X98765432"[total % 11]


def is_card(digits: str) -> bool:
    """Whether the digits satisfy Luhn's formula (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_iban(number: str) -> bool:
    """Whether the account number has the remainder 1 of ISO 13616."""
    short = number.replace(" ", "")
    if not 15 <= len(short) <= 34:
        return False
    moved = short[4:] + short[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _named(plain: str) -> Iterator[Mask]:
    for match in NAMED.finditer(plain):
        digits = sum(map(str.isdigit, match.group("id")))
        if digits >= 3 or match.group("account"):
            kind = "account" if match.group("account") else "number"
            yield Mask(*match.span("id"), kind)


def _numbers(plain: str) -> Iterator[Mask]:
    """Long numbers, and shorter ones that are a phone's."""
    without = NO_NUMBER.sub(lambda match: "x" * len(match.group()), plain)
    for match in NUMBER.finditer(without):
        number = match.group()
        digits = "".join(filter(str.isdigit, number))
        if not number.startswith("+") and len(digits) < 2 * len(re.findall("[0-9]+", number)):
            continue  # A row of small numbers.
        if len(digits) in CARD_DIGITS and is_card(digits):
            yield Mask(*match.span(), "card")
        elif (
            number.startswith("+")
            or len(digits) >= STANDS_OUT
            or PHONE_NAME.search(without, max(0, match.start() - 24), match.start())
            or _is_phone(number)
        ):
            kind = "phone" if len(digits) <= 15 else "number"
            yield Mask(*match.span(), kind)


def _is_phone(number: str) -> bool:
    for region in HOME_REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


def _apart(found: list[Mask]) -> list[Mask]:
    """The masks in order; those that overlap become one, of the kind found first."""
    joined: list[Mask] = []
    for mask in sorted(found, key=lambda each: (each.start, -each.end)):
        if joined and mask.start < joined[-1].end:
            last = joined.pop()
            joined.append(Mask(last.start, max(last.end, mask.end), last.kind))
        else:
            joined.append(mask)
    return joined
