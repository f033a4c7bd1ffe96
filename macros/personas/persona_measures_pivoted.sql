{#-
    A SELECT with a row for each day of a fit: how each feature was standardised, as
    <feature>_mean_share, <feature>_mean and <feature>_deviation.
-#}
{% macro persona_measures_pivoted(relation) -%}
    select
        fitted_on,
        {%- for feature in persona_features() %}
        {%- set is_last_feature = loop.last %}
        {%- for column in ['mean_share', 'mean', 'deviation'] %}
        max(case when feature = '{{ feature.name }}' then {{ column }} end)
            as {{ feature.name }}_{{ column }}{{ ',' if not (loop.last and is_last_feature) }}
        {%- endfor %}
        {%- endfor %}

    from {{ relation }}
    group by fitted_on
{%- endmacro %}
