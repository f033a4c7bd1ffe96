"""BG/NBD: a model of purchase times and of customers who have stopped buying.

Fader, Hardie and Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2). A
customer buys at a rate that is gamma distributed over customers (r, alpha) and, after each
purchase, leaves for good with a chance that is beta distributed (a, b). Time is in weeks, as in the
paper. In the limit all customers leave with the same chance: see beta_geometric.py.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.special import expit, hyp2f1, log_expit

from python_hooks.fits import beta_geometric
from python_hooks.fits.maximum_likelihood import Coordinate, Derivatives, Fit, chosen, maximise
from python_hooks.fits.segments import Model, fit_segments

PARAMETERS = ("r", "alpha", "dropout_mean", "dropout_spread", "a", "b")
DAYS_PER_WEEK = 7.0
# The mean rate r / alpha and r, as logarithms; of r alone alpha would follow at every step.
COORDINATES = (
    Coordinate("r / alpha", float(np.log(1e-8)), float(np.log(1e5))),
    Coordinate("r", float(np.log(1e-4)), float(np.log(1e5))),
    beta_geometric.MEAN,
    beta_geometric.SPREAD,
)
# Where the search for the full model begins: a + b = 10.
START = -float(np.log(10))
# Points of the integral over a horizon; from 8 on, only the last digits of the result still move.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
# The same for a known chance to leave: the expectation decays exponentially. After this number of
# time constants the rest is below rounding.
FINE_NODES, FINE_WEIGHTS = np.polynomial.legendre.leggauss(40)
FADED = 36.0


class MixedFrom(NamedTuple):
    """Above this value, expectations are summed over the chances to leave.

    There the hypergeometric function loses its digits, or overflows: at a = 100 and b = 3 it is
    wrong by 5 in 10,000, at a = 300 and b = 700 it is no number.
    """

    a: float
    total: float


MIXED_FROM = MixedFrom(a=2.0, total=200.0)


class Histories(NamedTuple):
    """The input of the likelihood, with repeated terms computed once.

    The logarithms are needed once for each age and recency, products over purchases once for each
    number of a purchase; only the chance of having left needs every group.
    """

    customer_count: float
    ages: np.ndarray
    customers_by_age: np.ndarray
    purchases_by_age: np.ndarray
    counts: np.ndarray
    # How many customers bought again more than 0, 1, 2, ... times.
    customers_beyond: np.ndarray
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
    purchases, customers = np.rint(groups["repeat_purchase_count"]), groups["customer_count"]
    ages, age_positions = np.unique(groups["age_days"], return_inverse=True)
    again = purchases > 0
    counts, count_positions = np.unique(purchases[again].astype(np.int64), return_inverse=True)
    recencies, recency_positions = np.unique(groups["recency_days"][again], return_inverse=True)
    most = int(counts[-1]) if len(counts) else 0
    of_count = np.bincount(purchases.astype(np.int64), customers, most + 1)
    return Histories(
        customer_count=float(customers.sum()),
        ages=ages / DAYS_PER_WEEK,
        customers_by_age=np.bincount(age_positions, customers, len(ages)),
        purchases_by_age=np.bincount(age_positions, customers * purchases, len(ages)),
        counts=counts,
        customers_beyond=np.cumsum(of_count[::-1])[::-1][1:],
        recencies=recencies / DAYS_PER_WEEK,
        count_positions=count_positions,
        age_positions=age_positions[again],
        recency_positions=recency_positions,
        purchases=purchases[again],
        customers=customers[again],
    )


def log_likelihood(known: Histories, at: np.ndarray) -> Derivatives:
    """The log-likelihood (the paper's equation 6) with its derivatives by the coordinates.

    For x repeat purchases, the last at t_x, up to T:
    sum over j < x of ln(r+j) + ln(stay_j), - r ln(1 + T/alpha) - x ln(alpha+T) + ln(1 + odds).
    The odds of having left are leave / stay of j = x-1, times ((alpha+T) / (alpha+t_x))^(r+x); for
    x = 0 they are 0. stay_j is (b+j) / (a+b+j), in the limit 1 less the one chance to leave.
    """
    r = float(np.exp(at[1]))
    alpha = float(np.exp(at[1] - at[0]))
    size = len(at)
    position = np.arange(len(known.customers_beyond), dtype=np.float64)
    stays, leaves = beta_geometric.stay_and_leave(at[2:], position)
    beyond = known.customers_beyond
    weeks, n, bought = known.ages, known.customers_by_age, known.purchases_by_age
    grown, inverse = np.log1p(weeks / alpha), 1 / (alpha + weeks)

    # For every repeat group the odds of having left, as a logarithm: they outgrow any double. The
    # smaller of odds and 1 / odds gives both the chance of having left and ln(1 + odds).
    rate = r + known.purchases
    gap = grown[known.age_positions] - np.log1p(known.recencies / alpha)[known.recency_positions]
    last = known.counts - 1
    count = known.count_positions
    log_odds = (leaves.value - stays.value)[last][count] + rate * gap
    smaller = np.exp(-np.abs(log_odds))
    shrink = 1 / (1 + smaller)
    left = known.customers * np.where(log_odds > 0, shrink, smaller * shrink)
    unsure = known.customers * smaller * shrink * shrink
    value = (
        np.sum(beyond * (np.log(r + position) + stays.value))
        - np.sum(n * r * grown + bought * np.log(alpha + weeks))
        + np.sum(known.customers * (np.maximum(log_odds, 0) + np.log1p(smaller)))
    )

    # By ln r and ln alpha, which the odds know through rate * gap.
    inverse_recency = 1 / (alpha + known.recencies)
    slope = (alpha * inverse)[known.age_positions]
    slope -= (alpha * inverse_recency)[known.recency_positions]
    bend = (alpha * inverse * weeks * inverse)[known.age_positions]
    bend -= (alpha * inverse_recency * known.recencies * inverse_recency)[known.recency_positions]
    by_r, by_alpha = r * gap, rate * slope
    first_r = np.sum(beyond * r / (r + position)) - r * np.sum(n * grown) + np.dot(left, by_r)
    first_alpha = np.sum((n * r * weeks - alpha * bought) * inverse) + np.dot(left, by_alpha)
    crossed = r * np.sum(n * weeks * inverse) + r * np.dot(left, slope)
    sure_r, sure_alpha = unsure * by_r, unsure * by_alpha
    r_r = first_r - np.sum(beyond * (r / (r + position)) ** 2) + np.dot(sure_r, by_r)
    r_alpha = crossed + np.dot(sure_r, by_alpha)
    alpha_alpha = (
        -np.sum((n * r + bought) * alpha * weeks * inverse * inverse)
        + np.dot(left * rate, bend)
        + np.dot(sure_alpha, by_alpha)
    )

    # By the chance to leave, which the odds know through the number of purchases alone.
    chances = size - 2
    odds_gradient = (leaves.gradient - stays.gradient)[:chances][:, last]
    odds_hessian = (leaves.hessian - stays.hessian)[:chances, :chances][:, :, last]
    each = len(known.counts)
    left_by_count, unsure_by_count, r_by_count, alpha_by_count = (
        np.bincount(count, weights, each) for weights in (left, unsure, sure_r, sure_alpha)
    )
    first_chance = stays.gradient[:chances] @ beyond + odds_gradient @ left_by_count
    second_chance = (
        stays.hessian[:chances, :chances] @ beyond
        + odds_hessian @ left_by_count
        + (odds_gradient * unsure_by_count) @ odds_gradient.T
    )
    with_chance = np.array([odds_gradient @ r_by_count, odds_gradient @ alpha_by_count])

    # ln alpha = ln r - ln(r / alpha): rows are ln r and ln alpha by ln(r / alpha) and ln r.
    turn = np.array([[0.0, 1.0], [-1.0, 1.0]])
    hessian = np.zeros((size, size))
    hessian[:2, :2] = turn.T @ np.array([[r_r, r_alpha], [r_alpha, alpha_alpha]]) @ turn
    hessian[:2, 2:] = turn.T @ with_chance
    hessian[2:, :2] = hessian[:2, 2:].T
    hessian[2:, 2:] = second_chance
    gradient = np.concatenate([turn.T @ np.array([first_r, first_alpha]), first_chance])
    return Derivatives(float(value), gradient, hessian)


def fit(groups: dict[str, np.ndarray], away: float = 0.0) -> Fit:
    """Fit r, alpha (weeks) and the chance to leave to groups of customers.

    Every search begins `away` from where it would; the result does not depend on it.
    """
    known = histories(groups)
    weeks = max(1.0, float(np.median(known.ages)) / 4)
    limit = top = maximise(
        lambda at: log_likelihood(known, at),
        COORDINATES[:3],
        [(away - np.log(weeks), away, away)],
        known.customer_count,
    )
    if limit.reason != "not_determined":
        # Where the limit has no top itself, the full model may have one away from it.
        chance = away if limit.reason else limit.coordinates[2]
        full = maximise(
            lambda at: log_likelihood(known, at),
            COORDINATES,
            [(*limit.coordinates[:2], chance, away + START)],
            known.customer_count,
        )
        top = chosen(limit, full, is_told_apart=len(known.customers_beyond) > 1)
    return Fit(
        {} if top.reason else published(top.coordinates),
        top.log_likelihood,
        top.reason,
        top.coordinates,
    )


def published(at: np.ndarray) -> dict[str, float | None]:
    """The parameters by name."""
    numbers = {"r": float(np.exp(at[1])), "alpha": float(np.exp(at[1] - at[0]))}
    return numbers | beta_geometric.published(at[2:], PARAMETERS[2:])


def expected_purchases(
    parameters: tuple[float, float, float, float],
    purchases: np.ndarray,
    age_days: np.ndarray,
    horizon_days: float,
    discount_rate_per_year: float = 0.0,
) -> np.ndarray:
    """Purchases expected in the next days of customers who are alive, each worth less the later.

    parameters: r, alpha, and the mean and the spread of the chance to leave. For x purchases up to
    T this is the numerator of the paper's equation 10. There it is written with (a - 1) below the
    line, which fails at a = 1; here it is the integral over the time s to come of the rate
    (r+x) / c * 2F1(r+x+1, a; a+b+x; -s/c), c = alpha+T. By Pfaff's transformation and
    s = c (e^u - 1) that becomes (r+x) e^((1-a)u) 2F1(a, a+b-1-r; a+b+x; 1-e^-u) du, which is
    smooth. Discounting multiplies it by (1 + rate)^(-s in years).
    """
    r, alpha, mean, spread = parameters
    shape = r + purchases[:, None]
    scale = alpha + age_days[:, None] / DAYS_PER_WEEK
    weeks = horizon_days / DAYS_PER_WEEK
    growth = float(np.log1p(discount_rate_per_year)) * DAYS_PER_WEEK / 365.25
    if spread == 0:
        return _expected_at(mean, shape, scale, weeks, growth)[:, 0]
    total = (1 - spread) / spread
    a, left = mean * total, total + purchases[:, None]
    if a > MIXED_FROM.a or total > MIXED_FROM.total:
        chances, shares = _chances(a, left - a)
        parts = (
            share[:, None] * _expected_at(chance[:, None], shape, scale, weeks, growth)
            for chance, share in zip(chances.T, shares.T, strict=True)
        )
        return np.asarray(sum(parts))[:, 0]
    end = np.log1p(weeks / scale)
    u = (NODES + 1) / 2 * end
    discount = np.exp(-growth * scale * np.expm1(u))
    rate = shape * np.exp((1 - a) * u) * hyp2f1(a, total - 1 - r, left, -np.expm1(-u))
    return np.sum(WEIGHTS / 2 * end * rate * discount, axis=1)


def _expected_at(
    chance: np.ndarray | float, shape: np.ndarray, scale: np.ndarray, weeks: float, growth: float
) -> np.ndarray:
    """The same of customers who leave with a known chance; a column.

    The rate of the time s to come is (r+x) c^(r+x) / (c + chance s)^(r+x+1). With
    y = ln(1 + chance s / c) that is (r+x) / chance e^(-(r+x)y) dy, an exponential.
    """
    end = np.log1p(chance * weeks / scale)
    if growth == 0:
        return -np.expm1(-shape * end) / chance
    end = np.minimum(end, FADED / shape)
    y = (FINE_NODES + 1) / 2 * end
    rate = shape / chance * np.exp(-shape * y - growth * scale / chance * np.expm1(y))
    return np.sum(FINE_WEIGHTS / 2 * end * rate, axis=1, keepdims=True)


def _chances(a: float, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Chances to leave and their shares, of a beta distribution: a row for each b.

    The trapezoidal rule over the log odds of the chance, where the density falls off as fast as an
    exponential at both ends: its error is far below 1e-9 at these steps.
    """
    spread = np.sqrt(1 / a + 1 / b)
    low, high = 24 / a + 7 * spread, 24 / b + 7 * spread
    count = int(np.ceil(np.max((low + high) / np.minimum(0.5, 0.7 * spread)))) + 1
    log_odds = np.log(a / b) - low + (low + high) * np.linspace(0, 1, count)
    density = a * log_expit(log_odds) + b * log_expit(-log_odds)
    shares = np.exp(density - density.max(axis=1, keepdims=True))
    return expit(log_odds), shares / shares.sum(axis=1, keepdims=True)


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
        lambda of_segment, at: log_likelihood(histories(of_segment), at).value,
    )
    return fit_segments(model, groups, request["settings"], numbers)


def expect_by_group(request: dict[str, Any]) -> dict[str, list]:
    """Expect the purchases of each group under its model, for each horizon of the model.

    request: `models` with fit_period, segment, horizon, horizon_days and the first four parameters;
    `groups` with fit_period, segment, repeat_purchase_count and age_days, each combination once;
    `settings` with discount_rate_per_year.
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
            tuple(models[name][model] for name in PARAMETERS[:4]),
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
