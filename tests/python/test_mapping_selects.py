"""The selects beside a mapping: tables that an account lacks, and values that are no text."""

from __future__ import annotations

from pathlib import Path

import pytest
from mapping_fixtures import contracts, rows_of_mapping

from python_hooks.landing.mappings.nodes import Mistakes
from python_hooks.landing.mappings.reading import read_mapping

AGENTS = """
files: {{people: {{files: people.csv}}, groups: {{files: groups.csv}}}}
tables:
  support.agents:
    from: [people, groups]
    optional: {optional}
    columns: {{agent_id: id, updated_at: changed, team: team}}
"""
JOIN = """
select
    people.*,
    groups.name as team
from people
left join groups on people.group_id = groups.id
"""


def written(folder: Path, optional: str) -> Path:
    """A folder with the mapping `desk`, whose fixture has people and no groups."""
    account = folder / "desk" / "fixture" / "eu"
    account.mkdir(parents=True)
    (folder / "desk" / "mapping.yml").write_text(AGENTS.format(optional=optional))
    (folder / "desk" / "support.agents.sql").write_text(JOIN)
    (account / "people.csv").write_text("id,changed,group_id\n7,2024-01-02 03:04:05,1\n")
    return folder


def test_an_optional_table_that_is_not_there_adds_nulls(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    folder = written(tmp_path, "groups")
    rows, _ = rows_of_mapping("desk", tmp_path / "landed", folder)
    assert [(row["agent_id"], row["team"]) for row in rows["support.agents"]] == [("7", None)]


@pytest.mark.parametrize("optional", ["people", "grups"])
def test_only_a_joined_table_can_be_optional(optional: str, tmp_path: Path) -> None:
    folder = written(tmp_path, optional)
    mistakes = Mistakes("mappings/desk/mapping.yml")
    read_mapping(folder / "desk", contracts(), mistakes)
    (mistake,) = [str(each) for each in mistakes.found]
    assert f"names '{optional}', which from does not join." in mistake
    assert "Allowed: groups." in mistake


def test_a_select_may_give_a_time_and_a_number(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    folder = written(tmp_path, "groups")
    select = "select people.*, cast(people.id as integer) + 1 as team from people"
    (folder / "desk" / "support.agents.sql").write_text(
        select.replace("people.*", "people.* replace (cast(changed as timestamp) as changed)")
    )
    rows, _ = rows_of_mapping("desk", tmp_path / "landed", folder)
    (row,) = rows["support.agents"]
    assert (row["updated_at"], row["team"]) == ("2024-01-02 03:04:05", "8")
