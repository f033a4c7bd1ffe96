"""Personal data stays in the work file; an erased customer is in no file and does not come back."""

from __future__ import annotations

import gzip
import hmac
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import (
    ROOT,
    WITHOUT_UNIT_TESTS,
    Run,
    build_without_tests,
    dbt,
    dbt_process,
    small_raw,
    write_tables,
)

from python_hooks.endpoints.publishing import check_pseudonym_key
from python_hooks.engines.warehouse import connect
from python_hooks.landing import LandingRequest, RefusedFiles, TableContract, land, raw_relation_sql
from python_hooks.privacy.tombstones import CUSTOMERS, Tombstones
from python_hooks.publishing import pseudonyms
from python_hooks.publishing.generations import kept

KEY = "a key of the tests, long enough to be one"
# No process of a build may open a connection; this finds out which does.
WATCH = """
import os, socket
def refuse(self, address, *_):
    with open(os.environ["WATCH_FILE"], "a") as file:
        file.write(f"{address}\\n")
    raise OSError("no connection here")
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *address, **_: refuse(None, address)
"""


class Canaries:
    """Words that occur nowhere but in personal columns, and days that nobody else was born on."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.planted: list[str] = []

    def word(self) -> str:
        """A new word."""
        self.planted.append(f"{self.kind}{len(self.planted):02}X")
        return self.planted[-1]

    def mail(self) -> str:
        """A new e-mail address."""
        return f"{self.word()}@example.org"

    def day(self) -> str:
        """A new day of birth."""
        self.planted.append(f"19{len(self.planted):02}-07-19")
        return self.planted[-1]


CUSTOMER_COLUMNS = (
    "customer_id,created_at,updated_at,name,email,phone,birth_date,merged_into_customer_id,nickname"
)
TICKET_COLUMNS = "ticket_id,customer_id,created_at,updated_at,ticket_status,subject"
EVENT_COLUMNS = (
    "ticket_event_id,ticket_id,occurred_at,updated_at,event_type,actor_type,actor_id,to_value"
)
RESPONSE_COLUMNS = (
    "response_id,survey_id,responded_at,updated_at,score,invitation_id,customer_id,comment"
)
ORDER_COLUMNS = "order_id,customer_id,ordered_at,updated_at,order_status,amount"
SURVEY = "survey_id,updated_at,name,metric,scale_min,scale_max\nS1,2024-01-01,Loyalty,nps,0,10\n"


def csv(columns: str, *rows: str) -> str:
    return "\n".join([columns, *rows]) + "\n"


def company(c: Canaries) -> dict[str, str]:
    """A company with a canary in every personal cell, in sound rows and all kinds of bad ones."""

    def customer(key: str, created: str = "2024-01-01", updated: str = "2024-01-01") -> str:
        cells = [key, created, updated, c.word(), c.mail(), c.word(), c.day(), "", c.word()]
        return ",".join(cells)

    return {
        "crm.customers": csv(
            CUSTOMER_COLUMNS,
            customer("C1", updated="2024-01-01"),
            customer("C1", updated="2024-01-02"),  # of two versions one is superseded
            customer("C2", created=c.word()),  # a name where a time should be
            customer(""),
            customer("C3") + "," + c.word(),  # a cell too many
            customer("C4"),
            customer("C5"),
        ),
        "crm.activities": csv(
            "activity_id,customer_id,activity_type,owner,updated_at",
            f"V1,C1,call,{c.word()},2024-02-01",
            f"V2,C9,call,{c.word()},2024-02-01",
        ),
        "support.agents": csv(
            "agent_id,updated_at,name,role",
            f"A1,2024-01-01,{c.word()},agent",
            f"A2,2024-01-01,{c.word()},{c.word()}",
            f"A3,{c.word()},{c.word()},agent",
            f"A4,2024-01-01,{c.word()},agent",
        ),
        "support.tickets": csv(
            TICKET_COLUMNS,
            f"T1,C1,2024-02-01,2024-02-01,open,{c.word()}",
            f"T2,,2024-02-01,2024-02-01,solved,{c.word()}",
            f"T3,C1,{c.word()},2024-02-01,open,{c.word()}",
            f'T4,C1,2024-02-01,2024-02-01,{c.word()},"{c.word()}, ""{c.word()}"""',
        ),
        "surveys.surveys": SURVEY,
        "surveys.responses": csv(
            RESPONSE_COLUMNS,
            f"R1,S1,2024-02-02,2024-02-02,9,,C1,{c.word()}",
            f"R2,S1,2024-02-02,2024-02-02,11,,C1,{c.word()}",
            f"R3,S9,2024-02-02,2024-02-02,9,,C1,{c.word()}",
            f"R4,S1,2024-02-02,2024-02-02,{c.word()},,C1,{c.word()}",
            f"R5,S1,2024-02-02,2024-02-02,9,,C1,{c.word()},{c.word()}",
            *[f"R{n},S1,2024-02-02,2024-02-02,9,,C1,{c.word()}" for n in range(6, 9)],
        ),
    }


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every table of a DuckDB file, or a Parquet file, and its cells as one text."""
    with connect(path if path.suffix == ".duckdb" else ":memory:", path.suffix == ".duckdb") as c:
        if path.suffix == ".parquet":
            yield (
                path.name,
                str(c.execute("select * from read_parquet($1)", [str(path)]).fetchall()),
            )
            return
        for schema, table in c.execute(
            "select table_schema, table_name from information_schema.tables"
            " where table_type = 'BASE TABLE'"
        ).fetchall():
            yield f"{schema}.{table}", str(c.execute(f'from "{schema}"."{table}"').fetchall())


def found_in(folder: Path, words: list[str], *, without: tuple[Path, ...] = ()) -> list[str]:
    """Where one of the words is: in the bytes of a file, or in a cell of a table."""
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(path.is_relative_to(each) for each in without):
            continue
        texts = [("bytes", path.read_bytes().decode("utf-8", errors="replace"))]
        if path.suffix in (".duckdb", ".parquet"):
            texts += cells(path)
        found += [
            f"{path}: {place}: {word}" for place, text in texts for word in words if word in text
        ]
    return found


# Personal columns


@pytest.fixture(scope="module")
def canaries() -> Canaries:
    return Canaries("CANARY")


@pytest.fixture(scope="module")
def watched_build(canaries: Canaries, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A build of the company with the canaries, in which no process can open a connection."""
    folder = tmp_path_factory.mktemp("canaries")
    raw = write_tables(folder / "given" / "raw", company(canaries))
    (folder / "watch").mkdir()
    (folder / "watch" / "sitecustomize.py").write_text(WATCH)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder / "watch"))
        patch.setenv("WATCH_FILE", str(folder / "connections"))
        patch.setenv("DBT_LOG_LEVEL_FILE", "debug")  # what dbt can write must not hold them, either
        for variable in ("DBT_SEND_ANONYMOUS_USAGE_STATS", "DO_NOT_TRACK", "GX_ANALYTICS_ENABLED"):
            patch.delenv(variable, raising=False)
        subprocess.run(
            [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
            check=False,
            stderr=subprocess.DEVNULL,
        )
        assert "127.0.0.1" in (folder / "connections").read_text()
        (folder / "connections").unlink()
        return dbt_process("build", folder, *WITHOUT_UNIT_TESTS, raw_path=raw, check=True)


def test_fifty_canaries_are_in_the_work_file_only(watched_build: Run, canaries: Canaries) -> None:
    folder = watched_build.warehouse.parent
    assert len(set(canaries.planted)) >= 50
    docs = dbt_process("docs generate", folder, raw_path=folder / "given" / "raw", check=True)
    private = (folder / "given", watched_build.warehouse / "landed")
    work = watched_build.warehouse / "work.duckdb"
    assert found_in(folder, canaries.planted, without=(*private, work)) == []
    assert [word for word in canaries.planted if word in watched_build.output + docs.output] == []
    assert watched_build.query("select count(*) from marts.dim_customers") == [(3,)]
    kept = found_in(watched_build.warehouse, canaries.planted)
    assert len(kept) > 50
    results = watched_build.query("from quality.check_results", "work.duckdb")
    results += watched_build.query("from quality.raw_profiles", "work.duckdb")
    assert [word for word in canaries.planted if word in str(results)] == []


def test_a_quarantined_rows_personal_cells_are_in_the_quarantine_only(
    watched_build: Run, canaries: Canaries
) -> None:
    held_back = "select name, email, phone, birth_date from staging.base_crm__customers"
    held_back += " where _status = 'quarantined'"
    assert set(watched_build.query(held_back, "work.duckdb")) == {(None, None, None, None)}
    texts = str(watched_build.query("from quality.quarantined_rows", "work.duckdb"))
    assert sum(word in texts for word in canaries.planted) > 20


def test_refused_files_are_named_without_their_content(tmp_path: Path) -> None:
    c = Canaries("CANARY")
    raw = write_tables(
        tmp_path / "given",
        {
            "crm.customers": f"C1,{c.word()},{c.mail()},2024-01-01\n",
            "crm.leads": f"{c.word()};{c.word()}\n",
            "support.tickets": f'{TICKET_COLUMNS}\nT1,C1,2024-01-01,2024-01-01,open,"{c.word()}\n',
            "support.agents": f"agent_id,updated_at,name,name\nA1,2024-01-01,{c.word()},x\n",
            "surveys.invitations": f"invitation_id,survey_id\n{c.word()},{c.word()}\n",
        },
    )
    (raw / "surveys" / "responses.csv").write_bytes(
        f"{RESPONSE_COLUMNS}\nR1,S1,2024-01-01,2024-01-01,9,,,{c.word()}".encode() + b"\xff\n"
    )
    (raw / "crm" / "activities.csv.gz").write_bytes(gzip.compress(c.word().encode() * 99)[:-9])
    (raw / "crm" / "contracts.parquet").write_bytes(c.word().encode())
    run = dbt("build", tmp_path, raw_path=raw)
    assert run.exit_code != 0
    assert "8 problems" in run.output
    assert [word for word in c.planted if word in run.output] == []
    assert found_in(tmp_path, c.planted, without=(raw,)) == []


def test_a_build_opens_no_connection(watched_build: Run) -> None:
    assert not (watched_build.warehouse.parent / "connections").exists()


def test_others_cannot_read_the_files_of_a_build(watched_build: Run) -> None:
    for folder in (watched_build.warehouse, watched_build.target, watched_build.logs):
        for path in folder.rglob("*"):
            is_for_readers = path.suffix == ".duckdb" and path.name != "work.duckdb"
            allowed = 0o440 if is_for_readers else 0o700
            assert path.stat().st_mode & 0o777 & ~allowed == 0, path
    assert watched_build.published.stat().st_mode & 0o777 == 0o440
    assert watched_build.warehouse.stat().st_mode & 0o777 == 0o750


def test_the_text_of_a_quarantined_row_expires(tmp_path: Path) -> None:
    raw = write_tables(
        tmp_path / "raw", {"crm.customers": "customer_id,created_at,updated_at\nC1,2024,2024\n"}
    )
    (raw / "crm" / "customers.csv").unlink()
    for day in ("2024-01-01", "2024-03-31", "2024-06-29"):
        # Of the one customer every day but the last has a version that is superseded.
        rows = [f"C1,{day},{day}", f"bad{day},no time,{day}", f"few{day},cells"]
        text = csv("customer_id,created_at,updated_at", *rows)
        (raw / "crm" / "customers").mkdir(exist_ok=True)
        (raw / "crm" / "customers" / f"{day}.csv").write_text(text)
    select = ("--select", "+quarantined_rows")
    run = dbt("build", tmp_path, *select, raw_path=raw, check=True)
    kept = run.query(
        "select row_number, row_key, reasons, row_json is not null, file like '%01-01%'"
        " from quality.quarantined_rows order by file, row_number",
        "work.duckdb",
    )
    # 90 days before the newest row is still kept, 180 days before it is not.
    assert [has_text for *_, has_text, _ in kept] == [False, False, True, True, True, True]
    assert kept[0] == (2, "bad2024-01-01", "not_a_timestamp:created_at", False, True)
    wanted = ("--vars", "{quarantine_retention_days: -1}")
    wrong = dbt_process("compile", tmp_path, "--select", "quarantined_rows", *wanted, raw_path=raw)
    assert wrong.exit_code != 0
    assert "The variable quarantine_retention_days is '-1'." in wrong.output


def test_the_landed_copy_of_a_file_goes_with_the_file(tmp_path: Path) -> None:
    table = TableContract("crm", "customers", ("customer_id", "name"), ("customer_id",))
    request = LandingRequest(str(tmp_path / "raw"), str(tmp_path / "landed"), (table,))
    raw = write_tables(tmp_path / "raw", {"crm.customers": "customer_id,name\nC1,Ada\n"})
    land(request)
    (raw / "crm" / "customers.csv").unlink()
    assert len(list((tmp_path / "landed").rglob("*.parquet"))) == 1
    land(request)
    assert list((tmp_path / "landed").rglob("*.parquet")) == []


def test_published_notices_hold_no_example(demo_build: Run) -> None:
    quoted = demo_build.query(
        'select unnest(regexp_extract_all(example, \'"([^"]+)"\', 1)) from reporting.notices',
        "work.duckdb",
    )
    assert ("C-nobody",) in quoted
    published = str(demo_build.query("from reporting.notices"))
    assert [text for (text,) in quoted if text in published.split()] == []
    assert "C-nobody" not in published


def test_a_variable_keeps_cells_out_of_the_published_file(tmp_path: Path) -> None:
    wanted = ("--select", "metric_cells", "metric_months", "--resource-type", "model")
    listed = dbt_process("ls", tmp_path, *wanted, "--vars", "{publish_metric_cells: false}")
    assert "reporting.metric_months" in listed.output
    assert "reporting.metric_cells" not in listed.output


# Pseudonyms


def test_a_pseudonym_is_the_hmac_of_the_id() -> None:
    ids = ["C1", "", "客户", "x" * 200]
    for secret in ("k" * 32, "k" * 64, "k" * 65, "键" * 40):
        with connect() as connection:
            pseudonyms.use_key(connection, secret)
            select = f"select {pseudonyms.pseudonym_sql('id')} from (select unnest($1) as id)"
            found = [value for (value,) in connection.execute(select, [ids]).fetchall()]
            pseudonyms.forget_key(connection)
            assert connection.execute(select, [ids]).fetchall() == [(None,)] * len(ids)
        digests = [hmac.digest(secret.encode(), each.encode(), "sha256") for each in ids]
        assert found == [digest.hex()[:32] for digest in digests]


@pytest.mark.parametrize("secret", [None, "", "short"])
def test_pseudonyms_without_a_usable_key_are_refused_before_the_first_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str | None
) -> None:
    monkeypatch.delenv(pseudonyms.KEY_VARIABLE, raising=False)
    if secret is not None:
        monkeypatch.setenv(pseudonyms.KEY_VARIABLE, secret)
    if secret == "short":
        run = dbt("build", tmp_path, "--vars", "{pseudonymise_customers: true}")
        assert run.exit_code != 0
        assert "CX_PSEUDONYM_KEY of the environment has 5 characters. Set it" in run.output
        assert "Traceback" not in run.output
        assert not (run.target / "run_results.json").exists()
        assert not run.published.exists()
        return
    for variable in ("pseudonymise_customers", "customers_from_orphans"):
        answer = json.loads(check_pseudonym_key(json.dumps({"variable": variable})))
        assert answer["error"].startswith(f"{variable} is true, and the variable CX_PSEUDONYM_KEY")
        assert "is not set" in answer["error"]


