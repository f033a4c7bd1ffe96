-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The direction and scale of each metric. They come from its YAML, or with `scale: survey` from the
-- company's survey. Example: 1 of 7 is excellent if the question asks how much effort it took.
with

metrics as (
    {% for metric in var('metrics') %}
    {%- set meta = metric_meta(metric) %}
    {{ 'union all' if not loop.first }}
    select
        '{{ metric }}' as metric,
        {{ text_literal(meta.get('better', '')) }} as usually_better
    {% endfor %}
),

effort as (

    select * from {{ ref('int_effort_scales_ranked') }}
    where scale_rank = 1

),

found as (

    select
        metrics.metric,
        case
            when effort.is_higher_better then 'higher'
            when not effort.is_higher_better then 'lower'
            else metrics.usually_better
        end as better,
        effort.scale_min,
        effort.scale_max

    from metrics
    left join effort
        on metrics.metric in {{ metrics_with('scale', ['survey']) }}

)

select * from found
