"""The bad inputs, by name, each with its one right outcome. test_bad_input.py tries them all.

A file case is tried by landing alone, a row case by the models; both alone and over a good load.
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass, field
from functools import cache

import yaml
from conftest import ROOT

# --- Outcomes


@dataclass(frozen=True)
class Accepted:
    """The row counts; these of its values are read so."""

    values: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Superseded:
    """A sound row, but not the newest of its key."""


@dataclass(frozen=True)
class Quarantined:
    """The row is quarantined with these reasons."""

    reasons: str


@dataclass(frozen=True)
class Landed:
    """The file is read: id and name of each row, or MALFORMED for a record that does not fit."""

    rows: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True)
class Refused:
    """The file is refused with these words, at this line and column."""

    words: str
    line: int | None = None
    column: int | str | None = None


MALFORMED = (None, "malformed_row")
SUPERSEDED = Superseded()


def accepted(**values: str | None) -> Accepted:
    return Accepted(values)


def quarantined(*reasons: str) -> Quarantined:
    return Quarantined(", ".join(reasons))


# --- Files of crm.customers


@dataclass(frozen=True)
class Parquet:
    """A Parquet file with the rows of a select."""

    select: str


@dataclass(frozen=True)
class Link:
    """A symbolic link; {raw} is the raw folder, {outside} a folder beside it."""

    target: str


@dataclass(frozen=True)
class FileCase:
    """The files of the raw folder by path, and the expected outcome."""

    name: str
    files: dict[str, bytes | Parquet | Link]
    outcome: Landed | Refused


HEADER = "customer_id,created_at,updated_at,name,email\n"


def row(customer_id: str, name: str = "Li", line_end: str = "\n") -> str:
    return f"{customer_id},2024-01-01,2024-01-02,{name},{line_end}"


def landed(*rows: tuple[str | None, str | None]) -> Landed:
    return Landed(rows)


def text_case(name: str, text: str | bytes, outcome: Landed | Refused) -> FileCase:
    content = text.encode() if isinstance(text, str) else text
    return FileCase(name, {"crm/customers/2.csv": content}, outcome)


def gzip_case(name: str, content: bytes, outcome: Landed | Refused) -> FileCase:
    return FileCase(name, {"crm/customers/2.csv.gz": content}, outcome)


def parquet_case(name: str, extra: str, outcome: Landed | Refused) -> FileCase:
    select = f"select 'p1' as customer_id, '2024' as created_at, '2024' as updated_at{extra}"
    return FileCase(name, {"crm/customers/2.parquet": Parquet(select)}, outcome)


def named_case(name: str, file: str, outcome: Landed | Refused | None = None) -> FileCase:
    path = f"crm/customers/{file}"
    return FileCase(name, {path: (HEADER + row("x1")).encode()}, outcome or landed(("x1", "Li")))


TWO = HEADER + row("x1") + row("x2", "Ann")
BOTH = landed(("x1", "Li"), ("x2", "Ann"))
LONG = "ab\n1,2,3,4,5\n" * 800_000
PACKED = gzip.compress(TWO.encode())
TAR = b"x".ljust(257, b"\0") + b"ustar\0" + b"0" * 250

ENCODINGS = [
    text_case("UTF-8 with a byte order mark", b"\xef\xbb\xbf" + TWO.encode(), BOTH),
    text_case(
        "a byte order mark before a quoted name",
        b'\xef\xbb\xbf"customer_id"' + TWO.encode()[11:],
        BOTH,
    ),
    text_case("GBK", (HEADER + row("x1", "王小明")).encode("gbk"), Refused("GBK", 2, 26)),
    text_case("GB 18030", (HEADER + row("x1", "张伟")).encode("gb18030"), Refused("GBK", 2, 26)),
    text_case(
        "Latin-1", (HEADER + row("x1", "Müller")).encode("latin-1"), Refused("code page", 2, 27)
    ),
    text_case(
        "Windows-1252 quotation marks",
        (HEADER + row("x1", "“Li”")).encode("cp1252"),
        Refused("not UTF-8", 2, 26),
    ),
    text_case(
        "Shift JIS", (HEADER + row("x1", "田中")).encode("shift_jis"), Refused("UTF-8", 2, 26)
    ),
    text_case("UTF-16 with a mark", TWO.encode("utf-16"), Refused("UTF-16", 1, 1)),
    text_case("UTF-16 little endian", TWO.encode("utf-16-le"), Refused("UTF-16", 1, 2)),
    text_case("UTF-16 big endian", TWO.encode("utf-16-be"), Refused("UTF-16", 1, 1)),
    text_case("UTF-32", TWO.encode("utf-32"), Refused("UTF-16", 1, 1)),
    text_case("half a character at the end", TWO.encode() + b"\xe7\x8e", Refused("UTF-8", 4, 1)),
    text_case("an overlong slash", TWO.encode() + b"x\xc0\xaf", Refused("UTF-8", 4, 2)),
    text_case("a surrogate", TWO.encode() + b"x\xed\xa0\x80", Refused("UTF-8", 4, 2)),
    text_case("a NUL in a cell", TWO + "x\0y,,,,\n", Refused("NUL", 4, 2)),
    text_case("nothing but NULs", "\0" * 200, Refused("UTF-16", 1, 1)),
    text_case("an end-of-file sign of DOS", TWO + "\x1a", landed(*BOTH.rows, MALFORMED)),
]
LINES = [
    text_case("CRLF", TWO.replace("\n", "\r\n"), BOTH),
    text_case("CR alone", TWO.replace("\n", "\r"), BOTH),
    text_case("mixed line ends", HEADER + row("x1") + row("x2", "Ann", "\r\n"), BOTH),
    text_case("no line end at the end", TWO.rstrip("\n"), BOTH),
    text_case("blank lines between", TWO.replace("\n", "\n\n \t\n"), BOTH),
    text_case("blank lines before the header", "\n \n" + TWO, BOTH),
]
QUOTES = [
    text_case(
        "everything quoted",
        "\n".join(",".join(f'"{c}"' for c in line.split(",")) for line in TWO.splitlines()),
        BOTH,
    ),
    text_case("a doubled quote", HEADER + row("x1", '"say ""hi"""'), landed(("x1", 'say "hi"'))),
    text_case("a line break in a cell", HEADER + row("x1", '"a\nb"'), landed(("x1", "a\nb"))),
    text_case("a CRLF in a cell", HEADER + row("x1", '"a\r\nb"'), landed(("x1", "a\r\nb"))),
    text_case("a comma in a cell", HEADER + row("x1", '"Li, Ann"'), landed(("x1", "Li, Ann"))),
    text_case("an inch inside a cell", HEADER + row("x1", '5" pipe'), landed(("x1", '5" pipe'))),
    text_case("single quotes", HEADER + row("x1", "'O''Neil'"), landed(("x1", "'O''Neil'"))),
    text_case("curly quotes", HEADER + row("x1", "“Li”"), landed(("x1", "“Li”"))),
    text_case(
        "a quote that is never closed",
        TWO + row("x3", '"open') + row("x4"),
        Refused("never closed", 4, 26),
    ),
    text_case(
        "a quote in the header that is never closed",
        HEADER.replace("name", '"name') + row("x1"),
        Refused("never closed", 1, 35),
    ),
    text_case(
        "text after a closing quote",
        HEADER + row("x1", '"Li"x') + row("x2", "Ann"),
        landed(MALFORMED, ("x2", "Ann")),
    ),
    text_case(
        "a quote after a backslash",
        HEADER + row("x1", r'"a\"b"') + row("x2", "Ann"),
        landed(MALFORMED, ("x2", "Ann")),
    ),
    text_case("a cell of 10 MB", HEADER + row("x1", f'"{LONG}"'), landed(("x1", LONG))),
]
RAGGED = [
    text_case("a row too short", TWO + "x3,2024-01-01\n", landed(*BOTH.rows, MALFORMED)),
    text_case("a row too long", TWO + row("x3") + row("x4", "a,b"),
              landed(*BOTH.rows, ("x3", "Li"), MALFORMED)),
    text_case("a comma in a name without quotes", HEADER + row("x1", "Li, Ann") + row("x2", "Ann"),
              landed(MALFORMED, ("x2", "Ann"))),
    text_case("a comma after every row", HEADER + row("x1", "Li", ",\n"), landed(MALFORMED)),
    text_case("a comma after every line", TWO.replace("\n", ",\n"), BOTH),
    text_case("a TOTAL line of one cell", TWO + "TOTAL 2\n", landed(*BOTH.rows, MALFORMED)),
    text_case("a TOTAL line of all cells", TWO + "TOTAL,,,2,\n",
              landed(*BOTH.rows, ("TOTAL", "2"))),
    text_case("two exports in one file", TWO + HEADER + row("x3"),
              landed(*BOTH.rows, ("customer_id", "name"), ("x3", "Li"))),
]  # fmt: skip
HEADERS = [
    text_case("an empty file", "", Refused("empty")),
    text_case("nothing but a byte order mark", b"\xef\xbb\xbf", Refused("empty")),
    text_case("nothing but blank lines", "\n \r\n\t\n", Refused("empty")),
    text_case("a header only", HEADER, landed()),
    text_case("a header without a line end", HEADER.strip(), landed()),
    text_case("no header", row("x1") + row("x2"), Refused("no header", 1)),
    text_case("a remark before the header", "# exported by CRM\n" + TWO, Refused("no header", 1)),
    text_case("Excel's sep= before the header", "sep=,\n" + TWO, Refused("no header", 1)),
    text_case("a header in Chinese", TWO.replace(HEADER, "客户编号,创建时间,更新时间,姓名,邮箱\n"),
              Refused("no header", 1)),
    text_case("a name twice", HEADER.strip() + ",email\n", Refused("twice: email", 1, "email")),
    text_case("a name twice but for case and blanks", HEADER.strip() + ", EMAIL \n",
              Refused("twice: email", 1, "email")),
    text_case("a required column missing", TWO.replace("created_at", "shoe_size"),
              Refused("missing: created_at", 1, "created_at")),
    text_case("a required column renamed", TWO.replace("created_at", "create_at"),
              Refused("rename create_at to created_at", 1, "created_at")),
    text_case("a column too many", TWO.replace("\n", ",44\n").replace("email,44", "email,size"),
              BOTH),
    text_case("columns in another order", "name,updated_at,created_at,customer_id\nLi,u,c,x1\n",
              landed(("x1", "Li"))),
    text_case("no optional column", "customer_id,created_at,updated_at\nx1,c,u\n",
              landed(("x1", None))),
    text_case("capitals and blanks in names", TWO.replace("customer_id", " Customer_ID "), BOTH),
    text_case("a zero-width space in a name", TWO.replace("name", "name\u200b"), BOTH),
    text_case("semicolons", TWO.replace(",", ";"), Refused("semicolons", 1)),
    text_case("tabs", TWO.replace(",", "\t"), Refused("tabs", 1)),
    text_case("vertical bars", TWO.replace(",", "|"), Refused("vertical bars", 1)),
    text_case("a header of 2 MB", "x" * 2_000_000 + TWO, Refused("not sound CSV", 1)),
    text_case("HTML instead of CSV", "<html><body>Please log in</body></html>\n",
              Refused("a web page (HTML)")),
    text_case("JSON instead of CSV", '[{"customer_id": "x1"}]\n', Refused("JSON")),
    text_case("JSON over several lines", '{\n  "rows": []\n}\n', Refused("JSON")),
    text_case("XML instead of CSV", '<?xml version="1.0"?>\n<rows/>\n', Refused("is XML")),
    text_case("a file of orders",
              "order_id,customer_id,ordered_at,updated_at,order_status,amount,region\n",
              Refused("a file of commerce.orders", 1)),
    text_case("a file of tickets, which have all that customers need",
              "ticket_id,customer_id,created_at,updated_at,ticket_status,channel\n",
              Refused("a file of support.tickets", 1)),
    text_case("customers with the columns of a ticket", HEADER.replace(
        "email", "email,ticket_id,ticket_status") + "x1,c,u,Li,,T1,open\n", landed(("x1", "Li"))),
    text_case("a required column missing, and others that are not read",
              TWO.replace("created_at", "shoe_size,hat_size").replace(",Li", ",,Li"),
              Refused("not read: shoe_size, hat_size", 1, "created_at")),
]  # fmt: skip
COMPRESSED = [
    gzip_case("gzip", PACKED, BOTH),
    gzip_case("gzip in two members", PACKED + gzip.compress(row("x3").encode()),
              landed(*BOTH.rows, ("x3", "Li"))),
    gzip_case("gzip cut in its data", PACKED[:40], Refused("ends too early")),
    gzip_case("gzip cut in its check sum", PACKED[:-4], Refused("ends too early")),
    gzip_case("gzip with a wrong check sum", PACKED[:-6] + b"\0\0" + PACKED[-4:],
              Refused("not a sound gzip")),
    gzip_case("gzip with something after it", PACKED + b"something", Refused("not a sound gzip")),
    gzip_case("plain text named .gz", TWO.encode(), Refused("not a sound gzip")),
    gzip_case("gzip in gzip", gzip.compress(PACKED), Refused("is a gzip file")),
    gzip_case("a tar archive in gzip", gzip.compress(TAR), Refused("a tar archive")),
    gzip_case("a PDF named .gz", b"%PDF-1.7 x", Refused("a PDF")),
    gzip_case("an empty file named .gz", b"", Refused("empty")),
    text_case("gzip named .csv", PACKED, Refused("Rename it to .csv.gz")),
    text_case("a workbook named .csv",
              b"PK\x03\x04\x14\0\x06\0" + b"\0" * 22 + b"[Content_Types].xml" + b"\0" * 99,
              Refused("an Excel workbook")),
    text_case("a ZIP archive named .csv", b"PK\x03\x04\x14\0\0\0" + b"\0" * 22 + b"orders.csv",
              Refused("a ZIP archive")),
    text_case("an old workbook named .csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
              Refused("an old Excel workbook")),
    text_case("a PDF named .csv", b"%PDF-1.7\n\xe2\xe3", Refused("a PDF")),
    text_case("a tar archive named .csv", TAR, Refused("a tar archive")),
    text_case("Parquet named .csv", b"PAR1\x15\x04" + b"\0" * 99, Refused("Rename it to .parquet")),
]  # fmt: skip
PARQUET = [
    parquet_case("Parquet", ", 'Li' as name", landed(("p1", "Li"))),
    parquet_case("Parquet with a number for a text", ", 7 as name", landed(("p1", "7"))),
    parquet_case("Parquet with NaN", ", 'nan'::double as name", landed(("p1", "nan"))),
    *(
        FileCase(f"Parquet with ids {kind}", {"crm/customers/2.parquet": Parquet(
            "select id as customer_id, '' as created_at, '' as updated_at, '' as name"
            f" from (values {values}) as t (id)")}, landed(*((each, None) for each in expected)))
        for kind, values, expected in [
            ("that are whole, with a gap", "(12345.0::double), (-7), ('nan'), (null)",
             ["12345", "-7", None, None]),
            ("of which one has a fraction", "(1.0::double), (1.5)", ["1.0", "1.5"]),
            ("too long for a DOUBLE", "(1e15::double), (9007199254740993)",
             ["1000000000000000.0", "9007199254740992.0"]),
            ("with zeros behind the point", "(12.00::decimal(9, 2)), (7)", ["12", "7"]),
        ]
    ),
    parquet_case("Parquet without rows", ", 'Li' as name where false", landed()),
    parquet_case("Parquet with a list", ", ['Li'] as name", Refused("nested", None, "name")),
    parquet_case("Parquet with a struct", ", {'a': 1} as name", Refused("nested", None, "name")),
    parquet_case("Parquet with a map", ", map {'a': 1} as name", Refused("nested", None, "name")),
    parquet_case("Parquet with bytes", ", 'Li'::blob as name", Refused("bytes", None, "name")),
    parquet_case("Parquet with an unknown list", ", 'Li' as name, [1] as more",
                 landed(("p1", "Li"))),
    parquet_case("Parquet with a name twice but for case", ", 'a' as name, 'b' as \" Name\"",
                 Refused("twice: name", None, "name")),
    parquet_case("Parquet with a name of ours", ", 1 as file_row_number",
                 Refused("kept for the warehouse", None, "file_row_number")),
    FileCase("Parquet without a required column",
             {"crm/customers/2.parquet": Parquet("select 1 as customer_id, '' as created_at")},
             Refused("missing: updated_at", None, "updated_at")),
    FileCase("CSV named .parquet", {"crm/customers/2.parquet": TWO.encode()},
             Refused("not a sound Parquet")),
    FileCase("a workbook named .parquet",
             {"crm/customers/2.parquet": b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml"},
             Refused("an Excel workbook")),
    FileCase("an empty file named .parquet", {"crm/customers/2.parquet": b""},
             Refused("not a sound Parquet")),
    FileCase("the two ends of a Parquet file only",
             {"crm/customers/2.parquet": b"PAR1" + b"x" * 50 + b"PAR1"},
             Refused("not a sound Parquet")),
    FileCase(
        "Parquet files of other schemas in one table",
        {
            f"crm/customers/{number}.parquet": Parquet(
                f"select {key} as customer_id, '' as created_at, '' as updated_at{extra}"
            )
            for number, key, extra in [(2, "1", ", 2.5 as name"), (3, "'a'", ""),
                                       (4, "4.0::double", ", true as name, [1] as more")]
        },
        landed(("1", "2.5"), ("a", None), ("4", "true")),
    ),
    FileCase(
        "CSV and Parquet in one table",
        {"crm/customers/2.csv": TWO.encode(),
         "crm/customers/3.parquet": Parquet(
             "select 3 as customer_id, date '2024-01-01' as created_at,"
             " timestamptz '2024-01-01 10:00+02' as updated_at, 'Li' as name")},
        landed(*BOTH.rows, ("3", "Li")),
    ),
]  # fmt: skip
PATHS = [
    named_case("a quote in the file's name", "a'b.csv"),
    named_case("wildcards in the file's name", "c*?[1].csv"),
    named_case("SQL in the file's name", "'); drop table raw.crm__customers; --.csv"),
    named_case("Jinja in the file's name", "{{ env_var('HOME') }}{% raw %}.csv"),
    named_case("HTML in the file's name", "<img src=x onerror=alert(1)>.csv"),
    named_case("a formula as the file's name", "=cmd|' !A1.csv"),
    named_case("a partition in the path", "dt=2024-01-01/name=Eve/part.csv"),
    named_case("Chinese and emoji in the file's name", "客户 🙂.csv"),
    named_case("text turned round in the file's name", "a\u202evsc.csv"),
    named_case("a file's name of 250 bytes", "n" * 246 + ".csv"),
    named_case("capitals in the ending", "2.CSV"),
    named_case("a line break in the file's name", "a\nb.csv", Refused("the name")),
    named_case("a backslash in the file's name", "a\\b.csv", Refused("the name")),
    named_case("a workbook", "2.xlsx", Refused("ending")),
    named_case("a ZIP archive", "2.csv.zip", Refused("ending")),
    FileCase("the same file twice under two names",
             {"crm/customers/2.csv": TWO.encode(), "crm/customers/3.csv": TWO.encode()}, BOTH),
    FileCase("a link to a file inside",
             {"stock/2.csv": TWO.encode(), "crm/customers/2.csv": Link("{raw}/stock/2.csv")}, BOTH),
    FileCase("a link to a file outside", {"crm/customers/2.csv": Link("{outside}/secret.csv")},
             Refused("leads out")),
    FileCase("a link to a system file", {"crm/customers/2.csv": Link("/etc/passwd")},
             Refused("leads out")),
    FileCase("a link to a folder outside", {"crm/customers/more": Link("{outside}")},
             Refused("leads out")),
    FileCase("a link to nothing", {"crm/customers/2.csv": Link("{raw}/nowhere.csv")},
             Refused("broken link")),
    FileCase("a link in a circle", {"crm/customers/2.csv": TWO.encode(),
                                    "crm/customers/up": Link("{raw}/crm/customers")},
             Refused("leads back")),
]  # fmt: skip
FILE_CASES = [*ENCODINGS, *LINES, *QUOTES, *RAGGED, *HEADERS, *COMPRESSED, *PARQUET, *PATHS]


# --- Rows of every table

SOUND = {
    "crm.customers": {"created_at": "2024-01-05", "updated_at": "2024-06-01"},
    "crm.leads": {"created_at": "2024-01-05", "updated_at": "2024-06-01"},
    "crm.activities": {
        "customer_id": "C00363", "activity_type": "call", "updated_at": "2024-06-01",
    },
    "crm.contracts": {
        "customer_id": "C00363", "starts_on": "2024-05-01", "recurring_amount": "10",
        "updated_at": "2024-06-01",
    },
    "commerce.orders": {
        "customer_id": "C00363", "ordered_at": "2024-05-01 10:00:00", "updated_at": "2024-06-01",
        "order_status": "paid", "amount": "10",
    },
    "commerce.order_lines": {
        "order_id": "00561006", "product_id": "P1", "quantity": "1", "amount": "10",
        "updated_at": "2024-06-01",
    },
    "commerce.loyalty_transactions": {
        "customer_id": "C00363", "occurred_at": "2024-05-01", "updated_at": "2024-06-01",
        "transaction_type": "earn",
    },
    "engagement.events": {
        "customer_id": "C00363", "occurred_at": "2024-05-01", "updated_at": "2024-06-01",
        "event_type": "login",
    },
    "support.tickets": {
        "created_at": "2024-05-01", "updated_at": "2024-06-01", "ticket_status": "open",
    },
    "support.ticket_events": {
        "ticket_id": "T13003", "occurred_at": "2024-05-01", "updated_at": "2024-06-01",
        "event_type": "public_reply", "actor_type": "agent",
    },
    "support.agents": {"updated_at": "2024-06-01"},
    "surveys.surveys": {
        "updated_at": "2024-06-01", "name": "Survey", "metric": "csat", "scale_min": "1",
        "scale_max": "5",
    },
    "surveys.invitations": {
        "survey_id": "S1", "customer_id": "C00363", "sent_at": "2024-05-01",
        "updated_at": "2024-06-01",
    },
    "surveys.responses": {
        "survey_id": "S1", "responded_at": "2024-05-01", "updated_at": "2024-06-01", "score": "9",
    },
    "operations.measures": {
        "measured_on": "2024-05-01", "unit_type": "store", "measure": "queue_minutes",
        "value": "5", "updated_at": "2024-06-01",
    },
    "improvement.actions": {
        "updated_at": "2024-06-01", "title": "Answer sooner", "metric": "csat",
        "started_on": "2024-05-01", "action_status": "running",
    },
}  # fmt: skip
# Rows that the valid rows refer to: rows of the demo, or generated ones if cases run alone.
PARENTS = {
    "crm.customers": [{"customer_id": "C00363"}],
    "commerce.orders": [{"order_id": "00561006"}],
    "support.tickets": [{"ticket_id": "T13003", "created_at": "2024-01-02"}],
    "surveys.surveys": [
        {"survey_id": "S1", "metric": "nps", "scale_min": "0", "scale_max": "10"},
        {"survey_id": "S2"},
    ],
}


@dataclass(frozen=True)
class RowCase:
    """Rows of one table in their order, as the cells that differ from a sound row's."""

    name: str
    table: str
    rows: tuple[tuple[dict[str, str], Accepted | Superseded | Quarantined], ...]


@cache
def contract_of(table: str) -> dict[str, object]:
    """A table of the raw contract as its YAML has it."""
    source, name = table.split(".")
    path = ROOT / "models" / "staging" / source / f"_{source}__sources.yml"
    tables = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]["tables"]
    return next(each for each in tables if each["name"] == name)


