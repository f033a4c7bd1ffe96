-- A smaller core that SQL, polars and pandas all write: accepted orders as customer months, tickets
-- with their first answer, and the Net Promoter Score. Compared with core_polars.py and core_pandas.py.
create table customer_months as
with accepted as (
    from read_parquet(getvariable('raw') || '/commerce/orders.parquet')
    where order_id is not null and amount is not null
    qualify row_number() over (partition by order_id order by updated_at desc) = 1
)
select customer_id, date_trunc('month', ordered_at) as month_start, count(*) as purchase_count,
    sum(amount - coalesce(refund_amount, 0)) as net_amount
from accepted
where order_status not in ('cancelled', 'returned') and amount > 0
group by all;

create table ticket_months as
with accepted as (
    from read_parquet(getvariable('raw') || '/support/tickets.parquet')
    where ticket_id is not null
    qualify row_number() over (partition by ticket_id order by updated_at desc) = 1
), replies as (
    select ticket_id, min(occurred_at) as first_reply_at
    from (
        from read_parquet(getvariable('raw') || '/support/ticket_events.parquet')
        qualify row_number() over (partition by ticket_event_id order by updated_at desc) = 1
    )
    where event_type = 'public_reply' and actor_type = 'agent'
    group by ticket_id
)
select date_trunc('month', created_at) as month_start, team, count(*) as ticket_count,
    median((epoch_us(first_reply_at) - epoch_us(created_at)) / 60000000.0::double) as first_response_minutes
from accepted left join replies using (ticket_id)
group by all;

create table nps_months as
with accepted as (
    from read_parquet(getvariable('raw') || '/surveys/responses.parquet')
    where score is not null
    qualify row_number() over (partition by response_id order by updated_at desc) = 1
)
select date_trunc('month', responded_at) as month_start, accepted.channel, count(*) as answer_count,
    avg(case when score >= 9 then 100.0 when score >= 7 then 0 else -100 end) as nps
from accepted
inner join read_parquet(getvariable('raw') || '/surveys/surveys.parquet') as surveys using (survey_id)
where surveys.metric = 'nps' and surveys.scale_max = 10
group by all;
