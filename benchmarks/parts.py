"""Tell what each part adds to a build: `python -m benchmarks.parts target/run_results.json`.

Reads the file that dbt leaves after a build, and manifest.json beside it. Counted are the seconds
that dbt ran the models, seeds and data tests of each part. Some models serve several parts, such as
those of the rollup. They belong to no part, though the metrics of a part make them longer.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

REST = "the rest"
# Of each part: the names of its models (with * for any letters), or their folder with a final /.
# The first part that names a model has it.
PARTS = {
    "service": (
        "models/intermediate/service/", "int_ticket_events_attributed", "int_ticket_states_changed",
        "service_breaches", "ticket_backlog", "metric_business_*", "metric_backlog_*",
        "metric_bot_*", "metric_escalation_rate", "metric_handover_minutes",
        "metric_next_reply_minutes", "metric_one_touch_rate", "metric_reopen_rate",
        "metric_service_completion_rate", "notices_schedules", "notices_tickets",
    ),
    "alerts": ("models/metrics/lines/", "alerts", "notices_alerts"),
    "drivers and gaps": (
        "int_answer_stores", "int_answers_dated", "int_answers_experienced",
        "int_customer_sensitivities", "int_driver_products_summed", "int_quality_outcomes_counted",
        "agent_quality", "channel_effects", "complaint_hours", "delivery_satisfaction", "drivers",
        "journey", "metric_delivery_on_time_rate", "operation_links", "satisfaction_gaps",
        "satisfaction_loyalty", "sensitive_groups", "store_satisfaction", "team_quality",
        "notices_satisfaction",
    ),
    "voice": (
        "models/metrics/voice/", "comment_*", "topic_effects", "metric_negative_*",
        "notices_comments",
    ),
    "survey trust": (
        "int_survey_answers_weighted", "int_survey_base_counted", "survey_load",
        "survey_respondents", "survey_response_funnel", "survey_trust", "notices_survey_design",
    ),
    "closed loop": (
        "int_actions_aimed", "action_*", "alert_actions", "benchmarks", "pain_points", "practices",
    ),
    "personas": (
        "int_customer_personas_assigned", "int_persona_*", "persona_*", "personas",
        "notices_personas",
    ),
    "offers": ("models/metrics/offers/", "recommendation*", "notices_offers"),
    "warnings": (
        "int_customer_months_banded", "int_health_*", "int_past_calls_compared",
        "int_yearly_rhythms_found", "fct_customer_health", "churn_watchlist", "health_*",
        "metric_churn_warning_precision", "metric_health_score", "notices_churn_warnings",
    ),
}  # fmt: skip
# What together may cost at most so large a share of a full build.
BARS = {
    "service and voice": (list(PARTS)[:6], 0.25),
    "personas, offers, warnings": (list(PARTS)[6:], 0.10),
}


def names(pattern: str, name: str, path: str) -> bool:
    """Whether a pattern of a part names a model."""
    return path.startswith(pattern) if pattern.endswith("/") else fnmatch(name, pattern)


def part_of(name: str, path: str) -> str:
    """The part of a model."""
    for part, patterns in PARTS.items():
        if any(names(pattern, name, path) for pattern in patterns):
            return part
    return REST


def parts_of_nodes(manifest: dict[str, dict[str, dict[str, object]]]) -> dict[str, str]:
    """The part of each node; a data test has that of the models it reads where all have one."""
    nodes = manifest["nodes"]
    parts = {
        key: part_of(str(node["name"]), str(node["original_file_path"]))
        for key, node in nodes.items()
        if node["resource_type"] == "model"
    }
    for key, node in nodes.items():
        if node["resource_type"] == "test":
            read = node["depends_on"]["nodes"]  # type: ignore[index]
            owner = node.get("attached_node")
            tested = {parts.get(each, REST) for each in ([owner] if owner else read)}
            parts[key] = tested.pop() if len(tested) == 1 else REST
    return parts


def seconds_by_part(results: Path) -> dict[str, tuple[float, float]]:
    """Seconds of the models (with seeds) and of the data tests of each part, the rest last."""
    manifest = json.loads(results.with_name("manifest.json").read_text(encoding="utf-8"))
    parts = parts_of_nodes(manifest)
    seconds: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
        key = result["unique_id"]
        if not key.startswith("unit_test."):
            seconds[parts.get(key, REST)][key.startswith("test.")] += result["execution_time"]
    return {part: (seconds[part][0], seconds[part][1]) for part in [*PARTS, REST]}


def table(seconds: dict[str, tuple[float, float]]) -> str:
    """The seconds as Markdown, each also as a share of all, and the groups of parts with a bar."""
    total = sum(map(sum, seconds.values()))
    lines = [
        "| part | models s | tests s | both s | of all | of a full build at most |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]

    def add(name: str, models: float, tests: float, bar: str = "") -> None:
        both = models + tests
        share = f"{both / total:.1%}" if total else ""
        lines.append(f"| {name} | {models:.1f} | {tests:.1f} | {both:.1f} | {share} | {bar} |")

    for part, (models, tests) in seconds.items():
        add(part, models, tests)
    for group, (parts, bar) in BARS.items():
        models, tests = (sum(seconds[part][place] for part in parts) for place in (0, 1))
        add(f"*{group}*", models, tests, f"{bar:.0%}")
    add("*all*", *(sum(each[place] for each in seconds.values()) for place in (0, 1)))
    return "\n".join(lines)


def main() -> None:
    """Print the table of one build."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parts", description=__doc__)
    parser.add_argument("results", type=Path, help="run_results.json of a build")
    print(table(seconds_by_part(parser.parse_args().results)))


if __name__ == "__main__":
    main()
