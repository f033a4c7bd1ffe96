"""Gamma-Gamma: a model of the value of a purchase.

Fader and Hardie (2013), The gamma-gamma model of monetary value, brucehardie.com/notes/025. A
purchase of a customer is gamma distributed (shape p) about the customer's own mean, and those means
vary over customers (q, gamma). What one spends is taken to be unrelated to how often one buys.

Published are p, the mean over customers m = p gamma / (q - 1) and its spread h = 1 / (q - 1), which
is near the squared coefficient of variation of the customers' means. At h = 0 every customer has
the mean m: the limit. A customer of x purchases with mean z is expected to spend
(m + h p x z) / (1 + h p x).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import digamma, gammaln, polygamma

from python_hooks.fits.maximum_likelihood import (
    Coordinate,
    Derivatives,
    Fit,
    Top,
    chosen,
    maximise,
)
from python_hooks.fits.segments import Model, fit_segments

PARAMETERS = ("p", "value_mean", "value_spread", "q", "gamma")
# The search uses s = m / (1 + h) and k = h / (1 + h) = 1 / q: they stay finite where m does not.
P = Coordinate("p", float(np.log(1e-4)), float(np.log(1e5)))
COORDINATES = (
    P,
    Coordinate("m", float(np.log(1e-4)), float(np.log(1e5))),
    Coordinate("h", float(np.log(1e-6)), float(np.log(1e4))),
)
# Where the search for the full model begins, by k: customers differ little, and much.
STARTS = (float(np.log(0.02)), float(np.log(0.4)))


class Spending(NamedTuple):
    """The input of the likelihood; the gamma functions are computed once per count."""

    customers: np.ndarray
    log_means: np.ndarray
    counts: np.ndarray
    positions: np.ndarray


def spending(groups: dict[str, np.ndarray]) -> Spending:
    """Read customer_count customers with repeat_purchase_count x and their log_mean_value, ln z.

    ln z is the mean of the customers of the group.
    """
    counts, positions = np.unique(np.rint(groups["repeat_purchase_count"]), return_inverse=True)
    return Spending(groups["customer_count"], groups["log_mean_value"], counts, positions)


def log_likelihood(known: Spending, at: np.ndarray) -> Derivatives:
    """The log-likelihood (the note's equation 1a) with its derivatives by ln p, ln s and ln k.

    With w = p x and v = p x z / s each customer gives
    w ln v - ln z - ln G(w) + ln G(w + 1/k) - ln G(1/k) + w ln k - (w + 1/k) ln(1 + k v);
    without k the limit: w ln v - ln z - ln G(w) - v.
    """
    n, log_z, place = known.customers, known.log_means, known.positions
    of_count = np.exp(at[0]) * known.counts
    w = of_count[place]
    v = w * np.exp(log_z - at[1])
    log_v = np.log(of_count)[place] + log_z - at[1]
    value = w * log_v - log_z - gammaln(of_count)[place]
    by_w, by_v = log_v - digamma(of_count)[place], w / v
    ww, wv, vv = -polygamma(1, of_count)[place], 1 / v, -w / v**2
    if len(at) == 2:
        value = value - v
        by_v = by_v - 1
        by_k = ()
    else:
        k = np.exp(at[2])
        q, grown, shrink = 1 / k, np.log1p(k * v), 1 / (1 + k * v)
        slope, bend = digamma(of_count + q)[place], polygamma(1, of_count + q)[place]
        rise, turn = slope - digamma(q), bend - polygamma(1, q)
        value = value + _gamma_ratio(of_count, q)[place] - (w + q) * grown
        by_w = by_w + slope + at[2] - grown
        by_v = (w - v) * shrink / v
        ww, wv = ww + bend, shrink / v
        vv = vv + k * (k * w + 1) * shrink**2
        # By ln k: k times the derivative by k.
        at_k = q * (grown - rise) + w - (k * w + 1) * v * shrink
        wk = -q * bend + 1 - k * v * shrink
        vk = -k * (w - v) * shrink**2
        kk = (
            2 * q * (rise - grown) + q * q * turn - w
            + 2 * v * shrink + (k * w + 1) * k * v * v * shrink**2
            + at_k
        )  # fmt: skip
        by_k = (at_k, w * wk + v * vk, -v * vk, kk)
    first, second = w * by_w + v * by_v, -v * by_v
    pp = w * w * ww + 2 * w * v * wv + v * v * vv + first
    ps = -w * v * wv - v * v * vv - v * by_v
    ss = v * v * vv + v * by_v
    gradient = [np.sum(n * each) for each in (first, second, *by_k[:1])]
    p_p, p_s, s_s, *with_k = (np.sum(n * each) for each in (pp, ps, ss, *by_k[1:]))
    hessian = [[p_p, p_s], [p_s, s_s]]
    if with_k:
        p_k, s_k, k_k = with_k
        hessian = [[p_p, p_s, p_k], [p_s, s_s, s_k], [p_k, s_k, k_k]]
    return Derivatives(float(np.sum(n * value)), np.array(gradient), np.array(hessian))


def _gamma_ratio(w: np.ndarray, q: float) -> np.ndarray:
    """ln G(w + q) - ln G(q) - w ln q; by Stirling's series where that is a small difference."""
    if q < 100:
        return gammaln(w + q) - gammaln(q) - w * np.log(q)
    rest = [1 / (12 * y) - 1 / (360 * y**3) + 1 / (1260 * y**5) for y in (w + q, q)]
    return (w + q - 0.5) * np.log1p(w / q) - w + rest[0] - rest[1]


def fit_limit(known: Spending) -> Top:
    """Every customer has the same mean m: the mean of all purchases; p is the one root."""
    n, log_z = known.customers * known.counts[known.positions], known.log_means
    log_mean = float(np.log(np.sum(n * np.exp(log_z)) / np.sum(n)))
    share = n / np.sum(n)
    by_count = np.bincount(known.positions, share)
    apart = float(np.sum(share * (log_z - log_mean)))

    def slope(log_p: float) -> float:
        w = np.exp(log_p) * known.counts
        return float(np.sum(by_count * (np.log(w) - digamma(w)))) + apart

    reason = ""
    if slope(P.low) <= 0 or slope(P.high) >= 0:
        log_p = P.low if slope(P.low) <= 0 else P.high
        reason = "on_bound:p"
    else:
        log_p = brentq(slope, P.low, P.high, xtol=1e-15, rtol=1e-15)
    at = np.array([log_p, log_mean])
    return Top(at, log_likelihood(known, at).value, reason)


def fit(groups: dict[str, np.ndarray], away: float = 0.0) -> Fit:
    """Fit p, m and h (in the currency of the values); refused where the mean is infinite.

    The search measures values by their geometric mean, so that its bounds suit every currency. It
    begins `away` from where it would; the result does not depend on it.
    """
    count = float(groups["customer_count"].sum())
    log_typical = float(np.sum(groups["customer_count"] * groups["log_mean_value"]) / count)
    known = spending(groups | {"log_mean_value": groups["log_mean_value"] - log_typical})
    limit = top = fit_limit(known)
    if not limit.reason:
        full = maximise(
            lambda at: log_likelihood(known, at),
            COORDINATES,
            [(*(limit.coordinates + away), away + start) for start in STARTS],
            count,
        )
        top = chosen(limit, full, is_told_apart=bool(known.counts[-1] > 1))
    at = top.coordinates + np.array([0, log_typical, 0])[: len(top.coordinates)]
    # The mean over customers is p gamma / (q - 1). For q up to 1 it does not exist.
    is_infinite = not top.reason and len(at) == 3 and at[2] >= 0
    reason = "infinite_mean" if is_infinite else top.reason
    return Fit(
        published(at) if not reason else {},
        top.log_likelihood - count * log_typical,
        reason,
        at,
    )


def published(at: np.ndarray) -> dict[str, float | None]:
    """The parameters by name; the limit has a spread of 0 and no q and gamma."""
    p, s = np.exp(at[:2]).tolist()
    if len(at) == 2:
        return dict(zip(PARAMETERS, (p, s, 0.0, None, None), strict=True))
    k = float(np.exp(at[2]))
    return dict(zip(PARAMETERS, (p, s / (1 - k), k / (1 - k), 1 / k, s / (k * p)), strict=True))


def fit_by_segment(request: dict[str, Any]) -> dict[str, list]:
    """Fit the groups of a request, by period and segment.

    Its groups hold repeat_purchase_count, customer_count and log_value_sum, the sum of ln z over
    the group's customers. All of them bought again; other customers have no mean value.
    """
    groups = dict(request["groups"])
    groups["repeat_customer_count"] = groups["customer_count"]
    groups["log_mean_value"] = [
        total / count
        for total, count in zip(groups["log_value_sum"], groups["customer_count"], strict=True)
    ]
    numbers = ("repeat_purchase_count", "log_mean_value")
    numbers += ("customer_count", "repeat_customer_count")
    model = Model(
        PARAMETERS, fit, lambda of_segment, at: log_likelihood(spending(of_segment), at).value
    )
    return fit_segments(model, groups, request["settings"], numbers)