def test_a_published_file_with_pseudonyms_shows_no_id(
    small_build: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pseudonyms.KEY_VARIABLE, KEY)
    wanted = ("--vars", "{pseudonymise_customers: true}")
    raw = small_raw(small_build.warehouse.parent)
    run = dbt("build", tmp_path, *wanted, raw_path=raw, check=True)
    ids = {key for (key,) in small_build.query("select customer_id from marts.dim_customers")}
    texts = [
        (name, value)
        for name, rows in run.tables().items()
        for row in rows
        for value in row
        if isinstance(value, str)
    ]
    shown = {name for name, text in texts if not ids.isdisjoint(text.replace("|", " ").split())}
    assert shown == set()
    assert found_in(tmp_path, [KEY]) == []
    expected = {hmac.digest(KEY.encode(), key.encode(), "sha256").hex()[:32] for key in ids}
    for table in ("dim_customers", "fct_customer_months"):
        found = run.query(f"select distinct customer_id from marts.{table}")
        assert {key for (key,) in found} == expected
    per_customer = "select count(*) from marts.fct_orders group by customer_id order by 1"
    assert run.query(per_customer) == small_build.query(per_customer)
    stored = run.query("select customer_id from marts.dim_customers")
    assert stored == sorted(stored)  # in the order of the pseudonyms, which tells nothing


