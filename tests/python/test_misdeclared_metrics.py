"""A metric that is declared wrongly is answered with file, field, value, allowed values and cure.

Macros and tests of the project are rendered without dbt and run on a few rows, as a build is dear.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import forked_dbt
import jinja2
import pytest
import yaml
from conftest import DEMO, ROOT

from python_hooks.quality import metric_faults

GOOD = yaml.safe_load((ROOT / "models/metrics/metric_nps.yml").read_text(encoding="utf-8"))
GOOD_META = GOOD["models"][0]["config"]["meta"]
YML = "models/metrics/metric_effort.yml: config.meta."
SQL = "models/metrics/metric_effort.sql: "
TARGETS = "seeds/reference/metric_targets.csv: "
VARIABLES = {
    "metrics": ["effort"],
    "headline_metrics": ["effort"],
    "marts": ["fct_tickets", "fct_orders"],
    "metric_dimensions": ["segment", "region", "team"],
    "metric_combinations": {"segment_region": ["segment", "region"]},
    "renewal_grace_days": 30,
    "base_currency": "CNY",
}


EFFORT = SimpleNamespace(
    original_file_path="models/metrics/metric_effort.sql",
    depends_on=SimpleNamespace(nodes=["model.cx_warehouse.fct_tickets"]),
)


class Refused(Exception):
    """The message with which a macro stopped."""


def refuse(message: str) -> None:
    raise Refused(message)


def is_same_slice(relation: str, other: str) -> str:
    """The condition of macro is_same_slice, on DuckDB."""
    spelling_key = rendered("macros/engine/spelling_key.sql").module.duckdb__spelling_key
    template = rendered("macros/metrics/is_same_slice.sql", spelling_key=spelling_key)
    return template.module.is_same_slice(relation, other)


def rendered(file: str, **known: Any) -> Any:
    """The template of a file of the project, with what dbt would give it."""
    given: dict[str, Any] = {
        "var": lambda name, default=None: VARIABLES.get(name, default),
        "ref": lambda name: name,
        "config": lambda **_: "",
        "execute": True,
        "model": EFFORT,
        "modules": SimpleNamespace(re=re),
        "exceptions": SimpleNamespace(raise_compiler_error=refuse),
        "rounded_decimal": lambda number: f"cast({number} as decimal(18, 4))",
        "dbt": SimpleNamespace(
            listagg=lambda name, mark, order: f"string_agg({name}, {mark} {order})"
        ),
        "is_same_slice": is_same_slice,
        **known,
    }
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    return environment.from_string((ROOT / file).read_text(encoding="utf-8"), given)


def of_lists(meta: dict[str, Any], files: tuple[str, ...] = ("effort",)) -> list[str]:
    """What metric_faults says of the metric effort, and of the files of metrics that there are."""
    answers: list[list[str]] = []
    nodes = {
        name: SimpleNamespace(
            resource_type="model", name=f"metric_{name}", fqn=["cx_warehouse", "metrics"]
        )
        for name in files
    }
    template = rendered(
        "macros/metrics/metric_faults.sql",
        graph=SimpleNamespace(nodes=nodes),
        metric_meta=lambda metric: meta,
        unit_words=lambda: {"points": {}, "share": {}},
        **{"return": lambda value: answers.append(value) or ""},
    )
    template.module.metric_faults()
    return answers[0]


def with_meta(**changes: object) -> list[str]:
    """What is said of a good metric with other values in config.meta; None takes a field away."""
    meta = {"description": "What counts.", **GOOD_META, **changes}
    return of_lists({field: value for field, value in meta.items() if value is not None})


def of_marts(file: str, returned: Callable[[Any], str] = ", ".join) -> Any:
    """The macros of a file, for a metric that reads fct_tickets, with a segment and a region."""
    held = {"segment": {}, "region": {}, "ticket_id": {}}
    nodes = {
        f"model.cx_warehouse.{mart}": SimpleNamespace(name=mart, columns=held)
        for mart in VARIABLES["marts"]
    }
    template = rendered(
        f"macros/metrics/{file}.sql",
        graph=SimpleNamespace(nodes=nodes),
        project_name="cx_warehouse",
        **{"return": returned},
    )
    return template.module


def dimension_columns(mart: str, without: dict[str, str]) -> str:
    """The columns of dimensions that a metric gets of a mart."""
    return of_marts("metric_dimensions").metric_dimensions(mart, without)


def untold(sql: str) -> list[str]:
    """What is said of a metric with this SQL and the dimensions of fct_tickets."""
    answers: list[str | None] = []
    macros = of_marts("untold_dimensions", lambda answer: answers.append(answer) or "")
    macros.untold_dimensions(EFFORT, sql)
    return [answer for answer in answers[:1] if answer]


def with_dimensions(mart: str, without: dict[str, str]) -> list[str]:
    """What the columns of dimensions of a metric are refused for."""
    try:
        dimension_columns(mart, without)
    except Refused as refused:
        return [str(refused)]
    return []


def with_events(*rows: str) -> list[str]:
    """What is said of a metric with these events: id, time, numerator, denominator."""
    sql = rendered("macros/metrics/unsound_events.sql").module.unsound_events()
    with duckdb.connect() as connection:
        connection.execute(
            "create table metric_effort (event_id text, customer_id text, occurred_at timestamp,"
            " numerator double, denominator double)"
        )
        for row in rows:
            event_id, *rest = row.split(" ")
            connection.execute(
                f"insert into metric_effort values ({event_id}, null, {', '.join(rest)})"
            )
        found = connection.execute(f"select message from ({sql}) order by all").fetchall()
    return [message for (message,) in found]


def with_sql(reads: bool = False, **columns: str) -> list[str]:
    """What keeps a metric of these columns from the others; None takes a column away."""
    good = dict.fromkeys(("event_id", "customer_id", "segment", "region"), "'x'")
    good |= {"occurred_at": "now()::timestamp", "numerator": "1", "denominator": "1"}
    chosen = {name: value for name, value in {**good, **columns}.items() if value}
    asked = {
        "sql": "select " + ", ".join(f"{value} as {name}" for name, value in chosen.items()),
        "file": "models/metrics/metric_effort.sql",
        "dimensions": ["segment", "region"],
        "reads": reads,
    }
    with duckdb.connect() as connection:
        fault = json.loads(metric_faults.fault_of_metric(connection, json.dumps(asked)))["fault"]
    return [fault] if fault else []


def with_rows(test: str, targets: str = "", owners: str = "") -> list[str]:
    """What a test of the project says of rows of the seeds metric_targets and alert_owners."""
    sql = rendered(f"tests/singular/{test}.sql").render()
    with duckdb.connect() as connection:
        connection.execute(
            "create table metric_targets (metric text, dimension text, dimension_value text,"
            " valid_from date, valid_to date, target double, red_line double);"
            "create table alert_owners (metric text, owner text);"
            "create table value_labels as select 'owner' as kind, 'cx-insights' as key;"
            "create table metric_catalogue as select 'effort' as metric, 'cx-insights' as owner;"
            "create table int_metric_scales_found as select 'effort' as metric, 'lower' as better,"
            " null as scale_min;"
            "create table metric_values as from (values ('effort', 'region', 'North'),"
            " ('effort', 'region', 'South')) as rows(metric, dimension, dimension_value)"
        )
        for table, rows in (("metric_targets", targets), ("alert_owners", owners)):
            if rows:
                connection.execute(f"insert into {table} values {rows}")
        return [message for (message,) in connection.execute(sql).fetchall()]


def target(row: str) -> list[str]:
    return with_rows("assert_targets_can_be_used", targets=row)


ALL = "('effort', 'all', 'all', '2024-01-01'"
# What is wrong, how it is found, and what is said: the file and field, the value, what is allowed.
MISDECLARATIONS: dict[str, tuple[Callable[[], list[str]], str]] = {
    "unknown statistic": (
        lambda: with_meta(statistic="wilson"),
        f"{YML}statistic is 'wilson'; allowed: nps, proportion, mean, rate, ratio, median, p90."
        " Write one of them.",
    ),
    "unknown unit": (lambda: with_meta(unit="kg"), f"{YML}unit is 'kg'; known: points, share. For"),
    "unknown stage": (
        lambda: with_meta(lifecycle_stage="usage"),
        f"{YML}lifecycle_stage is 'usage'; allowed: acquisition, purchase, use,",
    ),
    "unknown kind": (
        lambda: with_meta(kind="outcome"), f"{YML}kind is 'outcome'; allowed: result, process.",
    ),
    "unknown direction": (
        lambda: with_meta(better="more"), f"{YML}better is 'more'; allowed: higher, lower.",
    ),
    "unknown period": (
        lambda: with_meta(smallest_period="week"),
        f"{YML}smallest_period is 'week'; allowed: day, month.",
    ),
    "no owner": (lambda: with_meta(owner=None), f"{YML}owner is missing. Write it."),
    "no Chinese label": (lambda: with_meta(label_zh=None), f"{YML}label_zh is missing. Write it."),
    "no formula": (lambda: with_meta(formula=""), f"{YML}formula is missing. Write it."),
    "no Chinese formula": (
        lambda: with_meta(formula_zh=None), f"{YML}formula_zh is missing. Write it.",
    ),
    "no Chinese description": (
        lambda: with_meta(description_zh=None), f"{YML}description_zh is missing. Write it.",
    ),
    "no description": (
        lambda: with_meta(description=""),
        "models/metrics/metric_effort.yml: description is missing. Write it.",
    ),
    "no decimals": (lambda: with_meta(decimals=None), f"{YML}decimals is ''; allowed: 0 to 6."),
    "too many decimals": (lambda: with_meta(decimals=7), f"{YML}decimals is '7'; allowed: 0 to 6."),
    "half a decimal": (lambda: with_meta(decimals=1.5), f"{YML}decimals is '1.5'; allowed: 0 to"),
    "true as decimals": (lambda: with_meta(decimals=True), f"{YML}decimals is 'True'; allowed: 0"),
    "misspelt field": (
        lambda: with_meta(is_roling=True),
        f"{YML}is_roling is 'True', but nothing reads this field; allowed: label_en,",
    ),
    "text for a truth": (
        lambda: with_meta(is_rolling="no"), f"{YML}is_rolling is 'no'; allowed: true, false.",
    ),
    "unknown variable of days": (
        lambda: with_meta(known_after="grace_days"),
        f"{YML}known_after is 'grace_days'; allowed: a number of days, a variable",
    ),
    "variable of no days": (
        lambda: with_meta(known_after="base_currency"), f"{YML}known_after is 'base_currency';",
    ),
    "negative days": (lambda: with_meta(known_after=-1), f"{YML}known_after is '-1'; allowed: a"),
    "unknown beginning": (
        lambda: with_meta(known_from="order"), f"{YML}known_from is 'order'; allowed: lapses,",
    ),
    "unknown scale": (lambda: with_meta(scale="likert"), f"{YML}scale is 'likert'; allowed: surv"),
    "not in the list": (
        lambda: of_lists({"description": "What counts.", **GOOD_META}, ("effort", "delight")),
        "dbt_project.yml: vars.metrics lacks 'delight', but models/metrics/metric_delight.sql is"
        " there. Add the line, or remove the file.",
    ),
    "unknown headline": (
        lambda: of_lists({"description": "What counts.", **GOOD_META}, ()),
        "dbt_project.yml: vars.headline_metrics has 'effort'; allowed: ",
    ),
    "unknown mart": (
        lambda: with_dimensions("fct_ticket", {}),
        f"{SQL}metric_dimensions is given 'fct_ticket', which is no mart; allowed: fct_tickets, f",
    ),
    "dimension that the mart lacks": (
        lambda: with_dimensions("fct_tickets", {"team": "Nobody has one."}),
        f"{SQL}metric_dimensions has without 'team': 'Nobody has one.'; allowed: segment, region,",
    ),
    "dimension left out without a reason": (
        lambda: with_dimensions("fct_tickets", {"region": ""}),
        f"{SQL}metric_dimensions has without 'region': ''; allowed: segment, region, each with its",
    ),
    "dimension written by hand": (
        lambda: untold("select segment, cast(null as string) as region from fct_tickets"),
        f"{SQL}fct_tickets has the dimension 'segment', which the metric neither takes nor leaves",
    ),
    "dimension of one mart of two": (
        lambda: untold("select /* dimensions: segment */ segment from fct_tickets"),
        f"{SQL}fct_tickets has the dimension 'region', which the metric neither takes nor leaves o",
    ),
    "missing id": (
        lambda: with_events("null now() 1 1", "null now() 1 1"),
        f"{SQL}event_id is null in 2 row(s); allowed: an id for each. Take the key of the mart.",
    ),
    "duplicate id": (
        lambda: with_events("'T1' now() 1 1", "'T1' now() 0 1"),
        f"{SQL}event_id 'T1' stands 2 times; allowed: once. Keep one row of each,",
    ),
    "no time": (
        lambda: with_events("'T1' null 1 1", "'T2' null 1 1"),
        f"{SQL}occurred_at of event_id 'T1' is null; allowed: a time. Leave out rows without one."
        " It is 1 of 2 such event id(s).",
    ),
    "no numerator": (
        lambda: with_events("'T1' now() null 1"),
        f"{SQL}numerator of event_id 'T1' is null; allowed: a number.",
    ),
    "negative denominator": (
        lambda: with_events("'T1' now() 1 -1", "'T2' now() 1 0"),
        f"{SQL}denominator of event_id 'T1' is '-1.0000'; allowed: 0 or more. Leave the row out,",
    ),
    "no denominator": (
        lambda: with_events("'T1' now() 1 null"),
        f"{SQL}denominator of event_id 'T1' is 'null'; allowed: 0 or more.",
    ),
    "missing dimension": (
        lambda: with_sql(region=""),
        f"{SQL}the column region is missing; allowed: event_id, customer_id, occurred_at, numerat",
    ),
    "mistyped dimension": (
        lambda: with_sql(region="7"), f"{SQL}region is of type INTEGER; allowed: text. Cast it.",
    ),
    "untyped null as a dimension": (
        lambda: with_sql(region="null"), f"{SQL}region is of type ",
    ),
    "day for a time": (
        lambda: with_sql(occurred_at="current_date"), f"{SQL}occurred_at is of type DATE; allowed:",
    ),
    "text for a number": (
        lambda: with_sql(numerator="'1'"), f"{SQL}numerator is of type VARCHAR; allowed: a number.",
    ),
    "unknown column": (
        lambda: with_sql(numerator="scor"),
        'models/metrics/metric_effort.sql fails: Binder Error: Referenced column "scor"',
    ),
    "no SQL": (
        lambda: with_sql(numerator="1 1"),
        "models/metrics/metric_effort.sql fails: Parser Error: syntax error at or near",
    ),
    "unknown owner of a metric": (
        lambda: with_rows("assert_owners_are_known", owners="('effort', 'cx-insight')"),
        "seeds/reference/alert_owners.csv: owner of effort is 'cx-insight'; allowed: cx-insights.",
    ),
    "owner of the alerts of an unknown metric": (
        lambda: with_rows("assert_owners_are_known", owners="('efort', 'cx-insights')"),
        "seeds/reference/alert_owners.csv: metric is 'efort'; allowed: all, effort. Correct or rem",
    ),
    "target of an unknown metric": (
        lambda: target("('efort', 'all', 'all', '2024-01-01', null, 1, 2)"),
        f"{TARGETS}the row efort, all, all, 2024-01-01: metric is 'efort'; allowed: effort. Correc",
    ),
    "target of an unknown dimension": (
        lambda: target("('effort', 'planet', 'Mars', '2024-01-01', null, 1, 2)"),
        f"{TARGETS}the row effort, planet, Mars, 2024-01-01: dimension is 'planet'; allowed: all,",
    ),
    "target of an unknown total": (
        lambda: target("('effort', 'all', 'everybody', '2024-01-01', null, 1, 2)"),
        f"{TARGETS}the row effort, all, everybody, 2024-01-01: dimension_value is 'everybody'; al",
    ),
    "target of an unknown slice": (
        lambda: with_rows(
            "assert_target_slices_occur", "('effort', 'region', 'Noth', '2024-01-01', null, 1, 2)"
        ),
        f"{TARGETS}dimension_value of effort is 'Noth', but no value has it; allowed in region:"
        " North, South. Correct or remove the row.",
    ),
    "two targets at once": (
        lambda: target(f"{ALL}, null, 1, 2), ('effort', 'all', 'all', '2025-01-01', null, 1, 2)"),
        f"{TARGETS}the row effort, all, all, 2025-01-01: valid_from lies within another row of the",
    ),
    "two targets at once in another spelling": (
        lambda: target(
            "('effort', 'region', 'North', '2024-01-01', null, 1, 2),"
            " ('effort', 'region', 'n orth', '2025-01-01', null, 1, 2)"
        ),
        f"{TARGETS}the row effort, region, n orth, 2025-01-01: valid_from lies within another row",
    ),
    "red line on the good side": (
        lambda: target(f"{ALL}, null, 2, 1)"),
        f"{TARGETS}the row effort, all, all, 2024-01-01: red_line is 1.0 and target is 2.0; allowe",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISDECLARATIONS)
def test_a_misdeclaration_is_answered_with_file_field_value_and_cure(name: str) -> None:
    find, said = MISDECLARATIONS[name]
    (fault,) = find()
    assert fault.startswith(said)
    assert fault.endswith(".")


def test_a_correct_declaration_gives_no_fault() -> None:
    assert with_meta() == []
    assert with_meta(decimals=0, known_after="renewal_grace_days", is_rolling=False) == []
    assert with_meta(unit="kg", unit_zh="千克", known_after=30) == []
    assert with_dimensions("fct_tickets", {"region": "Nobody knows."}) == []
    assert with_events("'T1' now() 1 0", "'T2' now() -5 1") == []
    assert (
        target(f"{ALL}, '2024-12-31', 1, 2), ('effort', 'all', 'all', '2025-01-01', null, 1, 1)")
        == []
    )
    assert with_sql() == []
    assert with_sql(reads=True, numerator="cast(1.5 as decimal(38, 4))") == []
    north = "('effort', 'region', 'North', '2024-01-01', null, 1, 2)"
    assert with_rows("assert_target_slices_occur", north) == []
    assert with_rows("assert_target_slices_occur", north.replace("North", "NORTH")) == []
    assert with_rows("assert_owners_are_known", owners="('effort', 'cx-insights')") == []


def test_a_metric_has_the_dimensions_of_its_mart_without_those_it_leaves_out() -> None:
    without = {"region": "Nobody knows."}
    told, columns = dimension_columns("fct_tickets", without).split("\n", 1)
    nothing = "cast(null as string) as"
    assert columns.strip().split(",\n        ") == [
        "segment",
        f"{nothing} region",
        f"{nothing} team",
    ]
    assert untold(told) == []


def test_a_company_may_do_without_a_dimension_that_a_metric_leaves_out() -> None:
    every = dimension_columns("fct_tickets", {})
    assert "ticket_id" not in VARIABLES["metric_dimensions"]
    assert dimension_columns("fct_tickets", {"ticket_id": "Each has its own."}) == every


def test_a_build_stops_at_a_misdeclared_metric_before_it_reads_anything(tmp_path: Path) -> None:
    def misspell(manifest: Any) -> None:
        manifest.nodes["model.cx_warehouse.metric_nps"].config.meta["statistic"] = "wilson"

    run = forked_dbt.build(tmp_path, tmp_path, "--select", "metric_nps", edit=misspell)
    assert run.exit_code == 1
    assert (
        "models/metrics/metric_nps.yml: config.meta.statistic is 'wilson'; allowed: nps,"
        in run.text
    )
    assert not (run.warehouse / "landed").exists()


def test_one_metric_that_fails_costs_no_other_its_values(copy_of_demo_build: Path) -> None:
    def misspell(manifest: Any) -> None:
        node = manifest.nodes["model.cx_warehouse.metric_nps"]
        node.raw_code = node.raw_code.replace("survey_response_id", "response_id")

    nodes = ("metric_nps", "metric_events", "int_metric_events_combined", "metric_coverage")
    run = forked_dbt.build(copy_of_demo_build, DEMO, "--select", *nodes, edit=misspell)
    assert run.exit_code == 1
    told = "The build left this metric out: models/metrics/metric_nps.sql fails: Binder Error"
    assert told in run.text
    assert "Not published: assert_no_metric_is_broken failed; 1 of" in run.text
    assert run.statuses("model") == dict.fromkeys(nodes, "success")
    work = "work.duckdb"
    broken = "select metric from reporting.metric_coverage where state = 'broken'"
    assert run.query(broken, work) == [("nps",)]
    events = "select distinct metric from metrics.metric_events where metric in ('nps', 'csat')"
    assert run.query(events, work) == [("csat",)]


def test_a_metric_whose_rows_cannot_be_read_is_named(copy_of_demo_build: Path) -> None:
    def miscast(manifest: Any) -> None:
        node = manifest.nodes["model.cx_warehouse.metric_nps"]
        points = "{{ nps_points('score') }}"
        assert points in node.raw_code
        node.raw_code = node.raw_code.replace(points, "cast('x' || survey_response_id as integer)")

    nodes = ("metric_nps", "metric_events", "int_metric_events_combined")
    run = forked_dbt.build(copy_of_demo_build, DEMO, "--select", *nodes, edit=miscast)
    assert run.exit_code == 1
    assert "models/metrics/metric_nps.sql fails: Conversion Error: Could not convert" in run.text
    assert run.text.count("Correct the SQL.") == 1


def test_a_metric_that_fails_by_itself_fails_as_any_model(copy_of_demo_build: Path) -> None:
    def misspell(manifest: Any) -> None:
        manifest.nodes["model.cx_warehouse.metric_nps"].raw_code = "select 1 as event_id"

    run = forked_dbt.build(
        copy_of_demo_build, DEMO, "--select", "metric_nps", command="run", edit=misspell
    )
    assert run.exit_code == 1
    assert "metric_nps.sql: event_id is of type INTEGER; allowed: text. Cast it." in run.text
