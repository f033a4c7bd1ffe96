"""A page for each metric in the documentation of dbt, in English and Chinese.

The words are those of the published catalogue, the worked example is a unit test of the metric.
dbt's page has the SQL and the lineage below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from python_hooks.documentation.semantic_layer import QUANTILES
from python_hooks.engines.warehouse import named_rows
from python_hooks.text.formats import Unit, value_text
from python_hooks.text.labels import Labels

Json = dict[str, Any]

OVERVIEW = "__overview__"

FACTS = (
    ("formula", "Formula", "公式"),
    ("description", "What counts", "哪些计入"),
    ("statistic", "Statistic", "统计方法"),
    ("unit", "Unit", "单位"),
    ("kind", "Kind", "类型"),
    ("lifecycle_stage", "Stage", "阶段"),
    ("smallest_period", "Shortest period", "最短周期"),
    ("owner", "Owner of the definition", "定义负责人"),
)


def pages(manifest: Json, connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The page of each metric of the published catalogue in Markdown, by its model's unique id."""
    labels = Labels(connection)
    targets = _grouped(named_rows(connection.execute(_TARGETS)))
    benchmarks = _grouped(
        named_rows(connection.execute("select * from reporting.benchmarks order by all"))
    )
    models = {
        node["name"]: unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model"
    }
    return {
        models[f"metric_{row['metric']}"]: "\n\n".join(
            (
                f"## {row['label_en']} · {row['label_zh']}",
                _facts(row, labels),
                "### What good looks like · 目标",
                *_good(row, labels, targets[row["metric"]], benchmarks[row["metric"]]),
                "### When it is red · 越过红线时",
                f"{row['when_red']}\n\n{row['when_red_zh']}",
                "### Worked example · 算例",
                *_example(row, manifest, models[f"metric_{row['metric']}"]),
                "### SQL, lineage · SQL 与血缘",
                *_lineage(manifest, models[f"metric_{row['metric']}"]),
            )
        )
        for row in list(named_rows(connection.execute(_CATALOGUE)))
        if f"metric_{row['metric']}" in models
    }


def overview(manifest: Json, connection: duckdb.DuckDBPyConnection) -> str:
    """The first page of the documentation: every metric by stage, and every report."""
    labels = Labels(connection)
    rows = list(named_rows(connection.execute(_CATALOGUE)))
    lines = ["# Customer experience warehouse · 客户体验数据仓库", "## Metrics · 指标"]
    for stage in dict.fromkeys(row["lifecycle_stage"] for row in rows):
        lines.append(f"**{' · '.join(_words(labels, 'lifecycle_stage', stage))}**")
        lines.append(
            "\n".join(
                f"- {_link(manifest, 'metric_' + row['metric'])}: {row['label_en']}"
                f" · {row['label_zh']}"
                for row in rows
                if row["lifecycle_stage"] == stage
            )
        )
    lines.append("## What people and BI tools read · 供人和 BI 工具读取的表")
    reports = sorted(
        (node["name"], " ".join(node["description"].split()))
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "reporting"
    )
    lines.append(
        "\n".join(f"- {_link(manifest, name)}: {text.split('. ')[0]}" for name, text in reports)
    )
    return "\n\n".join(lines)


_CATALOGUE = """
    select
        metric, label_en, label_zh, formula, formula_zh, description, description_zh, when_red,
        when_red_zh, unit, unit_en, unit_zh, change_unit_en, change_unit_zh, decimals, better,
        statistic, kind, lifecycle_stage, smallest_period, owner
    from reporting.metric_catalogue
    order by position
"""
# The targets in force in the newest month that has them.
_TARGETS = """
    select metric, dimension, dimension_value, target, red_line
    from reporting.metric_values
    where period = 'month' and target is not null
    qualify period_start = max(period_start) over (
        partition by metric, dimension, dimension_value
    )
    order by all
"""


def _facts(row: Mapping[str, Any], labels: Labels) -> str:
    """What the metric is, as a table of both languages."""
    rows = []
    for field, en, zh in FACTS:
        if field in ("formula", "description"):
            texts = (row[field], row[f"{field}_zh"])
        elif field == "unit":
            texts = (row["unit_en"], row["unit_zh"])
        else:
            kind = "period" if field == "smallest_period" else field
            texts = _words(labels, kind, row[field])
        if any(texts):
            rows.append((f"{en} · {zh}", *texts))
    return _table(("", "English", "中文"), rows)


