-- sqlfluff:exclude_rules:ST06,LT02
-- The personas of the last complete month, each with its portrait: the three features that set it
-- apart most, beside all customers.
{%- set metrics = [
    'nps', 'csat', 'ces', 'customer_retention', 'complaint_rate', 'historical_clv',
] %}
with

profiles as (

    select * from {{ ref('persona_profiles') }}

),

said as (

    select
        month_start,
        persona,
        customer_count,
        place,
        {%- for language, middle, end in [('en', ' (all customers ', ')'), ('zh', '（全体客户 ', '）')] %}
        label_{{ language }} || ' ' || coalesce({{ persona_number('average') }}, '-')
        || '{{ middle }}' || coalesce({{ persona_number('average_of_all') }}, '-') || '{{ end }}'
            as portrait_{{ language }}{{ ',' if not loop.last }}
        {%- endfor %}

    from profiles
    where place <= 3

),

portrayed as (

    select
        month_start,
        persona,
        customer_count,
        {%- for language, separator in [('en', '; '), ('zh', '；')] %}
        max(case when place = 1 then portrait_{{ language }} end)
        {%- for place in [2, 3] %}
        || coalesce(
            '{{ separator }}'
            || max(case when place = {{ place }} then portrait_{{ language }} end),
            ''
        )
        {%- endfor %} as portrait_{{ language }}{{ ',' if not loop.last }}
        {%- endfor %}

    from said
    group by month_start, persona, customer_count

),

models as (

    select
        persona,
        fitted_on,
        stability,
        max(fitted_on) over () as last_fitted_on

    from {{ ref('int_persona_models_fitted') }}
    where place > 0
    group by persona, fitted_on, stability

),

-- Of all events while the customers had the persona.
measured as (

    select
        dimension_value as persona,
        {%- for metric in metrics %}
        max(case when metric = '{{ metric }}' then value end) as {{ metric }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from {{ ref('metric_values') }}
    where
        dimension = 'persona'
        and period = 'all'
    group by dimension_value

),

criticised as (

    select
        dimension_value as persona,
        label_en,
        label_zh,
        row_number() over (
            partition by dimension_value order by negative_count desc, topic asc
        ) as place

    from {{ ref('comment_topics') }}
    where
        dimension = 'persona'
        and period_start is null
        and negative_count > 0

),

shared as (

    select
        portrayed.month_start,
        models.fitted_on,
        portrayed.persona,
        words.name_en as label_en,
        words.name_zh as label_zh,
        portrayed.customer_count,
        {{ ratio('portrayed.customer_count', 'sum(portrayed.customer_count) over ()') }}
            as customer_share,
        portrayed.portrait_en,
        portrayed.portrait_zh,
        models.stability,
        {%- for metric in metrics %}
        measured.{{ metric }},
        {%- endfor %}
        criticised.label_en as most_criticised_topic_en,
        criticised.label_zh as most_criticised_topic_zh

    from portrayed
    inner join {{ ref('persona_words') }} as words
        on portrayed.persona = words.persona
    inner join models
        on
            portrayed.persona = models.persona
            and models.fitted_on = models.last_fitted_on
    left join measured
        on portrayed.persona = measured.persona
    left join criticised
        on
            portrayed.persona = criticised.persona
            and criticised.place = 1

)

select * from shared
