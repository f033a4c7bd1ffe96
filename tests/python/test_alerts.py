"""Alerts: shifts found in a series, false alarm rates, and delivery once per alert."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, WITHOUT_DATA

from benchmarks import alerts as benchmark
from python_hooks.alerts import baseline as base
from python_hooks.alerts import delivery, history, shifts
from python_hooks.engines.warehouse import connect
from python_hooks.fits.alerts import explain_lines, find_alerts

DATA = Path(os.environ.get("CX_REAL_DATA", ROOT.parent / "shared" / "data"))
TCPD = DATA / "voice" / "tcpd"
WEEKLY = benchmark.WORLDS[0]


def weekly(values: np.ndarray, size: float = 50.0) -> base.Series:
    """A series of weekly means whose events have a variance of 1."""
    count = len(values)
    days = 18_000.0 + 7 * np.arange(count)
    sizes, variances = np.full(count, size), np.ones(count)
    return base.Series(base.LEVEL, days, values, sizes, variances, 7.0)


def test_turning_points_are_those_of_the_cheapest_of_all_segmentations() -> None:
    random = np.random.default_rng(5)
    for _ in range(20):
        scores = random.normal(size=11) + 3 * (np.arange(11) >= 6)
        penalty = 3 * np.log(11)

        def cost(points: tuple[int, ...], scores: np.ndarray = scores) -> float:
            parts = np.split(scores, points)
            return sum(((part - part.mean()) ** 2).sum() for part in parts)

        cheapest = min(
            (points for count in range(4) for points in combinations(range(1, 11), count)),
            key=lambda points: cost(points) + penalty * len(points),
        )
        assert tuple(history._cheapest(scores, penalty)) == cheapest


@pytest.mark.parametrize("level", [0.0, 4.2])
def test_a_level_that_never_changes_has_no_turning_point_and_no_alert(level: float) -> None:
    flat = np.full(60, level)
    assert history.turning_points(flat) == []
    with np.errstate(divide="raise", invalid="raise"):
        assert shifts.watched(weekly(flat), shifts.LIMITS["week"]) == []


def test_one_period_more_by_hand() -> None:
    """Four periods of 50 events with a variance of 1: 10.0, 10.2, 9.8, 10.0; then 10.5."""
    series = weekly(np.array([10.0, 10.2, 9.8, 10.0, 10.5]))
    baseline = base.learned(series, np.arange(4))
    assert (baseline.autocorrelation, baseline.harmonics) == (0.0, 0)
    # Squares left: (0.2**2 + 0.2**2) * 50 = 4 of 3 degrees of freedom.
    assert baseline.dispersion == pytest.approx(4 / 3)
    # The mean of four has a quarter of the variance of one period.
    distance = 0.5 * np.sqrt(50) / np.sqrt(4 / 3 * (1 + 1 / 4))
    wanted = np.sqrt(3 * np.log1p(distance**2 / 3)) * 25 / 27
    assert base.innovation(series, baseline, 4, True) == pytest.approx(wanted)
    assert base.updated(series, baseline, 4, True).coefficients == pytest.approx([10.1])


@pytest.mark.parametrize(("correlation", "harmonics"), [(0.0, 0), (0.0, 2), (0.4, 0), (0.4, 2)])
def test_period_by_period_the_baseline_is_that_of_all_periods(
    correlation: float, harmonics: int
) -> None:
    world = benchmark.World("season", correlation=correlation, season=2.0)
    series = benchmark.series(world, "week", 70, 0.0, 0, np.random.default_rng(8))

    def fitted(places: np.ndarray) -> base.Baseline:
        columns = np.arange(1 + 2 * harmonics)
        rows = base._rows(series, places, columns, 1.0)
        coefficients, covariance, _ = base._least_squares(*rows, correlation)
        return base.Baseline(
            coefficients, covariance, 1.0, 1.0, correlation, 50, harmonics, columns
        )

    baseline = fitted(np.arange(55))
    for place in range(55, 70):
        baseline = base.updated(series, baseline, place, True)
    whole = fitted(np.arange(70))
    assert baseline.coefficients == pytest.approx(whole.coefficients)
    assert baseline.covariance == pytest.approx(whole.covariance)


def test_with_the_right_model_scores_are_independent_and_normal() -> None:
    """Also with a season of a single year: each score knows how little is known of the season."""
    scores = []
    for seed in range(200):
        world = benchmark.World("season", season=2.0, correlation=0.3)
        series = benchmark.series(world, "week", 104, 0.0, 0, np.random.default_rng(seed))
        columns = np.arange(3)
        rows = base._rows(series, np.arange(52), columns, 1.0)
        coefficients, covariance, _ = base._least_squares(*rows, 0.3)
        baseline = base.Baseline(coefficients, covariance, 1.0, 1.0, 0.3, 50, 1, columns)
        own = []
        for place in range(52, 104):
            own.append(base.innovation(series, baseline, place, True))
            baseline = base.updated(series, baseline, place, True)
        scores.append(own)
    # Sums of 52 independent scores have a variance of 52; with a season of one year fitted once
    # it would be about 3 * 52.
    assert 0.75 < np.var(np.sum(scores, axis=1)) / 52 < 1.3
    assert 0.95 < np.var(scores) < 1.05


def test_a_correlation_is_seldom_told_too_small_and_noise_has_none() -> None:
    def told(correlation: float) -> np.ndarray:
        world = benchmark.World("one", correlation=correlation, season=1.0)
        estimates = []
        for seed in range(200):
            series = benchmark.series(world, "week", 104, 0.0, 0, np.random.default_rng(seed))
            rows = base._rows(series, np.arange(104), np.arange(5), 1.0)
            estimates.append(base._autocorrelation(*rows))
        return np.array(estimates)

    assert told(0.0).mean() < 0.06
    # The mean and a standard deviation of a normal distribution are above 84 % of it.
    half = told(0.5)
    assert 0.75 < (half >= 0.5).mean() < 0.92
    assert abs(half.mean() - 0.6) < 0.06


@pytest.mark.parametrize(
    ("shape", "harmonics"),
    [
        (lambda angle: 0.0 * angle, 0),
        (lambda angle: np.sin(angle), 1),
        (lambda angle: np.sin(angle) + np.cos(2 * angle), 2),
    ],
)
def test_a_season_of_one_year_is_no_shift_in_the_next(
    shape: Callable[[np.ndarray], np.ndarray], harmonics: int
) -> None:
    series = weekly(np.zeros(106))
    angle = 2 * np.pi * series.days / base.DAYS_PER_YEAR
    values = 10 + 0.3 * shape(angle) + 0.1 * (-1.0) ** np.arange(106)
    series = weekly(values)
    assert base.learned(series, np.arange(53)).harmonics == harmonics
    found = shifts.watched(series, shifts.LIMITS["week"])
    assert [each for each in found if each.detected >= 53] == []


@pytest.mark.parametrize("period", list(shifts.LIMITS))
def test_the_longest_training_is_long_enough_for_a_season(period: str) -> None:
    count = shifts.LIMITS[period].longest
    world = benchmark.World("season", season=1.0)
    series = benchmark.series(world, period, count, 0.0, 0, np.random.default_rng(4))
    assert base.learned(series, np.arange(count)).harmonics == 1


def test_a_season_that_a_shift_first_hides_is_told_as_no_shift() -> None:
    # Sums grow before the year is complete, and pass their limits soon after it.
    world = benchmark.World("season", season=0.9)
    for seed in (58, 122, 140, 151, 222):
        series = benchmark.series(world, "week", 66, 0.0, 0, np.random.default_rng(seed))
        found = shifts.watched(series, shifts.LIMITS["week"])
        assert [each for each in found if each.detected >= 52] == []


def test_noise_of_a_millionth_of_a_millionth_changes_no_alert() -> None:
    for seed in range(10):
        world = benchmark.World("one", correlation=0.4, season=1.0)
        series = benchmark.series(world, "week", 156, 2.0, 100, np.random.default_rng(seed))
        noise = 1 + 1e-12 * np.random.default_rng(1).normal(size=156)
        noisy = replace(series, values=series.values * noise)
        one, other = (shifts.watched(each, shifts.LIMITS["week"]) for each in (series, noisy))
        places = [
            [(each.kind, each.since, each.closed) for each in found] for found in (one, other)
        ]
        assert places[0] == places[1]


def test_later_periods_change_no_alert() -> None:
    random = np.random.default_rng(3)
    whole = benchmark.series(WEEKLY, "week", 120, 3.0, 60, random)
    every = shifts.watched(whole, shifts.LIMITS["week"])
    for count in (70, 90, 110):
        part = base.Series(
            whole.kind, *(getattr(whole, name)[:count] for name in
            ("days", "values", "sizes", "variances")), whole.step_days,
        )  # fmt: skip
        seen = [(each.kind, each.since) for each in shifts.watched(part, shifts.LIMITS["week"])]
        assert seen == [(each.kind, each.since) for each in every if each.detected < count]


@pytest.mark.parametrize(
    ("slices", "told"),
    [
        ([], None),
        ([("web", 100.0, 90.0)], None),  # one slice explains nothing
        ([("web", 50.0, 90.0), ("shop", 0.0, 99.0)], None),  # half of the tickets are hidden
        ([("web", 50.0, 90.0), ("shop", 50.0, 90.0)], None),  # a tie: both have half
        ([("web", 40.0, 240.0), ("shop", 60.0, 60.0)], ("web", 1.0)),
        ([("web", 40.0, 240.0), ("shop", 60.0, 0.0)], None),  # a duration of 0 has no logarithm
    ],
)
def test_a_missed_target_of_a_duration_names_the_slow_slices(
    slices: list[tuple[str, float, float]], told: tuple[str, float] | None
) -> None:
    """The target is 60 minutes, the median 90; distances are compared as logarithms."""
    rows = [
        (
            "response",
            "month",
            "target_missed",
            100,
            dimension,
            name,
            "median",
            size,
            value,
            60,
            90.0,
        )
        for dimension, name, size, value in [
            ("all", "all", 100.0, 90.0),
            *(("channel", *each) for each in slices),
        ]
    ]
    names = (
        "metric", "period", "kind", "since_day", "dimension", "dimension_value", "statistic",
        "size", "value", "line", "observed",
    )  # fmt: skip
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    answer = explain_lines({"slices": columns})
    found = list(zip(answer["explaining_values"], answer["explained_share"], strict=True))
    assert found == ([] if told is None else [told])


def test_a_series_of_25_weeks_is_silent() -> None:
    values = np.where(np.arange(25) < 20, 10.0, 20.0) + 0.1 * (np.arange(25) % 2)
    assert shifts.watched(weekly(values), shifts.LIMITS["week"]) == []


@pytest.mark.parametrize("opens_on_saturday", [False, True])
def test_a_desk_that_is_closed_at_weekends_is_watched_by_day(opens_on_saturday: bool) -> None:
    """Its values by weekday are .8, and .6 on Mondays; from day 500 on they are lower by .3."""
    days = np.arange(20_000, 20_728)
    weekday = np.mod(days + 3, 7)  # day 0 of 1970 is a Thursday, so 0 is Monday
    is_open = (weekday < 5) | (opens_on_saturday & (weekday == 5) & (days >= 20_400))
    days, weekday = days[is_open], weekday[is_open]
    values = 0.8 - 0.2 * (weekday == 0) - 0.3 * (days >= 20_500)
    series = base.Series(
        base.PROPORTION, days, values, np.full(len(days), 50.0), np.full(len(days), np.nan), 1
    )
    [found] = shifts.watched(series, shifts.LIMITS["day"])[:1]
    assert (found.kind, days[found.since], found.direction) == (shifts.LEVEL_SHIFT, 20_500, -1)


def test_a_shift_that_returns_is_closed_on_the_day_it_returned() -> None:
    values = 10 + 0.05 * (-1.0) ** np.arange(70)
    values[52:58] += 1.0
    found = shifts.watched(weekly(values), shifts.LIMITS["week"])
    assert [(each.kind, each.since, each.closed_because) for each in found] == [
        ("level_shift", 52, shifts.RETURNED)
    ]
    assert found[0].closed in (58, 59)


def test_nothing_to_watch_finds_nothing() -> None:
    names = (
        "metric", "dimension", "dimension_value", "day", "period", "statistic", "size", "value",
        "value_low", "value_high", "is_watched",
    )  # fmt: skip
    request = {"settings": {"minimum_periods": 26}, "cells": {name: [] for name in names}}
    assert set(map(len, find_alerts(request).values())) == {0}


def test_the_rates_of_false_alarms_and_found_shifts_match_the_docs() -> None:
    # Wide limits of 200 runs; docs/alerts.md has the numbers of many.
    assert benchmark.false_alarms(WEEKLY, "week", 150, 1) <= 4
    assert benchmark.found_within(WEEKLY, "week", 3.0, 150, 2, (3,))[0] >= 0.75
    six, twelve = benchmark.found_within(WEEKLY, "week", 2.0, 150, 3, (6, 12))
    assert six >= 0.7
    assert twelve >= 0.96


@pytest.mark.skipif(not TCPD.exists(), reason=f"{TCPD} {WITHOUT_DATA}")
def test_turning_points_of_the_turing_data_set_are_those_of_its_annotators() -> None:
    published = json.loads((TCPD / "published_default_f1.json").read_text(encoding="utf-8"))
    scores = benchmark.tcpd_scores(TCPD)
    mean = float(np.mean(list(scores.values())))
    assert mean >= 0.745
    assert mean >= float(np.mean([published[name]["pelt"] for name in scores]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A published file with two open alerts, one for the better, and one that is over."""
    with connect(tmp_path / "published.duckdb") as connection:
        connection.execute("create schema reporting")
        connection.execute(
            """
            create table reporting.alerts as
            select *, date '2025-01-06' as since_on, date '2025-01-12' as first_seen_on,
                date '2025-01-12' as last_seen_on, cast(null as date) as closed_on,
                '越过红线' as message_zh
            from (
                values ('a', 'critical', true), ('b', 'warning', true), ('c', 'info', true),
                    ('d', 'critical', false)
            ) as alerts (alert_key, severity, is_open)
            """
        )
    return tmp_path


