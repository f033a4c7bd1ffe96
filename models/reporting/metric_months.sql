-- metric_values for people: months, in total and by one dimension, with labels. It has no
-- combinations. Cells of slices without a value are left out, so that a sheet or chart needs few
-- filters.
with

cells as (

    select * from {{ ref('metric_values') }}
    where
        period = 'month'
        and dimension not in {{ combination_names() }}
        and (
            value is not null
            or (dimension = 'all' and is_suppressed)
        )

),

catalogue as (

    select * from {{ ref('metric_catalogue') }}

),

labels as (

    select
        kind,
        {{ spelling_key('key') }} as spelling,
        min(label_en) as label_en,
        min(label_zh) as label_zh

    from {{ ref('dimension_labels') }}
    group by kind, {{ spelling_key('key') }}

),

worded as (

    select
        catalogue.position,
        cells.metric,
        catalogue.label_en,
        catalogue.label_zh,
        cells.period_start as month_start,
        cells.dimension,
        coalesce(dimension_words.label_en, any_words.label_en, cells.dimension) as dimension_en,
        coalesce(dimension_words.label_zh, any_words.label_zh, cells.dimension) as dimension_zh,
        cells.dimension_value,
        coalesce(value_words.label_en, any_words.label_en, cells.dimension_value)
            as dimension_value_en,
        coalesce(value_words.label_zh, any_words.label_zh, cells.dimension_value)
            as dimension_value_zh,
        catalogue.unit,
        catalogue.unit_en,
        catalogue.unit_zh,
        catalogue.decimals,
        cells.value,
        cells.value_low,
        cells.value_high,
        cells.event_count,
        cells.change,
        cells.change_low,
        cells.change_high,
        cells.is_significant,
        cells.target,
        cells.red_line,
        cells.status,
        case when cells.value is null then 'too_few' else 'ok' end as state,
        cells.is_complete,
        cells.is_small_sample,
        catalogue.better,
        catalogue.lifecycle_stage,
        catalogue.owner

    from cells
    inner join catalogue
        on cells.metric = catalogue.metric
    left join labels as dimension_words
        on
            dimension_words.kind = 'dimension'
            and cells.dimension = dimension_words.spelling
    left join labels as value_words
        on
            cells.dimension = value_words.kind
            and {{ spelling_key('cells.dimension_value') }} = value_words.spelling
    left join labels as any_words
        on
            any_words.kind = 'any'
            and {{ spelling_key('cells.dimension_value') }} = any_words.spelling

)

select * from worded
