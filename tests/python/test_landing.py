"""Landing keeps every record of a sound file and refuses, with a place, every other file."""

from __future__ import annotations

import csv
import dataclasses
import gzip
import hashlib
import io
import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import FUZZ_FACTOR
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from python_hooks.engines.warehouse import connect
from python_hooks.landing import (
    Delivery,
    LandedTable,
    Landing,
    LandingRequest,
    RefusedFile,
    RefusedFiles,
    TableContract,
    delivering,
    inspection,
    land,
    raw_relation_sql,
    records,
    request_from_json,
)
from python_hooks.landing import text as text_files

CUSTOMERS = TableContract(
    "crm",
    "customers",
    ("customer_id", "created_at", "updated_at", "name", "email"),
    ("customer_id", "created_at", "updated_at"),
    is_required=True,
)
ORDERS = TableContract(
    "commerce", "orders", ("order_id", "ordered_at", "amount"), ("order_id", "ordered_at")
)
HEADER = "customer_id,created_at,updated_at,name,email\n"
ROW = "007,2024-01-01,2024-01-02,Ada,ada@example.com\n"
GOOD = HEADER + ROW
ADA = ("007", "2024-01-01", "2024-01-02", "Ada", "ada@example.com")
FUZZ = settings(
    deadline=None,
    database=None,
    derandomize=FUZZ_FACTOR == 1,
    suppress_health_check=list(HealthCheck),
)


class Shop:
    """A user's raw folder and the warehouse's landed folder beside it."""

    def __init__(self, root: Path) -> None:
        self.raw = root / "raw"
        self.landed = root / "landed"
        self.raw.mkdir()

    def put(self, path: str, content: str | bytes = GOOD) -> Path:
        target = self.raw / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def put_parquet(self, path: str, select: str) -> Path:
        target = self.raw / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with connect() as connection:
            quoted = str(target).replace("'", "''")
            connection.execute(f"copy ({select}) to '{quoted}' (format parquet)")
        return target

    def land(self) -> Landing:
        return land(LandingRequest(str(self.raw), str(self.landed), (CUSTOMERS, ORDERS)))

    def deliveries(self, table: TableContract = CUSTOMERS) -> tuple[Delivery, ...]:
        return next(t.deliveries for t in self.land().tables if t.name == table.name)

    def rows(self, table: TableContract = CUSTOMERS) -> list[tuple[object, ...]]:
        """The view's rows in load order: contract columns, then file, row, load and fault."""
        select = raw_relation_sql(table, self.deliveries(table))
        with connect() as connection:
            return connection.execute(
                f"select * from ({select}) order by _load_number, _row_number"
            ).fetchall()

    def values(self) -> list[tuple[object, ...]]:
        return [row[:5] for row in self.rows()]

    def refusals(self) -> tuple[RefusedFile, ...]:
        with pytest.raises(RefusedFiles) as caught:
            self.land()
        return caught.value.refused

    def refusal(self) -> RefusedFile:
        (only,) = self.refusals()
        return only


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def row(number: int, name: str = "x") -> str:
    return f"{number},2024-01-01,2024-01-02,{name},\n"


# --- What lies where


def test_csv_gzip_and_parquet_are_read_alike(shop: Shop) -> None:
    shop.put("crm/customers/a.csv")
    shop.put("crm/customers/b.csv.gz", gzip.compress((GOOD + row(8)).encode()))
    shop.put_parquet(
        "crm/customers/c.parquet",
        "select '007' as customer_id, date '2024-01-01' as created_at,"
        " date '2024-01-02' as updated_at, 'Ada' as name, 'ada@example.com' as email",
    )
    rows = shop.rows()
    assert [r[:5] for r in rows if r[0] == "007"] == [ADA] * 3
    assert [(r[5], r[6], r[7]) for r in rows] == [
        ("crm/customers/a.csv", 1, 1),
        ("crm/customers/b.csv.gz", 1, 2),
        ("crm/customers/b.csv.gz", 2, 2),
        ("crm/customers/c.parquet", 1, 3),
    ]


def test_the_single_file_loads_before_the_folder_and_the_folder_in_code_point_order(
    shop: Shop,
) -> None:
    for number, name in enumerate(["customers/b.csv", "customers/B.csv", "customers.csv"]):
        shop.put(f"crm/{name}", HEADER + row(number))
    shop.put("crm/customers/a/z.csv", HEADER + row(9))
    assert [(d.file, d.load_number) for d in shop.deliveries()] == [
        ("crm/customers.csv", 1),
        ("crm/customers/B.csv", 2),
        ("crm/customers/a/z.csv", 3),
        ("crm/customers/b.csv", 4),
    ]


def test_hidden_files_are_ignored(shop: Shop) -> None:
    shop.put("crm/customers/part.csv")
    for name in (
        ".DS_Store",
        "._part.csv",
        "_SUCCESS",
        ".part.csv.crc",
        "part.csv.crc",
        "~$x.xlsx",
    ):
        shop.put(f"crm/customers/{name}", b"\0\xff")
    assert len(shop.deliveries()) == 1
    assert not [n for n in shop.land().notices if "part" in n]