def test_a_published_key_that_holds_a_customers_id_is_tagged() -> None:
    joined = re.compile(r"joined_key\(\[[^\]]*customer_id[^\]]*\]\) \}\} as (\w+)")
    found = 0
    for path in [*ROOT.glob("models/marts/*.sql"), *ROOT.glob("models/reporting/*.sql")]:
        declared = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
        columns = {each["name"]: each for each in declared["models"][0]["columns"]}
        for name in joined.findall(path.read_text(encoding="utf-8")):
            found += 1
            if name in columns:
                assert "customer_id" in columns[name].get("config", {}).get("tags", []), name
    assert found >= 1


# Erasure


def erasable(p: Canaries) -> dict[str, list[str]]:
    """Rows of one person, in every table and state; the first of each list is the header."""
    return {
        "crm.customers": [
            CUSTOMER_COLUMNS,
            f"P1-ERASED,2024-01-01,2024-01-01,{p.word()},{p.mail()},+49 {p.word()},{p.day()},,",
            f"P1-ERASED,2024-01-01,2024-01-03,{p.word()},{p.kind}00@example.org,,,,",
            f"P2-ERASED,2024-01-01,2024-01-01,{p.word()},{p.mail()},,,P1-ERASED,",
            f"P3-ERASED,2024-01-01,2024-01-01,{p.word()},,,,P2-ERASED,",
            f"P1-ERASED,{p.word()},2024-01-01,{p.word()},,,,,",
            f",2024-01-01,2024-01-01,{p.word()},{p.planted[1]}@EXAMPLE.org,,,,",
            f"P1-ERASED,2024-01-01,2024-01-01,{p.word()}, {p.word()},{p.word()},1,1,1,1,1",
        ],
        "support.tickets": [
            TICKET_COLUMNS,
            f"T1-ERASED, P3-ERASED ,2024-02-01,2024-02-01,open,{p.word()}",
            f"T2-ERASED,P1-ERASED,{p.word()},2024-02-01,open,{p.word()}",
        ],
        "support.ticket_events": [
            EVENT_COLUMNS,
            f"E1,T1-ERASED,2024-02-01,2024-02-01,internal_note,agent,A1,{p.word()}",
            f"E2,T1-ERASED,2024-02-01,soon,internal_note,agent,A1,{p.word()}",
            f"E3,T9,2024-02-02,2024-02-02,public_reply,customer,P1-ERASED,{p.word()}",
        ],
        "commerce.orders": [
            ORDER_COLUMNS,
            "O1-ERASED,P2-ERASED,2024-02-01,2024-02-01,paid,10",
        ],
        "commerce.order_lines": [
            "order_line_id,order_id,product_id,quantity,amount,updated_at",
            f"L1,O1-ERASED,{p.word()},1,10,2024-02-01",
        ],
        "surveys.invitations": [
            "invitation_id,survey_id,customer_id,sent_at,updated_at",
            "I1-ERASED,S1,P1-ERASED,2024-02-01,2024-02-01",
        ],
        "surveys.responses": [
            RESPONSE_COLUMNS,
            f"R1,S1,2024-02-02,2024-02-02,9,I1-ERASED,,{p.word()}",
            f"R2,S1,2024-02-02,2024-02-02,99,,P1-ERASED,{p.word()}",
        ],
    }


