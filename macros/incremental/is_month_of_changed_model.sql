{#-
    The condition of a month_end at which a model holds that changed since the build before, or that
    follows one. `models` has the column fitted_on.
-#}
{% macro is_month_of_changed_model(models) -%}
    month_end >= (
        select min(fitted_on) from ({{ rows_that_differ(models, before_of(models)) }}) as changed
    )
{%- endmacro %}