@pytest.mark.parametrize(
    "path", ["crm/customers/c.xlsx", "crm/customers.txt", "crm/customers.csv.zip"]
)
def test_another_ending_is_refused_by_name(shop: Shop, path: str) -> None:
    shop.put("crm/customers/a.csv")
    shop.put(path, "x")
    refusal = shop.refusal()
    assert refusal.file == path
    assert ".csv.gz" in refusal.what


def test_files_of_no_table_are_named_in_one_notice(shop: Shop) -> None:
    shop.put("crm/customers.csv")
    shop.put("crm/customer.csv")
    shop.put("commerce/returns/1.csv")
    shop.put("README.md")
    (notice,) = [n for n in shop.land().notices if n.startswith("Not read")]
    assert "crm/customer.csv (did you mean crm/customers?)" in notice
    assert "commerce/returns/" in notice
    assert "README.md" in notice


def test_a_link_out_of_the_raw_folder_is_refused(shop: Shop, tmp_path: Path) -> None:
    shop.put("crm/customers/a.csv")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text(GOOD)
    (shop.raw / "crm/customers/b.csv").symlink_to(outside / "secret.csv")
    (shop.raw / "commerce").symlink_to(outside)
    (shop.raw / "crm/customers/more").symlink_to(outside)
    refusals = shop.refusals()
    assert {r.file for r in refusals} == {"commerce", "crm/customers/b.csv", "crm/customers/more"}
    assert all("leads out" in r.what for r in refusals)


def test_a_link_inside_the_raw_folder_is_followed_but_not_in_circles(shop: Shop) -> None:
    shop.put("stock/a.csv")
    (shop.raw / "crm/customers").mkdir(parents=True)
    (shop.raw / "crm/customers/a.csv").symlink_to(shop.raw / "stock/a.csv")
    assert shop.values() == [ADA]
    (shop.raw / "crm/customers/up").symlink_to(shop.raw / "crm/customers")
    assert "leads back" in shop.refusal().what


def test_a_broken_link_is_refused(shop: Shop) -> None:
    (shop.raw / "crm").mkdir()
    (shop.raw / "crm/customers.csv").symlink_to(shop.raw / "nowhere.csv")
    assert "broken link" in shop.refusal().what


def test_a_link_that_leads_to_itself_is_refused_like_a_broken_one(shop: Shop) -> None:
    shop.put("crm/customers/1.csv")
    (shop.raw / "crm/customers/2.csv").symlink_to(shop.raw / "crm/customers/2.csv")
    (shop.raw / "crm/stray").symlink_to(shop.raw / "crm/stray")
    (shop.raw / "stray").symlink_to(shop.raw / "stray")
    assert "broken link" in shop.refusal().what


def test_a_missing_customer_table_names_the_expected_path_and_the_files_found(shop: Shop) -> None:
    shop.put("crm/clients.csv")
    text = str(shop.refusal())
    assert "crm/customers.csv.gz" in text
    assert "crm/ holds clients.csv" in text


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_a_raw_path_that_is_not_a_folder_is_one_clear_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedFiles, match=f"{name} ?") as caught:
        land(LandingRequest(str(tmp_path / name), str(tmp_path), (CUSTOMERS,)))
    assert "CX_RAW_PATH" in str(caught.value)


def test_absent_optional_tables_are_named_in_one_notice(shop: Shop) -> None:
    shop.put("crm/customers.csv")
    assert "Absent, so their models are empty: commerce.orders." in shop.land().notices


# --- Deliveries


def test_a_file_that_repeats_an_earlier_one_adds_nothing(shop: Shop) -> None:
    shop.put("crm/customers/1.csv")
    shop.put("crm/customers/2.csv", GOOD + row(2))
    shop.put("crm/customers/3.csv")
    shop.put("crm/customers/4.csv", HEADER + row(4))
    landing_ = shop.land()
    assert [(d.file[-5:], d.load_number) for d in landing_.tables[0].deliveries] == [
        ("1.csv", 1), ("2.csv", 2), ("4.csv", 3),
    ]  # fmt: skip
    assert any("crm/customers/3.csv (as crm/customers/1.csv)" in n for n in landing_.notices)


def test_the_content_hash_is_the_sha256_of_the_file(shop: Shop) -> None:
    path = shop.put("crm/customers.csv")
    (delivery,) = shop.deliveries()
    assert delivery.content_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert Path(delivery.parquet_path).parent == shop.landed / "crm/customers"
    assert Path(delivery.parquet_path).name.startswith(delivery.content_hash + "-")


def test_a_landed_file_is_not_parsed_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.put("crm/customers.csv")
    first = shop.land()
    monkeypatch.setattr(delivering, "land_text", None)
    assert shop.land() == first


def test_a_damaged_landed_file_is_parsed_again(shop: Shop) -> None:
    shop.put("crm/customers.csv")
    (delivery,) = shop.deliveries()
    Path(delivery.parquet_path).write_bytes(b"PAR1 cut")
    assert shop.values() == [ADA]


