{#- The profiles of the last published run. New deliveries are checked against them. -#}
{% macro last_good_profiles() -%}
    quality.last_good_profiles
{%- endmacro %}
