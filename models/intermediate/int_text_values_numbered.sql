-- The first texts of each column that a feature of the health score is made of, such as the plans
-- of contracts. The earliest is number 1. So a later text never changes the number of an earlier
-- one, and a score of last year stays the same.
{%- set features = text_features() %}
with

{% for feature, text in features.items() -%}
{{ feature }}_values as (

    select
        {{ text.column }} as value,
        min({{ text.since }}) as first_on

    from {{ ref(text.model) }}
    where
        not is_deleted
        and {{ text.column }} is not null
    group by {{ text.column }}

),

{% endfor -%}
numbered as (

    {% for feature in features -%}
    select
        '{{ feature }}' as feature,
        value,
        cast(row_number() over (order by first_on, value) as integer) as number

    from {{ feature }}_values
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}
)

select * from numbered
where number < {{ last_text_number() }}
