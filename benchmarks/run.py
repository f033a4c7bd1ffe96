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
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from python_hooks.demo_company import generate

ROOT = Path(__file__).resolve().parents[1]
FIRST_DAY, LAST_DAY = date(2022, 1, 1), date(2025, 12, 31)
CUSTOMERS_AT_SCALE_1 = 1_000_000


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


def commands(folder: Path, raw: Path, with_tests: bool) -> dict[str, list[str]]:
    """Give the processes to measure, by name."""
    benchmark = [sys.executable, "-m"]
    script = [*benchmark, "benchmarks.plain"]
    dbt = [
        str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "build",
        "--target-path", str(folder / "target"), "--log-path", str(folder / "logs"),
        *([] if with_tests else ["--exclude-resource-type", "unit_test"]),
    ]  # fmt: skip
    return {
        "dbt build": dbt,
        "plain SQL": [*script, "plain.sql", str(raw), str(folder / "plain.duckdb")],
        "core SQL": [*script, "core.sql", str(raw), str(folder / "core.duckdb")],
        "core polars": [*benchmark, "benchmarks.core_polars", str(raw), str(folder / "polars")],
        "core pandas": [*benchmark, "benchmarks.core_pandas", str(raw), str(folder / "pandas")],
        "scan": [*benchmark, "benchmarks.scan", str(raw)],
    }  # fmt: skip


def run(
    folder: Path, scale: float, runs: int, only: list[str], with_tests: bool
) -> dict[str, object]:
    """Generate the data where they are missing, measure every process `runs` times in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = folder / "raw"
    generated = None
    if not raw.exists():
        started = time.monotonic()
        generate(raw, round(scale * CUSTOMERS_AT_SCALE_1), FIRST_DAY, LAST_DAY, "parquet", False)
        generated = time.monotonic() - started
    chosen = {
        name: command
        for name, command in commands(folder, raw, with_tests).items()
        if not only or name in only
    }
    warehouse = folder / "warehouse"
    environment = {"CX_RAW_PATH": str(raw), "CX_WAREHOUSE_PATH": str(warehouse)}
    measured: dict[str, list[Measured]] = {name: [] for name in chosen}
    for _ in range(runs):
        for name, command in chosen.items():
            if name == "dbt build":
                shutil.rmtree(warehouse, ignore_errors=True)
            log = folder / f"{name.replace(' ', '_')}.log"
            measured[name].append(measure(command, environment, log))
    return {
        "scale": scale,
        "day": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "generated_seconds": generated,
        "runs": {name: [asdict(each) for each in every] for name, every in measured.items()},
    }


def table(result: dict[str, object]) -> str:
    """The medians as Markdown, with each process's time as a share of the plain SQL's."""
    runs: dict[str, list[dict[str, float]]] = result["runs"]  # type: ignore[assignment]
    medians = {
        name: {key: statistics.median(each[key] for each in every) for key in every[0]}
        for name, every in runs.items()
    }
    base = medians.get("plain SQL")
    lines = [
        "| process | wall s | CPU s | peak MiB | wall / plain SQL | CPU / plain SQL |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, median in medians.items():
        wall, cpu, peak = (median[key] for key in ("wall_seconds", "cpu_seconds", "peak_mebibytes"))
        ratios = (
            f"{wall / base['wall_seconds']:.2f} | {cpu / base['cpu_seconds']:.2f}"
            if base
            else " | "
        )
        lines.append(f"| {name} | {wall:.1f} | {cpu:.1f} | {peak:.0f} | {ratios} |")
    return "\n".join(lines)


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
        f"Scale {arguments.scale:g}, {result['day']}, {result['machine']}, {arguments.runs} runs:\n"
    )
    print(table(result))


if __name__ == "__main__":
    main()
