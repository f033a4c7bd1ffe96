{#- A text that is no e-mail address without the signs that structure telephone numbers. -#}
{% macro contact_digits(text) -%}
    case when {{ text }} not like '%@%' then translate(replace({{ text }}, '(0)', ''), ' -().', '') end
{%- endmacro %}
