-- sqlfluff:exclude_rules:ST06,LT02
-- What the customers of each persona did, beside all customers, in the last complete month.
{%- set features = persona_features() %}
with

months as (

    select * from {{ ref('int_customer_months_banded') }}

),

assigned as (

    select * from {{ ref('int_customer_personas_assigned') }}

),

newest as (

    select max(month_start) as month_start
    from months

),

members as (

    select
        months.*,
        assigned.persona,
        assigned.fitted_on

    from months
    inner join newest
        on months.month_start = newest.month_start
    inner join assigned
        on
            months.customer_id = assigned.customer_id
            and months.month_start = assigned.month_start

),

averaged as (

    select
        month_start,
        fitted_on,
        coalesce(persona, '') as persona,
        {%- for feature in features %}
        {%- if feature.share_of %}
        {{ persona_share(feature) }}
        {%- else %}
        {{ ratio('sum(' ~ feature.name ~ ')', 'count(' ~ feature.name ~ ')') }}
        {%- endif %} as {{ feature.name }},
        {%- endfor %}
        count(*) as customer_count

    from members
    group by grouping sets ((month_start, fitted_on, persona), (month_start, fitted_on))

),

listed as (
    {% for feature in features %}
    {{ 'union all' if not loop.first }}
    select
        month_start, fitted_on, persona, customer_count,
        '{{ feature.name }}' as feature, {{ feature.name }} as average
    from averaged
    {% endfor %}
),

compared as (

    select
        listed.month_start,
        listed.persona,
        listed.feature,
        listed.customer_count,
        listed.average,
        everybody.average as average_of_all,
        cast({{ ratio('models.centre', '1000') }} as double) as distance,
        row_number() over (
            partition by listed.persona order by abs(models.centre) desc, listed.feature asc
        ) as place

    from listed
    inner join {{ ref('int_persona_models_fitted') }} as models
        on
            listed.fitted_on = models.fitted_on
            and listed.persona = models.persona
            and listed.feature = models.feature
    inner join listed as everybody
        on
            listed.feature = everybody.feature
            and everybody.persona = ''
    where models.deviation is not null

),

labelled as (

    select
        compared.month_start,
        compared.persona,
        compared.feature,
        words.label_en,
        words.label_zh,
        compared.average * case when words.is_percent then 100 else 1 end as average,
        compared.average_of_all * case when words.is_percent then 100 else 1 end as average_of_all,
        compared.distance,
        cast(compared.place as integer) as place,
        words.decimals,
        cast(compared.customer_count as bigint) as customer_count

    from compared
    inner join {{ ref('persona_words') }} as words
        on
            compared.feature = words.feature
            and words.direction = 'high'

)

select * from labelled
