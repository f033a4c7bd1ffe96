"""Every mistake in a mapping or in raw_sources is answered with place, allowed values and cure."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest
from mapping_fixtures import contracts

from python_hooks.landing import BadMappings, LandingRequest, tables_of_schemas

GOOD = textwrap.dedent("""\
    description: Orders of a shop.
    time_zone: Asia/Shanghai
    empty: [n/a]
    account_ids: [order_id]
    files:
      orders: {files: "*.csv", encoding: gb18030, delimiter: ";", header_row: 2, totals: [sum]}
    tables:
      commerce.orders:
        from: orders
        columns:
          order_id: {column: number, extract: "^#([0-9]+)$", prefix: S-}
          ordered_at: {column: date, date_formats: ["%d.%m.%Y"]}
          updated_at: [changed, date]
          order_status: {column: state, values: {done: paid}, otherwise: placed}
          amount: {column: total, decimal: ",", thousands: "."}
          currency: {constant: EUR}
    """)
FOLDERS = {"commerce": {"mapping": "shop", "folders": ["shop"]}}

# By what is wrong: text of GOOD, what stands there instead, the line, and words of the answer.
CASES: dict[str, tuple[str, str, int, tuple[str, ...]]] = {
    "an unknown word of the mapping": ("time_zone:", "timezone:", 2, ("Did you mean time_zone?",)),
    "an unknown word of a column": ("column: state", "colum: state", 14, ("Did you mean column?",)),
    "an unknown word of files": ("encoding:", "encode:", 6, ("Did you mean encoding?",)),
    "an unknown word of a table": ("from: orders", "form: orders", 9, ("Did you mean from?",)),
    "an unknown table": ("commerce.orders:", "commerce.order:", 8, ("mean commerce.orders?",)),
    "an unknown column": ("amount:", "ammount:", 15, ("Did you mean amount?",)),
    "a missing required column": (
        "updated_at: [changed, date]", "channel: shop", 11, ("lacks", "updated_at"),
    ),
    "no from": ("from: orders\n    ", "", 9, ("does not say what it reads",)),
    "from names no files": ("from: orders", "from: order", 9, ("Did you mean orders?",)),
    "from is no name": ("from: orders", "from: my-orders", 9, ("'my-orders'", "letters")),
    "two tables without a select": (
        "from: orders", "from: [orders, people]", 9, ("commerce.orders.sql",),
    ),
    "no columns": ("columns:\n", "skip_empty:\n", 9, ("has no columns",)),
    "no tables": ("tables:", "# tables:", 1, ()),
    "a key twice": ("currency:", "amount:", 16, ("twice", "line 15")),
    "no YAML": ("empty: [n/a]", "empty: [n/a", 4, ("not YAML",)),
    "a tab": ("    columns:", "\tcolumns:", 10, ("not YAML",)),
    "an empty value": ("currency: {constant: EUR}", "currency:", 16, ("is empty",)),
    "a map for a text": ("encoding: gb18030", "encoding: {is: gbk}", 6, ("a list or a map",)),
    "an unknown encoding": ("gb18030", "gb2312", 6, ("'gb2312'", "gb18030")),
    "an unknown delimiter": ('";"', '":"', 6, ("delimiter", "tab")),
    "a header row in words": ("header_row: 2", "header_row: second", 6, ("or found",)),
    "a header row 0": ("header_row: 2", "header_row: 0", 6, ("'0'", "or found")),
    "no patterns": ('files: "*.csv", ', "", 6, ("says no files",)),
    "an unknown time zone": ("Asia/Shanghai", "China", 2, ("'China'", "Asia/Shanghai")),
    "neither column nor constant": ("{constant: EUR}", "{empty: [x]}", 16, ("one of column and",)),
    "column and constant": ("{constant: EUR}", "{constant: EUR, column: x}", 16, ("has 2",)),
    "a constant with more": ("constant: EUR", "constant: EUR, empty: [x]", 16, ("change nothing",)),
    "otherwise without values": ("values: {done: paid}, ", "", 14, ("without values",)),
    "a value that is not accepted": ("done: paid", "done: payed", 14, ("'payed'", "placed, paid")),
    "a rest that is not accepted": ("otherwise: placed", "otherwise: new", 14, ("placed, paid",)),
    "values are a text": ("values: {done: paid}", "values: paid", 14, ("must be a map",)),
    "values are empty": ("values: {done: paid}", "values: {}", 14, ("is empty",)),
    "a value without target": ("{done: paid}", "{done: }", 14, ("'done' in values", "is empty")),
    "a date format of a number": (
        'decimal: ","', 'date_formats: "%d.%m.%Y"', 15, ("is not for", "decimal"),
    ),
    "a number of a text": ("{constant: EUR}", "{column: x, percent: true}", 16, ("is not for",)),
    "a prefix of a number": ('decimal: ","', "prefix: x", 15, ("prefix is not for",)),
    "two ways to read": ('thousands: "."', "duration: words", 15, ("two ways",)),
    "one sign for both": ('thousands: "."', 'thousands: ","', 15, ("same sign",)),
    "an unknown decimal sign": ('decimal: ","', 'decimal: "·"', 15, ("Allowed: '.', ','",)),
    "an unknown directive": ("%d.%m.%Y", "%d.%m.%Q", 12, ("%Q", "Allowed: %Y")),
    "a format without year": ("%d.%m.%Y", "%d.%m.", 12, ("no whole date",)),
    "a format with a part twice": ("%d.%m.%Y", "%d.%d.%m.%Y", 12, ("a part twice",)),
    "two formats that contradict": (
        '["%d.%m.%Y"]', '["%d.%m.%Y", "%m.%d.%Y"]', 12, ("read one text as two days",),
    ),
    "an epoch in minutes": ('date_formats: ["%d.%m.%Y"]', "epoch: minutes", 12, ("milliseconds",)),
    "a broken pattern": ("^#([0-9]+)$", "^#([0-9]+$", 11, ("no regular expression",)),
    "a pattern without group": ("^#([0-9]+)$", "^#[0-9]+$", 11, ("0 groups",)),
    "a pattern that looks ahead": ("^#([0-9]+)$", "^#(?=1)([0-9]+)$", 11, ("DuckDB does not",)),
    "a flag that is no flag": (
        "prefix: S-", "full_width: maybe", 11, ("'maybe'", "Allowed: true, false"),
    ),
    "an empty column": ("column: state", 'column: ""', 14, ("empty text",)),
    "a column twice": ("[changed, date]", "[date, date]", 13, ("names something twice",)),
    "account ids that are not mapped": (
        "account_ids: [order_id]", "account_ids: [ticket_id]", 4, ("'ticket_id'", "order_id"),
    ),
    "skipped rows of no column": (
        "from: orders", "skip_empty: store\n    from: orders", 9, ("'store'", "not mapped"),
    ),
}  # fmt: skip


def answer_to(folder: Path, sources: dict[str, Any]) -> BadMappings:
    request = LandingRequest("raw", "landed", contracts(), sources, str(folder))
    with pytest.raises(BadMappings) as caught:
        tables_of_schemas(request)
    return caught.value


def write(folder: Path, text: str, name: str = "shop") -> Path:
    path = folder / name / "mapping.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_good_mapping_is_taken(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    request = LandingRequest("raw", "landed", contracts(), FOLDERS, str(tmp_path))
    assert tables_of_schemas(request) == []


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_of_a_mapping_has_its_line_and_its_cure(tmp_path: Path, case: str) -> None:
    old, new, line, words = CASES[case]
    assert old in GOOD
    write(tmp_path, GOOD.replace(old, new))
    answer = answer_to(tmp_path, FOLDERS)
    first = answer.refused[0]
    assert first.file == "mappings/shop/mapping.yml"
    assert (first.line, first.what != "", first.what_to_do != "") == (line, True, True), str(answer)
    for word in words:
        assert word in str(first)
    assert len(str(answer).splitlines()) <= 15, str(answer)


def test_all_mistakes_are_answered_at_once(tmp_path: Path) -> None:
    text = GOOD
    for old, new in (("gb18030", "gbx"), ("done: paid", "done: payed"), ("%d.%m.%Y", "%Q")):
        text = text.replace(old, new)
    write(tmp_path, text)
    sources = {**FOLDERS, "suport": {"mapping": "shop"}}
    answer = answer_to(tmp_path, sources)
    assert [each.line for each in answer.refused] == [6, 12, 14, None]
    assert "4 mistakes" in str(answer)


# The variable raw_sources, and words of the answer.
BAD_SOURCES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "an unknown source": ({"comerce": FOLDERS["commerce"]}, ("Did you mean commerce?",)),
    "no mapping": ({"commerce": {"folders": ["shop"]}}, ("does not name a mapping",)),
    "a text": ({"commerce": "shop"}, ("does not name a mapping",)),
    "an unknown mapping": (
        {"commerce": {"mapping": "shpo", "folders": ["x"]}}, ("Did you mean shop?", "native"),
    ),
    "an unknown word": (
        {"commerce": {"mapping": "shop", "folder": ["x"], "folders": ["x"]}},
        ("'folder'", "Allowed: mapping, schemas, folders"),
    ),
    "schemas of files": (
        {"commerce": {"mapping": "shop", "schemas": ["x"]}}, ("reads files, and no folders",),
    ),
    "a folder outside": (
        {"commerce": {"mapping": "shop", "folders": ["../x"]}}, ("'../x'", "below CX_RAW_PATH"),
    ),
    "an account with a blank": (
        {"commerce": {"mapping": "shop", "folders": {"a b": "x"}}}, ("the account 'a b'",),
    ),
    "a folder twice": (
        {"commerce": {"mapping": "shop", "folders": {"a": "x", "b": "x"}}}, ("names one twice",),
    ),
    "a source that it does not fill": (
        {"support": {"mapping": "shop", "folders": ["x"]}}, ("fills no table of support",),
    ),
    "two native schemas": (
        {"commerce": {"mapping": "native", "schemas": ["a", "b"]}}, ("reads one schema",),
    ),
    "SQL": (
        {"commerce": {"mapping": "native", "schemas": ["a; drop"]}}, ("which is not a schema",),
    ),
    "an empty list": ({"commerce": []}, ("is an empty list",)),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_SOURCES)
def test_a_mistake_of_the_variable_is_answered(tmp_path: Path, case: str) -> None:
    sources, words = BAD_SOURCES[case]
    write(tmp_path, GOOD)
    answer = answer_to(tmp_path, sources)
    for word in words:
        assert word in str(answer)


@pytest.mark.parametrize("text", ["", "- a\n", "tables:\n\tcommerce.orders: {}\n"])
def test_a_mapping_that_cannot_be_read_is_one_mistake(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    answer = answer_to(tmp_path, FOLDERS)
    assert [each.file for each in answer.refused] == ["mappings/shop/mapping.yml"], str(answer)


def test_accounts_whose_keys_could_meet_are_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("account_ids: [order_id]\n", ""))
    sources = {"commerce": {"mapping": "shop", "folders": ["a", "b"]}}
    assert "could meet" in str(answer_to(tmp_path, sources))


@pytest.mark.parametrize(
    ("sql", "words"),
    [("delete from orders", "is not one select"), ("select 1; select 2", "is not one select"),
     ("select * from {{ ref('x') }}", "Jinja")],
)  # fmt: skip
def test_what_is_no_select_is_refused(tmp_path: Path, sql: str, words: str) -> None:
    path = write(tmp_path, GOOD)
    path.with_name("commerce.orders.sql").write_text(sql)
    assert words in str(answer_to(tmp_path, FOLDERS))


def test_a_select_of_no_table_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    path.with_name("commerce.order.sql").write_text("select 1")
    assert "belongs to no table" in str(answer_to(tmp_path, FOLDERS))
