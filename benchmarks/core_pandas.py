"""core.sql in pandas: `python -m benchmarks.core_pandas RAW_FOLDER OUT_FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd


def newest(path: Path, key: str, columns: list[str]) -> pd.DataFrame:
    """Read the columns of a raw table's newest version of each key."""
    chosen = ", ".join([key, "updated_at", *columns])
    # pandas' own Parquet reader is no dependency here; DuckDB only reads.
    frame = duckdb.sql(f"select {chosen} from '{path}'").df()
    return frame.sort_values("updated_at", ascending=False).drop_duplicates(key)


def month(times: pd.Series) -> pd.Series:
    """Give the first moment of each time's month."""
    return times.dt.to_period("M").dt.to_timestamp()


def build(raw: Path, out: Path) -> None:
    """Write the three results as CSV."""
    out.mkdir(parents=True, exist_ok=True)
    orders = newest(
        raw / "commerce" / "orders.parquet",
        "order_id",
        ["customer_id", "ordered_at", "order_status", "amount", "refund_amount"],
    )
    orders = orders[~orders.order_status.isin(["cancelled", "returned"]) & (orders.amount > 0)]
    orders = orders.assign(
        month_start=month(orders.ordered_at),
        net_amount=orders.amount - orders.refund_amount.fillna(0),
    )
    months = orders.groupby(["customer_id", "month_start"], dropna=False).agg(
        purchase_count=("order_id", "size"), net_amount=("net_amount", "sum")
    )
    events = newest(
        raw / "support" / "ticket_events.parquet",
        "ticket_event_id",
        ["ticket_id", "occurred_at", "event_type", "actor_type"],
    )
    events = events[(events.event_type == "public_reply") & (events.actor_type == "agent")]
    replies = events.groupby("ticket_id").occurred_at.min().rename("first_reply_at")
    tickets = newest(raw / "support" / "tickets.parquet", "ticket_id", ["created_at", "team"])
    tickets = tickets.join(replies, on="ticket_id")
    tickets = tickets.assign(
        month_start=month(tickets.created_at),
        minutes=(tickets.first_reply_at - tickets.created_at).dt.total_seconds() / 60,
    )
    waits = tickets.groupby(["month_start", "team"], dropna=False).agg(
        ticket_count=("ticket_id", "size"), first_response_minutes=("minutes", "median")
    )
    surveys = duckdb.sql(
        f"select survey_id from '{raw}/surveys/surveys.parquet'"
        " where metric = 'nps' and scale_max = 10"
    ).df()
    answers = newest(
        raw / "surveys" / "responses.parquet",
        "response_id",
        ["survey_id", "responded_at", "channel", "score"],
    ).merge(surveys, on="survey_id")
    answers = answers[answers.score.notna()]
    answers = answers.assign(
        month_start=month(answers.responded_at),
        points=np.select([answers.score >= 9, answers.score >= 7], [100.0, 0.0], -100.0),
    )
    nps = answers.groupby(["month_start", "channel"], dropna=False).agg(
        answer_count=("response_id", "size"), nps=("points", "mean")
    )
    for name, frame in (("customer_months", months), ("ticket_months", waits), ("nps_months", nps)):
        frame.reset_index().to_csv(out / f"{name}.csv", index=False)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
