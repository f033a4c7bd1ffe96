"""Builds that the tests share. Each runs `dbt build` as a user would, in folders of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

# pyspark takes a process whose main module is no file, as a test worker's, for a doctest: it ends.
vars(sys.modules["__main__"]).setdefault("__file__", __file__)

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "seeds" / "demo"
# CX_FUZZ_FACTOR=10 tries ten times as many made-up inputs, other ones each time; 1 always the same.
FUZZ_FACTOR = int(os.environ.get("CX_FUZZ_FACTOR", "1"))
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Run:
    """One finished dbt command, and where it left its files."""

    exit_code: int
    output: str
    warehouse: Path
    target: Path
    logs: Path

    @property
    def published(self) -> Path:
        return self.warehouse / "published.duckdb"

    def statuses(self, kind: str) -> dict[str, str]:
        """The status of every node of a kind, such as model or test, by its name."""
        results = json.loads((self.target / "run_results.json").read_text())["results"]
        parts = [(result["unique_id"].split("."), result["status"]) for result in results]
        return {unique_id[2]: status for unique_id, status in parts if unique_id[0] == kind}

    def query(self, sql: str, file: str = "published.duckdb") -> list[tuple]:
        """The rows of a query on the published file, or on another of the warehouse's."""
        with duckdb.connect(str(self.warehouse / file), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def tables(self) -> dict[str, list[tuple]]:
        """Every published table's rows, in a stable order; not what a generation says of itself."""
        names = self.query(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema <> 'main' order by 1"
        )
        return {name: self.query(f"select * from {name} order by all") for (name,) in names}


def dbt(
    command: str,
    folder: Path,
    *arguments: str,
    raw_path: Path = DEMO,
    project: Path = ROOT,
    environment: dict[str, str] | None = None,
    check: bool = False,
) -> Run:
    """Run `dbt <command>` on `raw_path` with the warehouse, target and logs inside `folder`.

    environment: variables to set on top, or instead.
    """
    target, logs = folder / "target", folder / "logs"
    finished = subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *command.split(),
            "--target-path", str(target), "--log-path", str(logs), *arguments,
        ],
        cwd=project,
        env={
            **os.environ,
            "CX_RAW_PATH": str(raw_path),
            "CX_WAREHOUSE_PATH": str(folder / "warehouse"),
            **(environment or {}),
        },
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    run = Run(
        finished.returncode,
        finished.stdout + finished.stderr,
        folder / "warehouse",
        target,
        logs,
    )
    if check:
        assert run.exit_code == 0, run.output
    return run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=20, help="how often each process is killed")
    parser.addoption("--thorough", action="store_true", help="try every size and every fault")


@pytest.fixture
def is_thorough(request: pytest.FixtureRequest) -> bool:
    """Whether every size and fault is tried, or a sample that is quick enough for each run."""
    return bool(request.config.getoption("--thorough"))


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How often publishing and landing are killed; builds, which take longer, less often."""
    return request.config.getoption("--kills")


@pytest.fixture(scope="session")
def demo_build(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A whole build of the demo company, unit tests included."""
    return dbt("build", tmp_path_factory.mktemp("demo"), check=True)


def copy_of(build: Run, folder: Path) -> Path:
    """Copy the warehouse of a build into a folder, to run something over it; the folder."""
    shutil.copytree(build.warehouse, folder / "warehouse")
    return folder


def change(folder: Path, *statements: str) -> None:
    """Run statements on the work file of a folder."""
    with duckdb.connect(str(folder / "warehouse" / "work.duckdb")) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def copy_of_demo_build(demo_build: Run, tmp_path: Path) -> Path:
    """A folder with a copy of the demo's warehouse, to run something over it."""
    return copy_of(demo_build, tmp_path)


def write_tables(folder: Path, tables: dict[str, str]) -> Path:
    """Write raw files, such as {"crm.customers": "customer_id,...\\n..."}; the folder."""
    for name, text in tables.items():
        source, table = name.split(".")
        (folder / source).mkdir(parents=True, exist_ok=True)
        (folder / source / f"{table}.csv").write_text(text, encoding="utf-8")
    return folder
