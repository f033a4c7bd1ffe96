-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The customers of each month with the band of every feature and the points of the transparent
-- health score. The model, too, uses only these bands.
{%- set features = var('health_features') %}
{#- The columns of personas besides those that the health score names already. #}
{%- set counted = [] %}
{%- for feature in persona_features() %}
{%- do counted.append(feature.name) %}
{%- if feature.share_of and feature.share_of not in counted %}
{%- do counted.append(feature.share_of) %}
{%- endif %}
{%- endfor %}
with

months as (

    select * from {{ ref('int_customer_months_featured') }}
    where is_customer {{ where_to_rebuild('customer_id', word='and') }}

),

limits as (

    {{ health_bands_pivoted(ref('health_score_bands'), 'at_least') }}

),

points as (

    {{ health_bands_pivoted(ref('health_score_bands'), 'points') }}

),

banded as (

    select
        months.customer_id,
        months.month_start,
        months.month_end,
        months.outcome_known_on,
        months.is_churned_afterwards,
        months.customer_group,
        months.recency_days,
        months.order_cycles,
        {%- for column in counted if column != 'recency_days' %}
        months.{{ column }},
        {%- endfor %}
        {%- for feature in features %}
        case
            when months.{{ feature }} is null then 0
            {%- for band in bands_of(feature) | list | reverse if band > 1 %}
            when months.{{ feature }} >= limits.{{ feature }}_{{ band }} then {{ band }}
            {%- endfor %}
            else 1
        end as {{ feature }}_band{{ ',' if not loop.last }}
        {%- endfor %}

    from months
    cross join limits

),

scored as (

    select
        banded.*,
        {%- for feature in features %}
        coalesce(
            case banded.{{ feature }}_band
                {%- for band in bands_of(feature) %}
                when {{ band }} then points.{{ feature }}_{{ band }}
                {%- endfor %}
            end, 0
        ){{ ' +' if not loop.last }}
        {%- endfor %} as health_score_points

    from banded
    cross join points

)

select * from scored
