{#- Its judgement joins that on the raw tables; a test on it stops publishing. -#}
{{ config(post_hook=[
    "delete from {{ ref('check_results') }} where stage = 'mart'",
    "insert into {{ ref('check_results') }} {{ judged('mart', this, mart_check_contracts()) }}",
]) }}
{% for mart in published_models('marts') %}
{%- if not loop.first %}
union all
{% endif %}
{{ profile_of(
    ref(mart.name),
    'marts',
    mart.name,
    mart.columns,
    {'row_count': 'count(*)'}
) }}
{% endfor %}
