-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The definition of every metric, directly from its YAML. The company's survey may reverse the
-- direction.
{%- set fields = [
    'label_en', 'label_zh', 'formula', 'formula_zh', 'unit', 'unit_en', 'unit_zh', 'change_unit_en',
    'change_unit_zh', 'decimals', 'better', 'statistic', 'kind', 'lifecycle_stage', 'smallest_period',
    'owner', 'description', 'description_zh', 'when_red', 'when_red_zh'
] %}
{%- set words = unit_words() %}
with

described as (
    {% for metric in var('metrics') %}
    {%- set meta = metric_meta(metric) %}
    {%- set headlines = var('headline_metrics') %}
    {%- do meta.update(words.get(meta.get('unit'), {
        'unit_en': meta.get('unit'), 'unit_zh': meta.get('unit_zh'),
        'change_unit_en': meta.get('unit'), 'change_unit_zh': meta.get('unit_zh'),
    })) %}
    {%- if meta.get('unit') == 'currency' %}
    {%- do meta.update(unit=base_currency()) %}
    {%- endif %}
    {{ 'union all' if not loop.first }}
    select
        {{ loop.index }} as position,
        '{{ metric }}' as metric,
        cast(
            {{ headlines.index(metric) + 1 if metric in headlines else 'null' }} as integer
        ) as headline_position,
        {%- for field in fields if field != 'better' %}
        {%- set given = meta.get(field) %}
        {%- if field == 'decimals' %}
        cast({{ given if given is integer else 'null' }} as integer) as decimals,
        {%- else %}
        {{ text_literal('' if given is none else given ~ '') }} as {{ field }}
        {{- ',' if not loop.last }}
        {%- endif %}
        {%- endfor %}
    {%- endfor %}

),

directed as (

    select
        described.position,
        described.metric,
        described.headline_position,
        {%- for field in fields %}
        {{ 'scales' if field == 'better' else 'described' }}.{{ field }}{{ ',' if not loop.last }}
        {%- endfor %}

    from described
    inner join {{ ref('int_metric_scales_found') }} as scales
        on described.metric = scales.metric

)

select * from directed
