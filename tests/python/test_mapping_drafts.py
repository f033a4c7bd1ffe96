"""`python -m python_hooks map` drafts a mapping that reads the file, and says what it guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from mapping_fixtures import contracts

from python_hooks.engines.warehouse import connect
from python_hooks.landing import LandingRequest, land, raw_relation_sql
from python_hooks.landing.encodings import suggested_encoding
from python_hooks.landing.mappings.draft import CannotDraft, draft_mapping

TAOBAO = """淘宝卖家中心导出
订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,店铺名称,宝贝标题
="0012345678901234567",小王,"1,299.00",交易成功,2024/3/5 14:02,旗舰店,杯子
="0012345678901234568",小李,59.90,交易关闭,2024/3/15 9:30,旗舰店,盘子
合计,,1358.90,,,,
"""
SURVEY = """序号;提交答卷时间;所用时间;您有多大可能向朋友推荐我们？;建议
1;2024年3月5日 14:02;1分12秒;10.非常可能;好
2;2024年3月6日 9:02;45秒;9;
"""
ORDERS = """Order No.\tCustomer\tOrder Date\tStatus\tTotal
1\tA\t03/04/2024\tCompleted\t€ 1.234,50
2\tB\t05/04/2024\tLost\t€ 9,00
"""


def drafted(folder: Path, name: str, content: bytes) -> tuple[str, str, str]:
    """The table, the text and what is not sure of the draft for a file."""
    (folder / "raw" / "files").mkdir(parents=True)
    path = folder / "raw" / "files" / name
    path.write_bytes(content)
    draft = draft_mapping(path, contracts())
    return draft.table, draft.text, "; ".join(draft.unsure)


def rows(folder: Path, table: str, text: str, columns: str) -> list[tuple[object, ...]]:
    """What the draft makes of its file."""
    mapping = folder / "mappings" / "shop" / "mapping.yml"
    mapping.parent.mkdir(parents=True)
    mapping.write_text(text, encoding="utf-8")
    source = table.split(".")[0]
    sources = {source: {"mapping": "shop", "folders": ["files"]}}
    raw, landed = str(folder / "raw"), str(folder / "warehouse" / "landed")
    tables = tuple(each for each in contracts() if each.source == source)
    answer = land(LandingRequest(raw, landed, tables, sources, str(folder / "mappings")))
    place = [each.full_name for each in tables].index(table)
    with connect() as connection:
        select = raw_relation_sql(tables[place], answer.tables[place].deliveries)
        return connection.execute(f"select {columns} from ({select}) order by 1").fetchall()


def test_orders_of_a_chinese_shop_are_drafted(tmp_path: Path) -> None:
    table, text, unsure = drafted(tmp_path, "订单.csv", TAOBAO.encode("gb18030"))
    assert table == "commerce.orders"
    for told in ("gb18030", "header_row", "totals", "time_zone", "updated_at"):
        assert told in unsure
    columns = "order_id, customer_id, ordered_at, order_status, amount, store"
    assert rows(tmp_path, table, text, columns) == [
        ("0012345678901234567", "小王", "2024-03-05 14:02:00", "delivered", "1299.00", "旗舰店"),
        ("0012345678901234568", "小李", "2024-03-15 09:30:00", "cancelled", "59.90", "旗舰店"),
    ]


def test_answers_of_a_survey_are_drafted(tmp_path: Path) -> None:
    table, text, unsure = drafted(tmp_path, "答卷.csv", SURVEY.encode())
    assert table == "surveys.responses"
    assert "survey_id: no column of the file was recognised, and it is required" in unsure
    text = text.replace("# survey_id: ? (required)", "survey_id: {constant: nps}")
    assert rows(tmp_path, table, text, "response_id, score, duration_seconds, responded_at") == [
        ("1", "10", "72", "2024-03-05 14:02:00"), ("2", "9", "45", "2024-03-06 09:02:00"),
    ]  # fmt: skip


def test_what_may_be_read_in_two_ways_is_not_sure(tmp_path: Path) -> None:
    table, text, unsure = drafted(tmp_path, "orders.txt", ORDERS.encode())
    assert table == "commerce.orders"
    assert "whether the format is %d/%m/%Y or %m/%d/%Y" in unsure
    assert "Lost" in unsure
    assert "delimiter: tab" in text
    assert 'currency_signs: [€], decimal: ",", thousands: "."' in text


TICKETS = """Ticket-ID;Created at;Status;Betreff
7;03.02.2025 09:15;gelöst;Größe, Rückgabe
8;14.02.2025 10:00;geschlossen;Überweisung
"""
CHINESE_ERP = """订单编号,订单日期,订单状态,订单金额
１,2025年3月1日,已发货,１２３４.５０
２,2025年12月15日,已发货,８８
"""
ORDER_LINES = """Id,Created at,Financial Status,Total,Lineitem name
5501,2025-02-01 09:59:00 +0100,paid,35.00,Cup
5501,2025-02-01 09:59:00 +0100,,,Plate
,2025-02-03 09:59:00 +0100,paid,20.00,Bowl
"""
PEOPLE = """Record ID,Create Date (UTC),Email
1,2025-02-01 10:00:00,A@x.example
2,2025-02-02 10:00:00,b@x.example;b@y.example
"""


@pytest.mark.parametrize("encoding", ["latin-1", "windows-1252"])
def test_accents_of_european_letters_are_not_taken_for_chinese(
    tmp_path: Path, encoding: str
) -> None:
    table, text, unsure = drafted(tmp_path, "tickets.csv", TICKETS.encode(encoding))
    assert table == "support.tickets"
    assert 'encoding: windows-1252, delimiter: ";"' in text
    assert "whether the encoding is windows-1252" in unsure
    assert "ticket_id: Ticket-ID\n" in text
    assert "gelöst, geschlossen" in unsure


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("客户编号,姓名\n1,张三\n2,李四\n", "gb18030"),
        ("客戶編號,姓名\n1,王小明的訂單\n2,陳先生一月一日\n", "big5"),
    ],
)
def test_chinese_is_not_taken_for_accents(text: str, encoding: str) -> None:
    assert suggested_encoding(text.encode(encoding)) == encoding


def test_full_width_amounts_without_thousands_are_read(tmp_path: Path) -> None:
    table, text, unsure = drafted(tmp_path, "erp.csv", CHINESE_ERP.encode("gb18030"))
    assert "amount" not in unsure
    assert rows(tmp_path, table, text, "ordered_at, order_status, amount") == [
        ("2025-03-01 00:00:00", "shipped", "1234.50"),
        ("2025-12-15 00:00:00", "shipped", "88"),
    ]


def test_a_key_that_rows_repeat_or_lack_is_not_sure(tmp_path: Path) -> None:
    _, text, unsure = drafted(tmp_path, "orders.csv", ORDER_LINES.encode())
    assert "order_id: Id\n" in text
    assert "order_id (Id): whether this is the id" in unsure
    assert "order_id (Id): 1 of 3 rows have none" in unsure
    assert "order_id (Id): 1 of 3 rows repeat it" in unsure


def test_a_nickname_as_an_id_is_not_sure(tmp_path: Path) -> None:
    content = "订单号,下单时间,买家昵称,实付金额\n1,2025-03-01 10:11:12,小王,59.90\n"
    _, text, unsure = drafted(tmp_path, "orders.csv", content.encode())
    assert "customer_id: 买家昵称" in text
    assert "customer_id (买家昵称): a nickname may change" in unsure


def test_a_cell_with_two_addresses_is_not_sure(tmp_path: Path) -> None:
    table, text, unsure = drafted(tmp_path, "people.csv", PEOPLE.encode())
    assert table == "crm.customers"
    assert "email (Email): some cells hold several addresses" in unsure
    assert rows(tmp_path, table, text, "customer_id, created_at") == [
        ("1", "2025-02-01 10:00:00"), ("2", "2025-02-02 10:00:00"),
    ]  # fmt: skip


def test_an_export_of_an_accounting_system_is_drafted(tmp_path: Path) -> None:
    orders = (
        "某某贸易有限公司 销售订单明细,,,,,\n"
        "单据编号,单据日期,客户编码,含税金额,单据状态,币别\n"
        'ＸＳ－００１,2025年3月1日,Ｋ００１,"￥１，２３４.50",已审核,人民币\n'
        'ＸＳ－００２,2025年12月3日,Ｋ００２,"￥12,000.00",已完成,USD\n'
        "合计,,,13234.50,,\n"
    )
    table, text, unsure = drafted(tmp_path, "订单.csv", orders.encode("gb18030"))
    assert table == "commerce.orders"
    assert "已审核" in unsure
    columns = "order_id, customer_id, ordered_at, amount, currency, order_status"
    assert rows(tmp_path, table, text, columns) == [
        ("XS-001", "K001", "2025-03-01 00:00:00", "1234.50", "CNY", "已审核"),
        ("XS-002", "K002", "2025-12-03 00:00:00", "12000.00", "USD", "delivered"),
    ]


def test_a_file_without_a_known_key_is_not_sure(tmp_path: Path) -> None:
    _, _, unsure = drafted(tmp_path, "people.csv", b"Full name,Town\nAnna,Ulm\n")
    assert "no column of its key was recognised" in unsure


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"x,y\n1,2\n", "cannot be told which table"),
        # One word that many tables have says nothing.
        ("a.csv", b"identifiant,compte,type\ne1,acc-0,vue\n", "cannot be told which table"),
        ("a.jsonl", b'{"id": "1"}\n', "is JSON. Write it as CSV or Parquet"),
        ("a.csv", b"", "is empty"),
        ("a.pdf", b"%PDF-", "nothing to guess from"),
        ("a.csv", b"PK\x03\x04 xl/workbook.xml", "is an Excel workbook"),
    ],
)
def test_a_file_of_which_nothing_can_be_said_is_refused(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(CannotDraft, match=words):
        drafted(tmp_path, name, content)


def test_signs_of_money_and_stars_do_not_tell_the_encoding() -> None:
    text = "订单,金额,评价\n" + "1,¥12.50,★★★★☆ 好\n" * 50
    assert suggested_encoding(text.encode("gb18030")) == "gb18030"
    traditional = "訂單編號,金額,評價\n" + "1,＄12.50,★★★★☆ 還好\n" * 50
    assert suggested_encoding(traditional.encode("big5")) == "big5"


def test_a_plan_that_is_called_like_a_column_is_no_header(tmp_path: Path) -> None:
    rows = "".join(f"V-{place};K{place};Team;01.02.2025;19900\n" for place in range(20))
    content = f"Subscription ID;Kunde;Plan;Start Date;Price\n{rows}"
    table, text, unsure = drafted(tmp_path, "abos.csv", content.encode())
    assert table == "crm.contracts"
    assert "header_row" not in text
    assert 'starts_on: {column: Start Date, date_formats: "%d.%m.%Y"}' in text
    assert "time_zone" not in unsure


def test_words_for_yes_and_no_are_drafted(tmp_path: Path) -> None:
    content = (
        "工单编号,客户编号,创建时间,更新时间,工单状态,是否投诉\n"
        "T1,C1,2025-01-02,2025-01-02,已解决,是\nT2,C1,2025-01-03,2025-01-03,已解决,否\n"
        "T3,C1,2025-01-03,2025-01-03,已解决,也许\n"
    )
    table, text, unsure = drafted(tmp_path, "工单.csv", content.encode())
    assert table == "support.tickets"
    assert "is_complaint: {column: 是否投诉, values: {是: true, 否: false}}  # not sure" in text
    assert "what these values are of true, false: 也许" in unsure


def test_an_amount_far_down_still_shows_its_thousands(tmp_path: Path) -> None:
    lines = [f"{place},C1,2025-01-02,paid,¥{place}.50" for place in range(1, 900)]
    content = "\n".join(
        ["Order No,Customer,Order Date,Status,Total", *lines, '900,C1,2025-01-02,paid,"¥1,234.50"']
    )
    table, text, _ = drafted(tmp_path, "orders.csv", content.encode())
    assert table == "commerce.orders"
    assert 'amount: {column: Total, currency_signs: [¥], thousands: ","}' in text


def test_an_address_may_name_the_customer_of_an_answer(tmp_path: Path) -> None:
    content = "Response ID,Email,Score,Survey Type,Responded At\nd1,a@x.example,9,NPS,1715348612\n"
    table, text, _ = drafted(tmp_path, "answers.csv", content.encode())
    assert table == "surveys.responses"
    assert "customer_id: Email\n" in text
    assert "survey_id: Survey Type\n" in text


def test_lines_of_orders_take_the_time_of_the_order(tmp_path: Path) -> None:
    content = (
        "明细编号,订单编号,商品编码,商品分类,数量,金额,下单时间\nL1,1,P1,蔬菜,2,5,2025/1/2 10:00\n"
    )
    table, text, unsure = drafted(tmp_path, "明细.csv", content.encode())
    assert table == "commerce.order_lines"
    assert "product_category: 商品分类\n" in text
    assert "updated_at: {column: 下单时间" in text
    assert "no column was recognised, so it is 下单时间" in unsure