def delivered(folder: Path, **options: bool) -> list[str]:
    """The keys of the alerts that one delivery prints."""
    out = io.StringIO()
    delivery.deliver(folder, delivery.printed(out), **options)
    return [json.loads(line)["alert_key"] for line in out.getvalue().splitlines()]


def test_an_open_alert_is_delivered_once(folder: Path) -> None:
    assert delivered(folder) == ["a", "b"]
    assert delivered(folder) == []
    assert delivered(folder, with_info=True) == ["c"]


def test_after_a_cut_off_record_the_missing_alerts_are_sent_again(folder: Path) -> None:
    (folder / delivery.DELIVERED_NAME).write_text('"a"\n"b', encoding="utf-8")
    assert delivered(folder) == ["b"]
    assert delivered(folder) == []


@contextmanager
def webhook(refusals: int) -> Iterator[tuple[str, list[dict]]]:
    """The address of a webhook that refuses the first requests, and the accepted requests."""
    taken: list[dict] = []
    left = [refusals]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            left[0] -= 1
            self.send_response(503 if left[0] >= 0 else 204)
            if left[0] < 0:
                taken.append(json.loads(body))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", taken
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_that_refuses_twice_gets_each_alert_once(folder: Path) -> None:
    with webhook(refusals=2) as (url, taken):
        assert delivery.deliver(folder, delivery.posted(url, (0.0, 0.0))) == 2
        assert delivery.deliver(folder, delivery.posted(url, (0.0, 0.0))) == 0
    assert [alert["alert_key"] for alert in taken] == ["a", "b"]
    assert taken[0]["message_zh"] == "越过红线"


