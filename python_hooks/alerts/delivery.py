"""Deliver open alerts of the published file, each once: as JSON lines or to a webhook.

A file beside the warehouse records delivered alerts. So neither a full refresh nor another
generation sends an alert again. A build never waits for a delivery.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import duckdb

from python_hooks.engines.warehouse import named_rows
from python_hooks.publishing.generations import PUBLISHED_NAME
from python_hooks.publishing.readers import open_locked

# One key of a delivered alert a line, as a JSON text.
DELIVERED_NAME = "delivered_alerts.jsonl"
# Seconds before each further try, and the longest that a webhook may take to answer.
PAUSES = (1.0, 4.0, 16.0)
ANSWER_SECONDS = 10.0
MEMORY_MB = 500

Send = Callable[[dict[str, object]], None]


class CannotDeliver(Exception):
    """An alert was not delivered; the message has the reason and what to do."""


def deliver(folder: Path, send: Send, with_info: bool = False) -> int:
    """Send every open alert that was not sent before; how many there were.

    with_info: also those of severity info. An alert is written down as soon as it is sent: a
    failure leaves it and those after it for the next time. Raises CannotDeliver.
    """
    with _delivered(folder) as (keys, file):
        new = [alert for alert in _open_alerts(folder, with_info) if alert["alert_key"] not in keys]
        for alert in new:
            send(alert)
            file.write(json.dumps(alert["alert_key"], ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def printed(out: TextIO) -> Send:
    """Write an alert as one line of JSON."""

    def send(alert: dict[str, object]) -> None:
        try:
            print(json.dumps(alert, ensure_ascii=False), file=out, flush=True)
        except BrokenPipeError as error:
            # Python flushes the stream once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
            raise CannotDeliver(
                "The program that read the alerts ended before the last one. The others are"
                " delivered the next time."
            ) from error

    return send


def posted(url: str, pauses: tuple[float, ...] = PAUSES) -> Send:
    """Post an alert as JSON to a URL, again after each pause when it is not taken.

    The header Idempotency-Key lets a receiver drop one that it took without our hearing of it.
    """
    if not url.startswith(("https://", "http://")):
        raise CannotDeliver(f"--webhook '{url}' is no URL; it begins with https:// or http://.")

    def send(alert: dict[str, object]) -> None:
        request = urllib.request.Request(
            url,
            data=json.dumps(alert, ensure_ascii=False).encode(),
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Idempotency-Key": urllib.request.quote(str(alert["alert_key"])),
            },
        )
        reason: object = None
        for pause in (*pauses, None):
            try:
                urllib.request.urlopen(request, timeout=ANSWER_SECONDS).close()
                return
            except (urllib.error.URLError, OSError, ValueError) as error:
                reason = error
            if pause is not None:
                time.sleep(pause)
        raise CannotDeliver(
            f"The webhook did not take alert {alert['alert_key']} in {len(pauses) + 1} tries:"
            f" {reason}. It is sent again the next time."
        )

    return send


@contextmanager
def _delivered(folder: Path) -> Iterator[tuple[set[str], TextIO]]:
    """The keys delivered so far, and their file to add to; one delivery at a time."""
    path = folder / DELIVERED_NAME
    try:
        file = open(path, "a+", encoding="utf-8", opener=_private)  # noqa: SIM115
    except OSError as error:
        raise CannotDeliver(f"{path} cannot be opened to write: {error.strerror}.") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        if text and not text.endswith("\n"):
            # A delivery was killed while it wrote: its last line is no valid key.
            file.write("\n")
        yield set(_keys(text)), file


def _private(path: str, flags: int) -> int:
    """Open a file that only its owner may read."""
    return os.open(path, flags, 0o600)


def _keys(text: str) -> Iterator[str]:
    """The keys of the lines that are whole."""
    for line in text.splitlines():
        try:
            yield str(json.loads(line))
        except ValueError:
            continue


def _open_alerts(folder: Path, with_info: bool) -> list[dict[str, object]]:
    """The open alerts, critical ones first; dates as texts."""
    published = folder / PUBLISHED_NAME
    if not published.exists():
        raise CannotDeliver(
            f"There is no {published}. Build first (make build), or set CX_WAREHOUSE_PATH."
        )
    try:
        with open_locked(published, MEMORY_MB) as connection:
            cursor = connection.execute(
                """
                select * replace (
                    cast(since_on as varchar) as since_on,
                    cast(first_seen_on as varchar) as first_seen_on,
                    cast(last_seen_on as varchar) as last_seen_on,
                    cast(closed_on as varchar) as closed_on
                )
                from reporting.alerts
                where is_open and (severity <> 'info' or ?)
                order by severity, since_on desc, alert_key
                """,
                [with_info],
            )
            return list(named_rows(cursor))
    except duckdb.Error as error:
        raise CannotDeliver(
            f"{published} gives no alerts: {str(error).splitlines()[0]} Build again."
        ) from error
