{#-
    A SELECT of one row, or of one row for each value of the column `by`. It has a column
    `<feature>_<band>` for every health feature and band, holding for example the points of the
    band. Band 0 means unknown.
-#}
{% macro health_bands_pivoted(relation, value, by=none) -%}
    select
        {%- if by %}
        {{ by }},
        {%- endif %}
        {%- for feature in var('health_features') %}
        {%- set is_last_feature = loop.last %}
        {%- for band in bands_of(feature) %}
        max(case when feature = '{{ feature }}' and band = {{ band }} then {{ value }} end)
            as {{ feature }}_{{ band }}{{ ',' if not (loop.last and is_last_feature) }}
        {%- endfor %}
        {%- endfor %}

    from {{ relation }}
    {%- if by %}
    group by {{ by }}
    {%- endif %}
{%- endmacro %}
