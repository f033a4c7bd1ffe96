"""Comments: language, topics, polarity and masking. Whole numbers: python -m benchmarks.voice."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import WITHOUT_DATA

from benchmarks import voice as measured
from python_hooks.voice.languages import language_of
from python_hooks.voice.lexicon import Lexicon, lexicon_from_rows, read_seed
from python_hooks.voice.masking import is_card, is_chinese_id, is_iban, masked
from python_hooks.voice.reading import read

PROJECT = Path(__file__).resolve().parents[2]
needs_given_data = pytest.mark.skipif(
    not measured.GIVEN.exists(), reason=f"{measured.GIVEN} {WITHOUT_DATA}"
)


def row(language: str, phrase: str, topic: str | None = None, polarity: float | None = None):
    """A row of the lexicon; 'not' and 'but' words by their first letter."""
    roles = {"not": "negation", "不": "negation", "没有": "negation", "but": "contrast"}
    return {
        "language": language,
        "phrase": phrase,
        "role": roles.get(phrase, "word"),
        "topic": topic,
        "polarity": polarity,
    }


SMALL = lexicon_from_rows(
    [
        row("en", "staff", "staff"),
        row("en", "room", "room"),
        row("en", "friendly", "staff", 2),
        row("en", "not"),
        row("en", "but"),
        row("en", "never again", "return", -3),
        row("en", "again", None, 1),
        row("en", "nightmare", None, 0),
        row("zh", "服务", "staff"),
        row("zh", "服务员", "waiter"),
        row("zh", "贵", "price", -2),
        row("zh", "好", None, 2),
        row("zh", "不错", None, 2),
        row("zh", "不"),
        row("zh", "没有"),
        row("zh", "停车位", "parking"),
        row("zh", "好吃", "taste", 2),
    ]
)


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    """The lexicon in the reference data."""
    return lexicon_from_rows(read_seed(measured.SEED))


def found(text: str, lexicon: Lexicon = SMALL) -> list[tuple[str, str]]:
    """Each topic of a text with the words that name it."""
    return [(span.topic, text[span.start : span.end]) for span in read(text, lexicon).spans]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("服务很好", "zh"),
        ("iPhone 15 Pro Max 闪退用不了 APP", "zh"),
        ("The room was clean and it is near the station", "en"),
        ("ok", "unknown"),
        ("12345 !!!", "unknown"),
        ("", "unknown"),
        ("Le personnel était très agréable mais la chambre était sale", "fr"),
        ("部屋がとてもきれいでした", "ja"),
    ],
)
def test_the_language_is_detected(text, language):
    assert language_of(text) == language


def test_the_longest_phrase_wins_and_keeps_its_place():
    assert found("服务员说服务好") == [("waiter", "服务员"), ("staff", "服务")]


def test_places_are_those_of_the_text_also_behind_characters_that_grow_in_lower_case():
    assert found("İİ staff was friendly") == [("staff", "staff"), ("staff", "friendly")]


def test_a_phrase_of_one_character_is_a_word_of_its_own():
    assert found("这里很贵") == [("price", "贵")]
    assert found("贵宾室在哪里") == []


def test_the_plural_is_found():
    assert found("the rooms of this house") == [("room", "rooms")]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("the staff was friendly", 1),
        ("the staff was not very friendly", -1),
        ("the staff wasn't friendly", -1),
        ("not today I am sure they were friendly", 1),
        ("not the room. friendly", 1),
        ("never again", -1),
        ("好吃", 1),
        ("不好吃", -1),
        ("不错", 1),
        ("terrible", -1),
        ("a nightmare", 0),
        ("I ordered on Monday", 0),
    ],
)
def test_polarity_follows_words_and_negation(text, sign):
    polarity = read(text, SMALL).polarity or 0
    assert (polarity > 0) - (polarity < 0) == sign


def test_a_function_word_hides_no_phrase():
    rows = [row("en", "for nothing", None, -2.0), {**row("en", "for"), "role": "function"}]
    reading = read("I paid for nothing", lexicon_from_rows(rows))
    assert reading.polarity == -2
    # A single one stays an unknown word; reporting.comment_words leaves it out.
    assert "for" in read("a zyxby for me", lexicon_from_rows(rows)).words


def test_text_after_a_contrast_counts_more():
    assert read("friendly but terrible", SMALL).polarity < 0
    assert read("terrible but friendly", SMALL).polarity > 0


def test_a_topic_has_the_polarity_of_its_clause():
    spans = read("the staff was great, the room was terrible", SMALL).spans
    assert [(span.topic, span.polarity > 0) for span in spans] == [("staff", True), ("room", False)]


def test_other_languages_have_no_topics():
    reading = read("Le staff était très agréable mais la chambre était vraiment sale", SMALL)
    assert (reading.language, reading.polarity, reading.spans) == ("fr", None, ())


@pytest.mark.parametrize(
    ("topic", "sign", "text"),
    [
        ("bathroom", -1, "Black mould in the shower and no hot water."),
        ("flight_delay", -1, "Our flight was delayed six hours and nobody told us anything."),
        ("baggage", -1, "They lost my suitcase and the hotline kept hanging up on me."),
        ("delivery_time", -1, "Parcel arrived a week late."),
        ("wrong_or_missing", -1, "Received the wrong size and one item was missing."),
        ("faults", -1, "The app crashes every time I open it."),
        ("billing", -1, "I was charged twice for the same order."),
        ("value_for_money", 1, "Great bang for the buck."),
        ("noise", -1, "房间隔音太差，走廊说话听得一清二楚"),
        ("courier", -1, "骑手态度很差，打电话骂人。"),
        ("refund_and_return", -1, "申请退款半个月了还没到账。"),
        ("reachability", -1, "客服一直打不通，在线也不回。"),
        ("parking", -1, "停车不方便，转了三圈"),
        ("return_intent", 1, "以后还会光顾的。"),
    ],
)
def test_the_shipped_lexicon_reads_the_trades(shipped, topic, sign, text):
    said = [span.polarity for span in read(text, shipped).spans if span.topic == topic]
    assert said, text
    assert (sum(said) > 0) - (sum(said) < 0) == sign


def test_the_seed_has_lower_case_phrases_of_known_topics_once():
    rows = read_seed(measured.SEED)
    topics = {row["topic"] for row in read_seed(measured.SEED.with_name("topics.csv"))}
    assert {row["topic"] for row in rows} - {None} == topics
    assert all(row["phrase"] == str(row["phrase"]).lower().strip() for row in rows)
    assert len({(row["language"], row["phrase"], row["topic"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("write to Li.Na@example.co.uk.", "write to [email]."),
        ("电话13800138000谢谢", "电话[phone]谢谢"),
        ("电话：１３８００１３８０００", "电话：[phone]"),
        ("call (415) 555-2671 ext 12", "call [phone]"),
        ("+44 20 7946 0958", "[phone]"),
        ("电话 62345678", "电话 [phone]"),
        ("身份证11010519491231002X", "身份证[identity]"),
        ("card 4111 1111 1111 1111!", "card [card]!"),
        ("DE89 3704 0044 0532 0130 00", "[account]"),
        ("SSN 123-45-6789", "SSN [identity]"),
        ("my order 12345 is late", "my order [number] is late"),
        ("订单号：TB-88", "订单号：TB-88"),
        ("订单号：TB-8812", "订单号：[number]"),
        ("ORD-2025-000123", "[number]"),
        ("微信号: li_na", "微信号: [account]"),
    ],
)
def test_masking_hides_personal_data(text, hidden):
    assert masked(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "人均 300-350，2019-10-01 12:30 去的",
        "20191001 visited, paid 1,299.00",
        "10000-15000 yuan",
        "since 2015-2019",
        "1 2 3 4 5 6 7 8 9 10 11",
        "iPhone 12 Pro 256GB, 1080p",
        "order arrived 2 days late",
        "微信支付很方便",
        "my account manager was rude",
    ],
)
def test_masking_leaves_ordinary_numbers(text):
    assert masked(text) == text


def test_checksums_are_those_of_their_standards():
    assert is_chinese_id("11010519491231002X")
    assert not is_chinese_id("110105194912310021")
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("GB82 WEST 1234 5698 7654 33")


def test_masking_hides_nearly_all_of_generated_data():
    for kind, made in measured.personal_data(seed=1, of_each=200).items():
        hidden = sum(measured.is_hidden(text, secret) for text, secret in made)
        assert hidden >= 0.99 * len(made), kind


@needs_given_data
def test_the_lexicon_reaches_its_bars_on_the_holdout_half(shipped):
    held_out = measured.asap("dev_sample.csv", shipped)
    groups = [[a for a in measured.TOPIC_OF if a.startswith(g)] for g in measured.GROUPS]
    assert measured.macro_f1(held_out, groups) >= 0.88
    assert measured.macro_f1(held_out, [[aspect] for aspect in measured.TOPIC_OF]) >= 0.70
    for name in measured.SENTENCES:
        assert measured.accuracy(name, shipped)["held out"] >= 0.84
