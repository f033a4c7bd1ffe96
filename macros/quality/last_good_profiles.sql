{#- The profiles of the last run that was published; new loads are judged against them. -#}
{% macro last_good_profiles() -%}
    quality.last_good_profiles
{%- endmacro %}