def rules_of(column: dict[str, object]) -> dict[str, object]:
    return column.get("config", {}).get("meta", {})


def key_of(table: str) -> str:
    """The column of the key that the cases of a table tell apart."""
    return (
        "unit" if table == "operations.measures" else contract_of(table)["config"]["meta"]["key"][0]
    )


def one(
    name: str, table: str, cells: dict[str, str], outcome: Accepted | Superseded | Quarantined
) -> RowCase:
    return RowCase(name, table, ((cells, outcome),))


def cells_in(column: str, table: str, kind: str, cases: dict[str, object]) -> list[RowCase]:
    """A case for each text in one column; a text for an outcome is its value, read so."""
    return [
        one(
            f"{kind}: {text!r}",
            table,
            {column: text},
            Accepted({column: outcome}) if isinstance(outcome, str) else outcome,
        )
        for text, outcome in cases.items()
    ]


NO_NUMBER = quarantined("not_a_number:amount")
NO_TIME = quarantined("not_a_timestamp:ordered_at")
IMPLAUSIBLE = quarantined("implausible_time:ordered_at")
OFF_SCALE = quarantined("score_off_scale:score")

NUMBERS = [
    *cells_in("amount", "commerce.orders", "amount", {
        "0": "0.0000", "-12.50": "-12.5000", "+5": "5.0000", ".5": "0.5000", "5.": "5.0000",
        "1e-05": "0.0000", "2.5E-4": "0.0003", "-2.84e-14": "0.0000",
        "007.10": "7.1000", " 5 ": "5.0000", "\u00a05\u3000": "5.0000", "12.34567": "12.3457",
        "999999999999.9999": "999999999999.9999", "-999999999999": "-999999999999.0000",
        **dict.fromkeys(["1000000000000", "-1000000000000", "99999999999999.9999"],
                        quarantined("out_of_range:amount")),
        **dict.fromkeys([
            "inf", "-inf", "Infinity", "1" * 41, "1" * 15, "1,234.50", "1.234,50",
            "12,50", "1 234.50", "1'234.50", "1_000", "€ 5", "$5", "5 EUR", "¥5", "5%", "(5.00)",
            "5-", "--5", "1e3", "0x10", "５", "١٢", "五", "#REF!", "=5+5", "NA", "--",
            "1.2.3", "5;drop",
        ], NO_NUMBER),
        **dict.fromkeys([
            "", "  ", "\u00a0", "\u200b", "NaN", "nan", "NULL", " null ", "N/A", "-", "\\N",
            "(null)", "#N/A", "None", "无", "空",
        ], quarantined("missing_required:amount")),
    }),
    *cells_in("refund_amount", "commerce.orders", "refund", {
        "-5": quarantined("out_of_range:refund_amount"), "0": "0.0000",
        **dict.fromkeys(["NULL", "n/a", "nan", "-"], accepted(refund_amount=None)),
    }),
    *cells_in("recurring_amount", "crm.contracts", "contract amount", {
        "-0.01": quarantined("out_of_range:recurring_amount"), "0": "0.0000",
    }),
    *cells_in("billing_months", "crm.contracts", "billing months", {
        "12": "12", "12.0": "12",
        "12.5": quarantined("not_a_number:billing_months"),
        "9" * 20: quarantined("not_a_number:billing_months"),
        "9" * 41: quarantined("not_a_number:billing_months"),
        "0": quarantined("out_of_range:billing_months"),
        "121": quarantined("out_of_range:billing_months"),
    }),
    *cells_in("value", "operations.measures", "measure", {
        "1.5e-3": "0.0015", "-2": "-2.0",
        **dict.fromkeys(["inf", "-Infinity", "1e999"], quarantined("not_a_number:value")),
        "NaN": quarantined("missing_required:value"),
    }),
    *cells_in("currency", "commerce.orders", "currency", {
        "eur": "EUR", " usd ": "USD", "": accepted(currency=None), "XXX": "XXX", "€": "€",
    }),
]  # fmt: skip
SCORES = [
    *cells_in("score", "surveys.responses", "score", {
        "0": "0.0000", "10": "10.0000", "9.0": "9.0000",
        **dict.fromkeys(["11", "-1", "8.6", "100", "-0.5", "10.0001"], OFF_SCALE),
        **dict.fromkeys(["ten", "9/10", "10 - very likely", "９", "inf"],
                        quarantined("not_a_number:score")),
        **dict.fromkeys(["", "   ", "\t", "N/A", "NaN"], quarantined("missing_required:score")),
    }),
    one("score: 4.5 on a scale of satisfaction", "surveys.responses",
        {"survey_id": "S2", "score": "4.5"}, accepted(score="4.5000")),
    one("score: 0 on a scale from 1", "surveys.responses",
        {"survey_id": "S2", "score": "0"}, OFF_SCALE),
    one("a scale of one point", "surveys.surveys", {"scale_max": "1"},
        quarantined("out_of_range:scale_max")),
    one("a metric that is none", "surveys.surveys", {"metric": "npss"},
        quarantined("not_accepted:metric")),
]  # fmt: skip
TIMES = [
    *cells_in("ordered_at", "commerce.orders", "time", {
        "2024-05-01": "2024-05-01 00:00:00",
        "2024-05-01 10:30": "2024-05-01 10:30:00",
        "2024-05-01 10:30:15": "2024-05-01 10:30:15",
        "2024-05-01T10:30:15.250Z": "2024-05-01 10:30:15.25",
        "2024-05-01T00:30:00+08:00": "2024-04-30 16:30:00",
        "2024-05-01 20:00-0500": "2024-05-02 01:00:00",
        "2024-05-01 10:00:00 +02": "2024-05-01 08:00:00",
        "2024-05-01 10:00:00 UTC": "2024-05-01 10:00:00",
        "2024-05-01 10:00:00.5 UTC": "2024-05-01 10:00:00.5",
        "2024-02-29": "2024-02-29 00:00:00",
        "1970-01-01": "1970-01-01 00:00:00",
        **dict.fromkeys([
            "05/06/2024", "13/05/2024", "01.05.2024", "05-01-2024", "2024/05/01", "2024-5-1",
            "20240501", "1714557600", "1714557600000", "45413", "45413.5", "2024-05-01 10:00:60",
            "2024-05-01 24:00:00", "2024-05-01 10:61", "2024-02-30", "2023-02-29", "2024-13-01",
            "0000-00-00", "0000-00-00 00:00:00", "May 1, 2024", "2024年5月1日", "yesterday", "now",
            "infinity", "epoch", "-2024-05-01", "12024-05-01", "2024-05-01 10:00:00 PM",
            "2024-05-01T10:00:00 Europe/Berlin", "2024-05-01T10:00:00+99:00", "２０２４-05-01",
        ], NO_TIME),
        **dict.fromkeys(["0001-01-01", "1969-12-31", "2024-06-02 00:00:01"], IMPLAUSIBLE),
        **dict.fromkeys(["2099-01-01", "9999-12-31"], IMPLAUSIBLE),
        "": quarantined("missing_required:ordered_at"),
    }),
    one("a row written before it happened", "crm.customers",
        {"created_at": "2024-06-01", "updated_at": "2024-05-01"},
        quarantined("implausible_time:created_at")),
    one("a version of the year 9999", "crm.customers", {"updated_at": "9999-12-31"},
        quarantined("implausible_time:updated_at")),
    one("a row without updated_at", "crm.customers", {"updated_at": ""},
        quarantined("missing_required:updated_at")),
    one("born in 1899", "crm.customers", {"birth_date": "1899-12-31"},
        accepted(birth_date=None)),
    one("born on no day", "crm.customers", {"birth_date": "1980-02-30"},
        accepted(birth_date=None)),
    one("a date with a time of day", "crm.customers", {"birth_date": "1980-02-01 10:00"},
        accepted(birth_date=None)),
    one("a date with midnight", "crm.customers", {"birth_date": "1980-02-01 00:00:00"},
        accepted(birth_date="1980-02-01")),
    one("answered before the ticket was created", "support.ticket_events",
        {"occurred_at": "2024-01-01"}, quarantined("time_reversed:occurred_at")),
    one("delivered before ordered", "commerce.orders", {"delivered_at": "2024-05-01 09:59:59"},
        quarantined("time_reversed:delivered_at")),
    one("completed before begun", "crm.activities",
        {"occurred_at": "2024-05-02", "completed_at": "2024-05-01"},
        quarantined("time_reversed:completed_at")),
    one("a contract that ends before it starts", "crm.contracts", {"ends_on": "2024-04-30"},
        quarantined("time_reversed:ends_on")),
    one("converted before known", "crm.leads", {"converted_at": "2024-01-04"},
        quarantined("time_reversed:converted_at")),
    one("opened before sent", "surveys.invitations", {"opened_at": "2024-04-30"},
        quarantined("time_reversed:opened_at")),
    one("a team left before joined", "support.agents",
        {"valid_from": "2024-02-01", "valid_to": "2024-01-31"},
        quarantined("time_reversed:valid_to")),
    one("finished before started", "improvement.actions", {"finished_on": "2024-04-30"},
        quarantined("time_reversed:finished_on")),
    one("a plan in the future", "crm.activities", {"due_at": "2030-01-01"},
        accepted(due_at="2030-01-01 00:00:00")),
    one("a plan past every plan", "crm.activities", {"due_at": "2099-01-01"},
        quarantined("implausible_time:due_at")),
]  # fmt: skip

