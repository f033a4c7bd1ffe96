"""SQL users of the published file: the tables that they may read, and attempts to escape."""

from __future__ import annotations

import hashlib
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT
from test_generations import publish

from python_hooks.publishing import readers

SECRET = "CANARY-OUTSIDE"
python_secret = [SECRET]  # a variable of this process, which DuckDB would read as a table

# {0} is a folder with secret.csv, .json, .parquet, .duckdb and .txt beside published.duckdb.
ESCAPES = [
    # Reading files
    "select * from read_text('{0}/secret.txt')",
    "select * from read_blob('{0}/secret.txt')",
    "select * from read_csv('{0}/secret.csv')",
    "select * from read_csv_auto('{0}/secret.csv')",
    "select * from read_csv(['{0}/secret.csv', '/etc/passwd'])",
    "select * from sniff_csv('{0}/secret.csv')",
    "select * from read_json('{0}/secret.json')",
    "select * from read_json_auto('{0}/secret.json')",
    "select * from read_json_objects('{0}/secret.json')",
    "select * from read_ndjson('{0}/secret.json')",
    "select * from read_ndjson_objects('{0}/secret.json')",
    "select * from read_parquet('{0}/secret.parquet')",
    "select * from parquet_scan('{0}/secret.parquet')",
    "select * from parquet_metadata('{0}/secret.parquet')",
    "select * from parquet_schema('{0}/secret.parquet')",
    "select * from parquet_file_metadata('{0}/secret.parquet')",
    "select * from parquet_kv_metadata('{0}/secret.parquet')",
    "select * from '{0}/secret.csv'",
    "select * from '{0}/secret.json'",
    "select * from '{0}/secret.parquet'",
    "select * from '{0}/secret.duckdb'",
    "select * from '/etc/passwd'",
    "select * from read_text('/proc/self/environ')",
    "select * from read_text('/dev/stdin')",
    "select * from read_text('../../etc/passwd')",
    "select * from read_text('file://{0}/secret.txt')",
    "select (select content from read_text('{0}/secret.txt'))",
    "with stolen as (from read_text('{0}/secret.txt')) select * from stolen",
    "create temp table stolen as from read_text('{0}/secret.txt')",
    "create temp view stolen as from read_text('{0}/secret.txt'); from stolen",
    "create temp macro stolen() as table from read_text('{0}/secret.txt'); from stolen()",
    "prepare stolen as from read_text(?); execute stolen('{0}/secret.txt')",
    "set variable place = '{0}/secret.txt'; from read_text(getvariable('place'))",
    "from query('from read_text(''{0}/secret.txt'')')",
    "from query_table('{0}/secret.csv')",
    "describe select * from read_csv('{0}/secret.csv')",
    "summarize select * from read_csv('{0}/secret.csv')",
    "explain analyze select * from read_text('{0}/secret.txt')",
    "create temp table stolen (line varchar); copy stolen from '{0}/secret.csv'",
    # Looking around
    "select * from glob('{0}/*')",
    "select * from glob('/**')",
    "select getenv('HOME')",
    "select * from python_secret",
    # Network
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "select * from read_parquet('https://127.0.0.1:9/x.parquet')",
    "select * from read_parquet('s3://bucket/x.parquet')",
    "attach 'https://127.0.0.1:9/x.duckdb' as far",
    # Writing files
    "copy (select 1) to '{0}/out.csv'",
    "copy (select 1) to '{0}/out.parquet' (format parquet)",
    "copy (select 1) to '{0}/out.json' (format json)",
    "copy marts.orders to '{0}/out.csv'",
    "copy (select 1 as part) to '{0}/out' (format csv, partition_by (part))",
    "copy (select 1) to '/dev/stdout'",
    "export database '{0}/out'",
    "import database '{0}'",
    "copy from database published to memory",
    "pragma profiling_output = '{0}/out.json'",
    "set profiling_output = '{0}/out.json'",
    "set log_query_path = '{0}/out.log'",
    "call enable_logging(storage = 'file', storage_path = '{0}/out')",
    # The database's own file, and the logs beside it, which DuckDB leaves open to SQL
    *(
        statement.format(f"{{0}}/published.duckdb{ending}")
        for ending in ("", ".wal", ".wal.recovery", ".wal.checkpoint")
        for statement in (
            "copy (select 1) to '{0}' (format csv, use_tmp_file false)",
            "copy (select 1) to '{0}' (format csv)",
            "copy (select 1) to '{0}' (format parquet, use_tmp_file false)",
            "copy (select 1) to '{0}' (format json, use_tmp_file false)",
            "copy marts.orders to '{0}' (format csv, use_tmp_file false)",
            "create temp table stolen (line blob); copy stolen from '{0}' (format csv)",
            "export database '{0}'",
            "from read_blob('{0}')",
            "from read_text('{0}')",
            "from glob('{0}*')",
            "attach '{0}' as again",
            "attach '{0}' as again (read_only)",
        )
    ),
    # Other databases
    "attach '{0}/secret.duckdb' as other",
    "attach '{0}/secret.duckdb' as other (read_only)",
    "attach '{0}/new.duckdb' as other",
    "attach ':memory:' as other",
    "attach '{0}/published.duckdb' as again (read_only false)",
    "attach '{0}/secret.csv' as other (type sqlite)",
    "attach 'host=127.0.0.1' as other (type postgres)",
    # Extensions and secrets
    "install httpfs",
    "load httpfs",
    "load '{0}/secret.txt'",
    "install sqlite from community",
    "install spatial from '{0}'",
    "force install httpfs",
    "create secret (type s3)",
    "create persistent secret stolen (type http)",
    # Settings
    "set enable_external_access = true",
    "set lock_configuration = false",
    "reset lock_configuration",
    "set memory_limit = '100GB'",
    "set threads = 64",
    "set temp_directory = '{0}'",
    "pragma temp_directory = '{0}'",
    "set allowed_paths = ['/etc/passwd']",
    "set allowed_directories = ['/']",
    "set disabled_filesystems = ''",
    "set home_directory = '{0}'",
    "set extension_directory = '{0}'",
    "set secret_directory = '{0}'",
    "set autoload_known_extensions = true",
    "set python_enable_replacements = true",
    "set global access_mode = 'READ_WRITE'",
    # Changing the file
    "delete from marts.orders",
    "update marts.orders set value = 0",
    "insert into marts.orders values (9, 9, 9)",
    "drop table marts.orders",
    "drop schema marts cascade",
    "truncate marts.orders",
    "alter table marts.orders add column x int",
    "create table marts.mine as select 1",
    "create or replace view marts.orders as select 1",
    "comment on table marts.orders is 'mine'",
    "create schema mine",
    "create sequence mine",
    "create type mine as enum ('a')",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published file, and files beside it that nobody may read through it."""
    folder = tmp_path_factory.mktemp("readers")
    publish(folder, 1)
    (folder / "secret.txt").write_text(SECRET)
    (folder / "secret.csv").write_text(f"line\n{SECRET}\n")
    (folder / "secret.json").write_text(f'{{"line": "{SECRET}"}}')
    with duckdb.connect(str(folder / "secret.duckdb")) as connection:
        connection.execute(f"create table secret as select '{SECRET}' as line")
        connection.execute(f"copy secret to '{folder}/secret.parquet'")
    return folder


@pytest.fixture
def reader(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with readers.open_locked(place / "published.duckdb", memory_mb=200) as connection:
        yield connection


def state_of(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("attempt", ESCAPES)
def test_an_escape_fails(place: Path, reader: duckdb.DuckDBPyConnection, attempt: str) -> None:
    before = state_of(place)
    with pytest.raises(duckdb.Error) as refused:
        reader.execute(attempt.format(place)).fetchall()
    assert SECRET not in str(refused.value)
    assert state_of(place) == before


def test_sql_knows_no_path_that_it_could_write_to(
    place: Path, reader: duckdb.DuckDBPyConnection
) -> None:
    shown = reader.execute(
        "select path from duckdb_databases() where path is not null"
        " union select unnest(current_setting('allowed_paths'))"
    ).fetchall()
    assert (str(place / "published.duckdb"),) in shown
    before = state_of(place)
    for (path,) in shown:
        with pytest.raises(duckdb.Error):
            reader.execute(f"copy (select 1) to '{path}' (format csv, use_tmp_file false)")
    assert state_of(place) == before


def test_a_log_beside_the_published_file_is_not_read(place: Path) -> None:
    log = place / "published.duckdb.wal"
    log.write_bytes(b"forged")
    try:
        with pytest.raises(readers.QueryFailed, match=r"published\.duckdb\.wal must not be there"):
            readers.ask(place, "select 1", readers.Limits())
    finally:
        log.unlink()


def test_the_process_of_a_query_cannot_write_a_byte(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without DuckDB's own locks, which are switched off here.
    sql = f"copy (select 1) to '{place}/out.csv' (format csv, use_tmp_file false)"
    monkeypatch.setattr(readers, "open_locked", lambda path, _: duckdb.connect(str(path)))
    receiver, sender = multiprocessing.get_context("fork").Pipe(duplex=False)
    arguments = (sender, place / "secret.duckdb", sql, readers.Limits())
    process = multiprocessing.get_context("fork").Process(target=readers._answer, args=arguments)
    process.start()
    answer = receiver.recv()
    process.join()
    assert "File too large" in answer
    assert not (place / "out.csv").exists()


def test_each_escape_is_tried_once() -> None:
    assert len(set(ESCAPES)) == len(ESCAPES) >= 80


def test_the_attempts_would_work_on_an_ordinary_connection(place: Path) -> None:
    # Or the refusals would prove nothing: a file that is not there is refused everywhere.
    with duckdb.connect(str(place / "published.duckdb"), read_only=True) as ordinary:
        for attempt in (
            "select content from read_text('{0}/secret.txt')",
            "select line from read_csv('{0}/secret.csv')",
            "select line from read_parquet('{0}/secret.parquet')",
            "select line from read_json('{0}/secret.json')",
            "attach '{0}/secret.duckdb' as other; select line from other.secret",
        ):
            assert ordinary.execute(attempt.format(place)).fetchall() == [(SECRET,)]


def query(place: Path, sql: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "python_hooks", "query", sql, "--folder", str(place), *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_query_command_shows_rows(place: Path) -> None:
    shown = query(place, "select id, value from marts.orders order by id", "--rows", "2")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.splitlines() == [
        "id  value",
        "0     0.0",
        "1     1.5",
        "Only the first 2 rows are shown (--rows).",
    ]
    as_csv = query(place, "select null as a, 'x,y' as b", "--csv")
    assert as_csv.stdout == 'a,b\n,"x,y"\n'
    formulas = query(place, """select -5 as n, '-5' as t, '=1+1' as "@f", 'a=b' as u""", "--csv")
    assert formulas.stdout == "n,t,'@f,u\n-5,'-5,'=1+1,a=b\n"
    assert query(place, "-- nothing").stdout == ""
    cut = query(place, "select id from marts.orders order by id", "--csv", "--rows", "1")
    assert (cut.stdout, cut.stderr) == (
        "id\n0\n",
        "Only the first 1 rows; ask for more by --rows.\n",
    )


@pytest.mark.parametrize("option", ["--rows", "--seconds", "--memory-mb"])
@pytest.mark.parametrize("value", ["0", "-5", "many"])
def test_a_limit_of_a_query_is_above_0(place: Path, option: str, value: str) -> None:
    refused = query(place, "select 1", f"{option}={value}")
    assert refused.returncode == 2
    assert f"'{value}' is no whole number above 0" in refused.stderr


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select * from nowhere", "Table with name nowhere does not exist"),
        ("select * from read_text('/etc/passwd')", "disabled by configuration"),
        ("selec", "syntax error"),
    ],
)
def test_a_query_that_cannot_be_answered_is_a_sentence(place: Path, sql: str, message: str) -> None:
    refused = query(place, sql)
    assert refused.returncode == 1
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.splitlines()) <= 10


def test_csv_has_all_rows_unless_rows_is_given(place: Path) -> None:
    asked = query(place, "select range as place from range(12001)", "--csv")
    assert asked.stdout.splitlines() == ["place", *map(str, range(12001))]
    assert asked.stderr == ""


def test_a_query_without_a_published_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    refused = query(tmp_path, "select 1")
    assert refused.returncode == 1
    assert "Build first (make build)" in refused.stderr


def test_a_query_is_ended_when_its_time_is_up(place: Path) -> None:
    started = time.monotonic()
    with pytest.raises(readers.QueryFailed, match="longer than 2 s"):
        readers.ask(
            place,
            "select sum(hash(a.i, b.i)) from range(100000000) a(i), range(100000) b(i)",
            readers.Limits(seconds=2),
        )
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from (select distinct i, i + 1 from range(200000000) as t(i))",
        # DuckDB does not count what these take towards its memory_limit.
        "select length(repeat('x', 3000000000))",
        "select len(range(1000000000))",
    ],
)
def test_a_query_is_ended_when_it_takes_too_much_memory(place: Path, sql: str) -> None:
    with pytest.raises(readers.QueryFailed, match="more than 300 MB of memory"):
        readers.ask(place, sql, readers.Limits(seconds=120, memory_mb=300))
