"""Tell how cost grows with scale: `python -m benchmarks.growth warehouse/bench`.

Reads what benchmarks.run wrote for each scale. The exponent is b in cost = a * scale^b, from the
scale below; 1 means in proportion. What a run costs without any data makes it small, so the cost of
a further customer, which leaves that out, stands beside it.
"""

from __future__ import annotations

import json
import math
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.run import CUSTOMERS_AT_SCALE_1


@dataclass(frozen=True)
class Cost:
    """The medians of one process at one scale."""

    process: str
    scale: float
    runs: int
    cpu_seconds: float
    peak_mebibytes: float


def costs(results: list[dict[str, object]]) -> list[Cost]:
    """The medians of every process and scale, by process, small scales first."""
    found = []
    for result in sorted(results, key=lambda each: each["scale"]):  # type: ignore[arg-type, return-value]
        runs: dict[str, list[dict[str, float]]] = result["runs"]  # type: ignore[assignment]
        for process, every in runs.items():
            cpu = statistics.median(each["cpu_seconds"] for each in every)
            peak = statistics.median(each["peak_mebibytes"] for each in every)
            found.append(Cost(process, float(result["scale"]), len(every), cpu, peak))  # type: ignore[arg-type]
    processes = list(dict.fromkeys(cost.process for cost in found))
    return sorted(found, key=lambda cost: processes.index(cost.process))


def growth(smaller: Cost, larger: Cost) -> tuple[float, float]:
    """The exponent, and the marginal CPU milliseconds per customer, from one scale to another."""
    exponent = math.log(larger.cpu_seconds / smaller.cpu_seconds) / math.log(
        larger.scale / smaller.scale
    )
    customers = (larger.scale - smaller.scale) * CUSTOMERS_AT_SCALE_1
    return exponent, 1000 * (larger.cpu_seconds - smaller.cpu_seconds) / customers


def table(results: list[dict[str, object]]) -> str:
    """The costs as Markdown."""
    lines = [
        "| process | scale | runs | CPU s | peak MiB | exponent | CPU ms a further customer |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    before: Cost | None = None
    for cost in costs(results):
        cells = [cost.process, f"{cost.scale:g}", str(cost.runs)]
        cells += [f"{cost.cpu_seconds:.1f}", f"{cost.peak_mebibytes:.0f}"]
        if before and before.process == cost.process:
            exponent, marginal = growth(before, cost)
            cells += [f"{exponent:.2f}", f"{marginal:.3f}"]
        else:
            cells += ["", ""]
        lines.append(f"| {' | '.join(cells)} |")
        before = cost
    return "\n".join(lines)


def main() -> None:
    """Read every scale's results under a folder, print the table."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "warehouse/bench")
    files = sorted(folder.glob("sf*/results.json"))
    if not files:
        sys.exit(f"No results in {folder}. Make them: make bench SF=0.01.")
    print(table([json.loads(file.read_text(encoding="utf-8")) for file in files]))


if __name__ == "__main__":
    main()