OTHERS = {
    "crm.customers": ["C1,2024-01-01,2024-01-01,Cleo,cleo@example.org,,,,"],
    "support.tickets": ["T9,C1,2024-02-01,2024-02-02,open,Where is it"],
    "support.ticket_events": ["E9,T9,2024-02-01,2024-02-01,created,customer,C1,"],
    "commerce.orders": ["O9,C1,2024-02-01,2024-02-01,paid,10"],
    "commerce.order_lines": ["L9,O9,tea,1,10,2024-02-01"],
    "surveys.invitations": ["I9,S1,C1,2024-02-01,2024-02-01"],
    "surveys.responses": [
        "R9,S1,2024-02-03,2024-02-03,9,I9,,Good",
        "R8,S1,2024-02-04,2024-02-04,1,,,",
    ],
}


def erase(folder: Path, raw: Path, *named: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, over the warehouse in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "python_hooks", "erase", *named],
        cwd=ROOT,
        env={
            **os.environ,
            "CX_RAW_PATH": str(raw),
            "CX_WAREHOUSE_PATH": str(folder / "warehouse"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def facts(run: Run) -> dict[str, list[tuple]]:
    """The published tables, without what a file says of the run that made it."""
    return {
        name: rows for name, rows in run.business_tables().items() if not name.startswith("main.")
    }


def test_an_erased_customer_is_in_no_file_and_does_not_come_back(tmp_path: Path) -> None:
    person = Canaries("PERSON")
    rows = erasable(person)
    secrets = [*person.planted, "-ERASED"]
    raw = write_tables(
        tmp_path / "raw",
        {table: csv(*lines, *OTHERS[table]) for table, lines in rows.items()}
        | {"surveys.surveys": SURVEY},
    )
    given = ("--vars", '{"kept_generations": 2}')
    before = dbt("build", tmp_path, *given, raw_path=raw, check=True)
    warehouse = before.warehouse
    variables = before.query("select variables from main.generation")
    assert variables == [(given[1],)]
    assert len(before.query("from marts.dim_customers")) == 2
    assert len(found_in(warehouse, secrets)) > 50
    (generation,) = kept(warehouse)
    Path(f"{generation.path}.wal").write_text(person.planted[0])
    with connect(warehouse / "theirs.duckdb") as connection:
        connection.execute("create table help_desk as select 1")
    theirs = (warehouse / "theirs.duckdb").read_bytes()
    published = before.published.read_bytes()

    for named, message in [
        ("nobody", "Name the customer so: python -m python_hooks erase customer_id=C1"),
        ("customer_id=nobody", "No row of any table names the customer nobody."),
    ]:
        refused = erase(tmp_path, raw, named)
        assert refused.returncode == 1
        assert message in refused.stderr
    assert before.published.read_bytes() == published
    assert not (warehouse / "tombstones.json").exists()

    # P2 was merged into P1: any id of the person will do.
    done = erase(tmp_path, raw, "customer_id=P2-ERASED")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The data join other ids to it: 3 ids of the same people are erased." in done.stdout
    # The command builds with the variables of the published file.
    assert before.query("select variables from main.generation") == variables
    assert "crm/customers.csv: 7" in done.stdout
    assert "surveys/responses.csv: 2" in done.stdout
    assert found_in(tmp_path, secrets, without=(raw,)) == []
    assert [word for word in secrets if word in done.stdout + done.stderr] == []
    assert [each.number for each in kept(warehouse)] == [2]
    assert [each.name for each in generation.path.parent.iterdir()] == ["000002.duckdb"]
    assert (warehouse / "theirs.duckdb").read_bytes() == theirs
    left = {
        name: (read, erased)
        for name, read, accepted, superseded, quarantined, erased in before.query(
            "select source || '.' || table_name, rows_read, rows_accepted, rows_superseded,"
            " rows_quarantined, rows_erased from quality.row_reconciliation where rows_erased > 0",
            "work.duckdb",
        )
        if read == accepted + superseded + quarantined + erased
    }
    assert left == {
        table: (len(lines) - 1 + len(OTHERS[table]), len(lines) - 1)
        for table, lines in rows.items()
    }
    facts_after = facts(before)

    # A later full load brings the person once more, with an order that was not known before.
    rows["commerce.orders"].append("O2-ERASED,P1-ERASED,2024-02-01,2024-02-01,paid,10")
    rows["commerce.orders"].append("O3-ERASED,\u200eP1-ERASED,2024-02-01,2024-02-01,paid,10")
    rows["commerce.order_lines"].append("L2,O2-ERASED,salt,1,10,2024-02-01")
    for table, lines in rows.items():
        folder = raw / table.replace(".", "/")
        folder.mkdir()
        (folder / "later.csv").write_text(csv(*lines, *OTHERS[table]))
    again = dbt("build", tmp_path, raw_path=raw, check=True)
    assert found_in(tmp_path, secrets, without=(raw,)) == []
    assert facts(again) == facts_after
    assert "These raw files still hold them" in again.output

    # And the same comes out as if the person had never been there.
    never = write_tables(
        tmp_path / "never" / "raw",
        {table: csv(lines[0], *OTHERS[table]) for table, lines in rows.items()}
        | {"surveys.surveys": SURVEY},
    )
    without = build_without_tests(tmp_path / "never", never)
    for table in facts_after:
        rows = f"select * from {table} order by all"
        assert without.query(rows) == again.query(rows, without.file), table


def test_a_failed_build_leaves_no_personal_data_and_has_a_remedy(tmp_path: Path) -> None:
    person = Canaries("PERSON")
    rows = erasable(person)["crm.customers"]
    raw = write_tables(tmp_path / "raw", {"crm.customers": csv(*rows)})
    (tmp_path / "warehouse" / "landed").mkdir(parents=True)
    (tmp_path / "warehouse" / "landed" / "old.parquet").write_text(person.planted[0])
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "dbt.log.1").write_text(person.planted[0])
    (raw / "crm" / "leads.csv").write_text("no header\n")
    run = erase(tmp_path, raw, "customer_id=P1-ERASED")
    assert run.returncode == 1
    assert "put right what the build says, and run this command again" in run.stderr.lower()
    assert "Traceback" not in run.stdout + run.stderr
    assert found_in(tmp_path, [*person.planted, "-ERASED"], without=(raw,)) == []


def test_a_warehouse_that_another_process_has_open_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "warehouse").mkdir()
    work = tmp_path / "warehouse" / "work.duckdb"
    held = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import duckdb; held = duckdb.connect({str(work)!r}); print(); input()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        held.stdout.readline()
        run = erase(tmp_path, tmp_path, "customer_id=C1")
        assert run.returncode == 1
        assert f"{work} is open in another process." in run.stderr
        assert work.exists()
        assert not (tmp_path / "warehouse" / "tombstones.json").exists()
    finally:
        held.communicate(b"\n")


