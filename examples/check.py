"""Compare a built data set with the figures that others published of it.

python -m examples.check online_retail_ii warehouse/published.duckdb
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from python_hooks.engines.warehouse import connect

EXPECTED = yaml.safe_load(Path(__file__).with_name("expected_figures.yml").read_text("utf-8"))


@dataclass(frozen=True)
class Figure:
    """A published figure beside the warehouse's own; `built` is None where there is none."""

    name: str
    expected: float
    built: float | None
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether both agree to the digits that were published."""
        return self.built is not None and abs(self.built - self.expected) <= self.tolerance


def compare(data_set: str, published: Path) -> list[Figure]:
    """Every figure of `data_set` that the warehouse has a table for, from a published file."""
    with connect(published, read_only=True) as reader:
        return [
            Figure(
                figure["name"],
                figure["value"],
                None if (built := reader.execute(figure["sql"]).fetchone()[0]) is None
                else float(built),
                figure["tolerance"],
            )
            for figure in EXPECTED[data_set]["figures"]
        ]  # fmt: skip


def main() -> int:
    """Print the comparison; 1 when a figure does not hold."""
    if len(sys.argv) != 3 or sys.argv[1] not in EXPECTED:
        sys.exit(f"usage: python -m examples.check {{{','.join(EXPECTED)}}} <published file>")
    figures = compare(sys.argv[1], Path(sys.argv[2]))
    for figure in figures:
        built = "none" if figure.built is None else f"{figure.built:,.4f}"
        verdict = "" if figure.holds else "  differs"
        print(f"{figure.name:60}{figure.expected:>18,.4f}{built:>18}{verdict}")
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
