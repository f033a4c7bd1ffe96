-- Of each metric and kind of case the driver to fix first, or else the strongest; the strongest of them.
with

ranked as (

    select
        *,
        row_number() over (
            partition by metric, kind
            order by quadrant is distinct from 'fix_first', share desc, driver
        ) as place
    from reporting.drivers
    where share is not null and left_out_reason is null

)

select
    ranked.label, ranked.label_zh, ranked.case_count, ranked.share, ranked.share_low,
    ranked.share_high, coalesce(catalogue.label_en, 'Churn') as metric_en,
    coalesce(catalogue.label_zh, '流失') as metric_zh
from ranked
left join reporting.metric_catalogue as catalogue on ranked.metric = catalogue.metric
where ranked.place = 1
order by ranked.share desc, ranked.metric, ranked.kind
limit 1
