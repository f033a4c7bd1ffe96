"""Two writers at once: the second is refused in seconds, with the name of the first."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, dbt_process, write_tables

from python_hooks.builds import locks
from python_hooks.engines.warehouse import CannotOpen, refuse_unopenable

HOLD = """
import sys, time
from pathlib import Path
from python_hooks.builds import locks
locks.take(Path(sys.argv[1]), "dbt build")
print("held", flush=True)
time.sleep(600)
"""
OPEN = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(600)
"""


def holder(code: str, path: Path) -> subprocess.Popen[str]:
    """A process that holds a lock until it is ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_second_process_is_refused_at_once_with_the_name_of_the_first(tmp_path: Path) -> None:
    first = holder(HOLD, tmp_path)
    started = time.monotonic()
    with pytest.raises(locks.Busy) as refused:
        locks.take(tmp_path, "dbt run")
    assert time.monotonic() - started < 1
    assert f"in use by `dbt build` (process {first.pid} on " in str(refused.value)
    assert "Nothing was changed." in str(refused.value)
    end(first)


def test_a_kill_releases_the_lock(tmp_path: Path) -> None:
    end(holder(HOLD, tmp_path))
    assert json.loads((tmp_path / locks.LOCK_NAME).read_text())["purpose"] == "dbt build"
    assert locks.take(tmp_path, "dbt run")
    assert json.loads((tmp_path / locks.LOCK_NAME).read_text())["process"] == os.getpid()


def test_the_lock_is_one_for_the_whole_process(tmp_path: Path) -> None:
    assert locks.take(tmp_path, "dbt build")
    assert not locks.take(tmp_path / ".", "dbt test")


def test_a_lock_without_a_name_also_refuses_a_second_process(tmp_path: Path) -> None:
    first = holder(HOLD, tmp_path)
    (tmp_path / locks.LOCK_NAME).write_text("")
    with pytest.raises(locks.Busy, match="another process that has just begun"):
        locks.take(tmp_path, "dbt run")
    end(first)


def test_a_lock_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / locks.LOCK_NAME).mkdir()
    with pytest.raises(locks.Busy, match="cannot be locked: Is a directory"):
        locks.take(tmp_path, "dbt run")


def test_a_second_build_is_refused_in_a_sentence_and_harms_nothing(tmp_path: Path) -> None:
    customers = "customer_id,created_at,updated_at\nC1,2024-01-01,2024-01-01\n"
    raw = write_tables(tmp_path / "raw", {"crm.customers": customers})
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    dbt_process("parse", tmp_path, raw_path=raw, check=True)
    first = holder(HOLD, warehouse)
    before = {path.name: path.read_bytes() for path in warehouse.iterdir()}
    refused = dbt_process("build", tmp_path, raw_path=raw)
    assert refused.exit_code != 0
    assert f"is in use by `dbt build` (process {first.pid} on " in refused.output
    assert "Traceback" not in refused.output
    assert {path.name: path.read_bytes() for path in warehouse.iterdir()} == before
    end(first)


def test_a_work_file_that_is_open_elsewhere_names_the_program(tmp_path: Path) -> None:
    other = holder(OPEN, tmp_path / "work.duckdb")
    with pytest.raises(CannotOpen, match=rf"is open in python.* \(process {other.pid}\)"):
        refuse_unopenable(tmp_path / "work.duckdb")
    end(other)
    refuse_unopenable(tmp_path / "work.duckdb")


def test_a_damaged_work_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "work.duckdb")) as connection:
        connection.execute("create table t as select 1 as x")
    (tmp_path / "work.duckdb").write_bytes(b"x" * 5000)
    with pytest.raises(CannotOpen, match=r"work.duckdb cannot be opened: .*move the file"):
        refuse_unopenable(tmp_path / "work.duckdb")


def test_a_full_disk_at_the_start_is_called_so_and_leaves_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(json, "dump", write)
        for _ in range(2):
            with pytest.raises(locks.Busy, match=r"is full\. Nothing was changed\. Free space"):
                locks.take(tmp_path, "dbt build")
    assert locks.take(tmp_path, "dbt build")
    locks.release(tmp_path)


def test_a_work_file_without_room_is_not_called_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr("python_hooks.engines.warehouse.connect", full)
    with pytest.raises(CannotOpen, match="is full") as refused:
        refuse_unopenable(tmp_path / "work.duckdb")
    assert "move the file" not in str(refused.value)