KEPT = accepted()
NO_KEY = quarantined("missing_required:customer_id")
UNSEEN = quarantined("invisible_character:customer_id")
SHORTENED = quarantined("scientific_notation:customer_id")


def versions(name: str, *rows: tuple[dict[str, str], object]) -> RowCase:
    return RowCase(name, "crm.customers", rows)


KEYS = [
    versions("an identical duplicate", ({}, SUPERSEDED), ({}, KEPT)),
    versions("a conflicting duplicate: the later row counts",
             ({"segment": "a"}, SUPERSEDED), ({"segment": "b"}, accepted(segment="b"))),
    versions("versions in order", ({"updated_at": "2024-05-01"}, SUPERSEDED), ({}, KEPT)),
    versions("versions out of order", ({}, KEPT), ({"updated_at": "2024-05-01"}, SUPERSEDED)),
    versions("the newest version unsound: the older counts",
             ({"updated_at": "2024-05-01"}, KEPT),
             ({"created_at": "soon"}, quarantined("not_a_timestamp:created_at"))),
    versions("a soft deletion", ({"updated_at": "2024-05-01"}, SUPERSEDED),
             ({"is_deleted": "Yes"}, accepted(is_deleted="true"))),
    versions("blanks around an id", ({"customer_id": "K-blank"}, SUPERSEDED),
             ({"customer_id": "\t K-blank\u00a0"}, accepted(customer_id="K-blank"))),
    versions("marks around an id", ({"customer_id": "K-mark"}, SUPERSEDED),
             ({"customer_id": "\ufeffK-mark\u200b"}, accepted(customer_id="K-mark"))),
    versions("case tells ids apart", ({"customer_id": "K-case"}, KEPT),
             ({"customer_id": "k-case"}, KEPT)),
    versions("leading zeros tell ids apart",
             ({"customer_id": "0077"}, accepted(customer_id="0077")),
             ({"customer_id": "77"}, accepted(customer_id="77"))),
    *cells_in("customer_id", "crm.customers", "id", {
        "123456789012345678901": "123456789012345678901", "1E5": "1E5",
        "1.23E+20": SHORTENED, "1E+15": SHORTENED, "1e+16": SHORTENED,
        "-1": "-1", "1.0": "1.0", "客户🙂": "客户🙂", "k" * 300: "k" * 300,
        "=1+1": "=1+1", "a/../../b": "a/../../b", "a,b": "a,b", 'a"b': 'a"b',
        "NULL": NO_KEY, "None": NO_KEY,
        "": NO_KEY, "  ": NO_KEY, "\u3000": NO_KEY, "\u200b\ufeff": NO_KEY,
        "K\u200b1": UNSEEN, "K\u200d1": UNSEEN, "K\u00ad1": UNSEEN, "K\u202e1": UNSEEN,
        "K\ufeff1": UNSEEN, "K\x011": UNSEEN, "K\t1": UNSEEN, "K\n1": UNSEEN, "K\x7f1": UNSEEN,
    }),
    *cells_in("is_deleted", "crm.customers", "truth", {
        "TRUE": "true", "y": "true", "0": "false", "1.0": "true", "0.0": "false",
        "No": "false", "": accepted(is_deleted=None),
        **dict.fromkeys(["maybe", "2", "是", "-1"], quarantined("not_a_boolean:is_deleted")),
    }),
    *cells_in("order_status", "commerce.orders", "status", {
        " PAID ": "paid", "lost": quarantined("not_accepted:order_status"),
        "paid;": quarantined("not_accepted:order_status"),
        "": quarantined("missing_required:order_status"),
        "NULL": quarantined("missing_required:order_status"),
    }),
    *cells_in("city", "crm.customers", "descriptive text", {
        "N/A": accepted(city=None), "NA": "NA", "nan": accepted(city=None),
        "None of it": "None of it",
    }),
    *cells_in("name", "crm.customers", "free text", {"NULL": "NULL", "None": "None", "-": "-"}),
    *cells_in("customer_type", "crm.customers", "descriptive word", {
        "robot": accepted(customer_type=None), "PERSON": "person",
    }),
    *cells_in("question_count", "surveys.surveys", "descriptive number", {
        "0": accepted(question_count=None), "ten": accepted(question_count=None), "3.0": "3",
    }),
]  # fmt: skip
ROWS_OUT_OF_PLACE = [
    one("id and time swapped", "crm.customers", {"customer_id": "2024-01-05", "created_at": "C9"},
        quarantined("not_a_timestamp:created_at")),
    one("the header again", "crm.customers",
        {"customer_id": "customer_id", "created_at": "created_at", "updated_at": "updated_at"},
        quarantined("not_a_timestamp:created_at", "not_a_timestamp:updated_at")),
    one("a TOTAL line", "commerce.orders",
        {"order_id": "TOTAL", "customer_id": "", "ordered_at": "", "updated_at": "",
         "order_status": "", "amount": "123456.00"},
        quarantined("missing_required:ordered_at", "missing_required:updated_at",
                    "missing_required:order_status")),
    one("an empty row with commas", "support.tickets",
        {"ticket_id": "", "created_at": "", "updated_at": "", "ticket_status": ""},
        quarantined("missing_required:ticket_id", "missing_required:created_at",
                    "missing_required:updated_at", "missing_required:ticket_status")),
    one("an activity of nobody", "crm.activities", {"customer_id": "nobody"},
        quarantined("unknown_reference:customer_id")),
    one("an activity of a customer in another case", "crm.activities", {"customer_id": "c00363"},
        quarantined("unknown_reference:customer_id")),
    one("an activity without a customer", "crm.activities", {"customer_id": ""},
        quarantined("missing_required:customer_id")),
    one("an activity of a customer held back", "crm.activities", {"customer_id": "held back"},
        quarantined("unknown_reference:customer_id")),
    one("a customer held back", "crm.customers",
        {"customer_id": "held back", "created_at": "05.01.2024"},
        quarantined("not_a_timestamp:created_at")),
    one("a contract of nobody", "crm.contracts", {"customer_id": "nobody"},
        quarantined("unknown_reference:customer_id")),
    one("a loyalty transaction of nobody", "commerce.loyalty_transactions",
        {"customer_id": "nobody"}, quarantined("unknown_reference:customer_id")),
    one("an event of nobody", "engagement.events", {"customer_id": "nobody"},
        quarantined("unknown_reference:customer_id")),
    one("a line of no order", "commerce.order_lines", {"order_id": "nothing"},
        quarantined("unknown_reference:order_id")),
    one("a ticket event of no ticket", "support.ticket_events", {"ticket_id": "nothing"},
        quarantined("unknown_reference:ticket_id")),
    one("an answer to no survey", "surveys.responses", {"survey_id": "nothing"},
        quarantined("unknown_reference:survey_id")),
    one("an invitation to no survey", "surveys.invitations", {"survey_id": "nothing"},
        quarantined("unknown_reference:survey_id")),
    one("an order of an unknown customer counts as a sale", "commerce.orders",
        {"customer_id": "nobody"}, accepted(customer_id="nobody")),
    one("an anonymous sale", "commerce.orders", {"customer_id": ""}, accepted(customer_id=None)),
    one("a ticket of an unknown customer is kept", "support.tickets", {"customer_id": "nobody"},
        accepted(customer_id="nobody")),
]  # fmt: skip

