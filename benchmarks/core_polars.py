"""core.sql in polars: `python -m benchmarks.core_polars RAW_FOLDER OUT_FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl


def newest(path: Path, key: str) -> pl.LazyFrame:
    """Read a raw table's newest version of each key."""
    return pl.scan_parquet(path).sort("updated_at", descending=True).unique(key, keep="first")


def build(raw: Path, out: Path) -> None:
    """Write the three results as Parquet."""
    out.mkdir(parents=True, exist_ok=True)
    months = (
        newest(raw / "commerce" / "orders.parquet", "order_id")
        .filter(~pl.col("order_status").is_in(["cancelled", "returned"]), pl.col("amount") > 0)
        .group_by("customer_id", pl.col("ordered_at").dt.truncate("1mo").alias("month_start"))
        .agg(
            pl.len().alias("purchase_count"),
            (pl.col("amount") - pl.col("refund_amount").fill_null(0)).sum().alias("net_amount"),
        )
    )
    replies = (
        newest(raw / "support" / "ticket_events.parquet", "ticket_event_id")
        .filter(pl.col("event_type") == "public_reply", pl.col("actor_type") == "agent")
        .group_by("ticket_id")
        .agg(pl.col("occurred_at").min().alias("first_reply_at"))
    )
    waited = (pl.col("first_reply_at") - pl.col("created_at")).dt.total_microseconds() / 60e6
    tickets = (
        newest(raw / "support" / "tickets.parquet", "ticket_id")
        .join(replies, on="ticket_id", how="left")
        .group_by(pl.col("created_at").dt.truncate("1mo").alias("month_start"), "team")
        .agg(pl.len().alias("ticket_count"), waited.median().alias("first_response_minutes"))
    )
    surveys = pl.scan_parquet(raw / "surveys" / "surveys.parquet").filter(
        pl.col("metric") == "nps", pl.col("scale_max") == 10
    )
    points = pl.when(pl.col("score") >= 9).then(100.0).when(pl.col("score") >= 7).then(0.0)
    nps = (
        newest(raw / "surveys" / "responses.parquet", "response_id")
        .filter(pl.col("score").is_not_null())
        .join(surveys.select("survey_id"), on="survey_id")
        .group_by(pl.col("responded_at").dt.truncate("1mo").alias("month_start"), "channel")
        .agg(pl.len().alias("answer_count"), points.otherwise(-100.0).mean().alias("nps"))
    )
    for name, frame in (
        ("customer_months", months),
        ("ticket_months", tickets),
        ("nps_months", nps),
    ):
        frame.collect().write_parquet(out / f"{name}.parquet")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
