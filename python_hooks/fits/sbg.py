"""sBG: how many periods a contract lasts.

Fader and Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1).
A customer is lost at the end of each period with a chance that is beta distributed over customers
(alpha, beta). Whoever is easily lost goes early, so retention rises with age without any customer
becoming more loyal.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import betaln, digamma

from python_hooks.fits.maximum_likelihood import Fit, maximise

PARAMETERS = ("alpha", "beta")


def log_likelihood(
    groups: dict[str, np.ndarray], parameters: np.ndarray
) -> tuple[float, np.ndarray]:
    """The log-likelihood (the paper's equation 5) and its gradient by alpha and beta.

    groups: of the customers whose period number `period` (1, 2, ...) was the last one observed,
    lost_count left at its end, with chance B(alpha+1, beta+period-1) / B(alpha, beta), and
    kept_count went on, with chance B(alpha, beta+period) / B(alpha, beta).
    """
    alpha, beta = parameters
    period, lost, kept = groups["period"], groups["lost_count"], groups["kept_count"]
    total = np.sum(lost + kept)
    everyone = digamma(alpha + beta + period)
    value = np.sum(
        lost * betaln(alpha + 1, beta + period - 1) + kept * betaln(alpha, beta + period)
    ) - total * betaln(alpha, beta)
    gradient = np.array(
        [
            np.sum(
                lost * (digamma(alpha + 1) - everyone) + kept * (digamma(alpha) - everyone)
            )
            - total * (digamma(alpha) - digamma(alpha + beta)),
            np.sum(
                lost * (digamma(beta + period - 1) - everyone)
                + kept * (digamma(beta + period) - everyone)
            )
            - total * (digamma(beta) - digamma(alpha + beta)),
        ]
    )  # fmt: skip
    return float(value), gradient


def fit(groups: dict[str, np.ndarray]) -> Fit:
    """Fit alpha and beta to groups of customers."""
    return maximise(
        lambda parameters: log_likelihood(groups, parameters),
        {"alpha": 1.0, "beta": 1.0},
        float(np.sum(groups["lost_count"] + groups["kept_count"])),
    )


def survival(parameters: tuple[float, ...], periods: int) -> list[float]:
    """The share of customers still there after 0, 1, ... periods."""
    alpha, beta = parameters
    shares = [1.0]
    for period in range(1, periods + 1):
        shares.append(shares[-1] * (beta + period - 1) / (alpha + beta + period - 1))
    return shares


def fit_by_segment(request: dict[str, Any]) -> dict[str, list]:
    """A row for each segment of a request; without numbers when its fit may not be used.

    request: `groups` with segment, period, lost_count and kept_count; `settings` with
    minimum_customers and minimum_lost_customers, below which nothing is fitted.
    """
    groups, settings = request["groups"], request["settings"]
    segments = np.array(groups["segment"], dtype=object)
    numbers = {
        name: np.asarray(groups[name], dtype=np.float64)
        for name in ("period", "lost_count", "kept_count")
    }
    names = ("segment", "customer_count", *PARAMETERS, "log_likelihood", "is_used", "reason")
    answer: dict[str, list] = {name: [] for name in names}
    for segment in dict.fromkeys(groups["segment"]):
        of_segment = {name: values[segments == segment] for name, values in numbers.items()}
        lost = int(of_segment["lost_count"].sum())
        customers = lost + int(of_segment["kept_count"].sum())
        if customers < settings["minimum_customers"]:
            fitted = Fit((), 0.0, "too_few_customers")
        elif lost < settings["minimum_lost_customers"]:
            fitted = Fit((), 0.0, "too_few_lost_customers")
        else:
            fitted = fit(of_segment)
        is_used = fitted.reason == ""
        row = (
            segment,
            customers,
            *(fitted.parameters if is_used else (None,) * len(PARAMETERS)),
            fitted.log_likelihood if is_used else None,
            is_used,
            fitted.reason,
        )
        for name, value in zip(names, row, strict=True):
            answer[name].append(value)
    return answer
