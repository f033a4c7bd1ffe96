"""Builds and landings that are killed, or run out of disk or memory, at any moment.

What must hold each time: the work file opens, the published file is one whole generation, and a
complete run gives the tables of an uninterrupted build. Publishing: test_generations.py.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import forked_dbt
import pytest
from conftest import Run, copy_of
from test_deliveries import deliver

from python_hooks import demo_company, landing
from python_hooks.publishing import generations

WORK_TABLES = ("quality.quarantined_rows", "quality.row_reconciliation")


@dataclass(frozen=True)
class Company:
    """A small company, and the builds of all its deliveries but the last, and of all of them."""

    raw: Path
    first_build: Run
    whole_build: Run
    seconds: float


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The raw files of 60 customers; every table in six shuffled deliveries, 00 to 05."""
    folder = tmp_path_factory.mktemp("company")
    demo_company.generate(folder / "at_once", demo_company.Company(customer_count=60))
    deliver(folder / "at_once", folder / "raw", 6, seed=1)
    return folder / "raw"


@pytest.fixture(scope="module")
def company(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("builds")
    shutil.copytree(raw, folder / "first", ignore=shutil.ignore_patterns("05.csv"))
    first_build = forked_dbt.build(folder / "first_build", folder / "first", check=True)
    started = time.monotonic()
    whole_build = forked_dbt.build(folder / "whole_build", raw, check=True)
    return Company(raw, first_build, whole_build, time.monotonic() - started)


def contents(run: Run) -> dict[str, list[tuple]]:
    """All published tables, and the quarantined rows."""
    work = {
        name: run.query(f"select * from {name} order by all", "work.duckdb") for name in WORK_TABLES
    }
    return run.tables() | work


def check_after_crash(folder: Path) -> None:
    """The work file opens, if it was begun, and so does a whole generation, if there was one."""
    warehouse = folder / "warehouse"
    if (warehouse / "work.duckdb").exists():
        with duckdb.connect(str(warehouse / "work.duckdb")) as connection:
            for (table,) in connection.execute(
                'select format(\'"{}"."{}"\', schema_name, table_name) from duckdb_tables()'
            ).fetchall():
                connection.execute(f"select count(*) from {table}")
    if (warehouse / "published.duckdb").exists():
        generations.check_whole(warehouse / "published.duckdb")
        for generation in generations.kept(warehouse):
            generations.check_whole(generation.path)


@pytest.mark.parametrize(
    "kind", [pytest.param("full", marks=pytest.mark.thorough), "last delivery"]
)
@pytest.mark.thorough
def test_a_killed_build_ends_like_an_undisturbed_one(
    company: Company, tmp_path: Path, kills: int, kind: str
) -> None:
    draws = random.Random(kind)
    killed, rounds = 0, 0
    while killed < max(2, kills // 4):
        rounds += 1
        folder = tmp_path / f"round{rounds}"
        folder.mkdir()
        before = {}
        if kind == "last delivery":
            copy_of(company.first_build, folder)
            before = company.first_build.tables()
        # One after the other on what the one before left behind.
        for _ in range(min(10, max(2, kills // 4) - killed)):
            started = forked_dbt.start(folder, company.raw)
            killed += started.kill_after(draws.uniform(0, company.seconds))
            check_after_crash(folder)
            run = Run(0, "", folder / "warehouse", folder / "target", folder / "logs")
            if run.published.exists():
                assert run.tables() in (before, company.whole_build.tables())
        run = forked_dbt.build(folder, company.raw, check=True)
        assert contents(run) == contents(company.whole_build)
        shutil.rmtree(folder)
    print(f"\n{killed} builds ({kind}) killed in {rounds} rounds")


def test_a_killed_landing_leaves_no_half_file(raw: Path, tmp_path: Path, kills: int) -> None:
    tables = tuple(
        landing.TableContract(folder.parent.name, folder.name, ("customer_id", "updated_at"), ())
        for folder in sorted(raw.glob("*/*"))
    )

    def rows(landed_path: Path) -> list[tuple]:
        """Land; the rows of every table."""
        request = landing.LandingRequest(str(raw), str(landed_path), tables)
        with duckdb.connect() as connection:
            return [
                row
                for contract, table in zip(tables, landing.land(request).tables, strict=True)
                for row in connection.execute(
                    landing.raw_relation_sql(contract, table.deliveries) + " order by all"
                ).fetchall()
            ]

    started = time.monotonic()
    undisturbed = rows(tmp_path / "undisturbed")
    seconds = time.monotonic() - started
    assert len(undisturbed) > 1000
    draws = random.Random(3)
    killed = 0
    for attempt in range(max(1, kills // 2)):
        landed_path = tmp_path / f"landed{attempt}"
        for _ in range(2):
            process = os.fork()
            if not process:
                rows(landed_path)
                os._exit(0)
            time.sleep(draws.uniform(0, seconds))
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            killed += os.WIFSIGNALED(status)
        if attempt % 10 == 9 or attempt == 0:
            assert rows(landed_path) == undisturbed
        for file in landed_path.rglob("*.parquet"):
            duckdb.sql(f"select count(*) from read_parquet('{file}')").fetchall()
        shutil.rmtree(landed_path, ignore_errors=True)
    print(f"\n{killed} landings killed")


# Of the largest file of the undisturbed build.
DISK_SHARES = [0.01, 0.02, 0.05, *(each / 20 for each in range(2, 19))]
MEMORY_MEGABYTES = [5, 10, 14, 16, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 35, 40]


@pytest.mark.thorough
def test_a_full_disk_leaves_the_old_data_and_a_clear_message(
    company: Company, tmp_path: Path, is_thorough: bool
) -> None:
    assert len(DISK_SHARES) == 20
    largest = max(
        path.stat().st_size for path in company.whole_build.warehouse.iterdir() if path.is_file()
    )
    failed = 0
    for share in DISK_SHARES if is_thorough else (0.05,):
        folder = tmp_path / "disk"
        shutil.rmtree(folder, ignore_errors=True)
        copy_of(company.first_build, folder)
        run = forked_dbt.build(folder, company.raw, file_bytes=int(largest * share))
        failed += _judge_scarcity(company, run, ("File too large", "disk is full"))
    assert failed > 0
    _retry(company, folder)
    print(f"\n{failed} builds failed for want of disk")


@pytest.mark.thorough
def test_too_little_memory_leaves_the_old_data_and_a_clear_message(
    company: Company, tmp_path: Path, is_thorough: bool
) -> None:
    assert len(MEMORY_MEGABYTES) == 20
    failed = 0
    for megabytes in MEMORY_MEGABYTES if is_thorough else (10,):
        folder = tmp_path / "memory"
        shutil.rmtree(folder, ignore_errors=True)
        copy_of(company.first_build, folder)
        run = forked_dbt.build(
            folder, company.raw, environment={"CX_MEMORY_LIMIT": f"{megabytes}MB"}
        )
        failed += _judge_scarcity(company, run, ("Out of Memory Error", "CX_MEMORY_LIMIT"))
    assert failed > 0
    _retry(company, folder)
    print(f"\n{failed} builds failed for want of memory")


def _judge_scarcity(company: Company, run: Run, signs: tuple[str, ...]) -> bool:
    """Whether a build failed for lack of space; then it must say so and publish nothing."""
    check_after_crash(run.warehouse.parent)
    if run.exit_code == 0:
        assert run.tables() == company.whole_build.tables()
        return False
    assert run.published.read_bytes() == company.first_build.published.read_bytes()
    assert any(sign in run.output for sign in signs), run.output
    assert "Traceback" not in run.output
    return True


def _retry(company: Company, folder: Path) -> None:
    """A build with enough space, on the files of the failed one."""
    again = forked_dbt.build(folder, company.raw, check=True)
    assert contents(again) == contents(company.whole_build)