def test_a_changed_file_under_an_old_name_is_a_new_delivery(shop: Shop) -> None:
    shop.put("crm/customers.csv")
    (before,) = shop.deliveries()
    shop.put("crm/customers.csv", GOOD + row(8))
    (after,) = shop.deliveries()
    assert before.content_hash != after.content_hash
    assert after.row_count == 2


def test_a_file_that_changes_while_it_is_read_is_refused_and_leaves_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shop.put("crm/customers.csv")
    inspect = text_files.inspect

    def grow_then_inspect(file: object) -> object:
        with path.open("a") as stream:
            stream.write(row(8))
        return inspect(file)

    monkeypatch.setattr(text_files, "inspect", grow_then_inspect)
    assert "changed while" in shop.refusal().what
    assert not [p for p in shop.landed.rglob("*") if p.is_file()]


def test_no_temporary_file_is_left_behind(shop: Shop) -> None:
    shop.put("crm/customers/1.csv")
    shop.put("crm/customers/2.csv", GOOD + "short\n")
    shop.land()
    assert all(p.suffix == ".parquet" for p in shop.landed.rglob("*") if p.is_file())


def test_the_newest_full_dump_counts_though_it_equals_an_older_one(shop: Shop) -> None:
    dumps = dataclasses.replace(CUSTOMERS, delivery="full")
    both, one = HEADER + row(1) + row(2), HEADER + row(1)
    for number, content in enumerate([both, one, both, both], start=1):
        shop.put(f"crm/customers/{number}.csv", content)
    request = LandingRequest(str(shop.raw), str(shop.landed), (dumps, ORDERS))
    landed = land(request)
    assert [(each.file, each.load_number) for each in landed.tables[0].deliveries] == [
        ("crm/customers/2.csv", 1),
        ("crm/customers/3.csv", 2),
    ]
    # The older one gone, those that count are the same, so their rows must be, too.
    (shop.raw / "crm" / "customers" / "1.csv").unlink()
    assert land(request).tables[0].deliveries == landed.tables[0].deliveries
    shop.put("crm/customers/1.csv", both)
    # Of changes a repeated file says nothing new.
    assert [(each.file, each.load_number) for each in shop.deliveries()] == [
        ("crm/customers/1.csv", 1),
        ("crm/customers/2.csv", 2),
    ]


def test_a_request_survives_json(shop: Shop) -> None:
    request = LandingRequest(str(shop.raw), str(shop.landed), (CUSTOMERS, ORDERS))
    assert request_from_json(json.dumps(dataclasses.asdict(request))) == request


# --- Encoding


def test_a_leading_bom_is_dropped(shop: Shop) -> None:
    shop.put("crm/customers/1.csv", b"\xef\xbb\xbf" + GOOD.encode())
    shop.put("crm/customers/2.csv", b'\xef\xbb\xbf"customer_id"' + GOOD.encode()[11:])
    assert shop.values() == [ADA, ADA]


def test_a_byte_that_is_not_utf8_is_refused_with_line_and_byte(shop: Shop) -> None:
    shop.put("crm/customers.csv", GOOD.encode() + b"8,a,b,M\xfcller,\n")
    refusal = shop.refusal()
    assert (refusal.file, refusal.line, refusal.column) == ("crm/customers.csv", 3, 8)
    assert "byte 8" in refusal.what
    assert "GBK" not in refusal.what


def test_a_half_character_at_the_end_is_refused(shop: Shop) -> None:
    shop.put("crm/customers.csv", GOOD.encode() + "8,a,b,é".encode()[:-1])
    assert (shop.refusal().line, shop.refusal().column) == (3, 7)


def test_a_bad_byte_on_a_chunk_border_is_placed_right(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (GOOD + row(8, "慕尼黑")).encode()
    for size in range(1, 12):
        monkeypatch.setattr(inspection, "CHUNK_BYTES", size)
        shop.put("crm/customers.csv", content + b"9,a,b,\xe6\x85,\n")
        assert (shop.refusal().line, shop.refusal().column) == (4, 7)


def test_gbk_is_recognised(shop: Shop) -> None:
    shop.put("crm/customers.csv", (GOOD + row(8, "王小明")).encode("gbk"))
    assert "GBK" in shop.refusal().what


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_recognised(shop: Shop, encoding: str) -> None:
    shop.put("crm/customers.csv", GOOD.encode(encoding))
    assert "UTF-16" in shop.refusal().what


def test_a_nul_byte_is_refused_with_its_line(shop: Shop) -> None:
    shop.put("crm/customers.csv", GOOD + "8,a,\0,b,\n")
    assert (shop.refusal().line, shop.refusal().column) == (3, 5)
    assert "NUL" in shop.refusal().what


# --- Header


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b"  \r\n\t\n"])
def test_an_empty_file_is_refused(shop: Shop, content: bytes) -> None:
    shop.put("crm/customers.csv", content)
    assert "empty" in shop.refusal().what