ORDERS = TableContract(
    "commerce", "orders", ("order_id", "customer_id", "amount"), ("order_id",),
    types=("text", "text", "decimal"),
)  # fmt: skip
LINES = TableContract("commerce", "order_lines", ("order_line_id", "order_id"), ("order_line_id",))


def landed_rows(folder: Path) -> list[list[tuple]]:
    """The rows of orders and of their lines, landed from `folder`."""
    landing = land(LandingRequest(str(folder / "raw"), str(folder / "landed"), (LINES, ORDERS)))
    with connect() as connection:
        return [
            connection.execute(raw_relation_sql(contract, table.deliveries)).fetchall()
            for contract, table in zip((LINES, ORDERS), landing.tables, strict=True)
        ]


def test_a_parquet_delivery_is_read_where_it_lies_unless_an_erased_customer_is_in_it(
    tmp_path: Path,
) -> None:
    write_tables(tmp_path / "raw", {"commerce.order_lines": "order_line_id,order_id\nL7,7\nL8,8\n"})
    with connect() as connection:
        connection.execute(
            f"copy (select 7::bigint as order_id, 'C1' as customer_id, 2.5::decimal(9, 2) as amount"
            f" union all select 8, 'C2', 3) to '{tmp_path}/raw/commerce/orders.parquet'"
        )
    assert [row[:2] for row in landed_rows(tmp_path)[1]] == [("7", "C1"), ("8", "C2")]
    tombstones = Tombstones(tmp_path)
    tombstones.add({tombstones.hashed(CUSTOMERS, "C3")})
    landed_rows(tmp_path)
    assert not list((tmp_path / "landed" / "commerce").glob("orders/*.parquet"))
    tombstones.add({tombstones.hashed(CUSTOMERS, "C1")})
    for _ in range(2):
        lines, orders = landed_rows(tmp_path)
        assert [(row[0], row[-2]) for row in lines] == [(None, "erased"), ("L8", None)]
        assert [(row[0], float(row[2] or 0), row[4], row[-2]) for row in orders] == [
            (None, 0.0, 1, "erased"),
            ("8", 3.0, 2, None),
        ]


