"""Measure the build beside what it could cost: `python -m benchmarks.run --scale 0.1 --runs 3`.

Whole processes, one after the other in turn, so that a busy machine is busy for all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.compare import TABLES
from python_hooks.demo_company import Company, generate

ROOT = Path(__file__).resolve().parents[1]
FIRST_DAY, LAST_DAY = date(2022, 1, 1), date(2025, 12, 31)
CUSTOMERS_AT_SCALE_1 = 1_000_000
# A day within a month is measured, and the last of the month. Two days come before them, so that
# each brings late rows of the day before the last, and repeats of the last.
MEASURED_DAYS = (LAST_DAY - timedelta(days=1), LAST_DAY)
DAY_BEFORE = MEASURED_DAYS[0] - timedelta(days=1)
DAILY_FROM = DAY_BEFORE - timedelta(days=1)
# What plain.sql works out; a build of nothing else is told so by these arguments.
CORE_METRICS = [
    "nps", "csat", "ces", "survey_response_rate", "customer_retention", "churn_rate",
    "repurchase_rate", "historical_clv", "complaint_rate", "first_response_minutes",
    "resolution_minutes", "first_contact_resolution",
]  # fmt: skip
CORE = [
    "--select", *(f"+{table}" for table in TABLES), "--indirect-selection", "buildable",
    "--vars", json.dumps({"metrics": CORE_METRICS}),
]  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One finished process."""

    wall_seconds: float
    cpu_seconds: float
    peak_mebibytes: float


def measure(command: list[str], environment: dict[str, str], log: Path) -> Measured:
    """Run a command to its end; raise when it fails."""
    started = time.monotonic()
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=stream, stderr=stream
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed; its output is in {log}.")
    return Measured(
        time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    )


@dataclass(frozen=True)
class Process:
    """A command to measure, its environment, and what to do before each run of it, unmeasured."""

    command: list[str]
    environment: dict[str, str]
    prepare: Callable[[], None] = lambda: None


def raw_files(folder: Path, scale: float) -> Path:
    """The folder with one file a table, generated where it is missing."""
    return _generated(folder / "raw", scale, None)


def deliveries_until(folder: Path, scale: float, day: date) -> Path:
    """The folder with the daily deliveries up to a day, generated where they are missing."""
    until = folder / f"until_{day}"
    if not until.exists():
        daily = _generated(folder / "daily", scale, DAILY_FROM)
        later = shutil.ignore_patterns(*(f"{each}.parquet" for each in MEASURED_DAYS if each > day))
        shutil.copytree(daily, until, ignore=later, copy_function=os.link)
    return until


def _generated(raw: Path, scale: float, daily_from: date | None) -> Path:
    """A folder of raw files at a scale; one that was left half-way is begun again."""
    if not raw.exists():
        making = raw.with_name(f"{raw.name}.making")
        shutil.rmtree(making, ignore_errors=True)
        customer_count = round(scale * CUSTOMERS_AT_SCALE_1)
        company = Company(customer_count, FIRST_DAY, LAST_DAY, "parquet", False, daily_from)
        generate(making, company)
        making.rename(raw)
    return raw


def dbt_build(folder: Path, raw: Path, warehouse: Path, arguments: list[str]) -> Process:
    """A build of the raw files into the warehouse."""
    command = [
        str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build",
        "--target-path", str(folder / "target" / warehouse.name),
        "--log-path", str(folder / "logs"), *arguments,
    ]  # fmt: skip
    return Process(command, {"CX_RAW_PATH": str(raw), "CX_WAREHOUSE_PATH": str(warehouse)})


def builds(folder: Path, scale: float, with_tests: bool) -> dict[str, Process]:
    """The whole build, one of the core results, and the builds of a company's last days.

    Those after the full one of the days before leave out what a daily run does (docs/scale.md).
    """
    tests = [] if with_tests else ["--exclude-resource-type", "unit_test"]
    raw, warehouse, core = folder / "raw", folder / "warehouse", folder / "warehouse_core"

    def up_to(day: date, arguments: list[str]) -> Process:
        process = dbt_build(folder, folder / f"until_{day}", folder / f"warehouse_{day}", arguments)
        return replace(process, prepare=lambda: deliveries_until(folder, scale, day))

    def from_nothing(process: Process) -> Process:
        def clear() -> None:
            process.prepare()
            shutil.rmtree(process.environment["CX_WAREHOUSE_PATH"], ignore_errors=True)

        return replace(process, prepare=clear)

    def after(base: Process, process: Process) -> Process:
        """The process, run each time on what the base left."""
        left, built = (Path(each.environment["CX_WAREHOUSE_PATH"]) for each in (base, process))

        def put_back() -> None:
            process.prepare()
            if not (left / "published.duckdb").exists():
                base.prepare()
                measure(base.command, base.environment, folder / "unmeasured_build.log")
            if built != left:
                shutil.rmtree(built, ignore_errors=True)
                shutil.copytree(left, built)

        return replace(process, prepare=put_back)

    daily = ["--selector", "daily"]
    days_before = from_nothing(up_to(DAY_BEFORE, tests))
    one_day = after(days_before, up_to(MEASURED_DAYS[0], daily))
    return {
        "dbt build": from_nothing(dbt_build(folder, raw, warehouse, tests)),
        "core build": from_nothing(dbt_build(folder, raw, core, [*tests, *CORE])),
        "full build of the days before": days_before,
        "no-op build": after(days_before, up_to(DAY_BEFORE, daily)),
        "one-day increment": one_day,
        "month-end increment": after(one_day, up_to(MEASURED_DAYS[1], daily)),
    }


