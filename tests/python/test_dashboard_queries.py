"""The dashboard's queries that work something out: groups of customers, sums and common axes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

QUERIES = Path(__file__).parents[2] / "python_hooks" / "dashboard" / "queries"


@pytest.fixture
def published():
    connection = duckdb.connect()
    connection.execute("create schema reporting")
    # The smallest count that any metric shows is 10.
    connection.execute(
        "create table reporting.metric_values as select * from"
        " (values (10, false), (40, false), (9, true)) as cells (event_count, is_suppressed)"
    )
    yield connection
    connection.close()


def answer(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict]:
    cursor = connection.execute((QUERIES / f"{query}.sql").read_text(encoding="utf-8"))
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def watch_list(connection, customers: str) -> list[dict]:
    connection.execute(
        f"""
        create or replace table reporting.churn_watchlist as
        select
            'c' || number as customer_id, action as next_best_action,
            action as next_best_action_en, action as next_best_action_zh, 100 as value_at_stake,
            case when action <> 'win_back' then 20 end as expected_loss,
            'red' as health_band, 'core' as value_tier, 'Europe' as region, segment
        from ({customers})
        """
    )
    return answer(connection, "churn_watchlist")


def test_the_watch_list_hides_groups_below_the_smallest_count_that_is_shown(published):
    rows = watch_list(
        published,
        "select number, 'call' as action, case when number < 12 then 'a' end as segment"
        " from range(21) as numbers (number)",
    )

    by_segment = {
        row["dimension_value"]: row
        for row in rows
        if row["dimension"] == "segment" and row["next_best_action"] == "call"
    }
    assert by_segment["a"]["customer_count"] == 12
    assert by_segment["a"]["value_at_stake"] == 1200
    assert by_segment["a"]["expected_loss"] == 240
    hidden = by_segment["unknown"]
    assert hidden["is_suppressed"]
    assert [hidden[name] for name in ("customer_count", "value_at_stake", "expected_loss")] == [
        None
    ] * 3
    assert all("customer_id" not in row for row in rows)


def test_without_a_probability_there_is_no_expected_loss_of_0(published):
    rows = watch_list(
        published,
        "select number, 'win_back' as action, 'a' as segment from range(15) as numbers (number)",
    )

    assert {(row["value_at_stake"], row["expected_loss"]) for row in rows} == {(1500, None)}


def test_without_a_shown_metric_no_group_of_customers_is_shown(published):
    published.execute("delete from reporting.metric_values where not is_suppressed")

    rows = watch_list(
        published,
        "select number, 'call' as action, 'a' as segment from range(50) as numbers (number)",
    )

    assert {row["customer_count"] for row in rows} == {None}


def test_groups_without_a_model_of_their_own_are_not_judged_apart(published):
    published.execute(
        """
        create table reporting.health_backtest as
        select
            customer_group, customer_group = 'all' as is_distinct_group,
            score, score as label_en, score as label_zh,
            date '2025-01-01' as first_month_start, date '2025-06-01' as last_month_start,
            60 as customer_month_count, 20 as customer_count, 0.3 as churn_rate,
            9 as warned_count, 0.4 as warned_churn_rate, 1.33 as warned_lift, auc,
            0.5 as auc_low, 0.8 as auc_high, 0.1 as auc_beyond_recency,
            0.05 as auc_beyond_recency_low, 0.15 as auc_beyond_recency_high,
            true as is_better_than_recency, 0.5 as top_decile_churn_rate, 1.7 as lift_over_random
        from unnest(['all', 'contract', 'no_contract']) as groups (customer_group)
        cross join (values ('points', 0.6), ('model', 0.7), ('random', null)) as s (score, auc)
        """
    )

    rows = answer(published, "health_backtest")

    assert {row["customer_group"] for row in rows} == {"all"}
    assert [row["score"] for row in rows] == ["model", "points", "random"]


def test_lifetime_values_are_those_of_segments_with_enough_customers(published):
    published.execute(
        """
        create table reporting.customer_lifetime_value as
        select
            'c' || number as customer_id,
            case when number < 30 then 'many' else 'few' end as segment,
            date '2025-12-31' as as_of_date, 0.5 as probability_alive,
            1.0 as expected_purchases_12_months, 10.0 as expected_value_3_months,
            30.0 as expected_value_12_months, 60.0 as expected_value_36_months
        from range(33) as numbers (number)
        """
    )

    rows = {row["segment"]: row for row in answer(published, "customer_lifetime_value")}

    assert rows["all"]["value_12_months"] == 990
    assert rows["many"]["mean_value_12_months"] == 30
    assert rows["few"]["is_suppressed"]
    assert rows["few"]["customer_count"] is None
    assert rows["few"]["value_share"] is None


def test_the_bridge_of_a_quarter_adds_up_with_its_exchange_rate_effects(published):
    published.execute(
        """
        create table reporting.revenue_bridge as
        select
            month_start, 0 as unpriced_customer_count, 1 as opening_customer_count,
            1 as new_customer_count, 0 as churned_customer_count, 2 as closing_customer_count,
            revaluation_amount, opening_amount, 10 as new_amount, 0 as expansion_amount,
            -1 as contraction_amount, 0 as churn_amount, 0 as reactivation_amount, closing_amount
        from (values
            (date '2025-01-01', null, 100, 109),
            (date '2025-02-01', 1, 110, 119),
            (date '2025-03-01', -2, 117, 126),
            (date '2025-04-01', 0, 126, 135)
        ) as months (month_start, revaluation_amount, opening_amount, closing_amount)
        """
    )

    rows = answer(published, "revenue_bridge")

    # The second quarter and the year are not over.
    assert [row["period"] for row in rows] == ["month"] * 4 + ["quarter"]
    quarter = rows[-1]
    moved = sum(
        quarter[f"{name}_amount"]
        for name in ("revaluation", "new", "reactivation", "expansion", "contraction", "churn")
    )
    assert (quarter["opening_amount"], quarter["closing_amount"]) == (100, 126)
    assert quarter["opening_amount"] + moved == quarter["closing_amount"]


def test_an_effect_that_is_better_lies_right_of_0_also_where_lower_is_better(published):
    published.execute(
        """
        create table reporting.metric_catalogue as select * from (values
            ('minutes', 'lower', 'minutes'), ('nps', 'higher', 'points'),
            ('rate', 'higher', 'share')
        ) as metrics (metric, better, unit);
        create table reporting.action_effects as
        select
            'M' || metric as action_id, 'M' || metric as action_group,
            metric, effect, effect_low, effect_high, expected_value,
            null as title, null as pain_point, null as label, null as label_zh, null as dimension,
            null as dimension_value, null as action_status, date '2025-01-01' as started_on,
            null as finished_on, null as verdict, null as reason, null as is_final,
            null as before_month_count, null as after_month_count, null as before_value,
            null as after_value, null as comparison_count, null as other_action_count,
            null as message, null as message_zh
        from (values
            ('minutes', -20.0, -30.0, 10.0, 200.0), ('nps', 5.0, -5.0, 15.0, 0.1),
            ('rate', 0.1, 0.0, 0.2, 0.5), ('gone', 1.0, 0.0, 2.0, 0.0)
        ) as effects (metric, effect, effect_low, effect_high, expected_value)
        """
    )

    rows = {row["metric"]: row for row in answer(published, "action_effects")}

    relative = {
        metric: tuple(row[f"relative_{name}"] for name in ("effect", "low", "high"))
        for metric, row in rows.items()
    }
    assert relative == {
        "minutes": (10, -5, 15),
        "nps": (5, -5, 15),
        "rate": (20, 0, 40),
        "gone": (None, None, None),
    }


def test_a_driver_is_compared_with_the_mean_of_those_that_have_a_share(published):
    published.execute(
        """
        create table reporting.drivers as
        select
            'csat' as metric, 'order' as kind, driver, driver as label, driver as label_zh,
            100 as case_count, 0.3 as r_squared, share, share as share_low, share as share_high,
            1.0 as slope_points, performance as performance_percent, 'fix_first' as quadrant,
            null as left_out_reason, '' as message, '' as message_zh
        from (
            values ('late', 0.2, 60.0), ('refund', 0.1, 80.0), ('channel', 0.0, null),
                ('queue', null, 10.0)
        ) as drivers (driver, share, performance)
        """
    )

    rows = {row["driver"]: row for row in answer(published, "drivers")}

    assert rows["late"]["importance_ratio"] == 2
    assert rows["late"]["performance_difference"] == -10
    assert rows["refund"]["performance_difference"] == 10
    assert rows["queue"]["importance_ratio"] is None


def test_interest_without_a_purchase_turns_the_interval_round(published):
    published.execute(
        """
        create table reporting.implicit_feedback as
        select
            1 as position, 'view' as step, category as product_category, 'all' as channel,
            events as event_count, 3 as not_purchased_count, events < 10 as is_suppressed,
            case when events >= 10 then 0.7 end as purchase_rate,
            case when events >= 10 then 0.4 end as purchase_rate_low,
            case when events >= 10 then 0.9 end as purchase_rate_high,
            null as category_purchase_rate, null as category_purchase_rate_low,
            null as category_purchase_rate_high
        from (values ('hubs', 10), ('locks', 9)) as categories (category, events)
        """
    )

    shown, hidden = answer(published, "implicit_feedback")

    assert [float(shown[f"lost_rate{end}"]) for end in ("", "_low", "_high")] == [0.3, 0.1, 0.6]
    assert (hidden["event_count"], hidden["not_purchased_count"], hidden["lost_rate"]) == (
        None,
        None,
        None,
    )


def test_a_slice_shows_its_most_severe_alert_and_alerts_without_action_come_first(published):
    published.execute(
        """
        create table reporting.alert_actions as
        select
            metric || severity as alert_key, metric, 'all' as dimension, 'all' as dimension_value,
            'red_line' as kind, severity, 'cx-insights' as owner, is_open,
            date '2025-06-01' as since_on, title is not null as has_action, title as action_title,
            'running' as action_status, 'too early' as action_verdict, 3 as days_to_action,
            'm' as message, 'm' as message_zh
        from (values
            ('nps', 'warning', true, 'Call back'), ('nps', 'critical', true, 'Call back'),
            ('csat', 'critical', false, null), ('ces', 'warning', true, null)
        ) as alerts (metric, severity, is_open, title)
        """
    )

    rows = answer(published, "alert_actions")

    assert [(row["metric"], row["severity"], row["action_title"]) for row in rows] == [
        ("ces", "warning", None),
        ("nps", "critical", "Call back"),
    ]


def test_a_movement_between_tiers_has_a_direction_where_tiers_have_an_order(published):
    published.execute(
        """
        create table reporting.value_tier_movements as
        select
            date '2025-01-01' as month_start, from_value_tier, to_value_tier,
            from_value_tier <> to_value_tier as is_moved, customer_count,
            20 as from_customer_count, is_suppressed, 0.5 as share, 0.4 as share_low,
            0.6 as share_high
        from (values
            ('core', 'vip', 3, false), ('vip', 'regular', 4, false), ('core', 'core', 5, false),
            ('regular', 'lapsed', 6, true), ('lapsed', 'vip', 7, false), ('new', 'core', 8, false),
            ('none', 'new', 9, false)
        ) as moves (from_value_tier, to_value_tier, customer_count, is_suppressed)
        """
    )

    rows = answer(published, "value_tier_movements")

    moved = {row["movement"]: row["customer_count"] for row in rows if row["kind"] == "movement"}
    assert moved == {"up": 3, "down": 4, "lapsed": None, "returned": 7, "settled": 8, "joined": 9}
    sizes = {row["to_value_tier"]: row["customer_count"] for row in rows if row["kind"] == "tier"}
    assert sizes == {"vip": 10, "regular": 4, "core": 13, "lapsed": None, "new": 9}
    # Sums with one hidden part would give it away.
    hidden = next(row for row in rows if row["is_suppressed"])
    assert hidden["customer_count"] is None
