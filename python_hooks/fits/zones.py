"""The offsets of time zones from UTC, from the IANA data that Python reads (zoneinfo).

Engines differ on rare wall clocks, so they get a small table instead of asking their own functions.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = 86_400
# Earlier and later than every second that a build meets.
ALWAYS = 10**12
SEED = "seeds/reference/support_schedules.csv"


def offsets_by_zone(request: dict[str, Any]) -> dict[str, list]:
    """A row for each zone and offset, with the local seconds in which it holds.

    Local seconds are those since 1970-01-01 00:00 on the wall clock. A time that the clock shows
    twice is the first of the two, one that it leaves out is read with the offset before: the rule
    of PEP 495 for fold = 0. So an offset holds from (its first second + the larger offset) on.
    """
    settings = request["settings"]
    first, last = (
        int(datetime.fromisoformat(settings[name]).replace(tzinfo=UTC).timestamp())
        for name in ("from", "until")
    )
    rows: dict[str, list] = {
        name: [] for name in ("time_zone", "local_from", "local_until", "offset_seconds")
    }
    for name in sorted({zone for zone in request["schedules"]["time_zone"] if zone}):
        steps = _steps(_zone(name), first - DAY, last + 366 * DAY)
        begins = [-ALWAYS]
        begins += [at + max(before, after) for (_, before), (at, after) in pairwise(steps)]
        rows["time_zone"] += [name] * len(steps)
        rows["local_from"] += begins
        rows["local_until"] += [*begins[1:], ALWAYS]
        rows["offset_seconds"] += [offset for _, offset in steps]
    return rows


def _zone(name: str) -> ZoneInfo:
    """The zone of this name; raises ValueError with a readable message if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"{SEED}: time_zone is {name!r}, which is no time zone. Write one of the IANA list,"
            " such as Asia/Shanghai or Europe/London."
        ) from None


def _steps(zone: ZoneInfo, first: int, last: int) -> list[tuple[int, int]]:
    """The UTC second from which each offset holds, found by days and then by halving."""
    steps = [(first, _offset(zone, first))]
    for day in range(first, last, DAY):
        before, after = steps[-1][1], _offset(zone, day + DAY)
        if before == after:
            continue
        low, high = day, day + DAY
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
        steps.append((high, after))
    return steps


def _offset(zone: ZoneInfo, second: int) -> int:
    """Seconds that local time is ahead of UTC at a second of UTC."""
    ahead = datetime.fromtimestamp(second, zone).utcoffset()
    return (ahead or timedelta()) // timedelta(seconds=1)
