{#- For meta.rebuilt_too: the condition of a month of today, in which every customer grows older. -#}
{% macro is_month_of_today() -%}
    month_start >= (select {{ start_of('month', 'as_of_date') }} from {{ ref('int_as_of') }})
{%- endmacro %}
