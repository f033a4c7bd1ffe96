"""Start a metric: its SQL, its YAML with a failing unit test, and its place in the list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

SQL = """\
-- Say which rows of {mart} count{flags}.
with

{rows} as (

    select * from {{{{ ref('{mart}') }}}}

),

events as (

    select
        {event_id},
        customer_id,
        {occurred_at},
        {{{{ metric_dimensions('{mart}') }}}},
        0 as numerator,
        1 as denominator

    from {rows}

)

select * from events
"""

YAML = """\
models:
  - name: metric_{name}
    description: >
      Say what one row is and which events count.
    config:
      meta:
        label_en: {label}
        label_zh: {label}
        formula: Say how it is worked out.
        formula_zh: 用中文写明计算公式。
        description_zh: 用中文写明每一行是什么、哪些事件计入。
        when_red: Say what to do when the value is beyond its red line.
        when_red_zh: 用中文写明越过红线时怎么办。
        unit: share
        decimals: 1 # digits after the point; of a share, those of its percent
        better: higher
        statistic: proportion
        kind: result
        lifecycle_stage: use
        smallest_period: day
        owner: cx-insights
    columns:
      - {{name: event_id, description: "The event: {key} of {mart}."}}
      - {{name: customer_id, description: Whom it happened to; null where nobody is known.}}
      - {{name: occurred_at, description: "When it happened: {time} of {mart}."}}
      - {{name: numerator, description: 1 for what is counted.}}
      - {{name: denominator, description: Always 1.}}

unit_tests:
  - name: {name}_counts_what_it_should
    description: Fails until the numerator is worked out.
    model: metric_{name}
    given:
      - input: ref('{mart}')
        rows:
          - {{{given}}}
    expect:
      rows:
        - {{numerator: 1, denominator: 1}}
"""


class CannotStart(Exception):
    """Why the metric was not started."""


@dataclass(frozen=True)
class Mart:
    """The columns of a mart for a metric: key, time and flags, by their types."""

    name: str
    key: list[str]
    time: str
    types: dict[str, str]

    @property
    def flags(self) -> list[str]:
        """The columns that are true or false."""
        return [name for name, kind in self.types.items() if kind == "boolean"]


def start_metric(root: Path, name: str, mart: str = "fct_survey_responses") -> list[Path]:
    """Write the files of metric `name` of a mart under the project `root`; the paths written.

    Raises CannotStart, having written nothing, when a name is not usable or taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise CannotStart(f"'{name}' is no metric name. Use small letters, digits and underscores.")
    folder = root / "models" / "metrics"
    sql, yml = folder / f"metric_{name}.sql", folder / f"metric_{name}.yml"
    if sql.exists() or yml.exists():
        raise CannotStart(f"{sql.relative_to(root)} is already there. Choose another name.")
    marts = marts_with_events(root)
    if mart not in marts:
        raise CannotStart(f"'{mart}' is no mart of events; allowed: {', '.join(sorted(marts))}.")
    project = root / "dbt_project.yml"
    listed = _with_listed(project.read_text(encoding="utf-8"), name)
    words = _words(name, marts[mart])
    sql.write_text(SQL.format(**words), encoding="utf-8")
    yml.write_text(YAML.format(**words), encoding="utf-8")
    project.write_text(listed, encoding="utf-8")
    return [sql, yml, project]


def marts_with_events(root: Path) -> dict[str, Mart]:
    """The marts whose rows have a customer and a time, by their contracts.

    The time is the one that the mart grows by (spark_month_partitions), or its first one.
    """
    variables = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    found = {}
    for name in variables["marts"]:
        file = root / "models" / "marts" / f"{name}.yml"
        model = yaml.safe_load(file.read_text(encoding="utf-8"))["models"][0]
        types = {column["name"]: column["data_type"] for column in model["columns"]}
        times = [column for column, kind in types.items() if kind in ("timestamp", "date")]
        time = variables["spark_month_partitions"].get(name, next(iter(times), None))
        if name.startswith("fct_") and time and "customer_id" in types:
            found[name] = Mart(name, model["config"]["meta"]["key"], time, types)
    return found


def _words(name: str, mart: Mart) -> dict[str, str]:
    """What the files of a metric say of its mart."""
    is_day = mart.types[mart.time] == "date"
    event_id = mart.key[0] if len(mart.key) == 1 else f"{{{{ joined_key({mart.key}) }}}}"
    occurred_at = f"{{{{ moment_of_local_time('{mart.time}') }}}}" if is_day else mart.time
    given = {**dict.fromkeys(mart.key, "R1"), mart.time: '"2025-01-01"'}
    return {
        "name": name,
        "label": name.replace("_", " ").capitalize(),
        "mart": mart.name,
        "rows": mart.name.removeprefix("fct_"),
        "flags": _hint(mart.flags),
        "key": " and ".join(mart.key),
        "time": mart.time,
        "event_id": event_id if event_id == "event_id" else f"{event_id} as event_id",
        "occurred_at": (
            occurred_at if occurred_at == "occurred_at" else f"{occurred_at} as occurred_at"
        ),
        "given": ", ".join(f"{column}: {value}" for column, value in given.items()),
    }


def _hint(flags: list[str]) -> str:
    """The flags of a mart as the end of a comment, in lines of at most 100 characters."""
    if not flags:
        return ""
    lines, line = [], "-- Its flags:"
    for flag in flags:
        if len(line) + len(flag) > 97:
            lines, line = [*lines, line], "--"
        line += f" {flag},"
    return ".\n" + "\n".join([*lines, line.removesuffix(",")])


def _with_listed(project: str, name: str) -> str:
    """The text of dbt_project.yml with `name` at the end of the list of metrics."""
    found = re.search(r"^  metrics:\n(?:    - \w+\n)+", project, flags=re.MULTILINE)
    if found is None:
        raise CannotStart("dbt_project.yml has no list `metrics` under vars. Put it back first.")
    return project[: found.end()] + f"    - {name}\n" + project[found.end() :]
