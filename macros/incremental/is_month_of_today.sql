{#- The condition that a customer-month is that of today, in which everybody grows older. -#}
{% macro is_month_of_today(month_start) -%}
    {{ month_start }} >= (select {{ start_of('month', 'as_of_date') }} from {{ ref('int_as_of') }})
{%- endmacro %}
