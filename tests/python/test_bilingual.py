"""Every text of the published reports exists in English and in Chinese."""

from __future__ import annotations

from conftest import Run

# Ids, names, numbers as text and names of tables and metrics: the same in every language.
WITHOUT_LANGUAGE = {
    "action_group", "action_id", "agent", "alert_key", "customer_id", "explaining_values",
    "fact", "group_value", "hour", "hour_of_day", "metric", "own_period", "raw_table", "subject",
    "survey_id", "word",
}  # fmt: skip
# These are words of the catalogue, of a source, or described by `label` and `label_zh` beside them.
DESCRIBED_ELSEWHERE = {
    ("benchmarks", "source"), ("benchmarks", "unit"), ("survey_trust", "unit"),
    ("delivery_satisfaction", "band"), ("drivers", "driver"), ("health_backtest", "score"),
    ("lifecycle_funnel", "step"), ("metric_catalogue", "smallest_period"),
    ("metric_catalogue", "unit"), ("metric_months", "unit"), ("persona_profiles", "feature"),
    ("service_breaches", "commitment"),
}  # fmt: skip
KINDS = {
    "from_value_tier": "value_tier", "to_value_tier": "value_tier",
    "from_persona": "persona", "to_persona": "persona",
    "previous_touchpoint": "touchpoint", "mix_dimension": "dimension",
    "explaining_dimension": "dimension", "dimension_2": "dimension",
    "value_model_segment": "segment", "purchase_model_segment": "segment",
    "action_metric": "metric", "action_title": "title", "action_verdict": "verdict",
}  # fmt: skip
VALUES_OF = {"dimension_value": "dimension", "dimension_2_value": "dimension_2"}


def key_of(value: str) -> str:
    """The common key of the spellings of a value."""
    return value.lower().replace(" ", "")


def test_every_text_has_its_twin_or_its_words(demo_build: Run) -> None:
    columns = demo_build.query(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'reporting' and data_type = 'VARCHAR' order by all"
    )
    known = {
        (kind, key_of(key))
        for kind, key in demo_build.query("select kind, key from reporting.dimension_labels")
    }
    # Their words are those of their parts.
    combinations = {
        name for (name,) in demo_build.query("select dimension from reporting.metric_combinations")
    }
    without = []
    for table, column in columns:
        twin = (table, f"{column.removesuffix('_en')}_zh")
        kind = KINDS.get(column, column)
        if (
            table in ("dimension_labels", "metric_combinations")
            or column.endswith("_zh")
            or twin in columns
            or column in WITHOUT_LANGUAGE
            or kind == "metric"
            or (table, column) in DESCRIBED_ELSEWHERE
        ):
            continue
        if (table, column) == ("notices", "topic"):
            kind = "notice"
        of_kind = VALUES_OF.get(column, f"'{kind}'")
        values = demo_build.query(
            f"select distinct {of_kind}, {column} from reporting.{table}"
            f" where {column} is not null order by all"
        )
        without += [
            f"{table}.{column}: {value}"
            for kind, value in values
            if not {(kind, key_of(value)), ("any", key_of(value))} & known
            and not {kind, value} & combinations
        ]
    assert without == [], "add them to seeds/reference/value_labels.csv"


def test_no_label_is_missing_in_a_language(demo_build: Run) -> None:
    assert (
        demo_build.query(
            "select kind, key from reporting.dimension_labels"
            " where coalesce(trim(label_en), '') = '' or coalesce(trim(label_zh), '') = ''"
        )
        == []
    )
    assert (
        demo_build.query(
            "select metric from reporting.metric_catalogue where decimals is null"
            " or not regexp_matches(formula_zh, '\\p{Han}')"
            " or not regexp_matches(description_zh, '\\p{Han}') or description_zh like '%|%'"
        )
        == []
    )
