{#- The bands that a feature of the health score may have; 0 is that of an unknown value. -#}
{% macro bands_of(feature) -%}
    {{ return(range(last_text_number() + 1 if feature in text_features() else 6)) }}
{%- endmacro %}
