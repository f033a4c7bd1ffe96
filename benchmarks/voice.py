"""What the shipped lexicon finds and what masking hides: python -m benchmarks.voice.

Reads the given data (the folder CX_REAL_DATA, or ../shared/data), and writes the tables of
docs/voice_quality.md and its Chinese twin with --write. The words were chosen with one half of each
data set in sight (`seen`); the other half was only counted.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import phonenumbers

from python_hooks.voice.lexicon import Lexicon, lexicon_from_rows, read_seed
from python_hooks.voice.masking import masks_of
from python_hooks.voice.reading import Reading, read

PROJECT = Path(__file__).resolve().parent.parent
SEED = PROJECT / "seeds" / "reference" / "lexicon_phrases.csv"
GIVEN = Path(os.environ.get("CX_REAL_DATA", PROJECT.parent / "shared" / "data")) / "voice"
RESULTS = PROJECT / "docs" / "voice_quality.md"
TOPICS = PROJECT / "seeds" / "reference" / "topics.csv"
TOPIC_OF = {
    "location_traffic": "transport",
    "location_distance_from_business_district": "centrality",
    "location_easy_to_find": "easy_to_find",
    "service_wait_time": "waiting_time",
    "service_waiters_attitude": "staff_attitude",
    "service_parking_convenience": "parking",
    "service_serving_speed": "service_speed",
    "price_level": "price_level",
    "price_cost_effective": "value_for_money",
    "price_discount": "discount",
    "environment_decoration": "atmosphere",
    "environment_noise": "noise",
    "environment_space": "space",
    "environment_cleaness": "cleanliness",
    "dish_portion": "portion",
    "dish_taste": "taste",
    "dish_look": "food_look",
    "dish_recommendation": "recommendation",
}
GROUPS = ("location", "service", "price", "environment", "dish")
SENTENCES = ("amazon_cells", "yelp")
NOT_MENTIONED = "-2"
COMMENTS = 100_000

Review = tuple[dict[str, str], Reading]


def main() -> None:
    """Measure everything and print it; --write also writes docs/voice_quality.md and its twin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/voice_quality.md")
    arguments = parser.parse_args()
    lexicon = lexicon_from_rows(read_seed(SEED))
    page = "\n".join([*aspects(lexicon), *sentences(lexicon), *masking(), *speed(lexicon)])
    print(page)
    if arguments.write:
        RESULTS.write_text(f"{HEAD}{page}\n", encoding="utf-8")
        chinese = f"{HEAD_ZH}{in_chinese(page)}\n"
        RESULTS.with_suffix(".zh-CN.md").write_text(chinese, encoding="utf-8")


def in_chinese(page: str) -> str:
    """The measured tables with their fixed words, and the names of topics, in Chinese."""
    with TOPICS.open(encoding="utf-8") as file:
        topics = {f"| {row['topic']} |": f"| {row['label_zh']} |" for row in csv.DictReader(file)}
    for english, chinese in (CHINESE | topics).items():
        page = page.replace(english, chinese)
    return page


HEAD = """\
# How good the shipped lexicon is

[中文](voice_quality.zh-CN.md)

`python -m benchmarks.voice --write` makes this page. The words were written with one half of each
data set in sight (seen); nobody looked at the other half (held out). ASAP: 200 reviews of
restaurants by Meituan, 18 aspects, Apache-2.0. UCI 331: 2,000 sentences of reviews of telephones
and restaurants, CC BY 4.0. Mention means that the review speaks of the aspect at all.

"""


HEAD_ZH = """\
# 内置词典的质量

[English](voice_quality.md)

本页由 `python -m benchmarks.voice --write` 生成。编写词条时只看每个数据集的一半（已见），
另一半没有人看过（留出）。ASAP：美团 200 条餐馆评论，18 个方面，Apache-2.0。UCI 331：2,000
句手机与餐馆评论，CC BY 4.0。“提及”指评论谈到了该方面。

"""

