"""Gamma-Gamma: what customers spend on a purchase.

Fader and Hardie (2013), The gamma-gamma model of monetary value, brucehardie.com/notes/025. A
purchase of a customer is gamma distributed (shape p) about the customer's own mean, and those means
vary over customers (q, gamma). What one spends is taken to be unrelated to how often one buys.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import digamma, gammaln

from python_hooks.fits.maximum_likelihood import Fit, maximise
from python_hooks.fits.segments import Model, fit_segments

PARAMETERS = ("p", "q", "gamma")


def log_likelihood(
    groups: dict[str, np.ndarray], parameters: np.ndarray
) -> tuple[float, np.ndarray]:
    """The log-likelihood (the note's equation 1a) and its gradient by p, q and gamma.

    groups: customer_count customers with repeat_purchase_count x and the mean of their
    log_mean_value, ln z. Each gives ln G(px+q) - ln G(px) - ln G(q) + q ln gamma + (px-1) ln z
    + px ln x - (px+q) ln(gamma + xz).
    """
    p, q, gamma = parameters
    n, x, log_z = (
        groups["customer_count"],
        groups["repeat_purchase_count"],
        groups["log_mean_value"],
    )
    shape = p * x
    total = gamma + x * np.exp(log_z)
    log_total = np.log(total)
    value = np.sum(
        n
        * (
            gammaln(shape + q)
            - gammaln(shape)
            - gammaln(q)
            + q * np.log(gamma)
            + (shape - 1) * log_z
            + shape * np.log(x)
            - (shape + q) * log_total
        )
    )
    both = digamma(shape + q)
    gradient = np.array(
        [
            np.sum(n * x * (both - digamma(shape) + log_z + np.log(x) - log_total)),
            np.sum(n * (both - digamma(q) + np.log(gamma) - log_total)),
            np.sum(n * (q / gamma - (shape + q) / total)),
        ]
    )
    return float(value), gradient


def fit(groups: dict[str, np.ndarray]) -> Fit:
    """Fit p, q and gamma (in the currency of the values); refused where the mean is infinite.

    The search measures values by their geometric mean, so that its bounds suit every currency.
    """
    count = float(groups["customer_count"].sum())
    log_typical = float(np.sum(groups["customer_count"] * groups["log_mean_value"]) / count)
    relative = groups | {"log_mean_value": groups["log_mean_value"] - log_typical}
    fitted = maximise(
        lambda parameters: log_likelihood(relative, parameters),
        {"p": 1.0, "q": 2.0, "gamma": 1.0},
        count,
    )
    p, q, gamma = fitted.parameters
    # The mean over customers is p gamma / (q - 1). Up to q = 1 there is none.
    reason = fitted.reason or ("infinite_mean" if q <= 1 else "")
    return Fit(
        (p, q, gamma * float(np.exp(log_typical))),
        fitted.log_likelihood - count * log_typical,
        reason,
    )


def fit_by_segment(request: dict[str, Any]) -> dict[str, list]:
    """Fit the groups of a request, by period and segment.

    Its groups hold repeat_purchase_count, customer_count and log_value_sum, the sum of ln z over
    the group's customers. All of them bought again: nobody else has a mean.
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
        PARAMETERS,
        fit,
        lambda of_segment, parameters: log_likelihood(of_segment, np.array(parameters))[0],
    )
    return fit_segments(model, groups, request["settings"], numbers)
