-- sqlfluff:exclude_rules:ST06,RF02,RF03,AM04,RF04,LT02
-- depends_on: {{ ref('metric_values') }}
-- depends_on: {{ ref('metric_catalogue') }}
-- depends_on: {{ ref('int_metric_histories_dated') }}
-- Python (python_hooks/fits/alerts.py) finds shifts in the weekly series, or in the monthly series
-- of a monthly metric, and the slices that explain them. The macro watched_cells chooses the
-- series. An incremental build watches the series again of which a cell changed, and the series of
-- the whole company if a cell of any slice did.
{%- set cells -%}
    (
        select
            watched.*,
            {{ is_series_of_changed_cells() if is_increment() else 'true' }} as is_watched
        from (
            select
                cells.metric,
                cells.dimension,
                cells.dimension_value,
                {{ days_since_epoch('cells.period_start') }} as day,
                cells.period,
                catalogue.statistic,
                case
                    when catalogue.statistic in ('proportion', 'rate') then cells.denominator
                    else cast(cells.event_count as double)
                end as size,
                cells.value,
                cells.value_low,
                cells.value_high
            from {{ watched_cells() }}
        ) as watched
        {%- if is_increment() %}
        where {{ is_series_of_changed_cells('metric') }}
        {%- endif %}
    ) as cells
{%- endset %}
with

answered as (

    select answer.* from (
        {{ python_rows(
            'find_alerts',
            {'minimum_periods': minimum_watched_periods()},
            {
                'cells': {
                    'relation': cells,
                    'columns': [
                        'metric', 'dimension', 'dimension_value', 'day', 'period', 'statistic',
                        'size', 'value', 'value_low', 'value_high', 'is_watched',
                    ],
                },
            },
            {
                'metric': 'string', 'period': 'string', 'dimension': 'string',
                'dimension_value': 'string', 'kind': 'string', 'direction': 'bigint',
                'since_day': 'bigint', 'last_day': 'bigint', 'detected_day': 'bigint',
                'closed_day': 'bigint', 'closed_because': 'string', 'expected': 'double',
                'observed': 'double', 'deviations': 'double', 'explaining_dimension': 'string',
                'explaining_values': 'string', 'explained_share': 'double',
            },
        ) }}
    ) as answer

),

found as (

    select
        metric,
        period,
        dimension,
        dimension_value,
        kind,
        {%- for name in ['since', 'last', 'detected', 'closed'] %}
        {{ date_plus_days("cast('1970-01-01' as date)", name ~ '_day') }} as {{ name }}_start,
        {%- endfor %}
        nullif(closed_because, '') as closed_because,
        expected,
        observed,
        deviations,
        nullif(explaining_dimension, '') as explaining_dimension,
        nullif(explaining_values, '') as explaining_values,
        explained_share

    from answered

)

select * from found
