{#- Calendar days from an earlier to a later date. -#}
{% macro days_between(earlier, later) -%}
    ({{ days_since_epoch(later) }} - {{ days_since_epoch(earlier) }})
{%- endmacro %}
