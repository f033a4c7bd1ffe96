-- The survival of each group in one row, with the log-rank test of the group against all other
-- groups of its dimension.
with

curves as (

    select * from {{ ref('int_survival_curves_estimated') }}

),

summarised as (

    select
        relation,
        dimension,
        dimension_value,
        max(customer_count) as customer_count,
        max(events_so_far) as ended_count,
        {{ survival_quantile('survival', '0.5', 'duration_days') }} as median_days,
        min(case when survival_low <= 0.5 then duration_days end) as median_days_low,
        min(case when survival_high <= 0.5 then duration_days end) as median_days_high,
        max(expected_events_so_far) as expected_ended_count,
        max(event_variance_so_far) as ended_count_variance

    from curves
    group by relation, dimension, dimension_value

),

flagged as (

    select
        *,
        customer_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        customer_count < {{ var('minimum_event_counts').small }} as is_small_sample

    from summarised

),

-- The total has no other group. A group that is never at risk together with others has no variance.
tested as (

    select
        *,
        case
            when dimension <> 'all' and not is_suppressed
                then {{ ratio(
                    '(ended_count - expected_ended_count) * (ended_count - expected_ended_count)',
                    'ended_count_variance'
                ) }}
        end as log_rank_chi_square

    from flagged

),

doubted as (

    select
        *,
        -- With one degree of freedom chi-square is the square of a normal z.
        {{ normal_two_sided_p('sqrt(log_rank_chi_square)') }} as p_value

    from tested

),

scaled as (

    select
        *,
        {{ benjamini_hochberg_scaled_p('p_value', 'relation, dimension') }} as scaled_p_value

    from doubted

),

adjusted as (

    select
        *,
        {{ benjamini_hochberg_adjusted_p('p_value', 'scaled_p_value', 'relation, dimension') }}
            as adjusted_p_value

    from scaled

),

described as (

    select
        relation,
        dimension,
        dimension_value,
        cast(customer_count as bigint) as customer_count,
        cast(ended_count as bigint) as ended_count,
        is_suppressed,
        is_small_sample,
        {%- for column in ['median_days', 'median_days_low', 'median_days_high'] %}
        cast(case when not is_suppressed then {{ column }} end as double) as {{ column }},
        {%- endfor %}
        cast(case when dimension <> 'all' then expected_ended_count end as double)
            as expected_ended_count,
        cast(log_rank_chi_square as double) as log_rank_chi_square,
        cast(p_value as double) as p_value,
        coalesce(adjusted_p_value <= {{ var('false_discovery_rate') }}, false)
            as is_significant

    from adjusted

)

select * from described
