-- The curve of each group, at the times at which one of its customers has an event or is censored.
with

curves as (

    select * from {{ ref('int_survival_curves_estimated') }}
    where event_count + censored_count > 0

),

flagged as (

    select
        *,
        customer_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
        customer_count < {{ var('minimum_event_counts').small }} as is_small_sample

    from curves

),

suppressed as (

    select
        relation,
        dimension,
        dimension_value,
        duration_days,
        cast(customer_count as bigint) as customer_count,
        cast(at_risk_count as bigint) as at_risk_count,
        cast(event_count as bigint) as event_count,
        cast(censored_count as bigint) as censored_count,
        {%- for column in [
            'survival', 'survival_standard_error', 'survival_low', 'survival_high'
        ] %}
        cast(case when not is_suppressed then {{ column }} end as double) as {{ column }},
        {%- endfor %}
        is_suppressed,
        is_small_sample

    from flagged

)

select * from suppressed