@pytest.mark.parametrize("content", [HEADER, HEADER.strip(), HEADER + "\n\n"])
def test_a_header_without_rows_is_an_empty_delivery(shop: Shop, content: str) -> None:
    shop.put("crm/customers.csv", content)
    assert shop.deliveries()[0].row_count == 0
    assert shop.rows() == []


def test_a_first_line_of_data_is_refused_without_showing_it(shop: Shop) -> None:
    shop.put("crm/customers.csv", ROW * 2)
    text = str(shop.refusal())
    assert "no header" in text
    assert "customer_id" in text
    assert "Ada" not in text
    assert "007" not in text


def test_a_name_twice_is_refused_after_trimming_and_lower_casing(shop: Shop) -> None:
    shop.put("crm/customers.csv", HEADER.strip() + ", EMAIL\n")
    assert "twice: email" in shop.refusal().what


def test_a_missing_required_column_is_named_with_the_one_probably_meant(shop: Shop) -> None:
    shop.put("crm/customers.csv", GOOD.replace("created_at", "create_at"))
    refusal = shop.refusal()
    assert refusal.column == "created_at"
    assert refusal.line == 1
    assert "create_at to created_at" in refusal.what_to_do


@pytest.mark.parametrize(("delimiter", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_another_delimiter_is_named(shop: Shop, delimiter: str, word: str) -> None:
    shop.put("crm/customers.csv", GOOD.replace(",", delimiter))
    assert word in shop.refusal().what


def test_header_names_are_trimmed_and_lower_cased(shop: Shop) -> None:
    shop.put("crm/customers.csv", ' Customer_ID ,CREATED_AT,"updated_at ",Name,email\n' + ROW)
    assert shop.values() == [ADA]


def test_columns_may_come_in_any_order_and_be_absent(shop: Shop) -> None:
    shop.put("crm/customers.csv", "email,updated_at,created_at,customer_id\ne,u,c,1\n")
    assert shop.values() == [("1", "c", "u", None, "e")]
    assert shop.deliveries()[0].columns == ("customer_id", "created_at", "updated_at", "email")


def test_unknown_columns_are_not_carried_and_named_once(shop: Shop) -> None:
    for number in (1, 2):
        text = HEADER.strip() + ",Shoe Size,\n" + row(number).strip() + ",44,\n"
        shop.put(f"crm/customers/{number}.csv", text)
    shop.put("crm/customers/3.csv", HEADER.strip() + ",Shoe Size,\n" + ROW.strip() + ",44,\n")
    (notice,) = [n for n in shop.land().notices if "not read: shoe size" in n]
    assert notice.count("shoe size") == 1
    assert shop.deliveries()[2].unknown_columns == ("shoe size", "(column 7 has no name)")
    assert shop.values()[2] == ADA


def test_a_header_after_blank_lines_or_over_two_lines_is_read(shop: Shop) -> None:
    shop.put("crm/customers/1.csv", "\n \n" + GOOD)
    shop.put("crm/customers/2.csv", HEADER.strip() + ',"two\nlines"\n' + ROW.strip() + ",x\n")
    assert shop.values() == [ADA, ADA]


# --- Records


def test_crlf_newlines_in_cells_and_doubled_quotes_work(shop: Shop) -> None:
    body = '1,a,b,"two\nlines","say ""hi"", then"\r\n2,a,b,"two\r\nlines",""""\r\n'
    shop.put("crm/customers/1.csv", HEADER.strip() + "\r\n" + body)
    shop.put("crm/customers/2.csv", HEADER + body.replace("\r\n", "\n"))
    rows = shop.values()
    assert [r[3:] for r in rows[:2]] == [("two\nlines", 'say "hi", then'), ("two\r\nlines", '"')]
    assert [r[3:] for r in rows[2:]] == [("two\nlines", 'say "hi", then'), ("two\nlines", '"')]


def test_empty_and_quoted_empty_are_null_and_blanks_are_kept(shop: Shop) -> None:
    shop.put("crm/customers.csv", HEADER + '1,"",,  x ,NULL\n')
    assert shop.values() == [("1", None, None, "  x ", "NULL")]


def test_blank_lines_are_skipped_and_not_counted(shop: Shop) -> None:
    text = HEADER + "\n" + row(1) + "\n  \n" + row(2) + "\n"
    shop.put("crm/customers/1.csv", text)
    shop.put("crm/customers/2.csv", text.replace("  \n", "\n"))
    assert [(r[0], r[6]) for r in shop.rows()] == [("1", 1), ("2", 2)] * 2


def test_ragged_records_are_malformed_rows_with_their_text(shop: Shop) -> None:
    ragged = ["too,few", "1,a,b,Lee, Ann,x", "1,a,Lee, Ann,x,", '1,a,"b"c,d,e', '1,a,"b\nb"c,d,e']
    shop.put("crm/customers.csv", HEADER + row(1) + "\n".join(ragged) + "\n" + row(2))
    rows = shop.rows()
    assert [r[6] for r in rows] == list(range(1, 8))
    assert [r[0] for r in rows] == ["1", None, None, None, None, None, "2"]
    assert [r[9] for r in rows] == [None, *ragged, None]
    assert {r[8] for r in rows[1:6]} == {"malformed_row"}
    assert all(value is None for r in rows[1:6] for value in r[:5])


def test_a_comma_too_many_is_found_though_the_last_cells_are_empty(shop: Shop) -> None:
    shop.put("crm/customers.csv", HEADER + "1,a,b,Lee, Ann,\n" + "2,a,b,c,,,\n" + '3,a,b,c,"",""\n')
    assert [r[8] for r in shop.rows()] == ["malformed_row"] * 3


@pytest.mark.parametrize("before", ["", 'x"y', "19"])
def test_an_unclosed_quote_is_refused_where_it_opened(shop: Shop, before: str) -> None:
    body = f'1,a,b,{before},"ok\nok"\n2,a,b,"open,\n' + row(3)
    shop.put("crm/customers.csv", HEADER + body)
    assert (shop.refusal().line, shop.refusal().column) == (4, 7)
    shop.put("crm/customers.csv", (HEADER + body).rstrip("\n"))
    assert shop.refusal().line == 4


def test_an_unclosed_quote_in_the_header_is_refused(shop: Shop) -> None:
    shop.put("crm/customers.csv", "\n" + HEADER.replace("name", '"name') + ROW)
    assert (shop.refusal().line, shop.refusal().column) == (2, 35)


def test_a_quote_that_is_never_closed_does_not_fill_the_memory(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "CELL_CHARACTERS", 1000)
    shop.put("crm/customers.csv", HEADER + '1,a,b,"open,\n' + row(2) * 200)
    assert shop.refusal().line == 2


def test_old_mac_and_mixed_line_ends_are_read(shop: Shop) -> None:
    shop.put("crm/customers/1.csv", GOOD.replace("\n", "\r") + row(2))
    shop.put("crm/customers/2.csv", GOOD + row(3).replace("\n", "\r\n"))
    assert [r[0] for r in shop.values()] == ["007", "2", "007", "3"]


def test_a_ten_megabyte_cell_is_carried(shop: Shop) -> None:
    cell = "ab\n1,2,3,4,5\n" * 800_000
    shop.put("crm/customers.csv", HEADER + f'1,a,b,"{cell}",x\n' + row(2))
    rows = shop.values()
    assert len(rows) == 2
    assert rows[0][3] == cell


@pytest.mark.parametrize("is_fast", [True, False])
def test_rows_keep_file_order(shop: Shop, monkeypatch: pytest.MonkeyPatch, is_fast: bool) -> None:
    count = 300_000 if is_fast else 20_000
    if not is_fast:
        monkeypatch.setattr(text_files, "copy_fast", lambda *_: False)
    shop.put("crm/customers.csv", HEADER + "".join(row(n, "é" * (n % 50)) for n in range(count)))
    select = raw_relation_sql(CUSTOMERS, shop.deliveries())
    with connect() as connection:
        found = connection.execute(
            f"select count(*), count(*) filter (cast(customer_id as bigint) + 1 = _row_number)"
            f" from ({select})"
        ).fetchall()
    assert found == [(count, count)]


def test_rows_inside_a_long_quoted_cell_are_not_rows_of_the_file(shop: Shop) -> None:
    cell = "".join(row(n) for n in range(200_000))
    text = HEADER + "".join(f'{n},a,b,"{cell}",x\n' for n in range(6))
    shop.put("crm/customers.csv", text)
    assert [r[0] for r in shop.values()] == [str(n) for n in range(6)]


def landed_by_each_path(text: str) -> tuple[bool, list[object], list[object]]:
    """Whether the fast reader took the file, and the rows by the usual and by the exact way."""
    rows: list[list[object]] = []
    took: list[bool] = []
    fast = text_files.copy_fast

    def watched(*given: object) -> bool:
        took.append(fast(*given))
        return took[-1]

    for reader in (watched, lambda *_: False):
        with tempfile.TemporaryDirectory() as root:
            shop = Shop(Path(root))
            shop.put("crm/customers.csv", text)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(text_files, "copy_fast", reader)
                try:
                    rows.append(list(shop.rows()))
                except RefusedFiles as refused:
                    rows.append([str(refused)])
    return any(took), rows[0], rows[1]


CELL = st.text(st.sampled_from('ab ,"\n\ré慕;\t\\'), max_size=6)


@settings(FUZZ, max_examples=30 * FUZZ_FACTOR)
@given(
    st.lists(st.tuples(*[CELL] * 5), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_the_fast_and_the_exact_reader_give_the_same_rows(
    records: list[tuple[str, ...]], line_end: str, quoting: int
) -> None:
    if quoting == csv.QUOTE_MINIMAL:
        # Python 3.11 leaves a lone carriage return unquoted here.
        records = [tuple(cell.replace("\r", "") for cell in record) for record in records]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator=line_end, quoting=quoting)
    writer.writerow(CUSTOMERS.columns)
    writer.writerows(records)
    _, usual, exact = landed_by_each_path(stream.getvalue())
    assert usual == exact
    assert [r[:5] for r in usual] == [tuple(v or None for v in r) for r in records]


@settings(FUZZ, max_examples=40 * FUZZ_FACTOR)
@given(st.text(st.sampled_from('a ,,,,"\n\r;é'), max_size=60))
def test_the_fast_reader_is_never_trusted_where_the_exact_one_sees_otherwise(body: str) -> None:
    _, usual, exact = landed_by_each_path("customer_id,created_at,updated_at\n" + body)
    assert usual == exact


def test_ordinary_files_take_the_fast_reader() -> None:
    for text in (
        GOOD,
        GOOD.replace("\n", "\r\n"),
        HEADER + '1,a,b,"x, ""y""\nz",\n\n2,,,,\n',
        HEADER,
    ):
        assert landed_by_each_path(text)[0]


# --- Compressed files


@pytest.mark.parametrize("cut", [12, 30, -4])
def test_a_truncated_gzip_is_refused(shop: Shop, cut: int) -> None:
    shop.put("crm/customers.csv.gz", gzip.compress(GOOD.encode())[:cut])
    assert "ends too early" in shop.refusal().what


def test_a_bad_gzip_is_refused(shop: Shop) -> None:
    shop.put("crm/customers.csv.gz", GOOD)
    assert "gzip" in shop.refusal().what
    damaged = bytearray(gzip.compress(GOOD.encode()))
    damaged[-6] ^= 0xFF
    shop.put("crm/customers.csv.gz", bytes(damaged))
    assert "gzip" in shop.refusal().what


def test_a_gzip_of_several_members_is_read_whole(shop: Shop) -> None:
    members = gzip.compress(GOOD.encode()) + gzip.compress(row(2).encode())
    shop.put("crm/customers.csv.gz", members)
    assert [r[0] for r in shop.values()] == ["007", "2"]


# --- Parquet


def parquet_row(extra: str = "") -> str:
    return f"select 1 as customer_id, 'c' as created_at, 'u' as updated_at{extra}"


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" + b"x" * 50 + b"PAR1"])
def test_a_corrupt_parquet_file_is_refused(shop: Shop, content: bytes) -> None:
    shop.put("crm/customers.parquet", content)
    assert "Parquet" in shop.refusal().what


def test_a_cut_parquet_file_is_refused(shop: Shop) -> None:
    path = shop.put_parquet("crm/customers.parquet", parquet_row())
    path.write_bytes(path.read_bytes()[:-20])
    assert "Parquet" in shop.refusal().what


@pytest.mark.parametrize("value", ["[1]", "{'a': 1}", "map {'a': 1}", "'x'::blob"])
def test_a_nested_or_binary_contract_column_is_refused(shop: Shop, value: str) -> None:
    shop.put_parquet("crm/customers.parquet", parquet_row(f", {value} as name"))
    assert shop.refusal().column == "name"


def test_a_nested_unknown_column_passes_by(shop: Shop) -> None:
    shop.put_parquet(
        "crm/customers.parquet",
        "select {'a': [1], 'b': {'c': 2}} as extra, 1 as customer_id, 'c' as created_at,"
        " [{'d': 1}] as more, 'u' as updated_at",
    )
    assert shop.values() == [("1", "c", "u", None, None)]
    assert shop.deliveries()[0].unknown_columns == ("extra", "more")


def test_a_missing_required_parquet_column_is_named(shop: Shop) -> None:
    shop.put_parquet("crm/customers.parquet", "select 1 as customer_id, 'c' as created_at")
    assert shop.refusal().column == "updated_at"


def test_parquet_names_are_trimmed_and_lower_cased_and_two_alike_refused(shop: Shop) -> None:
    shop.put_parquet("crm/customers.parquet", parquet_row(", 'Ada' as \" Name \""))
    assert shop.values()[0][3] == "Ada"
    shop.put_parquet("crm/customers.parquet", parquet_row(", 'A' as \" Name \", 'B' as name"))
    assert "twice: name" in shop.refusal().what


def test_typed_parquet_columns_become_plain_text_in_utc(shop: Shop) -> None:
    shop.put_parquet(
        "crm/customers.parquet",
        "select 1.50::decimal(9, 2) as customer_id, timestamptz '2024-01-01 10:00:00.5+02'"
        " as created_at, timestamp '2024-01-01 10:00:00' as updated_at, true as name,"
        " 0.1::double as email",
    )
    select = raw_relation_sql(CUSTOMERS, shop.deliveries())
    with connect() as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        values = connection.execute(select).fetchall()[0][:5]
    assert values == ("1.50", "2024-01-01 08:00:00.5+00", "2024-01-01 10:00:00", "true", "0.1")


def test_parquet_deliveries_of_other_types_are_not_cast_to_each_other(shop: Shop) -> None:
    shop.put_parquet("crm/customers/1.parquet", parquet_row(", 2 as name"))
    shop.put_parquet("crm/customers/2.parquet", parquet_row(", 2.5 as name, 1 as other"))
    shop.put_parquet("crm/customers/3.parquet", parquet_row(", 3 as name, 'a' as other"))
    shop.put_parquet("crm/customers/4.parquet", parquet_row(", 4 as name, [1] as other"))
    assert [r[3] for r in shop.values()] == ["2", "2.5", "3", "4"]


def test_a_parquet_file_lies_where_it_is_and_rows_count_from_one(shop: Shop) -> None:
    path = shop.put_parquet(
        "crm/customers.parquet",
        "select i as customer_id, 'c' as created_at, 'u' as updated_at from range(300000) t(i)",
    )
    assert shop.deliveries()[0].parquet_path == str(path)
    rows = shop.rows()
    assert [int(r[0]) + 1 for r in rows] == [r[6] for r in rows]
    assert not shop.landed.exists()


def test_a_reserved_parquet_column_is_refused(shop: Shop) -> None:
    shop.put_parquet("crm/customers.parquet", parquet_row(", 1 as file_row_number"))
    assert shop.refusal().column == "file_row_number"


# --- The view


def test_a_table_without_deliveries_has_its_columns_and_no_rows() -> None:
    with connect() as connection:
        cursor = connection.execute(raw_relation_sql(ORDERS, ()))
        assert [(c[0], str(c[1])) for c in cursor.description] == [
            *[(name, "VARCHAR") for name in ORDERS.columns],
            ("_file", "VARCHAR"),
            ("_row_number", "BIGINT"),
            ("_load_number", "INTEGER"),
            ("_fault", "VARCHAR"),
            ("_fault_text", "VARCHAR"),
        ]
        assert cursor.fetchall() == []


def test_the_view_has_the_same_types_with_deliveries(shop: Shop) -> None:
    shop.put("crm/customers/1.csv")
    shop.put_parquet("crm/customers/2.parquet", parquet_row())
    with connect() as connection:
        full = connection.execute(raw_relation_sql(CUSTOMERS, shop.deliveries())).description
        empty = connection.execute(raw_relation_sql(CUSTOMERS, ())).description
    assert [c[:2] for c in full] == [c[:2] for c in empty]


def test_odd_file_names_are_read(tmp_path: Path) -> None:
    (tmp_path / "it's [1]*").mkdir()
    shop = Shop(tmp_path / "it's [1]*")
    names = ["a'b.csv", "b[1].csv", "c*?.CSV", "d {e}.csv", "dt=2024/x.csv", "客户.csv"]
    for number, name in enumerate(names):
        shop.put(f"crm/customers/{name}", HEADER + row(number))
    shop.put("crm/customers/b1.csv", HEADER + row(9))
    shop.put_parquet("crm/customers/p'[1]*?.parquet", parquet_row())
    shop.put_parquet("crm/customers/p'1xx.parquet", parquet_row(", 7 as name"))
    assert sorted(r[5] for r in shop.rows()) == sorted(
        f"crm/customers/{n}" for n in [*names, "b1.csv", "p'[1]*?.parquet", "p'1xx.parquet"]
    )


def test_a_name_with_a_backslash_or_a_line_break_is_refused(shop: Shop) -> None:
    shop.put("crm/customers/a.csv")
    shop.put("crm/customers/b\\.csv")
    shop.put("crm/customers/c\n.csv")
    assert all("name" in r.what for r in shop.refusals())
    assert len(shop.refusals()) == 2


def test_many_deliveries_of_one_shape_make_one_branch(shop: Shop) -> None:
    for number in range(60):
        shop.put(f"crm/customers/{number:03}.csv", HEADER + row(number) + row(1000 + number))
    assert "union all" not in raw_relation_sql(CUSTOMERS, shop.deliveries())
    assert [(int(r[0]), r[5][-7:-4], r[6], r[7]) for r in shop.rows()] == [
        (number + 1000 * second, f"{number:03}", 1 + second, number + 1)
        for number in range(60)
        for second in (0, 1)
    ]


# --- Errors


def test_every_refused_file_is_reported_and_twenty_are_shown(shop: Shop) -> None:
    for number in range(25):
        shop.put(f"crm/customers/{number:02}.csv", HEADER.replace("created_at", f"x{number}"))
    shop.put("commerce/orders.csv", "")
    with pytest.raises(RefusedFiles) as caught:
        shop.land()
    assert len(caught.value.refused) == 26
    text = str(caught.value)
    assert "26 problems" in text
    assert "... and 6 more." in text
    assert "20. " in text
    assert "21. " not in text


def test_a_refusal_carries_its_parts_and_fits_a_screen(shop: Shop) -> None:
    shop.put("crm/customers.csv", GOOD.encode() + b"8,a,b,\xff,\n")
    refusal = shop.refusal()
    assert refusal.what
    assert refusal.what_to_do
    assert str(refusal).startswith("crm/customers.csv, line 3, column 7: ")
    assert len(str(refusal).splitlines()) == 2


@pytest.mark.parametrize("tail", [b'"secret', b"secret\xff", b"secret\0", b'\n"secret"x\n"secret'])
def test_cell_values_are_never_shown(shop: Shop, tail: bytes) -> None:
    shop.put("crm/customers.csv", GOOD.encode() + tail)
    assert "secret" not in str(shop.refusal())


def test_a_landed_folder_that_cannot_be_written_is_a_clear_error(shop: Shop) -> None:
    shop.put("crm/customers.csv")
    shop.landed.write_text("")
    assert "cannot write here" in shop.refusal().what


def records_in(data: bytes) -> int:
    """Records after the header as Python's reader counts them."""
    lines = io.StringIO(data.decode("utf-8-sig"), newline="")
    reader = csv.reader(lines, strict=True)
    count = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return count - 1
        except csv.Error:
            cells = ["malformed"]
        count += bool(cells) and not (len(cells) == 1 and not cells[0].strip(" \t"))


BASE = (GOOD + row(2, '"a ""b"",\nc"') + row(3, "é")).encode()
EDIT = st.tuples(
    st.integers(0, len(BASE)),
    st.integers(0, 3),
    st.one_of(
        st.sampled_from([b'"', b",", b"\n", b"\r", b'""', b"\xff", b"\0"]), st.binary(max_size=3)
    ),
)


def edited(edits: list[tuple[int, int, bytes]]) -> bytes:
    data = BASE
    for place, dropped, added in edits:
        data = data[:place] + added + data[place + dropped :]
    return data


@settings(FUZZ, max_examples=200 * FUZZ_FACTOR)
@given(
    st.one_of(st.binary(max_size=80), st.lists(EDIT, max_size=4).map(edited)),
    st.sampled_from(["csv", "csv.gz", "parquet", "gz"]),
)
def test_any_bytes_are_landed_whole_or_refused(data: bytes, kind: str) -> None:
    root = tempfile.mkdtemp()
    try:
        shop = Shop(Path(root))
        is_packed = kind == "csv.gz"
        ending = "csv.gz" if kind == "gz" else kind
        shop.put(f"crm/customers.{ending}", gzip.compress(data) if is_packed else data)
        try:
            rows = shop.rows()
        except RefusedFiles:
            return
        assert len(rows) == records_in(data)
        assert all((r[8] is None) == (r[9] is None) for r in rows)
    finally:
        shutil.rmtree(root)


@settings(FUZZ, max_examples=100 * FUZZ_FACTOR)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_any_damage_to_a_parquet_file_is_landed_or_refused(place: int, added: bytes) -> None:
    with tempfile.TemporaryDirectory() as root:
        shop = Shop(Path(root))
        path = shop.put_parquet("crm/customers.parquet", parquet_row())
        data = path.read_bytes()
        place %= len(data)
        path.write_bytes(data[:place] + added + data[place + len(added) :])
        with suppress(RefusedFiles):
            assert isinstance(shop.land().tables[0], LandedTable)


def kinds(shop: Shop, types: tuple[str, ...]) -> list[str]:
    """The types of the columns of the raw relation of orders, with the contract's types given."""
    table = dataclasses.replace(ORDERS, types=types)
    select = raw_relation_sql(table, shop.deliveries(table))
    with connect() as connection:
        return [row[1] for row in connection.execute(f"describe {select}").fetchall()[:3]]


def test_parquet_of_the_contract_s_own_types_stays_typed(shop: Shop) -> None:
    shop.put("crm/customers.csv")
    select = "select '1' as order_id, timestamp '2024-01-01 10:00:00' as ordered_at, {} as amount"
    shop.put_parquet("commerce/orders/1.parquet", select.format("1.5::decimal(18, 2)"))
    contract = ("text", "timestamp", "decimal")
    assert kinds(shop, contract) == ["VARCHAR", "TIMESTAMP", "DECIMAL(18,2)"]
    assert kinds(shop, ()) == ["VARCHAR"] * 3
    # A decimal may not pass through another delivery's, nor a text through any type.
    shop.put_parquet("commerce/orders/2.parquet", select.format("1.55::decimal(18, 3)"))
    assert kinds(shop, contract) == ["VARCHAR", "TIMESTAMP", "VARCHAR"]
    shop.put("commerce/orders/3.csv", "order_id,ordered_at,amount\n3,2024-01-01,1\n")
    assert kinds(shop, contract) == ["VARCHAR"] * 3


@pytest.mark.parametrize("amount", ["1.5::double", "true", "'1.5'"])
def test_another_type_than_the_contract_s_is_read_as_text(shop: Shop, amount: str) -> None:
    shop.put("crm/customers.csv")
    shop.put_parquet(
        "commerce/orders.parquet",
        f"select '1' as order_id, '2024' as ordered_at, {amount} as amount",
    )
    assert kinds(shop, ("text", "timestamp", "decimal")) == ["VARCHAR"] * 3
