"""Publishing in generations: complete, counted, kept, rolled back, and read concurrently."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT

from python_hooks.builds import locks
from python_hooks.publishing import generations, publishing
from python_hooks.publishing.publishing import NotPublished, Relation, Request


def company(number: int, rows: int = 3) -> duckdb.DuckDBPyConnection:
    """A work database whose two tables both say which generation they belong to."""
    work = duckdb.connect()
    work.execute("create schema marts; create schema reporting; create schema raw")
    for table in ("marts.orders", "reporting.totals"):
        work.execute(
            f"create table {table} as select i as id, {number} as made_in, i * 1.5::double as value"
            f" from range({rows}) as t(i)"
        )
    work.execute(
        "create table raw.inputs as select 'shop' as source_name, 'orders' as table_name,"
        f" 'orders.csv' as input, 'hash-{number}' as content_hash, {rows} as row_count"
    )
    work.execute("create table as_of as select timestamp '2025-12-31' as as_of")
    return work


def request(folder: Path, kept_generations: int = 3) -> Request:
    relations = tuple(
        Relation(schema, name, ("id", "made_in", "value"), ("id",), "A table.", {"id": "Its key."})
        for schema, name in (("marts", "orders"), ("reporting", "totals"))
    )
    return Request(folder, relations, "as_of", "raw.inputs", "run", "{}", kept_generations)


def publish(folder: Path, number: int, rows: int = 3) -> Path:
    with company(number, rows) as work:
        return publishing.publish(work.cursor(), request(folder))


def made_in(path: Path) -> set[int]:
    """The numbers that the tables of a file say, and the one that the file says of itself."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            number
            for (number,) in connection.execute(
                "select distinct made_in from marts.orders"
                " union select distinct made_in from reporting.totals"
                " union select generation_number from generation"
            ).fetchall()
        }


def test_a_generation_records_its_run_inputs_and_code(tmp_path: Path) -> None:
    published = publish(tmp_path, 1)
    with duckdb.connect(str(published), read_only=True) as connection:
        number, run, as_of, code, variables = connection.execute(
            "select generation_number, run_id, as_of::varchar, code_hash, variables from generation"
        ).fetchone()
        inputs = connection.execute("select * from generation_inputs").fetchall()
        tables = connection.execute("select * from generation_tables").fetchall()
    assert (number, run, as_of, variables) == (1, "run", "2025-12-31 00:00:00", "{}")
    assert len(code) == 64
    assert inputs == [("shop", "orders", "orders.csv", "hash-1", 3)]
    assert tables == [("marts", "orders", 3), ("reporting", "totals", 3)]


def test_equal_inputs_have_an_equal_hash(tmp_path: Path) -> None:
    hashes = []
    for number, content in ((1, 1), (2, 1), (3, 2)):
        published = publish(tmp_path, content)
        with duckdb.connect(str(published), read_only=True) as connection:
            hashes += connection.execute(
                "select input_hash from generation where generation_number = ?", [number]
            ).fetchall()
    assert hashes[0] == hashes[1] != hashes[2]


def test_the_last_generations_are_kept_and_readers_get_the_newest(tmp_path: Path) -> None:
    for number in range(1, 6):
        publish(tmp_path, number)
    assert [generation.number for generation in generations.kept(tmp_path)] == [3, 4, 5]
    assert generations.served(tmp_path) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["generations", "published.duckdb"]


def test_the_generation_in_use_is_kept_however_old(tmp_path: Path) -> None:
    for number in range(1, 4):
        publish(tmp_path, number)
    generations.roll_back(tmp_path, 1)
    generations.drop_old(tmp_path, 1)
    assert [generation.number for generation in generations.kept(tmp_path)] == [1, 3]


def test_a_rollback_gives_readers_the_generation_before_and_numbers_go_on(tmp_path: Path) -> None:
    for number in range(1, 4):
        publish(tmp_path, number)
    assert generations.roll_back(tmp_path).number == 2
    assert made_in(tmp_path / "published.duckdb") == {2}
    assert generations.roll_back(tmp_path, 3).number == 3
    assert made_in(tmp_path / "published.duckdb") == {3}
    generations.roll_back(tmp_path)
    publish(tmp_path, 4)
    assert made_in(tmp_path / "published.duckdb") == {4}


