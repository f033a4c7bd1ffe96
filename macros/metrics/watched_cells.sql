{#-
    The cells of metric_values in which alerts look for shifts, joined with metric_catalogue: weeks,
    or months if a metric is monthly. Left out are rolling metrics (their periods overlap), metrics
    without a change test (has_change_test: false, for example repurchase_rate) and combinations of
    dimensions. So are personas: a new fit moves customers between them.
-#}
{% macro watched_cells() -%}
    {{ ref('metric_values') }} as cells
        inner join {{ ref('metric_catalogue') }} as catalogue
            on
                cells.metric = catalogue.metric
                and cells.period
                = case when catalogue.smallest_period = 'month' then 'month' else 'week' end
        where
            cells.is_complete
            and cells.value is not null
            and cells.metric not in {{ metrics_with('has_change_test', [false]) }}
            and cells.metric not in {{ metrics_with('is_rolling', [true]) }}
            and cells.dimension not in {{ combination_names() }}
            and cells.dimension <> 'persona'
{%- endmacro %}
