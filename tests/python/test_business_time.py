"""Business time is exact to the second, also where clocks repeat or skip hours."""

from __future__ import annotations

from pathlib import Path

import business_time
import pytest
from conftest import dbt, require_data, require_java

from python_hooks.fits import zones


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The SQL of the models, as a build runs it."""
    run = dbt(
        "compile",
        tmp_path_factory.mktemp("compiled"),
        "--select",
        *business_time.MODELS,
        check=True,
    )
    (folder,) = run.target.glob("compiled/*/models/intermediate/service")
    return {name: (Path(folder) / f"{name}.sql").read_text() for name in business_time.MODELS}


def test_20000_given_intervals_are_exact(compiled: dict[str, str]) -> None:
    require_data(business_time.GIVEN)
    case = business_time.given()
    assert len(case.expected) == 20_000
    assert business_time.seconds_on_duckdb(case, compiled) == case.expected


def test_10000_intervals_around_repeated_and_skipped_hours_are_exact(
    compiled: dict[str, str],
) -> None:
    case = business_time.own()
    assert len(case.expected) == 10_000
    assert business_time.seconds_on_duckdb(case, compiled) == case.expected


@pytest.mark.thorough
def test_all_30000_intervals_are_exact_on_spark(tmp_path: Path) -> None:
    """`make parity` runs it: starting Spark takes longer than the intervals."""
    require_data(business_time.GIVEN)
    require_java()
    case = business_time.both()
    assert len(case.expected) == 30_000
    assert business_time.seconds_on_spark(case, tmp_path) == case.expected


def test_a_clock_time_that_is_shown_twice_is_the_first_and_one_left_out_is_an_hour_later() -> None:
    rows = zones.offsets_by_zone(
        {
            "settings": {"from": "2024-01-01", "until": "2024-12-31"},
            "schedules": {"time_zone": ["America/New_York", None, "America/New_York"]},
        }
    )
    # 2024-03-10 2:00 becomes 3:00 and 2024-11-03 2:00 becomes 1:00: offsets of -5, -4 and -5 hours.
    assert rows["offset_seconds"][:3] == [-18_000, -14_400, -18_000]
    # 3:00 is the first local time of the new offset in spring, and 2:00 in autumn.
    assert rows["local_from"][1] == 1_710_039_600
    assert rows["local_from"][2] == 1_730_599_200


def test_an_unknown_time_zone_is_refused_with_the_file_and_a_remedy() -> None:
    request = {
        "settings": {"from": "2024-01-01", "until": "2024-12-31"},
        "schedules": {"time_zone": ["Asia/Beijing"]},
    }
    with pytest.raises(ValueError, match=r"support_schedules\.csv: time_zone is 'Asia/Beijing'"):
        zones.offsets_by_zone(request)