# In every text column of every table, and read as they are.
TEXTS = {
    "a formula": "=HYPERLINK(\"http://example.com/?\"&A1,\"x\")",
    "a formula that starts a program": "=cmd|' /C calc'!A0",
    "HTML": "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "SQL": "'); drop table raw.crm__customers; --",
    "Jinja": "{{ env_var('HOME') }}{% do run_query('select 1') %}{# x",
    "emoji": "👩🏽‍🚀🇨🇳🙂",
    "text from right to left": "שלום مرحبا \u202eabc",
    "control characters": "a\x01\x07\x1b[31mb\x7fc",
    "characters without width": "a\u200bb\u2060c\u00add",
    "quotes and line breaks": "a\"b'c\r\nd\\n\\",
    "a path": "../../etc/passwd",
}  # fmt: skip
UNSEEN_TEXTS = ("emoji", "text from right to left", "control characters",
                "characters without width", "quotes and line breaks")  # fmt: skip


def text_cases() -> list[RowCase]:
    """Every text in every text column at once, one case a table; ids take those without marks."""
    cases = []
    for table in SOUND:
        for kind, text in TEXTS.items():
            cells, values = {}, {}
            for column in contract_of(table)["columns"]:
                name, rules = column["name"], rules_of(column)
                is_free = column["data_type"] == "text" and not (
                    rules.get("accepted_values") or rules.get("references")
                )
                if not is_free or (name.endswith("_id") and kind in UNSEEN_TEXTS):
                    continue
                cells[name] = text
                values[name] = text.upper() if rules.get("letter_case") == "upper" else text
            cases.append(one(f"{kind} in {table}", table, cells, Accepted(values)))
    return cases


