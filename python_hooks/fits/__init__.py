"""Models that SQL cannot fit: functions from JSON text to JSON text, called in SQL.

The input is grouped statistics. The output is parameters or expectations per group. So Python never
holds single customers. A request is {"settings": {...}, "<input>": {"<column>": [...]}}, an answer
{"<column>": [...]}: columns, since their values need no names. The macro python_rows writes the one
and reads the other. scipy takes half a second to load, so it is loaded when asked.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def fit_bg_nbd(request: str) -> str:
    """Fit when customers buy; a row for each period and segment."""
    from python_hooks.fits import bg_nbd

    return _answered(bg_nbd.fit_by_segment, request)


def expect_purchases(request: str) -> str:
    """Expect the purchases of customers who are alive; a row for each group and horizon."""
    from python_hooks.fits import bg_nbd

    return _answered(bg_nbd.expect_by_group, request)


def fit_gamma_gamma(request: str) -> str:
    """Fit what customers spend; a row for each period and segment."""
    from python_hooks.fits import gamma_gamma

    return _answered(gamma_gamma.fit_by_segment, request)


def fit_sbg(request: str) -> str:
    """Fit how long contracts last; a row for each segment."""
    from python_hooks.fits import sbg

    return _answered(sbg.fit_by_segment, request)


def fit_health_models(request: str) -> str:
    """Fit who leaves by the bands of the health score; a row for each parameter and quarter."""
    from python_hooks.fits import health

    return _answered(health.fit_by_quarter, request)


def find_low_slices(request: str) -> str:
    """Find where satisfaction is low; a row for each slice significantly below the others."""
    from python_hooks.fits import gaps

    return _answered(gaps.find_low_slices, request)


def find_complaint_peaks(request: str) -> str:
    """Test when complaints come; a row for each weekday, hour and hour of a weekday."""
    from python_hooks.fits import peaks

    return _answered(peaks.find_complaint_peaks, request)


def find_action_effects(request: str) -> str:
    """Compare slices with an improvement action to those without; a row for each action group."""
    from python_hooks.fits import effects

    return _answered(effects.find_action_effects, request)


def rake_answers(request: str) -> str:
    """Weight answers so that they resemble the customer base; a row for each cell of answers."""
    from python_hooks.fits import raking

    return _answered(raking.rake_answers, request)


def find_alerts(request: str) -> str:
    """Watch every metric and slice; a row for each level shift, single point and turning point."""
    from python_hooks.fits import alerts

    return _answered(alerts.find_alerts, request)


def explain_lines(request: str) -> str:
    """Explain why metrics are beyond a line; a row for each alert and its set of slices."""
    from python_hooks.fits import alerts

    return _answered(alerts.explain_lines, request)


def zone_offsets(request: str) -> str:
    """Look the offsets of time zones up; a row for each zone and offset."""
    from python_hooks.fits import zones

    return _answered(zones.offsets_by_zone, request)


def share_drivers(request: str) -> str:
    """Share R-squared out among drivers; a row for each target and driver."""
    from python_hooks.fits import drivers

    return _answered(drivers.share_drivers, request)


def find_operation_links(request: str) -> str:
    """Find where satisfaction follows the operation; a row for each metric, measure and lag."""
    from python_hooks.fits import links

    return _answered(links.find_operation_links, request)


def shrink_quality(request: str) -> str:
    """Shrink the shares of agents or teams; a row for each metric and pair of counts."""
    from python_hooks.fits import quality

    return _answered(quality.shrink_quality, request)


def fit_personas(request: str) -> str:
    """Group customers who behave alike; a row for each day of a fit, persona and feature."""
    from python_hooks.fits import personas

    return _answered(personas.fit_personas, request)


FUNCTIONS: dict[str, Callable[[str], str]] = {
    "fit_bg_nbd": fit_bg_nbd,
    "expect_purchases": expect_purchases,
    "fit_gamma_gamma": fit_gamma_gamma,
    "fit_sbg": fit_sbg,
    "fit_health_models": fit_health_models,
    "find_low_slices": find_low_slices,
    "find_complaint_peaks": find_complaint_peaks,
    "find_action_effects": find_action_effects,
    "rake_answers": rake_answers,
    "find_alerts": find_alerts,
    "explain_lines": explain_lines,
    "zone_offsets": zone_offsets,
    "share_drivers": share_drivers,
    "find_operation_links": find_operation_links,
    "shrink_quality": shrink_quality,
    "fit_personas": fit_personas,
}


def _answered(function: Callable[[dict[str, Any]], dict[str, list]], request: str) -> str:
    """The answer of a function to a request; a number that JSON cannot hold is an error."""
    return json.dumps(function(json.loads(request)), allow_nan=False)
