{#- A hook adds the check results of the marts to those of the raw tables. A test on them stops
    publishing. -#}
{{ config(post_hook="{{ store_mart_results(this, ref('check_results')) }}") }}
{% for mart in published_models('marts') %}
{%- if not loop.first %}
union all
{% endif %}
{{ profile_of(
    ref(mart.name),
    'marts',
    mart.name,
    mart.columns,
    mart.key,
    {'row_count': 'count(*)'}
) }}
{% endfor %}