def _good(
    row: Mapping[str, Any], labels: Labels, targets: Sequence[Json], benchmarks: Sequence[Json]
) -> list[str]:
    """Which way is better, the targets and red lines, and the values of others."""
    unit = Unit.of(row)
    parts = [f"{'. '.join(_words(labels, 'better', row['better']))}。"]
    if targets:
        shown = [
            (
                " · ".join(_words(labels, "dimension", each["dimension"])),
                " · ".join(_words(labels, each["dimension"], each["dimension_value"])),
                value_text(each["target"], unit, "en"),
                "" if each["red_line"] is None else value_text(each["red_line"], unit, "en"),
            )
            for each in targets
        ]
        head = ("Dimension · 维度", "Value · 取值", "Target · 目标", "Red line · 红线")
        parts.append(_table(head, shown))
    else:
        parts.append(
            "It has no target. Write one into `seeds/reference/metric_targets.csv`.\n\n"
            "尚无目标。请在 `seeds/reference/metric_targets.csv` 中填写。"
        )
    for each in benchmarks:
        value = value_text(each["reference_value"], unit, "en")
        parts.append(
            f"Elsewhere: {value} ({each['population']}; {each['definition']}). {each['source']}\n\n"
            f"同行参考：{value_text(each['reference_value'], unit, 'zh')}"
            f"（{each['population_zh']}；{each['definition_zh']}）。"
        )
    return parts


def _example(row: Mapping[str, Any], manifest: Json, unique_id: str) -> list[str]:
    """The unit test with most events whose numerators are known, and the value they have."""
    always_1 = _is_always_1(manifest["nodes"][unique_id])
    tests = [
        test
        for test in manifest["unit_tests"].values()
        if unique_id in test["depends_on"]["nodes"] and _events(test, always_1)
    ]
    if not tests:
        return ["No unit test of its own has one.\n\n它没有可作算例的单元测试。"]
    test = max(tests, key=lambda each: len(_events(each, always_1)))
    name, text = test["name"], test["description"]
    parts = [f"From the unit test `{name}`. {text}".strip(), f"取自单元测试 `{name}`。"]
    for given in test["given"]:
        if given["rows"] and isinstance(given["rows"], list):
            parts += [f"`{given['input']}`", _of_columns(given["rows"])]
    parts += ["Events · 事件", _of_columns(test["expect"]["rows"])]
    events = _events(test, always_1)
    above, below = (sum(pair[side] for pair in events) for side in (0, 1))
    if row["statistic"] in QUANTILES:
        parts.append(
            "The value is a quantile of these durations by Kaplan-Meier; denominator 0 still runs"
            " (docs/metrics.md).\n\n"
            "指标值为这些时长的 Kaplan-Meier 分位数；分母为 0 表示尚未结束（docs/metrics.md）。"
        )
    elif below:
        sums = f"{above:g} / {below:g}"
        unit = Unit.of(row)
        parts.append(
            f"The value of these events: {sums} = {value_text(above / below, unit, 'en')}.\n\n"
            f"这些事件的指标值：{sums} = {value_text(above / below, unit, 'zh')}。"
        )
    return parts


def _events(test: Json, always_1: bool) -> list[tuple[float, float]]:
    """Numerator and denominator of each expected event; none where a test leaves one open."""
    rows = test["expect"]["rows"]
    if not isinstance(rows, list):
        return []
    pairs = [
        (each.get("numerator"), each.get("denominator", 1 if always_1 else None)) for each in rows
    ]
    is_known = all(isinstance(number, int | float) for pair in pairs for number in pair)
    return [(float(above), float(below)) for above, below in pairs] if is_known else []


def _is_always_1(node: Json) -> bool:
    """Whether the YAML says of the denominator that it is always 1."""
    return node["columns"].get("denominator", {}).get("description", "").startswith("Always 1.")


def _lineage(manifest: Json, unique_id: str) -> list[str]:
    """What the metric reads and who reads it, with links; the SQL stands below."""
    reads = [
        _link(manifest, each.split(".")[-1])
        for each in manifest["nodes"][unique_id]["depends_on"]["nodes"]
        if each.startswith("model.")
    ]
    values = _link(manifest, "metric_values")
    events = _link(manifest, "metric_events")
    names = ", ".join(dict.fromkeys(reads)) or "—"
    return [
        f"It reads {names}. Its events go through {events} into {values}. The SQL stands below"
        " (Code); the button at the lower right draws the lineage.\n\n"
        f"读取 {names}。事件经 {events} 汇入 {values}。SQL 见下方 Code，右下角按钮可打开血缘图。"
    ]


def _link(manifest: Json, model: str) -> str:
    """A link to a model's page."""
    project = manifest["metadata"]["project_name"]
    return f"[{model}](#!/model/model.{project}.{model})"


def _words(labels: Labels, kind: str, value: str) -> tuple[str, str]:
    """A value in English and in Chinese; as it stands where it has no label."""
    return labels.one(kind, value, "en"), labels.one(kind, value, "zh")


def _grouped(rows: Iterable[Json]) -> dict[str, list[Json]]:
    """Rows by their metric; none of another metric."""
    groups: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        groups[row["metric"]].append(row)
    return groups


def _of_columns(rows: Sequence[Json]) -> str:
    """Rows of a unit test as a table of all columns that any of them names."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return _table(names, [[_cell(row.get(name, "")) for name in names] for row in rows])


def _cell(value: object) -> str:
    """A value of a unit test as it stands in the YAML."""
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
        for line in lines
    )