ROW_CASES = [*NUMBERS, *SCORES, *TIMES, *KEYS, *ROWS_OUT_OF_PLACE, *text_cases()]

# The merges, and the surviving customer of each record.
MERGES = {
    "into another": ({"a": "b", "b": ""}, {"a": "b", "b": "b"}),
    "a chain": ({"a": "b", "b": "c", "c": ""}, {"a": "c", "b": "c", "c": "c"}),
    "a chain of 32": (
        {**{f"{n:02}": f"{n + 1:02}" for n in range(32)}, "32": ""},
        {f"{n:02}": "32" for n in range(33)},
    ),
    "into itself": ({"a": "a"}, {"a": "a"}),
    "in a circle of two": ({"a": "b", "b": "a"}, {"a": "a", "b": "b"}),
    "in a circle of three": ({"a": "b", "b": "c", "c": "a"}, {"a": "a", "b": "b", "c": "c"}),
    "into a circle": ({"a": "b", "b": "c", "c": "b"}, {"a": "a", "b": "b", "c": "c"}),
    "into nobody": ({"a": "nobody"}, {"a": "a"}),
    "two into one": ({"a": "c", "b": "c", "c": ""}, {"a": "c", "b": "c", "c": "c"}),
}


def merge_id(name: str, customer: str) -> str:
    return f"{name} {customer}" if customer else ""


