"""BG/NBD: when customers buy, and whether they still do.

Fader, Hardie and Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2). A
customer buys at a rate that is gamma distributed over customers (r, alpha) and, after each
purchase, leaves for good with a chance that is beta distributed (a, b). Time is in weeks, as in the
paper.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.special import digamma, gammaln, hyp2f1

from python_hooks.fits.maximum_likelihood import Fit, maximise
from python_hooks.fits.segments import Model, fit_segments

PARAMETERS = ("r", "alpha", "a", "b")
DAYS_PER_WEEK = 7.0
# Points of the integral over a horizon; from 8 on, only the last digits of the result still move.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


class Histories(NamedTuple):
    """What the likelihood reads of the groups, with what repeats worked out once.

    The logarithms are needed once for each age and recency, the gamma functions once for each
    count of purchases; only the chance of having left needs every group.
    """

    customer_count: float
    ages: np.ndarray
    customers_by_age: np.ndarray
    purchases_by_age: np.ndarray
    counts: np.ndarray
    customers_by_count: np.ndarray
    recencies: np.ndarray
    count_positions: np.ndarray
    age_positions: np.ndarray
    recency_positions: np.ndarray
    purchases: np.ndarray
    customers: np.ndarray


def histories(groups: dict[str, np.ndarray]) -> Histories:
    """Read groups of customers with the same repeat purchases, recency and age.

    groups: repeat_purchase_count (x), recency_days (t_x), age_days (T) and customer_count.
    """
    purchases, customers = groups["repeat_purchase_count"], groups["customer_count"]
    ages, age_positions = np.unique(groups["age_days"], return_inverse=True)
    again = purchases > 0
    counts, count_positions = np.unique(purchases[again], return_inverse=True)
    recencies, recency_positions = np.unique(groups["recency_days"][again], return_inverse=True)
    return Histories(
        customer_count=float(customers.sum()),
        ages=ages / DAYS_PER_WEEK,
        customers_by_age=np.bincount(age_positions, customers, len(ages)),
        purchases_by_age=np.bincount(age_positions, customers * purchases, len(ages)),
        counts=counts,
        customers_by_count=np.bincount(count_positions, customers[again], len(counts)),
        recencies=recencies / DAYS_PER_WEEK,
        count_positions=count_positions,
        age_positions=age_positions[again],
        recency_positions=recency_positions,
        purchases=purchases[again],
        customers=customers[again],
    )


def log_likelihood(known: Histories, parameters: np.ndarray) -> tuple[float, np.ndarray]:
    """The log-likelihood (the paper's equation 6) and its gradient by r, alpha, a and b.

    For x repeat purchases, the last at t_x, up to T:
    ln G(r+x)/G(r) + r ln alpha - (r+x) ln(alpha+T) + ln B(a,b+x)/B(a,b) + ln(1 + odds), where
    odds = a / (b+x-1) * ((alpha+T) / (alpha+t_x))^(r+x), those of having left, are 0 for x = 0.
    """
    r, alpha, a, b = parameters
    x, n = known.counts, known.customers_by_count
    log_ages, log_recencies = np.log(alpha + known.ages), np.log(alpha + known.recencies)
    events_by_age = r * known.customers_by_age + known.purchases_by_age

    # For every repeat group the odds of having left, as a logarithm: they outgrow any double. The
    # smaller of odds and 1 / odds gives both the chance of having left and ln(1 + odds).
    rate = r + known.purchases
    log_ratio = log_ages[known.age_positions] - log_recencies[known.recency_positions]
    log_odds = (np.log(a) - np.log(b + x - 1))[known.count_positions] + rate * log_ratio
    smaller = np.exp(-np.abs(log_odds))
    log_one_plus_odds = np.maximum(log_odds, 0) + np.log1p(smaller)
    left = known.customers * (np.where(log_odds > 0, 1, smaller) / (1 + smaller))

    value = (
        np.sum(n * (gammaln(r + x) - gammaln(r)))
        + known.customer_count * r * np.log(alpha)
        - np.sum(events_by_age * log_ages)
        + np.sum(n * (gammaln(b + x) - gammaln(a + b + x) - gammaln(b) + gammaln(a + b)))
        + np.sum(known.customers * log_one_plus_odds)
    )
    inverse_ages, inverse_recencies = 1 / (alpha + known.ages), 1 / (alpha + known.recencies)
    gap = inverse_ages[known.age_positions] - inverse_recencies[known.recency_positions]
    gone_by_a = digamma(a + b) - digamma(a + b + x)
    gradient = np.array(
        [
            np.sum(n * (digamma(r + x) - digamma(r)))
            + known.customer_count * np.log(alpha)
            - np.sum(known.customers_by_age * log_ages)
            + np.sum(left * log_ratio),
            known.customer_count * r / alpha
            - np.sum(events_by_age * inverse_ages)
            + np.sum(left * rate * gap),
            np.sum(n * gone_by_a) + np.sum(left) / a,
            np.sum(n * (gone_by_a + digamma(b + x) - digamma(b)))
            - np.sum(np.bincount(known.count_positions, left, len(x)) / (b + x - 1)),
        ]
    )
    return float(value), gradient


def fit(groups: dict[str, np.ndarray]) -> Fit:
    """Fit r, alpha (weeks), a and b to groups of customers."""
    known = histories(groups)
    start = {"r": 1.0, "alpha": max(1.0, float(np.median(known.ages)) / 4), "a": 1.0, "b": 1.0}
    return maximise(
        lambda parameters: log_likelihood(known, parameters), start, known.customer_count
    )


def expected_purchases(
    parameters: tuple[float, ...],
    purchases: np.ndarray,
    age_days: np.ndarray,
    horizon_days: float,
    discount_rate_per_year: float = 0.0,
) -> np.ndarray:
    """Purchases expected in the next days of customers who are alive, each worth less the later.

    For x purchases up to T this is the numerator of the paper's equation 10. There it is written
    with (a - 1) below the line, which fails at a = 1; here it is the integral over the time s to
    come of the rate (r+x) / c * 2F1(r+x+1, a; a+b+x; -s/c), c = alpha+T. By Pfaff's transformation
    and s = c (e^u - 1) that becomes (r+x) e^((1-a)u) 2F1(a, a+b-1-r; a+b+x; 1-e^-u) du, which is
    smooth and cannot overflow. Discounting multiplies it by (1 + rate)^(-s in years).
    """
    r, alpha, a, b = parameters
    x = purchases[:, None]
    scale = alpha + age_days[:, None] / DAYS_PER_WEEK
    end = np.log1p(horizon_days / DAYS_PER_WEEK / scale)
    u = (NODES + 1) / 2 * end
    weeks = scale * np.expm1(u)
    discount = np.exp(-np.log1p(discount_rate_per_year) * weeks * DAYS_PER_WEEK / 365.25)
    rate = (r + x) * np.exp((1 - a) * u) * hyp2f1(a, a + b - 1 - r, a + b + x, -np.expm1(-u))
    return np.sum(WEIGHTS / 2 * end * rate * discount, axis=1)


def fit_by_segment(request: dict[str, Any]) -> dict[str, list]:
    """Fit the groups of a request: the columns that `histories` reads, by period and segment."""
    groups = dict(request["groups"])
    repeats = np.asarray(groups["repeat_purchase_count"]) > 0
    groups["repeat_customer_count"] = np.where(repeats, groups["customer_count"], 0)
    numbers = ("repeat_purchase_count", "recency_days", "age_days")
    numbers += ("customer_count", "repeat_customer_count")
    model = Model(
        PARAMETERS,
        fit,
        lambda of_segment, parameters: log_likelihood(histories(of_segment), np.array(parameters))[
            0
        ],
    )
    return fit_segments(model, groups, request["settings"], numbers)


def expect_by_group(request: dict[str, Any]) -> dict[str, list]:
    """Expect the purchases of each group under its model, for each horizon of the model.

    request: `models` with fit_period, segment, horizon, horizon_days and the parameters; `groups`
    with fit_period, segment, repeat_purchase_count and age_days, each combination once; `settings`
    with discount_rate_per_year.
    """
    groups, models = request["groups"], request["models"]
    positions: dict[tuple[str, str], list[int]] = {}
    for position, key in enumerate(zip(groups["fit_period"], groups["segment"], strict=True)):
        positions.setdefault(key, []).append(position)
    purchases = np.asarray(groups["repeat_purchase_count"], dtype=np.float64)
    ages = np.asarray(groups["age_days"], dtype=np.float64)
    names = ("fit_period", "segment", "horizon", "repeat_purchase_count", "age_days")
    names += ("expected_purchases", "discounted_purchases")
    answer: dict[str, list] = {name: [] for name in names}
    for model in range(len(models["fit_period"])):
        fit_period, segment = models["fit_period"][model], models["segment"][model]
        chosen = positions.get((fit_period, segment), [])
        given = (
            tuple(models[name][model] for name in PARAMETERS),
            purchases[chosen],
            ages[chosen],
            models["horizon_days"][model],
        )
        answer["fit_period"] += [fit_period] * len(chosen)
        answer["segment"] += [segment] * len(chosen)
        answer["horizon"] += [models["horizon"][model]] * len(chosen)
        answer["repeat_purchase_count"] += [int(each) for each in purchases[chosen]]
        answer["age_days"] += [int(each) for each in ages[chosen]]
        answer["expected_purchases"] += expected_purchases(*given).tolist()
        answer["discounted_purchases"] += expected_purchases(
            *given, request["settings"]["discount_rate_per_year"]
        ).tolist()
    return answer
