{#- One text key of several columns that are not null. -#}
{% macro joined_key(columns) -%}
    concat_ws('|', {% for column in columns %}cast({{ column }} as string){{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}
