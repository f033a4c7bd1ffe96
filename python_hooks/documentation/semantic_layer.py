"""The semantic layer of MetricFlow, written from the list of metrics and the YAML of each.

Each metric that adds up is sum(numerator) / sum(denominator) of its rows in reporting.metric_cells,
so no formula stands twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FILE = Path("semantic_layer") / "models" / "metric_cells.yml"
HEAD = "# Written by python -m python_hooks semantic from the YAML of the metrics. Do not edit.\n"
# Quantiles have no sums, and the months of a rolling metric overlap.
QUANTILES = ("median", "p90")
SUMS = {
    "event_count": ("Events that count", "计入的事件数"),
    "numerator": ("Sum of the numerators", "分子之和"),
    "denominator": ("Sum of the denominators", "分母之和"),
}
COPIED_FIELDS = ("label_zh", "formula_zh", "unit", "better", "owner")
READ_FIELDS = ("label_en", "formula", "statistic", *COPIED_FIELDS)

Json = dict[str, Any]


class CannotWrite(Exception):
    """A metric's YAML is incomplete; the message has the file and what to do."""


def write(root: Path) -> Path:
    """Write the semantic layer of the project `root`; its path. Raises CannotWrite."""
    (root / FILE).write_text(text_of(root), encoding="utf-8")
    return FILE


def text_of(root: Path) -> str:
    """The semantic model, metrics and saved queries as YAML."""
    variables = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    metas = {name: _meta(root, name) for name in variables["metrics"]}
    added_up = {name: meta for name, meta in metas.items() if adds_up(meta["config"]["meta"])}
    headlines = [name for name in variables["headline_metrics"] if name in added_up]
    dimensions = variables["metric_dimensions"]
    content = {
        "semantic_models": [_semantic_model(dimensions)],
        "metrics": [each for name, meta in added_up.items() for each in _metrics(name, meta)],
        "saved_queries": [
            _saved_query("all_metrics_by_month", list(added_up), []),
            *(
                _saved_query(f"headlines_by_month_and_{dimension}", headlines, [dimension])
                for dimension in dimensions
            ),
        ],
    }
    body = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    return HEAD + body


def adds_up(meta: Json) -> bool:
    """Whether sums of its events give the metric's value for any days and slices."""
    return meta.get("statistic") not in QUANTILES and not meta.get("is_rolling")


class _Plain(yaml.SafeDumper):
    """YAML without anchors and aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _meta(root: Path, name: str) -> Json:
    """The model in the YAML of a metric; raises CannotWrite if it is incomplete."""
    file = Path("models") / "metrics" / f"metric_{name}.yml"
    try:
        model = yaml.safe_load((root / file).read_text(encoding="utf-8"))["models"][0]
        missing = [field for field in READ_FIELDS if field not in model["config"]["meta"]]
    except FileNotFoundError as reason:
        raise CannotWrite(
            f"{file} is missing. Write it, or take {name} off `metrics` in dbt_project.yml."
        ) from reason
    except (yaml.YAMLError, KeyError, IndexError, TypeError) as reason:
        raise CannotWrite(f"{file} has no model with config.meta. Run make check.") from reason
    if missing or not model.get("description"):
        names = ", ".join([*missing, *([] if model.get("description") else ["description"])])
        raise CannotWrite(f"{file} does not say: {names}. Write it, then run make check.")
    return model


def _semantic_model(dimensions: list[str]) -> Json:
    """The additive cells: a row a metric, day and combination of all dimensions."""
    day = {"name": "event_date", "type": "time", "type_params": {"time_granularity": "day"}}
    return {
        "name": "metric_cells",
        "description": "Sums of every metric that adds up, by day and all dimensions.",
        "model": "ref('metric_cells')",
        "defaults": {"agg_time_dimension": "event_date"},
        "primary_entity": "cell",
        "dimensions": [
            day,
            *({"name": name, "type": "categorical"} for name in ["metric", *dimensions]),
        ],
        "measures": [
            {"name": name, "label": label, "agg": "sum", "config": {"meta": {"label_zh": label_zh}}}
            for name, (label, label_zh) in SUMS.items()
        ],
    }


def _metrics(name: str, model: Json) -> list[Json]:
    """A metric: the sum of its numerators over that of its denominators."""
    meta = model["config"]["meta"]
    condition = f"{{{{ Dimension('cell__metric') }}}} = '{name}'"
    description = " ".join(model["description"].split())
    sums = [
        {
            "name": f"{name}_{measure}",
            "label": f"{meta['label_en']}: {SUMS[measure][0].lower()}",
            "type": "simple",
            "type_params": {"measure": {"name": measure, "filter": condition}},
        }
        for measure in SUMS
    ]
    ratio = {
        "name": name,
        "label": meta["label_en"],
        "description": f"{description} Formula: {meta['formula']}. Unit: {meta['unit']}.",
        "type": "ratio",
        "type_params": {"numerator": sums[1]["name"], "denominator": sums[2]["name"]},
        "config": {"meta": {field: meta[field] for field in COPIED_FIELDS}},
    }
    return [ratio, *sums]


def _saved_query(name: str, metrics: list[str], dimensions: list[str]) -> Json:
    """A query by month that has a name."""
    return {
        "name": name,
        "query_params": {
            "metrics": metrics,
            "group_by": [
                "TimeDimension('metric_time', 'month')",
                *(f"Dimension('cell__{each}')" for each in dimensions),
            ],
        },
    }