def test_a_rollback_to_the_current_generation_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    generations.roll_back(tmp_path, 1)
    assert made_in(tmp_path / "published.duckdb") == {1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["generations", "published.duckdb"]


def test_there_is_nothing_to_roll_back_to_before_the_first(tmp_path: Path) -> None:
    with pytest.raises(generations.NoSuchGeneration, match="Kept: none; published: none"):
        generations.roll_back(tmp_path)
    publish(tmp_path, 1)
    with pytest.raises(generations.NoSuchGeneration, match=r"no earlier generation.*Kept: 1"):
        generations.roll_back(tmp_path)
    with pytest.raises(generations.NoSuchGeneration, match="no generation 7"):
        generations.roll_back(tmp_path, 7)


def test_a_damaged_generation_is_not_rolled_back_to(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    damaged = tmp_path / "generations" / "000001.duckdb"
    damaged.write_bytes(damaged.read_bytes()[:20_000])
    with pytest.raises(generations.NoSuchGeneration, match="Generation 1 is damaged"):
        generations.roll_back(tmp_path)
    assert made_in(tmp_path / "published.duckdb") == {2}


def test_a_file_system_without_hard_links_gets_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("not supported")

    monkeypatch.setattr(os, "link", refuse)
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    assert generations.roll_back(tmp_path).number == 1
    assert made_in(tmp_path / "published.duckdb") == {1}


def test_the_command_rolls_back_and_lists(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    rolled_back = command("rollback", "--folder", str(tmp_path))
    assert rolled_back.returncode == 0
    assert "published.duckdb is generation 1 now" in rolled_back.stdout
    lines = command("generations", "--folder", str(tmp_path)).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["generation", "1", "2"]
    assert [line.endswith("published") for line in lines] == [False, True, False]
    refused = command("rollback", "--folder", str(tmp_path))
    assert refused.returncode == 1
    assert "There is no earlier generation" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_no_rollback_during_a_build(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    publish(tmp_path, 2)
    locks.take(tmp_path, "dbt build")
    refused = command("rollback", "--folder", str(tmp_path))
    assert refused.returncode == 1
    assert f"is in use by `dbt build` (process {os.getpid()} on" in refused.stderr
    assert made_in(tmp_path / "published.duckdb") == {2}


# A copy of the last file with the changes


def publish_changes(folder: Path, number: int, *changed: int, before_by: str = "run") -> list:
    """Publish a build that knows which orders it changed; give the numbers in `generation`."""
    with company(number, rows=4) as work:
        work.execute("delete from marts.orders where id = 2")
        wanted = request(folder)
        orders = replace(wanted.relations[0], is_changed=f"id in {changed}")
        relations = (orders, wanted.relations[1])
        known = replace(wanted, relations=relations, published_before_by=before_by)
        publishing.publish(work.cursor(), known)
    with duckdb.connect(str(folder / "published.duckdb"), read_only=True) as connection:
        return connection.execute(
            "select generation_number, written_whole_in from generation"
        ).fetchall()


def rows(folder: Path, table: str) -> list[tuple]:
    with duckdb.connect(str(folder / "published.duckdb"), read_only=True) as connection:
        return connection.execute(f"select id, made_in from {table} order by id").fetchall()


def test_only_rows_that_changed_are_written_into_a_copy_of_the_last_file(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    # Orders 0 and 1 differ, 2 is gone and 3 is new. Totals note no changes.
    assert publish_changes(tmp_path, 2, 0, 1, 2, 3) == [(2, 1)]
    assert rows(tmp_path, "marts.orders") == [(0, 2), (1, 2), (3, 2)]
    assert rows(tmp_path, "reporting.totals") == [(0, 2), (1, 2), (2, 2), (3, 2)]
    with duckdb.connect(str(tmp_path / "published.duckdb"), read_only=True) as connection:
        comments = "select comment from duckdb_columns() where column_name = 'id'"
        assert connection.execute(comments).fetchall() == [("Its key.",)] * 2
    generations.roll_back(tmp_path)
    assert rows(tmp_path, "marts.orders") == [(0, 1), (1, 1), (2, 1)]


def test_a_file_is_written_whole_if_readers_have_another_one_than_was_changed(
    tmp_path: Path,
) -> None:
    publish(tmp_path, 1)
    assert publish_changes(tmp_path, 2, before_by="another run") == [(2, 2)]
    assert rows(tmp_path, "marts.orders") == [(0, 2), (1, 2), (3, 2)]


def test_changes_that_were_not_all_noted_are_not_published(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    with pytest.raises(NotPublished, match=r"marts.orders has 4 rows after its changes"):
        publish_changes(tmp_path, 2, 1, 3)
    with pytest.raises(NotPublished, match="other ones than the 3 of the work file"):
        publish_changes(tmp_path, 2, 2, 3)
    assert made_in(tmp_path / "published.duckdb") == {1}


def test_a_file_that_was_changed_often_is_written_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "MOST_CHANGES", 2)
    publish(tmp_path, 1)
    numbers = [publish_changes(tmp_path, number, *range(4)) for number in (2, 3, 4, 5)]
    assert numbers == [[(2, 1)], [(3, 1)], [(4, 4)], [(5, 4)]]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "python_hooks", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


# Faults


def test_values_that_are_not_finite_are_not_published(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    before = (tmp_path / "published.duckdb").read_bytes()
    for value in ("nan", "inf", "-inf"):
        with company(2) as work:
            work.execute(f"update reporting.totals set value = '{value}' where id = 1")
            with pytest.raises(NotPublished, match=r"reporting.totals.value has 1 values"):
                publishing.publish(work.cursor(), request(tmp_path))
    assert (tmp_path / "published.duckdb").read_bytes() == before
    assert [generation.number for generation in generations.kept(tmp_path)] == [1]


@pytest.mark.parametrize(
    ("step", "time_of_step"),
    [("chmod", 1), ("fsync", 1), ("fsync", 2), ("fsync", 3), ("replace", 1), ("replace", 2)],
)
def test_a_step_of_publishing_that_fails_leaves_a_whole_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, time_of_step: int
) -> None:
    publish(tmp_path, 1)
    real: Callable[..., object] = getattr(os, step)
    calls = []

    def failing(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == time_of_step:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(os, step, failing)
    with pytest.raises(NotPublished, match="No space left on device"):
        publish(tmp_path, 2)
    monkeypatch.undo()
    # After the swap, only making its name durable can still fail.
    is_swapped = (step, time_of_step) == ("fsync", 3)
    assert made_in(tmp_path / "published.duckdb") == ({2} if is_swapped else {1})
    publish(tmp_path, generations.next_number(tmp_path))
    assert len(made_in(tmp_path / "published.duckdb")) == 1


def test_a_file_that_does_not_read_back_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, 1)
    write = publishing._write

    def write_too_little(cursor, request, number, new) -> None:
        write(cursor, request, number, new)
        with duckdb.connect(str(new)) as connection:
            connection.execute("delete from marts.orders where id = 0")

    monkeypatch.setattr(publishing, "_write", write_too_little)
    with pytest.raises(NotPublished, match=r"marts.orders has 2 rows, not 3"):
        publish(tmp_path, 2)
    assert made_in(tmp_path / "published.duckdb") == {1}
    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["000001.duckdb"]


# Kills and readers


def test_a_killed_publishing_leaves_one_whole_generation(tmp_path: Path, kills: int) -> None:
    draws = random.Random(1)
    publish(tmp_path, 1)
    started = time.monotonic()
    publish(tmp_path, 2, rows=20_000)
    duration = time.monotonic() - started
    killed = 0
    while killed < kills:
        number = generations.next_number(tmp_path)
        process = os.fork()
        if not process:
            publish(tmp_path, number, rows=20_000)
            os._exit(0)
        time.sleep(draws.uniform(0, 1.2 * duration))
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        killed += os.WIFSIGNALED(status)
        assert len(made_in(tmp_path / "published.duckdb")) == 1
        generations.check_whole(tmp_path / "published.duckdb")
        for generation in generations.kept(tmp_path):
            generations.check_whole(generation.path)
    number = generations.next_number(tmp_path)
    publish(tmp_path, number)
    assert made_in(tmp_path / "published.duckdb") == {number}
    names = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert names <= {"published.duckdb", *(g.path.name for g in generations.kept(tmp_path))}
    print(f"\n{killed} publishings killed, {number} generations begun")


def test_readers_never_meet_an_error_or_a_mixture(tmp_path: Path, is_thorough: bool) -> None:
    publishings = 100 if is_thorough else 30
    publish(tmp_path, 1)
    readers = []
    for reader in range(8):
        process = os.fork()
        if not process:
            os._exit(
                _read_until(tmp_path, last=publishings, report=tmp_path / f"reader{reader}.txt")
            )
        readers.append(process)
    for number in range(2, publishings + 1):
        publish(tmp_path, number, rows=2_000)
    assert [os.waitpid(process, 0)[1] for process in readers] == [0] * 8
    reports = [path.read_text().split() for path in tmp_path.glob("reader*.txt")]
    assert len(reports) == 8
    for reads, seen in reports:
        assert int(seen) > 5, "the reader must have read while generations changed"
        assert int(reads) >= int(seen)
    count = sum(int(reads) for reads, _ in reports)
    print(f"\n{count} reads by 8 processes, {publishings} publishings")


def _read_until(folder: Path, last: int, report: Path) -> int:
    """Read the published file again and again, until it is generation `last`."""
    reads, seen = 0, [1]
    while seen[-1] != last:
        numbers = made_in(folder / "published.duckdb")
        reads += 1
        if len(numbers) != 1 or min(numbers) < seen[-1]:
            return 1
        seen += numbers - {seen[-1]}
        time.sleep(0.1)
    report.write_text(f"{reads} {len(seen)}")
    return 0
