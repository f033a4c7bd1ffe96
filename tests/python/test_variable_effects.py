"""Each variable with another value: a whole build over two deliveries passes, and shows it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml
from conftest import DEMO, ROOT, WITHOUT_UNIT_TESTS, Run, dbt, dbt_process, shared_by_workers
from test_deliveries import deliver

from python_hooks.publishing import pseudonyms

DECLARED = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
# Another value of each variable, and a table that it must change: in the published file where it
# is one of those that readers see.
EFFECTS = {
    "as_of": ("2025-11-30 12:00:00", "reporting.metric_values"),
    "reporting_time_zone": ("Asia/Shanghai", "marts.fct_orders"),
    "base_currency": ("EUR", "marts.fct_orders"),
    "plausible_times": ({"from": "1970-01-01", "until": "2026-06-30"}, "marts.fct_contracts"),
    "missing_words": (["NULL"], "quality.quarantined_rows"),
    "customers_from_orphans": (True, "marts.dim_customers"),
    "pseudonymise_customers": (True, "marts.dim_customers"),
    "check_thresholds": (
        {**DECLARED["check_thresholds"], "quarantined_warning_share": 0.00001},
        "quality.check_results",
    ),
    "survey_response_window_days": (10, "marts.fct_survey_invitations"),
    "one_survey_answer_per": ("month", "marts.fct_survey_responses"),
    "first_contact_resolution_days": (30, "reporting.metric_values"),
    "service_completion_days": (2, "reporting.metric_values"),
    "first_contact_resolution_by_category": (False, "reporting.metric_values"),
    "service_failure_minutes": (
        {"first_response": 60, "resolution": 600}, "marts.fct_customer_health",
    ),
    "health_model": (
        {"customers_per_month": 300, "minimum_of_each_outcome": 100}, "marts.fct_customer_health",
    ),
    "lead_contact_days": (1, "reporting.metric_values"),
    "lead_qualification_days": (5, "reporting.metric_values"),
    "lead_conversion_days": (20, "reporting.metric_values"),
    "lifecycle_step_days": (
        {**DECLARED["lifecycle_step_days"], "first_purchase": 30}, "reporting.lifecycle_funnel",
    ),
    "task_grace_days": (0, "marts.fct_activities"),
    "offer_response_days": (3, "marts.fct_activities"),
    "loyalty_effect": (
        {**DECLARED["loyalty_effect"], "joined_within_months": 6},
        "reporting.loyalty_programme_effect",
    ),
    "interest_conversion_days": (5, "reporting.metric_values"),
    "return_window_days": (90, "reporting.metric_values"),
    "repurchase_windows_days": ([30, 60], "reporting.repurchase_by_category"),
    "renewal_grace_days": (5, "reporting.metric_values"),
    "contract_projection_terms": (6, "reporting.contract_survival_projected"),
    "contract_fit_minimum_customers": (
        {"all": 5000, "lost": 20}, "reporting.contract_survival_projected",
    ),
    "historical_clv_window_days": (100, "reporting.metric_values"),
    "clv_discount_rate": (0.3, "reporting.customer_lifetime_value"),
    "clv_minimum_customers": ({"all": 100000, "repeat": 50}, "reporting.metric_values"),
    "clv_holdout_days": (90, "reporting.clv_backtest"),
    "recommendations": (
        {**DECLARED["recommendations"], "backtest_days": 30}, "reporting.recommendation_back_tests",
    ),
    "minimum_event_counts": ({"hidden": 40, "small": 60}, "reporting.metric_values"),
    "false_discovery_rate": (0.5, "reporting.metric_values"),
    "satisfaction_days": (180, "reporting.complaint_hours"),
    "satisfaction_loyalty_days": (90, "reporting.satisfaction_loyalty"),
    "show_agents": (True, "reporting.agent_quality"),
    "driver_days": (30, "reporting.drivers"),
    "operation_days": (400, "reporting.operation_links"),
    "driver_minimum_cases": (1000, "reporting.drivers"),
    "promotion_day_share": (0.1, "metrics.int_answers_experienced"),
    "peak_hour_ratio": (1.1, "metrics.int_answers_experienced"),
    "survey_weighting": (
        {"dimensions": ["region"], "maximum_weight": 2}, "reporting.survey_trust",
    ),
    "action_effects": (
        {**DECLARED["action_effects"], "before_days": 180}, "reporting.action_comparisons",
    ),
    "headline_metrics": (["nps"], "reporting.metric_catalogue"),
    "metric_periods": (["all", "month"], "reporting.metric_values"),
    "metric_dimensions": (
        ["segment", "region", "channel", "value_tier", "team"], "reporting.metric_values",
    ),
    "metric_combinations": ({"region_team": ["region", "team"]}, "reporting.metric_values"),
}  # fmt: skip
# These name every file of a folder: a list without one of them is refused.
LISTS_OF_FILES = ("marts", "metrics", "notices", "raw_tables")
# Fewer features need other points (seeds/reference/health_score_bands.csv).
WITH_A_SEED = "health_features"
# These pass with another value, too, but do not show in the demo's tables: another test shows them.
SHOWN_ELSEWHERE = {
    "clv_counts_free_orders": (True, "unit tests of int_purchases_summed_by_day"),
    "customer_matching": (
        {**DECLARED["customer_matching"], "most_customers_of_a_contact": 1},
        "unit tests of base_crm__customer_contacts",
    ),
    "default_schedule": ("china", "test_service_desk.py"),
    "kept_generations": (1, "test_generations.py"),
    "publish_comment_examples": (True, "test_comments.py"),
    "publish_metric_cells": (False, "test_privacy.py"),
    "quarantine_retention_days": (1, "test_privacy.py"),
    "schedule_rule": ("at_event", "unit tests of int_tickets_timed"),
    "spark_month_partitions": ({"fct_orders": "ordered_at"}, "test_parity.py"),
    "ticket_event_tolerance_minutes": (30, "test_tickets.py"),
    "today_gap_days": (30, "unit tests of int_as_of"),
}
# test_build.py builds from a schema, test_mappings.py from mapped files
FROM_ELSEWHERE = ("raw_schemas", "raw_sources")


def test_every_variable_is_tried() -> None:
    tried = [*EFFECTS, *SHOWN_ELSEWHERE, *LISTS_OF_FILES, WITH_A_SEED, *FROM_ELSEWHERE]
    assert sorted(tried) == sorted(DECLARED)


@pytest.fixture(scope="session")
def two_deliveries(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A build of the demo, each of its files split into two deliveries."""

    def build(folder: Path) -> Run:
        deliver(DEMO, folder / "raw", 2, seed=1)
        return dbt("build", folder, raw_path=folder / "raw", check=True)

    return shared_by_workers(tmp_path_factory, "two_deliveries", build)


