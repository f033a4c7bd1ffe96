"""Start a metric: its SQL, its YAML with a failing unit test, and its place in the list."""

from __future__ import annotations

import re
from pathlib import Path

SQL = """\
with

responses as (

    select * from {{{{ ref('fct_survey_responses') }}}}
    where is_counted

),

events as (

    select
        survey_response_id as event_id,
        customer_id,
        responded_at as occurred_at,
        {{{{ metric_dimensions(
            ['segment', 'region', 'channel', 'value_tier', 'lifecycle_stage', 'touchpoint', 'team']
        ) }}}},
        0 as numerator,
        1 as denominator,
        1 as weight

    from responses

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

unit_tests:
  - name: {name}_counts_what_it_should
    description: Fails until the numerator is worked out.
    model: metric_{name}
    given:
      - input: ref('fct_survey_responses')
        rows:
          - {{survey_response_id: R1, is_counted: true}}
    expect:
      rows:
        - {{event_id: R1, numerator: 1, denominator: 1}}
"""


class CannotStart(Exception):
    """Why the metric was not started."""


def start_metric(root: Path, name: str) -> list[Path]:
    """Write the files of metric `name` under the project `root`; the paths written.

    Raises CannotStart, having written nothing, when the name is not usable or taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise CannotStart(f"'{name}' is no metric name. Use small letters, digits and underscores.")
    folder = root / "models" / "metrics"
    sql, yaml = folder / f"metric_{name}.sql", folder / f"metric_{name}.yml"
    if sql.exists() or yaml.exists():
        raise CannotStart(f"{sql.relative_to(root)} is already there. Choose another name.")
    project = root / "dbt_project.yml"
    listed = _with_listed(project.read_text(encoding="utf-8"), name)
    sql.write_text(SQL.format(), encoding="utf-8")
    yaml.write_text(
        YAML.format(name=name, label=name.replace("_", " ").capitalize()), encoding="utf-8"
    )
    project.write_text(listed, encoding="utf-8")
    return [sql, yaml, project]


def _with_listed(project: str, name: str) -> str:
    """The text of dbt_project.yml with `name` at the end of the list of metrics."""
    found = re.search(r"^  metrics:\n(?:    - \w+\n)+", project, flags=re.MULTILINE)
    if found is None:
        raise CannotStart("dbt_project.yml has no list `metrics` under vars. Put it back first.")
    return project[: found.end()] + f"    - {name}\n" + project[found.end() :]
