"""Compare shrunk shares of agents with raw ones: each half of the tickets predicts the other half.

    python -m benchmarks.agent_quality incident_event_log.csv.gz [splits]

The log goes through the raw contract and the models (examples/servicenow_incidents.py). The tickets
of each agent and team are split at random; the shares of one half, raw and shrunk, are compared
with the raw shares of the other: the mean squared error over agents, weighted with its tickets.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np

from examples.mapping import write
from examples.servicenow_incidents import MAPPING
from python_hooks.fits import quality

OUTCOMES = (
    "first_response_on_time_rate", "resolution_on_time_rate", "first_contact_resolution",
    "reopen_rate", "escalation_rate",
)  # fmt: skip


def main(log: Path, splits: int) -> None:
    """Build the models that count, then print the errors of each outcome."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write(MAPPING, log, work / "raw")
        environment = os.environ | {
            "CX_RAW_PATH": str(work / "raw"),
            "CX_WAREHOUSE_PATH": str(work / "warehouse"),
            "DBT_TARGET_PATH": str(work / "target"),
            "DBT_LOG_PATH": str(work / "logs"),
        }
        selected = [f"+metric_{outcome}" for outcome in OUTCOMES]
        command = ["dbt", "build", "--quiet", "--exclude-resource-type", "unit_test", "test"]
        subprocess.run([*command, "--select", *selected], env=environment, check=True)
        with duckdb.connect(str(work / "warehouse" / "work.duckdb"), read_only=True) as connection:
            for outcome in OUTCOMES:
                tickets = connection.execute(
                    "select agent_id, coalesce(tickets.team, 'none') as team, numerator"
                    f" from metrics.metric_{outcome} as events"
                    " inner join marts.fct_tickets as tickets"
                    " on events.event_id = tickets.ticket_id where agent_id is not null"
                    " order by events.event_id"
                ).fetchnumpy()
                print(outcome, compared(tickets, splits))


def compared(tickets: dict[str, np.ndarray], splits: int) -> str:
    """The errors of raw and shrunk shares, over splits, in words."""
    success = tickets["numerator"].astype(float)
    if len(success) == 0:
        return "no events"
    pairs = np.array(
        [
            f"{team}|{agent}"
            for team, agent in zip(tickets["team"], tickets["agent_id"], strict=True)
        ]
    )
    names, unit = np.unique(pairs, return_inverse=True)
    team = np.array([name.split("|")[0] for name in names])
    raw_error = error = 0.0
    agents = 0
    for seed in range(splits):
        first = np.random.default_rng(seed).random(len(success)) < 0.5
        counts = [
            (np.bincount(unit[half], minlength=len(names)),
             np.bincount(unit[half], success[half], minlength=len(names)))
            for half in (first, ~first)
        ]  # fmt: skip
        (n, x), (other_n, other_x) = counts
        there = (n > 0) & (other_n > 0)
        agents += int(there.sum())
        known = n > 0
        found = quality.shrink_agents(
            quality.Units(n[known] * 1.0, x[known], np.ones(known.sum())), team[known]
        )
        share = np.full(len(names), np.nan)
        share[known] = found.share
        truth = other_x[there] / other_n[there]
        weight = other_n[there] / other_n[there].sum()
        raw_error += float(weight @ (x[there] / n[there] - truth) ** 2) / splits
        error += float(weight @ (share[there] - truth) ** 2) / splits
    ratio = (error / raw_error) ** 0.5
    return (
        f"{len(success):,} tickets, {agents / splits:.0f} agents in teams: root mean squared"
        f" error raw {raw_error**0.5:.4f}, shrunk {error**0.5:.4f}, ratio {ratio:.3f}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20)