def test_an_alert_that_the_webhook_refuses_is_sent_the_next_time(folder: Path) -> None:
    with webhook(refusals=3) as (url, taken):
        with pytest.raises(delivery.CannotDeliver, match="in 2 tries"):
            delivery.deliver(folder, delivery.posted(url, (0.0,)))
        delivery.deliver(folder, delivery.posted(url, (0.0, 0.0)))
    assert [alert["alert_key"] for alert in taken] == ["a", "b"]


def test_the_command_ends_with_3_when_there_were_new_alerts(folder: Path) -> None:
    command = [sys.executable, "-m", "python_hooks", "alerts", "--exit-code", "--folder", folder]
    for code, count in ((3, 2), (0, 0)):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, len(done.stdout.splitlines())) == (code, count), done.stderr


def test_a_folder_without_a_published_file_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(delivery.CannotDeliver, match="Build first"):
        delivery.deliver(tmp_path, delivery.printed(io.StringIO()))


def test_a_series_that_is_not_watched_explains_the_alert_of_the_whole() -> None:
    """An incremental build watches only the series that changed; here the slices did not."""
    cells: dict[str, list] = {}
    for dimension, name, size, fall in (
        ("all", "all", 200.0, 0.15),
        ("channel", "phone", 100.0, 0.3),
        ("channel", "web", 100.0, 0.0),
    ):
        for week in range(55):
            row = {
                "metric": "csat", "dimension": dimension, "dimension_value": name,
                "day": 18_000 + 7 * week, "period": "week", "statistic": "proportion",
                "size": size,
                "value": 0.8 - (fall if week >= 52 else 0.03 * (week % 2) - 0.015),
                "value_low": None, "value_high": None, "is_watched": dimension == "all",
            }  # fmt: skip
            for column, cell in row.items():
                cells.setdefault(column, []).append(cell)
    found = find_alerts({"settings": {"minimum_periods": 26}, "cells": cells})
    assert set(found["dimension"]) == {"all"}
    shift = found["kind"].index(shifts.LEVEL_SHIFT)
    assert found["explaining_values"][shift] == "phone"