@pytest.mark.thorough
@pytest.mark.parametrize("variable", EFFECTS)
def test_another_value_passes_and_changes_its_table(
    two_deliveries: Run, tmp_path: Path, variable: str
) -> None:
    value, table = EFFECTS[variable]
    given = yaml.safe_dump({variable: value})
    raw = two_deliveries.warehouse.parent / "raw"
    run = dbt(
        "build", tmp_path, "--vars", given, raw_path=raw, check=True,
        environment={pseudonyms.KEY_VARIABLE: "k" * pseudonyms.SHORTEST_KEY},
    )  # fmt: skip
    assert "Published:" in run.output
    file = "published.duckdb" if table.startswith(("marts.", "reporting.")) else "work.duckdb"
    rows = f"select * from {table} order by all"
    assert run.query(rows, file) != two_deliveries.query(rows, file)


@pytest.mark.thorough
def test_other_values_that_do_not_show_pass_together(two_deliveries: Run, tmp_path: Path) -> None:
    given = yaml.safe_dump({name: value for name, (value, _) in SHOWN_ELSEWHERE.items()})
    raw = two_deliveries.warehouse.parent / "raw"
    run = dbt("build", tmp_path, "--vars", given, raw_path=raw, check=True)
    assert "Published:" in run.output


@pytest.mark.thorough
def test_a_health_score_of_three_features_has_points_of_its_own(
    two_deliveries: Run, tmp_path: Path
) -> None:
    """Their best points are 22, 8 and 20: doubled they add up to 100."""
    features = ["recency_days", "order_cycles", "contract_days_left"]
    project = tmp_path / "project"
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "logs", "warehouse", ".*_cache")
    shutil.copytree(ROOT, project, ignore=ignored)
    seed = project / "seeds" / "reference" / "health_score_bands.csv"
    bands = pd.read_csv(seed, dtype=str).query("feature in @features")
    bands.assign(points=bands["points"].astype(int) * 2).to_csv(seed, index=False)
    run = dbt_process(
        "build", tmp_path, *WITHOUT_UNIT_TESTS,
        "--vars", yaml.safe_dump({"health_features": features}),
        raw_path=two_deliveries.warehouse.parent / "raw", project=project, check=True,
    )  # fmt: skip
    assert "Published:" in run.output
    rows = "select * from reporting.health_backtest order by all"
    assert run.query(rows) != two_deliveries.query(rows)


@pytest.mark.parametrize("name", LISTS_OF_FILES)
def test_a_list_without_one_of_its_files_is_refused(tmp_path: Path, name: str) -> None:
    # No column of another raw table names a lead, so the contract itself does not miss the table.
    missing = "crm.leads" if name == "raw_tables" else DECLARED[name][-1]
    run = dbt(
        "test", tmp_path, "--select", "assert_lists_name_every_file",
        "--vars", yaml.safe_dump({name: [each for each in DECLARED[name] if each != missing]}),
    )  # fmt: skip
    assert run.exit_code == 1
    assert f"dbt_project.yml: vars.{name} lacks '{missing}'" in run.text
