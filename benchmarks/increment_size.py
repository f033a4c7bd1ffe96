"""Count what the increment costs to read: `python -m benchmarks.increment_size target warehouse`.

It prints four numbers: lines of which only the increment has need, relations that no dbt node owns,
dbt macros that the project overrides, and the longest Python file. `target` has the manifest of an
incremental build, and `warehouse` its work file.

A line counts once, and blank lines do not count. Counted are the files named in ONLY_FOR_INCREMENTS
(without unit tests), the functions named in FUNCTIONS, and of all other files in models/, macros/
and dbt_project.yml the lines that call a macro of macros/incremental, name the record of builds or
set one of KEYS, and the lines of a Jinja branch that only an increment takes.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
from collections import Counter
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
ONLY_FOR_INCREMENTS = [
    "macros/incremental/*",
    "models/staging/increments/*",
    "models/intermediate/int_customers_to_rebuild.*",
    "models/metrics/rollup/int_metric_days_fingerprinted.*",
    "models/metrics/rollup/int_metric_periods_to_rebuild.*",
    "python_hooks/builds/increments.py",
]
FUNCTIONS = {"python_hooks/publishing/publishing.py": ["_apply_changes", "_number_of_whole_file"]}
KEYS = [
    "rebuilds", "rebuilt_by", "rebuilds_after_days", "rebuilds_on_its_day", "merged_by", "rebuilt",
    "rebuilt_too", "kept_with", "incremental_strategy", "is_noted", "is_changed",
]  # fmt: skip
BRANCH = re.compile(r"{%-?\s*(if|elif|else|endif)\b(.*?)-?%}", re.DOTALL)
TAKEN_BY_INCREMENT = re.compile(r"^(?!.*\bnot is_incre).*\bis_increment(al)?\b")


def lines_of_branches(sql: str) -> set[int]:
    """The numbers of the lines in branches of Jinja that ask whether a build is an increment."""
    counted: set[int] = set()
    opened: list[int | None] = []
    for found in BRANCH.finditer(sql):
        number = sql.count("\n", 0, found.start()) + 1
        word, condition = found.groups()
        if word != "if" and opened:
            began = opened.pop()
            counted |= set(range(began, number + 1)) if began else set()
        if word != "endif":
            opened.append(number if TAKEN_BY_INCREMENT.search(condition) else None)
    return counted


def lines_only_for_increments(root: Path) -> Counter[str]:
    """So many lines by file."""
    counts: Counter[str] = Counter()
    whole = {path for pattern in ONLY_FOR_INCREMENTS for path in root.glob(pattern)}
    for path in whole:
        text = path.read_text(encoding="utf-8").split("\nunit_tests:")[0]
        counts[str(path.relative_to(root))] = sum(1 for line in text.splitlines() if line.strip())
    for name, functions in FUNCTIONS.items():
        for node in ast.parse((root / name).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name in functions:
                counts[name] += (node.end_lineno or node.lineno) - node.lineno + 1
    names = [path.stem for path in (root / "macros" / "incremental").glob("*.sql")]
    mentions = re.compile(
        rf"\b({'|'.join(names)})\(|\b({'|'.join(KEYS)})\b'?\s*[:%]"
        r"|[*&](customer_facts|customer_months|compared)\b|\braw\.builds\b"
    )
    others = [
        root / "dbt_project.yml",
        *(root / "models").rglob("*"),
        *(root / "macros").rglob("*"),
    ]
    for path in sorted(set(others) - whole):
        if path.suffix in (".sql", ".yml"):
            sql = path.read_text(encoding="utf-8")
            numbers = lines_of_branches(sql) if path.suffix == ".sql" else set()
            counted = sum(
                1
                for number, line in enumerate(sql.splitlines(), start=1)
                if line.strip() and (number in numbers or mentions.search(line))
            )
            if counted:
                counts[str(path.relative_to(root))] = counted
    return counts


def relations_without_node(manifest: dict[str, dict[str, dict]], work_file: Path) -> list[str]:
    """Tables and views of the work file that no model, seed or test makes, without raw views."""
    owned = {f"{each['schema']}.{each['alias']}" for each in manifest["nodes"].values()}
    with duckdb.connect(str(work_file), read_only=True) as connection:
        rows = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
            " where not (table_schema = 'raw' and table_type = 'VIEW') order by 1"
        ).fetchall()
    return [name for (name,) in rows if name not in owned]


def overridden_macros(manifest: dict[str, dict[str, dict]]) -> list[str]:
    """Macros of the project that replace one of dbt or an adapter, or are dispatched instead of it.

    Example: materialization_view_duckdb replaces materialization_view_default.
    """
    ours: set[str] = set()
    of_dbt: set[str] = set()
    for macro in manifest["macros"].values():
        (ours if macro["package_name"] == "cx_warehouse" else of_dbt).add(macro["name"])
    return sorted(
        name
        for name in ours
        if {
            name,
            re.sub(r"^(duckdb|spark)__", "default__", name),
            re.sub(r"^(materialization_\w+)_(duckdb|spark)$", r"\1_default", name),
        }
        & of_dbt
    )


def longest_python_file(root: Path) -> tuple[int, str]:
    """Its number of lines, and its name; tests are left out."""
    files = [*(root / "python_hooks").rglob("*.py"), *(root / "benchmarks").glob("*.py")]
    return max(
        (len(path.read_text(encoding="utf-8").splitlines()), str(path.relative_to(root)))
        for path in files
    )


def main() -> None:
    """Read the arguments, count, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.increment_size", description=__doc__
    )
    parser.add_argument("target", type=Path)
    parser.add_argument("warehouse", type=Path)
    arguments = parser.parse_args()
    manifest = json.loads((arguments.target / "manifest.json").read_text(encoding="utf-8"))
    counts = lines_only_for_increments(ROOT)
    by_folder: Counter[str] = Counter()
    for name, count in counts.items():
        by_folder["/".join(name.split("/")[:2])] += count
    print(f"Lines only for increments: {counts.total()}, of these {dict(by_folder.most_common())}")
    relations = relations_without_node(manifest, arguments.warehouse / "work.duckdb")
    print(f"Relations that no node owns: {len(relations)}: {', '.join(relations)}")
    macros = overridden_macros(manifest)
    print(f"Overridden macros of dbt: {len(macros)}: {', '.join(macros)}")
    print("Longest Python file: {} lines, {}".format(*longest_python_file(ROOT)))


if __name__ == "__main__":
    main()