def test_a_damaged_list_of_the_erased_stops_the_landing(tmp_path: Path) -> None:
    write_tables(tmp_path / "raw", {"commerce.orders": "order_id,customer_id\n1,C1\n"})
    (tmp_path / "tombstones.json").write_text("{")
    with pytest.raises(RefusedFiles, match="erased customers cannot be read"):
        landed_rows(tmp_path)


def test_the_list_of_the_erased_holds_no_id_and_belongs_to_its_owner(tmp_path: Path) -> None:
    tombstones = Tombstones(tmp_path)
    tombstones.add({tombstones.hashed(CUSTOMERS, " P1-ERASED\u3000")})
    assert "P1" not in tombstones.path.read_text()
    assert tombstones.path.stat().st_mode & 0o777 == 0o600
    assert Tombstones(tmp_path).hashes == {tombstones.hashed(CUSTOMERS, "P1-ERASED")}
    assert tombstones.hashed(CUSTOMERS, "\ufeffP1-ERASED\u200b") in tombstones.hashes
    assert Tombstones(tmp_path / "other").hashed(CUSTOMERS, "P1-ERASED") not in tombstones.hashes


def test_every_column_that_names_a_customer_is_known_to_erasure_and_publishing() -> None:
    known = {"customer_id", "merged_into_customer_id"}
    for path in ROOT.glob("models/staging/*/_*__sources.yml"):
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
            for table in source["tables"]:
                named = {c["name"] for c in table["columns"] if "customer_id" in c["name"]}
                assert named <= known, table["name"]


# Supply chain


def test_every_dependency_is_locked_by_hash_and_no_lock_names_a_host() -> None:
    for name in ("requirements", "requirements-dev", "requirements-spark"):
        text = (ROOT / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert len(lines) > 20
        assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []
        assert "://" not in text
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if "pip install" in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []
