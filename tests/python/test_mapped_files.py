"""Files as people have them are read as their mapping declares, or refused with what to declare."""

from __future__ import annotations

import dataclasses
import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from mapping_fixtures import contracts

from python_hooks.endpoints import spark
from python_hooks.engines.warehouse import connect
from python_hooks.landing import (
    Landing,
    LandingRequest,
    RefusedFiles,
    land,
    mapped,
    raw_relation_sql,
    tables_of_schemas,
)
from python_hooks.privacy.tombstones import Tombstones

pytest.importorskip("python_calamine")

ORDERS = next(each for each in contracts() if each.full_name == "commerce.orders")
FILES = 'files: "*"'
COLUMNS = """
      order_id: 订单编号
      customer_id: 买家
      ordered_at: 时间
      updated_at: 时间
      order_status: 状态
      amount: {column: 金额, decimal: ",", thousands: "."}
"""
HEADER = ("订单编号", "买家", "时间", "状态", "金额")
ROW = ("007", "王小明", "2024-03-05 14:02", "paid", "1.234,5")
READ = ("007", "王小明", "2024-03-05 06:02:00Z", "paid", "1234.5")


class Shop:
    """A folder of files, and the mapping that reads it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources: dict[str, Any] = {"commerce": {"mapping": "shop", "folders": ["files"]}}
        self.map()

    def map(self, files: str = FILES, columns: str = COLUMNS, **more: str) -> None:
        """Write the mapping. more: other texts of the table and of the mapping."""
        path = self.root / "mappings" / "shop" / "mapping.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"time_zone: Asia/Shanghai\n{more.get('head', '')}\nfiles:\n  orders: {{{files}}}\n"
            f"{more.get('tables', '')}tables:\n  commerce.orders:\n    from: "
            f"{more.get('origin', 'orders')}\n    columns:{columns}",
            encoding="utf-8",
        )

    def put(self, name: str, content: bytes) -> Path:
        path = self.root / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def csv(self, *rows: tuple[str, ...], name: str = "files/a.csv", sign: str = ",",
            encoding: str = "utf-8") -> Path:  # fmt: skip
        lines = "".join(
            sign.join(f'"{cell}"' if sign in cell else cell for cell in row) + "\n" for row in rows
        )
        return self.put(name, lines.encode(encoding))

    def xlsx(
        self, *rows: tuple[object, ...], sheet: str = "数据", name: str = "files/a.xlsx"
    ) -> None:
        path = self.put(name, b"")
        with xlsxwriter.Workbook(str(path)) as workbook:
            hidden = workbook.add_worksheet("说明")
            written = workbook.add_worksheet(sheet)
            written.activate()
            written.set_first_sheet()
            hidden.hide()
            day = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        written.write_datetime(line, place, cell, day)
                    elif isinstance(cell, str):
                        written.write_string(line, place, cell)
                    elif cell is not None:
                        written.write(line, place, cell)

    def land(self, reporting_time_zone: str = "") -> Landing:
        (self.root / "raw").mkdir(exist_ok=True)
        raw, landed = str(self.root / "raw"), str(self.root / "warehouse" / "landed")
        tables = tuple(each for each in contracts() if each.source == "commerce")
        path = str(self.root / "mappings")
        return land(
            LandingRequest(
                raw, landed, tables, self.sources, path, reporting_time_zone=reporting_time_zone
            )
        )

    def rows(self, columns: str = "order_id, customer_id, ordered_at, order_status, amount") -> Any:
        deliveries = next(each for each in self.land().tables if each.name == "orders").deliveries
        with connect() as connection:
            select = raw_relation_sql(ORDERS, deliveries)
            return connection.execute(
                f"select {columns} from ({select}) order by _load_number, _row_number"
            ).fetchall()

    def refusal(self) -> str:
        with pytest.raises(RefusedFiles) as caught:
            self.land()
        (only,) = caught.value.refused
        return str(only)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


# --- Time zones


@pytest.mark.parametrize(
    ("reporting", "columns", "is_told"),
    [
        ("UTC", COLUMNS, True),
        ("Asia/Shanghai", COLUMNS, False),
        # Somebody chose this one.
        ("Europe/Berlin", COLUMNS, False),
        # Seconds since 1970 have no zone.
        ("UTC", COLUMNS.replace(": 时间", ": {column: 时间, epoch: seconds}"), False),
    ],
)
def test_days_of_utc_beside_local_times_are_told(
    shop: Shop, reporting: str, columns: str, is_told: bool
) -> None:
    shop.map(columns=columns)
    shop.csv(HEADER, ROW)
    told = [each for each in shop.land(reporting).notices if "reporting_time_zone" in each]
    assert len(told) == is_told
    assert all("Asia/Shanghai of commerce.orders" in each for each in told)


# --- Encodings


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16"])
def test_a_declared_encoding_is_read(shop: Shop, encoding: str) -> None:
    shop.csv(HEADER, ROW, encoding=encoding, sign=";")
    shop.map(f'{FILES}, encoding: {encoding}, delimiter: ";"')
    assert shop.rows() == [READ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_refused_with_the_declaration_to_add(shop: Shop, encoding: str) -> None:
    shop.csv(HEADER, *[ROW] * 20, encoding=encoding)
    text = shop.refusal()
    assert f"add encoding: {encoding} to files.orders in mappings/shop/mapping.yml" in text


def test_latin_letters_of_windows_are_read(shop: Shop) -> None:
    columns = COLUMNS
    for chinese, other in zip(HEADER, ("nr", "Käufer", "t", "s", "m"), strict=True):
        columns = columns.replace(chinese, other)
    shop.map(f"{FILES}, encoding: windows-1252", columns)
    shop.csv(("nr", "Käufer", "t", "s", "m"), ("1", "Jürgen €", *ROW[2:]), encoding="cp1252")
    assert shop.rows("customer_id") == [("Jürgen €",)]


def test_utf8_is_not_read_as_gb18030(shop: Shop) -> None:
    shop.map(f"{FILES}, encoding: gb18030")
    shop.csv(HEADER, ROW)
    assert "the file is UTF-8, and files.orders in" in shop.refusal()


def test_a_byte_that_is_not_of_the_encoding_is_refused_with_its_line(shop: Shop) -> None:
    shop.map(f"{FILES}, encoding: gb18030")
    path = shop.csv(HEADER, ROW, encoding="gb18030")
    path.write_bytes(path.read_bytes() + b"8,\xff\xff,2024,paid,1\n")
    text = shop.refusal()
    assert "line 3" in text
    assert "not gb18030" in text


def test_a_packed_file_is_read(shop: Shop) -> None:
    shop.map(f"{FILES}, encoding: gb18030")
    path = shop.csv(HEADER, ROW, encoding="gb18030", sign=",")
    shop.put("files/b.csv.gz", gzip.compress(path.read_bytes() + b"8,x,2024-01-01,paid,1\n"))
    assert [row[0] for row in shop.rows()] == ["007", "007", "8"]


# --- Delimiters, headers and totals


@pytest.mark.parametrize(("sign", "word"), [(";", "';'"), ("\t", "tab"), ("|", "'|'")])
def test_another_delimiter_is_refused_until_it_is_declared(
    shop: Shop, sign: str, word: str
) -> None:
    shop.csv(HEADER, ROW, sign=sign, name="files/a.txt")
    assert f"add delimiter: {word} to" in shop.refusal().lower()
    shop.map(f"{FILES}, delimiter: {word}")
    assert shop.rows() == [READ]


TITLE = ("销售订单导出", "", "", "", "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lines_above_the_header_are_named_and_skipped_when_declared(shop: Shop, kind: str) -> None:
    getattr(shop, kind)(TITLE, HEADER, ROW)
    assert "the header of orders is on line 2" in shop.refusal()
    assert "header_row: 2 (or header_row: found) to files.orders" in shop.refusal()
    for declared in ("2", "found"):
        shop.map(f"{FILES}, header_row: {declared}")
        assert shop.rows("order_id, _row_number, _file") == [("007", 1, f"files/a.{kind}")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("word", ["合计", "Total:", "共 2 条"])
def test_a_total_is_named_and_skipped_when_declared(shop: Shop, kind: str, word: str) -> None:
    total = (word, "", "", "", "2.469,0")
    getattr(shop, kind)(HEADER, ROW, total)
    assert f"the last row begins with {word}" in shop.refusal()
    shop.map(f"{FILES}, totals: [{word[:1]}]")
    assert shop.rows() == [READ]
    shop.map(f"{FILES}, totals: []")
    assert len(shop.rows()) == 2


def test_a_row_among_the_data_is_no_total(shop: Shop) -> None:
    shop.map(f"{FILES}, totals: [合计]")
    shop.csv(HEADER, ("合计", *ROW[1:]), ROW, ("合计", "", "", "", ""), ("合计", "", "", "", ""))
    assert [row[0] for row in shop.rows()] == ["合计", "007"]


def test_a_required_column_that_is_not_there_is_named_as_the_file_has_it(shop: Shop) -> None:
    shop.csv(("订单编号号", *HEADER[1:]), ROW)
    text = shop.refusal()
    assert "订单编号 (for order_id)" in text
    assert "column: [订单编号, 订单编号号]" in text
    assert "王小明" not in text


def test_a_name_twice_is_refused_only_where_it_is_read(shop: Shop) -> None:
    shop.csv((*HEADER, "备注", "备注"), (*ROW, "a", "b"))
    assert shop.rows() == [READ]
    shop.csv((*HEADER, "金额"), (*ROW, "1"))
    assert "this name twice: 金额" in shop.refusal()


def test_a_row_that_does_not_fit_stays_with_its_text(shop: Shop) -> None:
    shop.csv(HEADER, ("1", "2"), ROW)
    assert shop.rows("order_id, _row_number, _fault, _fault_text") == [
        (None, 1, "malformed_row", "1,2"), ("007", 2, None, None),
    ]  # fmt: skip


def test_an_optional_column_that_is_not_there_is_empty_and_told_once(shop: Shop) -> None:
    shop.csv(HEADER[:1] + HEADER[2:], ROW[:1] + ROW[2:])
    assert shop.rows("customer_id") == [(None,)]
    told = [each for each in shop.land().notices if "买家 for customer_id" in each]
    assert len(told) == 1


def test_other_kinds_of_files_are_refused(shop: Shop) -> None:
    shop.put("files/a.xls", b"<html><table></table></html>")
    assert "a web page" in shop.refusal()
    shop.put("files/a.xls", b"PK\x03\x04 xl/workbook.xml")
    assert "not a sound Excel workbook" in shop.refusal()


# --- Workbooks


def test_a_workbook_is_read_with_its_dates_and_numbers(shop: Shop) -> None:
    shop.map(columns=COLUMNS.replace('{column: 金额, decimal: ",", thousands: "."}', "金额"))
    when = datetime(2024, 3, 5, 14, 2)
    shop.xlsx(HEADER, ("007", 12, when, "paid", 0.1 + 0.2), (8, None, "2024-03-05", "paid", 1e-7))
    assert shop.rows() == [
        ("007", "12", "2024-03-05 06:02:00Z", "paid", "0.3"),
        ("8", None, "2024-03-04 16:00:00Z", "paid", "0.0000001"),
    ]


def test_a_number_that_excel_has_changed_is_refused(shop: Shop) -> None:
    shop.xlsx(HEADER, ROW, (12345678901234567, *ROW[1:]))
    text = shop.refusal()
    assert "line 3, column A" in text
    assert "more than 15 digits" in text


def test_a_sheet_is_chosen_by_name(shop: Shop) -> None:
    shop.xlsx(HEADER, ROW)
    shop.map(f"{FILES}, sheet: 数据")
    assert shop.rows() == [READ]
    shop.map(f"{FILES}, sheet: 数居")
    assert "there are 说明, 数据" in shop.refusal()


def test_rows_of_a_sheet_keep_their_place_over_blank_rows(shop: Shop) -> None:
    shop.xlsx(HEADER, ROW, ("", "", "", "", ""), ("8", *ROW[1:]))
    assert shop.rows("order_id, _row_number") == [("007", 1), ("8", 3)]


# --- Values

VALUES: list[tuple[str, str, dict[str, str | None]]] = [
    ("ordered_at", 'date_formats: ["%Y年%m月%d日 %H:%M", "%d/%m/%Y"]', {
        "2024年3月5日 14:02": "2024-03-05 06:02:00Z",
        "2024-03-05 14:02:30": "2024-03-05 06:02:30Z",
        "2024-03-05T14:02:00+01:00": "2024-03-05T14:02:00+01:00",
        "31/12/2024": "2024-12-30 16:00:00Z",
        "12/31/2024": "12/31/2024 (not as the mapping says)",
    }),
    ("ordered_at", 'time_zone: Europe/Berlin, date_formats: "%d.%m.%Y %H:%M"', {
        "26.10.2025 02:30": "2025-10-26 00:30:00Z",
        "30.03.2025 02:30": "30.03.2025 02:30 (not as the mapping says)",
    }),
    ("ordered_at", "epoch: seconds", {
        "1700000000": "2023-11-14 22:13:20Z",
        "1700000000000": "1700000000000 (not as the mapping says)",
    }),
    ("ordered_at", "epoch: milliseconds", {"1700000000123": "2023-11-14 22:13:20.123Z"}),
    ("promised_delivery_on", 'date_formats: "%Y.%m.%d"', {
        "2024.3.5": "2024-03-05", "2024-03-05T20:00:00Z": "2024-03-06",
    }),
    ("amount", 'decimal: ",", thousands: ".", currency_signs: [€]', {
        "1.234,56": "1234.56", "€ 1.000,5": "1000.5", "5 €": "5", "-€5,00": "-5.00",
        "1.234": "1234", "12.34": "12.34 (not as the mapping says)", "-": "-",
    }),
    ("amount", 'currency_signs: [￥], full_width: true, empty: [（无）]', {
        "￥１２.50": "12.50", "¥12.50": "12.50", "（无）": None, "(无)": None,
    }),
    ("amount", 'thousands: ",", currency_signs: [¥, 元], full_width: true', {
        "¥1,299.00": "1299.00", "59.90元": "59.90", "１２．５": "12.5", "￥３": "3",
        "1,2": "1,2 (not as the mapping says)",
    }),
    ("amount", 'decimal: ",", thousands: " "', {"1\u202f299,50": "1299.50", "1 299": "1299"}),
    ("amount", "percent: true", {"12%": "0.12", "12 %": "0.12", "0.5": "0.5"}),
    ("amount", "divide_by: 100", {"12345": "123.45", "-5": "-0.05", "0": "0"}),
    ("amount", "duration: words", {
        "1分12秒": "72", "2小时": "7200", "1h 2m 3s": "3723", "72": "72 (not as the mapping says)",
    }),
    ("amount", "duration: clock", {"1:02:03": "3723", "02:03": "123"}),
    ("amount", "duration: minutes", {"1.5": "90"}),
    ("amount", "score: leading_number", {
        "9 - very likely": "9", "10.非常可能": "10", "9.5": "9.5",
        "-1": "-1 (not as the mapping says)",
    }),
    ("amount", "score: stars", {"★★★★☆": "4", "⭐️⭐️": "2", "☆☆☆☆☆": "0"}),
    ("customer_id", 'extract: "#([0-9]+)$", prefix: C-', {"VIP#12": "C-12", "12": "C-12"}),
    ("customer_id", "prefix: C-", {"12": "C-12", "-": "-", "N/A": "N/A", "无": "无"}),
    ("customer_id", "empty: [无名]", {"无名": None, " a ": "a"}),
    ("channel", "values: {网店: web}", {"网店": "web", "门店": "门店"}),
    ("channel", "full_width: true, values: {Ａ（网）: web}", {"Ａ（网）": "web", "A(网)": "web"}),
    ("order_status", "values: {成功: paid}, otherwise: placed", {"成功": "paid", "x": "placed"}),
    ("currency", "values: {是: CNY}", {"是": "CNY"}),
]  # fmt: skip


@pytest.mark.parametrize(("column", "words", "values"), VALUES, ids=[each[1] for each in VALUES])
def test_a_value_is_read_as_declared_or_stays_as_its_text(
    shop: Shop, column: str, words: str, values: dict[str, str | None]
) -> None:
    columns = "".join(
        line + "\n" for line in COLUMNS.splitlines() if not line.strip().startswith(f"{column}:")
    )
    shop.map(columns=f"{columns}      {column}: {{column: 值, {words}}}\n")
    rows = [(*ROW[:2], ROW[2], *ROW[3:], text) for text in values]
    shop.csv((*HEADER, "值"), *rows)
    assert [value for (value,) in shop.rows(column)] == list(values.values())


def test_formulas_that_hide_texts_are_unwrapped_when_declared(shop: Shop) -> None:
    shop.csv(HEADER, ('="00123"', *ROW[1:]))
    assert [row[0] for row in shop.rows()] == ['="00123"']
    shop.map(f"{FILES}, formula_text: true")
    assert [row[0] for row in shop.rows()] == ["00123"]


def test_rows_without_an_answer_are_skipped_when_declared(shop: Shop) -> None:
    shop.map(columns=COLUMNS + "    skip_empty: customer_id\n")
    shop.csv(HEADER, ROW, ("8", "", *ROW[2:]), ("9", "-", *ROW[2:]), ("10", "0", *ROW[2:]))
    assert [row[0] for row in shop.rows()] == ["007", "10"]


# --- Accounts, increments, selects


def test_accounts_unite_with_prefixed_ids(shop: Shop) -> None:
    shop.map(head="account_ids: [order_id]")
    shop.csv(HEADER, ROW, name="eu/a.csv")
    shop.csv(HEADER, ROW, name="us/a.csv")
    shop.sources = {"commerce": {"mapping": "shop", "folders": {"e": "eu", "u": "us"}}}
    assert shop.rows("order_id, customer_id, _file, _load_number") == [
        ("e-007", "王小明", "eu/a.csv", 1), ("u-007", "王小明", "us/a.csv", 2),
    ]  # fmt: skip


def test_a_file_is_read_again_only_when_it_or_its_mapping_changes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.csv(HEADER, ROW)
    before = shop.land()
    read: list[str] = []
    stage = mapped.stage
    monkeypatch.setattr(mapped, "stage", lambda *given: read.append("x") or stage(*given))
    shop.map(head="# A comment moves every line.\n")
    assert (shop.land(), read) == (before, [])
    shop.map(columns=COLUMNS + "      currency: {constant: CNY}\n")
    after = shop.land()
    assert (read, shop.rows("currency")) == (["x"], [("CNY",)])
    assert after != before


def test_a_joined_file_that_changes_reads_the_others_again(shop: Shop) -> None:
    shop.map(
        'files: a.csv}\n  buyers: {files: "b*.csv"',
        COLUMNS + "      channel: 渠道\n",
        origin="[orders, buyers]",
    )
    (shop.root / "mappings" / "shop" / "commerce.orders.sql").write_text(
        'select orders.*, buyers.渠道\nfrom orders\nleft join buyers on orders."买家" = buyers.买家'
    )
    shop.csv(HEADER, ROW)
    shop.csv(("买家", "渠道"), ("王小明", "web"), name="files/b1.csv")
    assert shop.rows("order_id, channel, _row_number") == [("007", "web", 1)]
    shop.csv(("买家", "渠道"), ("王小明", "app"), name="files/b1.csv")
    assert shop.rows("channel") == [("app",)]
    # A column that a file lacks is null.
    shop.csv(("买家",), ("王小明",), name="files/b1.csv")
    assert shop.rows("channel") == [(None,)]
    # A join that gives a row twice is a mistake, not two rows.
    shop.csv(("买家", "渠道"), ("王小明", "web"), ("王小明", "app"), name="files/b1.csv")
    assert "row 1 of the file more than once" in shop.refusal()


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select 订单编号, 时间, 状态, 金额 from orders", "does not pass on _row_number"),
        ("select * from order_lines", "DuckDB cannot run this select"),
        ("select 订单编号, _row_number from orders", "lacks the source columns of ordered_at"),
    ],
)
def test_a_select_that_cannot_be_used_is_refused(shop: Shop, sql: str, words: str) -> None:
    (shop.root / "mappings" / "shop" / "commerce.orders.sql").write_text(sql)
    shop.csv(HEADER, ROW)
    text = shop.refusal()
    assert "mappings/shop/commerce.orders.sql" in text
    assert words in text


def test_only_what_is_named_is_read(shop: Shop) -> None:
    shop.csv(HEADER, ROW, name="files/a.csv")
    shop.put("commerce/order_lines.csv", b"order_line_id\n1\n")
    shop.put("files/readme.md", b"")
    shop.map('files: "*.csv"')
    landed = shop.land()
    assert [each.name for each in landed.tables if each.deliveries] == ["orders"]
    assert any("files/readme.md" in each for each in landed.notices)


def test_folders_of_sources_that_are_not_named_are_told(shop: Shop) -> None:
    shop.csv(HEADER, ROW)
    shop.put("commerce/orders.csv", b"order_id\n")
    shop.sources = {"crm": {"mapping": "native"}, **shop.sources}
    tables = tuple(each for each in contracts() if each.source in ("commerce", "crm"))
    raw, landed = str(shop.root / "raw"), str(shop.root / "warehouse" / "landed")
    path = str(shop.root / "mappings")
    notices = land(LandingRequest(raw, landed, tables, shop.sources, path)).notices
    assert "Not read, since raw_sources does not name them as native: commerce." in notices


def test_a_folder_that_is_not_there_is_refused(shop: Shop) -> None:
    assert "there is no such folder" in shop.refusal()


def test_rows_of_erased_customers_are_blank_in_mapped_files(shop: Shop) -> None:
    shop.csv(HEADER, ROW, ("008", "李雷", *ROW[2:]))
    assert len(shop.rows()) == 2
    tombstones = Tombstones(shop.root / "warehouse")
    tombstones.add({tombstones.hashed("crm.customers", "王小明")})
    assert shop.rows("order_id, _fault") == [(None, "erased"), ("008", None)]
    assert any("files/a.csv (1)" in each for each in shop.land().notices)


# --- Schemas


def schema_rows(shop: Shop, tables: dict[str, str], columns: str) -> tuple[Any, tuple[str, ...]]:
    """The rows that a mapping of schemas makes of tables, given as selects; and the notices."""
    with connect() as connection:
        names = {}
        for name, select in tables.items():
            connection.execute(f"create schema if not exists {name.split('.')[0]}")
            connection.execute(f"create table {name} as {select}")
            described = connection.execute(f"describe {name}").fetchall()
            names[name] = tuple(row[0].lower() for row in described)
        request = LandingRequest(
            str(shop.root),
            str(shop.root / "warehouse" / "landed"),
            tuple(each for each in contracts() if each.source == "commerce"),
            shop.sources,
            str(shop.root / "mappings"),
            names,
        )
        assert {".".join(each) for each in tables_of_schemas(request)} >= set(names)
        landed = land(request)
        select = " union all ".join(landed.schemas.get("commerce.orders", ["select 1 where false"]))
        rows = connection.execute(f"select {columns} from ({select}) order by 1").fetchall()
        return rows, landed.notices


SCHEMA_MAPPING = """
time_zone: Europe/Berlin
account_ids: [order_id]
tables:
  commerce.orders:
    from: [sales, shops]
    columns:
      order_id: id
      ordered_at: sold
      updated_at: sold
      order_status: {constant: paid}
      amount: {column: cents, divide_by: 100}
      store: shop
      channel: way
"""
SALES = "select 17.0::double as id, timestamp '2024-07-01 10:00' as sold, 250 as cents, 1 as s"


@pytest.fixture
def tables(shop: Shop) -> Shop:
    shop.sources = {"commerce": {"mapping": "shop", "schemas": {"a": "one", "b": "two"}}}
    folder = shop.root / "mappings" / "shop"
    (folder / "mapping.yml").write_text(SCHEMA_MAPPING)
    (folder / "commerce.orders.sql").write_text(
        "select sales.*, shops.name as shop from sales left join shops on sales.s = shops.s"
    )
    return shop


def test_tables_of_schemas_unite_and_what_one_lacks_is_null(tables: Shop) -> None:
    given = {
        "one.sales": f"{SALES}, 'web' as way",
        "one.shops": "select 1 as s, 'Mitte' as name",
        "two.sales": SALES,
        "two.shops": "select 1 as s",
    }
    columns = "order_id, ordered_at, amount, store, channel, _file, _row_number, _load_number"
    rows, notices = schema_rows(tables, given, columns)
    assert rows == [
        ("a-17", "2024-07-01 08:00:00Z", "2.5", "Mitte", "web", "one.sales", 1, 1),
        ("b-17", "2024-07-01 08:00:00Z", "2.5", None, None, "two.sales", 1, 2),
    ]
    assert any("two.shops does not have name" in each for each in notices)
    assert any("two.sales does not have" in each and "way for channel" in each for each in notices)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"one.sales": "select 1 as id", "one.shops": "select 1 as s, 2 as name"}, "lacks"),
        ({"one.sales": SALES}, "there is no table one.shops"),
    ],
)
def test_tables_that_cannot_be_mapped_are_refused(
    tables: Shop, given: dict[str, str], words: str
) -> None:
    tables.sources = {"commerce": {"mapping": "shop", "schemas": ["one"]}}
    with pytest.raises(RefusedFiles, match=words):
        schema_rows(tables, given, "order_id")


def test_files_and_schemas_of_one_table_count_their_loads_together(tables: Shop) -> None:
    other = tables.root / "mappings" / "files" / "mapping.yml"
    tables.map()
    other.parent.mkdir()
    (tables.root / "mappings" / "shop" / "mapping.yml").rename(other)
    (tables.root / "mappings" / "shop" / "mapping.yml").write_text(SCHEMA_MAPPING)
    tables.csv(HEADER, ROW, name="files/a.csv")
    tables.sources = {
        "commerce": [
            {"mapping": "files", "folders": ["raw/files"]},
            {"mapping": "shop", "schemas": ["one"]},
        ]
    }
    given = {"one.sales": SALES, "one.shops": "select 1 as s, 'Mitte' as name"}
    rows, _ = schema_rows(tables, given, "order_id, _load_number")
    assert rows == [("17", 2)]


# --- Spark


def asked_of_spark(shop: Shop) -> str:
    """The request of a build on Spark, as JSON."""
    request = LandingRequest(
        str(shop.root / "raw"),
        str(shop.root / "warehouse" / "landed"),
        tuple(each for each in contracts() if each.source == "commerce"),
        shop.sources,
        str(shop.root / "mappings"),
    )
    return json.dumps(dataclasses.asdict(request))


def test_spark_reads_the_file_that_was_landed(shop: Shop) -> None:
    shop.csv(HEADER, ROW)
    delivery = next(each for each in shop.land().tables if each.name == "orders").deliveries[0]
    answer = json.loads(spark.land_raw_files(asked_of_spark(shop)))
    assert f"from parquet.`{delivery.parquet_path}`" in answer["relations"]["commerce__orders"]
    assert "`order_id` as `order_id`" in answer["relations"]["commerce__orders"]


def test_spark_refuses_mappings_of_schemas(tables: Shop) -> None:
    assert "on Spark" in json.loads(spark.tables_of_mappings(asked_of_spark(tables)))["error"]
