{#-
    Bands of customers with the share that had an outcome, its interval, and the comparison with all
    bands. A band of too few customers shows neither share nor comparison.
-#}
{% macro compared_shares(relation, outcome_count, all_outcome_count) -%}
    select
        *,
        case when not is_suppressed then band_percent end as shown_percent,
        case when not is_suppressed then band_percent_low end as shown_percent_low,
        case when not is_suppressed then band_percent_high end as shown_percent_high,
        case
            when is_suppressed then null
            when band_percent_low > all_percent then 'higher'
            when band_percent_high < all_percent then 'lower'
            else 'not_told_apart'
        end as comparison
    from (
        select
            *,
            customer_count < {{ var('minimum_event_counts').hidden }} as is_suppressed,
            100 * {{ ratio(outcome_count, 'customer_count') }} as band_percent,
            100 * {{ wilson_bound(outcome_count, 'customer_count', 'low') }} as band_percent_low,
            100 * {{ wilson_bound(outcome_count, 'customer_count', 'high') }} as band_percent_high,
            100 * {{ ratio(all_outcome_count, 'all_count') }} as all_percent
        from {{ relation }}
    ) as estimated
{%- endmacro %}
