{#-
    A select of one row, or of one for each value of the column `by`: for every health feature and
    band a column `<feature>_<band>` with a value of the band, such as its points. Band 0 is the
    unknown, 5 the highest.
-#}
{% macro health_bands_pivoted(relation, value, by=none) -%}
    select
        {%- if by %}
        {{ by }},
        {%- endif %}
        {%- for feature in var('health_features') %}
        {%- set is_last_feature = loop.last %}
        {%- for band in range(6) %}
        max(case when feature = '{{ feature }}' and band = {{ band }} then {{ value }} end)
            as {{ feature }}_{{ band }}{{ ',' if not (loop.last and is_last_feature) }}
        {%- endfor %}
        {%- endfor %}

    from {{ relation }}
    {%- if by %}
    group by {{ by }}
    {%- endif %}
{%- endmacro %}
