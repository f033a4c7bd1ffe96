"""Builds that the tests share. Each runs `dbt build` as a user would, in folders of its own."""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from benchmarks.run import DAY_BEFORE, deliveries_until

# pyspark takes a process whose main module is no file, as a test worker's, for a doctest: it ends.
vars(sys.modules["__main__"]).setdefault("__file__", __file__)
# Each of a hundred builds would draw a page; the demo's build does.
os.environ["CX_DASHBOARD"] = "no"
os.environ["CX_LANGUAGE"] = "en"

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "seeds" / "demo"
# CX_FUZZ_FACTOR=10 tries ten times as many generated inputs, different ones on each run; 1 always
# tries the same.
FUZZ_FACTOR = int(os.environ.get("CX_FUZZ_FACTOR", "1"))
# Tests of data that are no part of this project are skipped where CX_REAL_DATA does not have them.
WITHOUT_DATA = "is not there; set CX_REAL_DATA to the folder of data"
# These tables are about deliveries, so the same rows in other files change them.
OF_DELIVERIES = {"reporting.notices", "reporting.row_counts"}
WITHOUT_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


@dataclass(frozen=True)
class Run:
    """One finished dbt command, and where it left its files."""

    exit_code: int
    output: str
    warehouse: Path
    target: Path
    logs: Path
    file: str = "published.duckdb"  # what queries read

    @property
    def text(self) -> str:
        """The output on one line, so that it does not matter where the screen's lines end."""
        return " ".join(self.output.split())

    @property
    def published(self) -> Path:
        return self.warehouse / "published.duckdb"

    def statuses(self, kind: str) -> dict[str, str]:
        """The status of every node of a kind, such as model or test, by its name."""
        results = json.loads((self.target / "run_results.json").read_text())["results"]
        parts = [(result["unique_id"].split("."), result["status"]) for result in results]
        return {unique_id[2]: status for unique_id, status in parts if unique_id[0] == kind}

    def query(self, sql: str, file: str | None = None) -> list[tuple]:
        """The rows of a query on the published file, or on another of the warehouse's."""
        path = self.warehouse / (file or self.file)
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def tables(self) -> dict[str, list[tuple]]:
        """The rows of every published table in a stable order, without metadata of generations."""
        names = self.query(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where table_schema <> 'main' order by 1"
        )
        return {name: self.query(f"select * from {name} order by all") for (name,) in names}

    def business_tables(self) -> dict[str, list[tuple]]:
        """The same, without the tables about deliveries."""
        return {name: rows for name, rows in self.tables().items() if name not in OF_DELIVERIES}


def dbt(
    command: str,
    folder: Path,
    *arguments: str,
    raw_path: Path = DEMO,
    environment: dict[str, str] | None = None,
    check: bool = False,
) -> Run:
    """Run `dbt <command>` on `raw_path` with the warehouse, target and logs inside `folder`.

    It runs in a fork of this process, which parsed the project already: a tenth of a minute less
    than `dbt_process`. environment: variables to set on top, or instead; check: it must succeed.
    """
    import forked_dbt

    return forked_dbt.build(
        folder, raw_path, *arguments, command=command, environment=environment, check=check
    )


def build_without_tests(
    folder: Path, raw_path: Path, *arguments: str, models: tuple[str, ...] = ()
) -> Run:
    """Build a company whose tables a test reads; nothing is published.

    The data tests are a third of such a build. Queries read the work file. models: only these are
    built, with what they are made from; without them, all.
    """
    selected = ("--select", *(f"+{model}" for model in models)) if models else ()
    run = dbt(
        "build", folder, "--exclude-resource-type", "test", *selected, *arguments,
        raw_path=raw_path, check=True,
    )  # fmt: skip
    return replace(run, file="work.duckdb")


def dbt_process(
    command: str,
    folder: Path,
    *arguments: str,
    raw_path: Path = DEMO,
    project: Path = ROOT,
    environment: dict[str, str] | None = None,
    check: bool = False,
) -> Run:
    """As `dbt`, in a process of its own, as a user starts it.

    For behaviour before or during parsing: another project or engine, refused variables, settings
    that dbt reads at its start.
    """
    target, logs = folder / "target", folder / "logs"
    parsed = project / "target" / "partial_parse.msgpack"
    # dbt parses again only what differs from it, and everything if another warehouse is named: what
    # an earlier command of this folder parsed is kept.
    if parsed.exists() and not (target / parsed.name).exists():
        target.mkdir(parents=True, exist_ok=True)
        (target / parsed.name).touch(mode=0o600)
        shutil.copyfile(parsed, target / parsed.name)
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


def shared_by_workers(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Run]
) -> Run:
    """A run that is made once for all test workers, in a folder that none of them may change."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder /= f"shared_{name}"
    folder.mkdir(exist_ok=True)
    finished = folder / "run.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            run = make(folder)
            finished.write_bytes(pickle.dumps(run))
        return pickle.loads(finished.read_bytes())


# Files of whole builds, the longest first, so that no worker starts one when the others are done.
# The first builds the demo; the second does not need it at once, so that no worker waits for it.
LONG = (
    "test_build.py",
    "test_privacy.py",
    "test_deliveries.py",
    "test_unit_tests.py",
    "test_dashboard.py",
    "test_faults.py",
    "test_nothing_new.py",
    "test_selectors.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long files first; tests marked as thorough run with --thorough only."""
    if not config.getoption("--thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.name, len(LONG)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=8, help="how often each process is killed")
    parser.addoption("--thorough", action="store_true", help="try every size and every fault")
    parser.addoption(
        "--sequences", type=int, default=1, help="how many sequences of random corrections to try"
    )


def require_data(path: Path) -> None:
    """Skip the test without a file or folder of the data that are no part of this project."""
    if not path.exists():
        pytest.skip(f"{path} {WITHOUT_DATA}")


def refused_skips(config: pytest.Config) -> list[str]:
    """With CX_NO_SKIPS=yes, as continuous integration sets it: what was skipped and had to run."""
    if os.environ.get("CX_NO_SKIPS") != "yes":
        return []
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    reasons = [(report.nodeid, str(report.longrepr[-1])) for report in reports]
    return [f"{test}: {reason}" for test, reason in reasons if not reason.endswith(WITHOUT_DATA)]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail where nothing may be skipped and something was."""
    if exitstatus == pytest.ExitCode.OK and refused_skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name what was skipped and had to run."""
    for line in refused_skips(config):
        terminalreporter.write_line(f"Skipped, but CX_NO_SKIPS=yes: {line}", red=True)


def require_java() -> None:
    """Skip the test without Java: who builds on DuckDB only needs none."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17: install it, or set the PATH to it (docs/spark.md).")


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
    """A whole build of the demo company with its data tests."""
    import forked_dbt

    return shared_by_workers(
        tmp_path_factory,
        "demo",
        lambda folder: forked_dbt.build(
            folder, DEMO, environment={"CX_DASHBOARD": "yes"}, has_small_tables=False, check=True
        ),
    )


@pytest.fixture(scope="session")
def small_build(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A published build of 100 customers up to the day before the last, with every data test."""
    return shared_by_workers(
        tmp_path_factory,
        "small",
        lambda folder: dbt("build", folder, raw_path=small_raw(folder), check=True),
    )


def small_raw(folder: Path, day: date = DAY_BEFORE) -> Path:
    """The raw files of those customers up to a day, one for each day."""
    return deliveries_until(folder / "raw", 0.0001, day)


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