# The words of the tables, the longest first where one holds another.
CHINESE = {
    "## Topics in Chinese reviews (ASAP)": "## 中文评论的主题（ASAP）",
    "## Polarity of English sentences (UCI 331)": "## 英文句子的极性（UCI 331）",
    "## Masking": "## 遮盖",
    "## Speed": "## 速度",
    "| macro-F1 | bar | seen | held out | all |": "| 宏平均 F1 | 标准 | 已见 | 留出 | 全部 |",
    "| accuracy | bar | seen | held out | all |": "| 准确率 | 标准 | 已见 | 留出 | 全部 |",
    "| topic | precision | recall | F1 | labelled |": "| 主题 | 精确率 | 召回率 | F1 | 标注数 |",
    "| what | hidden whole | of |": "| 内容 | 全部遮盖 | 总数 |",
    "5 groups, mention": "5 类，提及",
    "18 aspects, mention": "18 个方面，提及",
    "accuracy of like or dislike of an aspect found": "所识别方面的褒贬判断准确率",
    "| mails |": "| 邮箱 |",
    "| phones |": "| 电话 |",
    "| Chinese identity numbers |": "| 中国身份证号 |",
    "| cards |": "| 银行卡号 |",
    "| order ids |": "| 订单号 |",
    "| all (bar ≥ 99 %) |": "| 全部（标准 ≥ 99 %） |",
    "Ordinary reviews with anything hidden (bar ≤ .1 %): ": "普通评论被误遮盖（标准 ≤ .1 %）：",
    " comments of ": " 条评论，平均 ",
    " characters on average: ": " 个字符：",
    " CPU seconds (bar ≤ 60).": " CPU 秒（标准 ≤ 60）。",
}


def asap(name: str, lexicon: Lexicon) -> list[Review]:
    """The labelled reviews of a file and what the lexicon reads in them."""
    with (GIVEN / "asap_zh" / name).open(encoding="utf-8-sig", newline="") as rows:
        return [(row, read(row["reviewbody"], lexicon)) for row in csv.DictReader(rows)]


def counts(pairs: Iterable[tuple[bool, bool]]) -> tuple[int, int, int]:
    """True and false positives and false negatives of (labelled, found)."""
    listed = list(pairs)
    both = sum(label and found for label, found in listed)
    return both, sum(found for _, found in listed) - both, sum(label for label, _ in listed) - both


