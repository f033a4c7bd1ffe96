{#- The condition of a month_end at which a changed model holds, or that follows one. -#}
{% macro is_month_of_changed_model(models) -%}
    month_end >= (select min(cast(fitted_on as date)) from {{ changes_of(models, ['fitted_on']) }})
{%- endmacro %}
