-- sqlfluff:exclude_rules:LT02,RF04,ST06
-- Benchmarks of other organisations beside our own values: those of our newest complete year, else
-- of all time.
with

references_given as (

    select * from {{ ref('industry_benchmarks') }}

),

catalogue as (

    select * from {{ ref('metric_catalogue') }}

),

own as (

    select
        metric,
        value,
        value_low,
        value_high,
        case
            when period = 'all' then 'all'
            else cast(extract(year from period_start) as string)
        end as own_period,
        row_number() over (
            partition by metric
            order by case period when 'year' then 0 else 1 end asc, period_start desc
        ) as place

    from {{ ref('metric_values') }}
    where
        dimension = 'all'
        and period in ('year', 'all')
        and is_complete
        and value is not null

),

compared as (

    select
        references_given.metric,
        coalesce(catalogue.label_en, references_given.metric) as label,
        coalesce(catalogue.label_zh, references_given.metric) as label_zh,
        references_given.industry,
        references_given.industry_zh,
        references_given.population,
        references_given.population_zh,
        references_given.year as reference_year,
        references_given.source,
        references_given.definition,
        references_given.definition_zh,
        catalogue.unit,
        catalogue.unit_en,
        catalogue.unit_zh,
        references_given.value as reference_value,
        own.own_period,
        own.value as own_value,
        own.value_low as own_value_low,
        own.value_high as own_value_high,
        own.value - references_given.value as difference,
        case
            when own.value is null or own.value_low is null or own.value_high is null then 'unknown'
            when references_given.value between own.value_low and own.value_high then 'alike'
            when (references_given.value < own.value_low) = (catalogue.better = 'higher')
                then 'better'
            else 'worse'
        end as standing

    from references_given
    left join catalogue
        on references_given.metric = catalogue.metric
    left join own
        on
            references_given.metric = own.metric
            and own.place = 1

),

told as (

    select
        metric,
        label,
        label_zh,
        industry,
        industry_zh,
        population,
        population_zh,
        reference_year,
        source,
        definition,
        definition_zh,
        unit,
        reference_value,
        own_period,
        own_value,
        own_value_low,
        own_value_high,
        difference,
        standing,
        {%- for language, own_none, own_text, theirs in [
            ('', 'We have no value', 'We have ', '. They have '),
            ('_zh', '我们没有该值', '我们为 ', '；对方为 '),
        ] %}
        {%- set word = 'unit' ~ (language or '_en') %}
        case
            when own_value is null then '{{ own_none }}'
            else
                '{{ own_text }}'
                || {{ with_unit(shown_number('own_value', 'unit'), word, word[-2:]) }}
        end
        || '{{ theirs }}'
        || {{ with_unit(shown_number('reference_value', 'unit'), word, word[-2:]) }}
        || {{ "' ('" if not language else "'（'" }} || population{{ language }}
        || {{ "', '" if not language else "'，'" }} || cast(reference_year as string)
        || {{ "'; '" if not language else "'；'" }} || source
        || {{ "').'" if not language else "'）。'" }} as message{{ language }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from compared

)

select * from told
order by metric, industry, reference_year, source