def processes(folder: Path, scale: float, with_tests: bool) -> dict[str, Process]:
    """The processes to measure, by name, in the order of a run."""
    raw = folder / "raw"
    benchmark = [sys.executable, "-m"]
    script = [*benchmark, "benchmarks.plain"]
    others = {
        "plain SQL": [*script, "plain.sql", str(raw), str(folder / "plain.duckdb")],
        "core SQL": [*script, "core.sql", str(raw), str(folder / "core.duckdb")],
        "core polars": [*benchmark, "benchmarks.core_polars", str(raw), str(folder / "polars")],
        "core pandas": [*benchmark, "benchmarks.core_pandas", str(raw), str(folder / "pandas")],
        "scan": [*benchmark, "benchmarks.scan", str(raw)],
    }
    return {
        **builds(folder, scale, with_tests),
        **{name: Process(command, {}) for name, command in others.items()},
    }


def run(
    folder: Path, scale: float, runs: int, only: list[str], with_tests: bool
) -> dict[str, object]:
    """Generate the data where they are missing, measure every process `runs` times in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    raw_files(folder, scale)
    chosen = {
        name: process
        for name, process in processes(folder, scale, with_tests).items()
        if not only or name in only
    }
    # What an earlier run left may be the build of other code.
    for left in folder.glob("warehouse*"):
        shutil.rmtree(left)
    measured: dict[str, list[Measured]] = {name: [] for name in chosen}
    for _ in range(runs):
        for name, process in chosen.items():
            process.prepare()
            log = folder / f"{name.replace(' ', '_')}.log"
            measured[name].append(measure(process.command, process.environment, log))
    return {
        "scale": scale,
        "day": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "load_average_of_15_minutes": os.getloadavg()[2],
        "runs": {name: [asdict(each) for each in every] for name, every in measured.items()},
    }


def table(result: dict[str, object]) -> str:
    """The medians as Markdown, each time also as a share of the script's and of the build's."""
    runs: dict[str, list[dict[str, float]]] = result["runs"]  # type: ignore[assignment]
    medians = {
        name: {key: statistics.median(each[key] for each in every) for key in every[0]}
        for name, every in runs.items()
    }
    shares = [
        (f"{label} / {base}", key, base)
        for base in ("plain SQL", "dbt build")
        for label, key in (("wall", "wall_seconds"), ("CPU", "cpu_seconds"))
        if base in medians
    ]
    header = ["process", "wall s", "CPU s", "peak MiB", *(label for label, _, _ in shares)]
    lines = [_line(header), _line(["---", *["---:"] * (len(header) - 1)])]
    for name, median in medians.items():
        wall, cpu, peak = (median[key] for key in ("wall_seconds", "cpu_seconds", "peak_mebibytes"))
        cells = [name, f"{wall:.1f}", f"{cpu:.1f}", f"{peak:.0f}"]
        cells += [f"{median[key] / medians[base][key]:.2f}" for _, key, base in shares]
        lines.append(_line(cells))
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Read the arguments, measure, write the results, print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=Path("warehouse/bench"))
    parser.add_argument(
        "--only", action="append", default=[], help="a process's name; again for more"
    )
    parser.add_argument("--unit-tests", action="store_true", help="run dbt's unit tests too")
    arguments = parser.parse_args()
    folder = arguments.folder.resolve() / f"sf{arguments.scale:g}"
    result = run(folder, arguments.scale, arguments.runs, arguments.only, arguments.unit_tests)
    (folder / "results.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(
        f"Scale {arguments.scale:g}, {result['day']}, {result['machine']}, {arguments.runs} runs,"
        f" load average at the end {result['load_average_of_15_minutes']:.1f}:\n"
    )
    print(table(result))


if __name__ == "__main__":
    main()
