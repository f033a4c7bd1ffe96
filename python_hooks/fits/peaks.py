"""Hours of the week with significantly more complaints than others.

An hour is a peak where its complaints are too many for an even spread over the hours watched (exact
binomial test). Its share is high where more of its tickets are complaints than of all other tickets
(exact hypergeometric test). Each test covers all weekdays, hours and hours of weekdays together, by
the procedure of Benjamini and Hochberg.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from scipy.stats import binom, hypergeom

from python_hooks.fits.gaps import benjamini_hochberg

ALL = "all"
COLUMNS = (
    "weekday", "hour", "ticket_count", "complaint_count", "expected_count", "peak_p_value",
    "share_p_value",
)  # fmt: skip


def find_complaint_peaks(request: dict[str, Any]) -> dict[str, list]:
    """A row for each weekday, hour and hour of a weekday; `all` stands for every one.

    request: `hours` with weekday, hour, day_count (how often it was watched), ticket_count and
    complaint_count. The p values are adjusted; one of the whole week is none.
    """
    hours = request["hours"]
    answer: dict[str, list] = {name: [] for name in COLUMNS}
    if not hours["weekday"]:
        return answer
    weekday, hour = (np.array(hours[name], dtype=object) for name in ("weekday", "hour"))
    counts = np.array(
        [hours[name] for name in ("day_count", "ticket_count", "complaint_count")], dtype=np.int64
    )
    watched, tickets, complaints = counts.sum(axis=1)
    rows = []
    weekdays, day_hours = sorted(set(weekday)), sorted(set(hour))
    for one_weekday, one_hour in product([ALL, *weekdays], [ALL, *day_hours]):
        at = (weekday == one_weekday) | (one_weekday == ALL)
        at &= (hour == one_hour) | (one_hour == ALL)
        rows.append((one_weekday, one_hour, *counts[:, at].sum(axis=1)))
    exposure, inside, found = (np.array([row[place] for row in rows]) for place in (2, 3, 4))
    peak = binom.sf(found - 1, complaints, exposure / watched)
    share = hypergeom.sf(found - 1, tickets, complaints, inside)
    part = np.array([row[:2] != (ALL, ALL) for row in rows])
    # An hour without complaints has p = 1, so it is never found.
    peak[part], share[part] = benjamini_hochberg(peak[part]), benjamini_hochberg(share[part])
    for place, row in enumerate(rows):
        values = (
            row[0],
            row[1],
            int(inside[place]),
            int(found[place]),
            float(complaints * exposure[place] / watched),
            float(peak[place]) if part[place] else None,
            float(share[place]) if part[place] else None,
        )
        for name, value in zip(COLUMNS, values, strict=True):
            answer[name].append(value)
    return answer
