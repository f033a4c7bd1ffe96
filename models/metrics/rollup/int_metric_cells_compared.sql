-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- Each cell with the same cell one period earlier, if both are complete and not suppressed.
with

cells as (

    select * from {{ ref('int_metric_cells_estimated') }}

),

followed as (

    select
        *,
        {%- for column in [
            'period_start', 'is_complete', 'effective_count', 'effective_numerator',
            'effective_square_sum', 'value', 'value_low', 'value_high'
        ] %}
        lag({{ column }}) over in_time as lag_{{ column }},
        {%- endfor %}
        {{ period_start('period', date_plus_days('period_start', -1)) }} as previous_period_start

    from cells
    window in_time as (
        partition by metric, period, dimension, dimension_value order by period_start
    )

),

paired as (

    select
        *,
        {%- for column in [
            'effective_count', 'effective_numerator', 'effective_square_sum', 'value', 'value_low',
            'value_high'
        ] %}
        case
            when
                lag_period_start = previous_period_start
                and lag_is_complete
                and is_complete
                and value is not null
                then lag_{{ column }}
        end as previous_{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from followed

),

prepared as (

    select
        *,
        value - previous_value as change,
        {{ welch_degrees_of_freedom(
            'previous_effective_count', 'previous_effective_numerator',
            'previous_effective_square_sum',
            'effective_count', 'effective_numerator', 'effective_square_sum'
        ) }} as welch_degrees_of_freedom

    from paired

),

bounded as (

    select
        *,
        {%- for side in ['low', 'high'] %}
        case
            when previous_value is null then null
            when metric in {{ metrics_with('statistic', ['mean']) }}
                then {{ welch_difference_bound(
                    'previous_effective_count', 'previous_effective_numerator',
                    'previous_effective_square_sum',
                    'effective_count', 'effective_numerator', 'effective_square_sum',
                    'welch_degrees_of_freedom', side
                ) }}
            else {{ difference_bound(
                'previous_value', 'previous_value_low', 'previous_value_high',
                'value', 'value_low', 'value_high', side
            ) }}
        end as change_{{ side }}{{ ',' if not loop.last }}
        {%- endfor %}

    from prepared

),

tested as (

    select
        *,
        case
            when metric not in {{ metrics_with('has_change_test', [false]) }}
                then {{ change_z('change', 'change_low', 'change_high') }}
        end as interval_z

    from bounded

),

normalised as (

    select
        *,
        case
            when metric in {{ metrics_with('statistic', ['mean']) }}
                then {{ student_z('interval_z', 'welch_degrees_of_freedom') }}
            else interval_z
        end as z

    from tested

),

doubted as (

    select
        *,
        {{ normal_two_sided_p('z') }} as p_value

    from normalised

),

-- One family of tests: all metrics of a period by one dimension, which people read together.
scaled as (

    select
        *,
        {{ benjamini_hochberg_scaled_p('p_value', 'period, period_start, dimension') }}
            as scaled_p_value

    from doubted

),

adjusted as (

    select
        *,
        {{ benjamini_hochberg_adjusted_p(
            'p_value', 'scaled_p_value', 'period, period_start, dimension'
        ) }} as adjusted_p_value

    from scaled

)

select * from adjusted