MERGE_CASES = [
    RowCase(
        f"merged {name}",
        "crm.customers",
        tuple(
            (
                {
                    "customer_id": merge_id(name, customer),
                    "merged_into_customer_id": merge_id(name, target),
                },
                KEPT,
            )
            for customer, target in links.items()
        ),
    )
    for name, (links, _) in MERGES.items()
]


def planted(cases: list[RowCase]) -> dict[str, list[tuple[str, dict[str, str], object]]]:
    """The rows of some cases by table, in order: name of the case, all cells, outcome."""
    rows: dict[str, list[tuple[str, dict[str, str], object]]] = {}
    for number, case in enumerate(cases):
        for cells, outcome in case.rows:
            key = {key_of(case.table): f"case {number}"}
            rows.setdefault(case.table, []).append(
                (case.name, {**key, **SOUND[case.table], **cells}, outcome)
            )
    return rows


def parents() -> dict[str, list[dict[str, str]]]:
    """The rows that the cases refer to, sound in every cell."""
    return {table: [{**SOUND[table], **cells} for cells in rows] for table, rows in PARENTS.items()}


def csv_text(table: str, rows: list[dict[str, str]]) -> str:
    """A CSV file of a table with all columns of the contract."""
    columns = [column["name"] for column in contract_of(table)["columns"]]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