def f1(both: int, only_found: int, only_labelled: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * both / max(1, 2 * both + only_found + only_labelled)


def mentions(reviews: Sequence[Review], aspects: Sequence[str]) -> tuple[int, int, int]:
    """Counts of reviews that mention any of the aspects, labelled and found."""
    topics = {TOPIC_OF[aspect] for aspect in aspects}
    return counts(
        (
            any(row[aspect] != NOT_MENTIONED for aspect in aspects),
            any(span.topic in topics for span in reading.spans),
        )
        for row, reading in reviews
    )


def macro_f1(reviews: Sequence[Review], groups: Sequence[Sequence[str]]) -> float:
    """The mean F1 of finding that a review mentions any aspect of a group."""
    return sum(f1(*mentions(reviews, group)) for group in groups) / len(groups)


def aspects(lexicon: Lexicon) -> list[str]:
    """Tables of aspects and groups of ASAP."""
    seen, held_out = asap("train_sample.csv", lexicon), asap("dev_sample.csv", lexicon)
    parts = {"seen": seen, "held out": held_out, "all": seen + held_out}
    lines = ["## Topics in Chinese reviews (ASAP)", ""]
    lines += ["| macro-F1 | bar | seen | held out | all |", "|---|---:|---:|---:|---:|"]
    of_groups, of_aspects = [], []
    for reviews in parts.values():
        groups = [[a for a in TOPIC_OF if a.startswith(group)] for group in GROUPS]
        of_groups.append(macro_f1(reviews, groups))
        of_aspects.append(macro_f1(reviews, [[aspect] for aspect in TOPIC_OF]))
    lines.append(_row("5 groups, mention", "≥ .88", *(f"{value:.3f}" for value in of_groups)))
    lines.append(_row("18 aspects, mention", "≥ .70", *(f"{value:.3f}" for value in of_aspects)))
    agreeing = [f"{aspect_polarity(reviews):.3f}" for reviews in parts.values()]
    lines.append(_row("accuracy of like or dislike of an aspect found", "", *agreeing))
    lines += ["", "| topic | precision | recall | F1 | labelled |", "|---|---:|---:|---:|---:|"]
    for aspect, topic in TOPIC_OF.items():
        both, only_found, only_labelled = mentions(parts["all"], [aspect])
        precision, recall = both / max(1, both + only_found), both / max(1, both + only_labelled)
        f = f1(both, only_found, only_labelled)
        numbers = (f"{precision:.2f}", f"{recall:.2f}", f"{f:.2f}", str(both + only_labelled))
        lines.append(_row(topic, *numbers))
    return [*lines, ""]


def aspect_polarity(reviews: Sequence[Review]) -> float:
    """Of aspects labelled good or bad and found, the share found to be so."""
    right = total = 0
    for row, reading in reviews:
        for aspect, topic in TOPIC_OF.items():
            said = [span.polarity for span in reading.spans if span.topic == topic]
            if said and row[aspect] in ("1", "-1"):
                total += 1
                right += (sum(said) > 0) == (row[aspect] == "1")
    return right / total


def sentences(lexicon: Lexicon) -> list[str]:
    """The table of the accuracy on UCI's sentences; a sentence without a polarity counts as bad."""
    lines = ["## Polarity of English sentences (UCI 331)", ""]
    lines += ["| accuracy | bar | seen | held out | all |", "|---|---:|---:|---:|---:|"]
    for name in SENTENCES:
        shares = accuracy(name, lexicon).values()
        lines.append(_row(name, "≥ .84", *(f"{share:.3f}" for share in shares)))
    return [*lines, ""]


def accuracy(name: str, lexicon: Lexicon) -> dict[str, float]:
    """The share of sentences of a file read as labelled: of every second one, the others, all."""
    path = GIVEN / "uci_sentences_en" / f"{name}_labelled.txt"
    labelled = [line.rsplit("\t", 1) for line in path.read_text("utf-8").splitlines() if line]
    right = [
        ((read(text, lexicon).polarity or 0) > 0) == (label.strip() == "1")
        for text, label in labelled
    ]
    parts = {"seen": right[::2], "held out": right[1::2], "all": right}
    return {part: sum(each) / len(each) for part, each in parts.items()}


def texts() -> list[str]:
    """Ordinary reviews: all given ones, and the free text of the French survey if it is there."""
    found = []
    for name in ("train_sample.csv", "dev_sample.csv"):
        with (GIVEN / "asap_zh" / name).open(encoding="utf-8-sig", newline="") as rows:
            found += [row["reviewbody"] for row in csv.DictReader(rows)]
    for path in sorted((GIVEN / "uci_sentences_en").glob("*.txt")):
        found += [line.rsplit("\t", 1)[0] for line in path.read_text("utf-8").splitlines() if line]
    survey = GIVEN.parent / "retail_nps_fr" / "nps.csv"
    if survey.exists():
        with survey.open(encoding="utf-8", newline="", errors="replace") as rows:
            found += [text for row in csv.DictReader(rows) for text in row.values() if _words(text)]
    return found


def masking() -> list[str]:
    """The table of what masking hides of generated data, and hides wrongly of ordinary reviews."""
    lines = ["## Masking", "", "| what | hidden whole | of |", "|---|---:|---:|"]
    total = missed = 0
    for kind, secrets in personal_data(seed=15).items():
        hidden = sum(is_hidden(text, secret) for text, secret in secrets)
        total, missed = total + len(secrets), missed + len(secrets) - hidden
        lines.append(_row(kind, f"{hidden / len(secrets):.2%}", f"{len(secrets):,}"))
    lines.append(_row("all (bar ≥ 99 %)", f"{1 - missed / total:.2%}", f"{total:,}"))
    ordinary = texts()
    wrongly = [text for text in ordinary if masks_of(text)]
    share = f"{len(wrongly) / len(ordinary):.3%}"
    return [
        *lines,
        "",
        f"Ordinary reviews with anything hidden (bar ≤ .1 %): {len(wrongly)} / {len(ordinary):,},"
        f" {share}",
        "",
    ]


def personal_data(seed: int, of_each: int = 1000) -> dict[str, list[tuple[str, str]]]:
    """Made-up personal data in sentences, as (sentence, secret), by kind."""
    draw = random.Random(seed)
    makers = {
        "mails": _mail,
        "phones": _phone,
        "Chinese identity numbers": _identity,
        "cards": _card,
        "order ids": _order,
    }
    around = [
        "My number is {} thanks",
        "请联系我 {}，谢谢",
        "{}",
        "我的是{}。快点回复",
        "see ({}).",
    ]
    made = {}
    for kind, maker in makers.items():
        secrets = [maker(draw) for _ in range(of_each)]
        made[kind] = [(draw.choice(around).format(secret), secret) for secret in secrets]
    return made


def speed(lexicon: Lexicon) -> list[str]:
    """CPU seconds for reading and masking 100,000 comments that are all different."""
    sample = [text for text in texts() if _words(text)]
    comments = [f"{sample[place % len(sample)]} {place}" for place in range(COMMENTS)]
    started = time.process_time()
    for comment in comments:
        read(comment, lexicon)
        masks_of(comment)
    seconds = time.process_time() - started
    mean = sum(map(len, comments)) / COMMENTS
    return [
        "## Speed",
        "",
        f"{COMMENTS:,} comments of {mean:.0f} characters on average: {seconds:.0f} CPU seconds"
        " (bar ≤ 60).",
    ]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _words(text: str | None) -> bool:
    return bool(text) and (
        " " in text.strip() or any("\u4e00" <= each <= "\u9fff" for each in text)
    )


def is_hidden(text: str, secret: str) -> bool:
    """Whether masking hides every letter and digit of the secret."""
    start = text.index(secret)
    covered = {place for mask in masks_of(text) for place in range(mask.start, mask.end)}
    return all(
        place in covered for place in range(start, start + len(secret)) if text[place].isalnum()
    )


def _mail(draw: random.Random) -> str:
    name = "".join(draw.choices("abcdefghijklmnopqrstuvwxyz0123456789._", k=draw.randint(3, 14)))
    domain = draw.choice(["qq.com", "163.com", "gmail.com", "example.co.uk", "mail.firma.de"])
    return f"a{name.strip('._')}z@{domain}"


def _phone(draw: random.Random) -> str:
    region = draw.choice(["CN", "CN", "CN", "US", "GB", "DE", "FR", "JP", "IN", "BR", "AU", "HK"])
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    while True:
        number = phonenumbers.example_number_for_type(region, draw.choice(kinds))
        digits = str(number.national_number)
        number.national_number = int(digits[:-5] + "".join(draw.choices("0123456789", k=5)))
        if phonenumbers.is_valid_number(number):
            break
    is_home = region in ("CN", "US")
    forms = [phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL]
    if is_home or len(str(number.national_number)) >= 9:
        forms.append(phonenumbers.PhoneNumberFormat.NATIONAL)
    return phonenumbers.format_number(number, draw.choice(forms))


def _identity(draw: random.Random) -> str:
    area = draw.choice(["110101", "310104", "440305", "510107", "330106"])
    day = f"{draw.randint(1940, 2010)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
    digits = f"{area}{day}{draw.randint(0, 999):03}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    return digits + "10X98765432"[total % 11]


def _card(draw: random.Random) -> str:
    start = draw.choice(["4", "51", "55", "6217", "6228", "37"])
    length = 15 if start == "37" else draw.choice([16, 16, 19])
    digits = start + "".join(draw.choices("0123456789", k=length - len(start) - 1))
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    whole = digits + str(-total % 10)
    joint = draw.choice(["", " ", "-"])
    return joint.join(whole[place : place + 4] for place in range(0, length, 4))


def _order(draw: random.Random) -> str:
    digits = "".join(draw.choices("0123456789", k=draw.choice([8, 12, 18])))
    return draw.choice([f"ORD-2025-{digits[:8]}", f"SF{digits}", f"TB{digits}", f"{digits}4711"])


if __name__ == "__main__":
    main()
