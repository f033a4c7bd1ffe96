{#-
    For meta.rebuilt_too: the condition of a health score that no longer holds for any customer. Its
    outcome became known since the build before, or its model or an earlier one changed.
-#}
{% macro is_scored_anew() -%}
    {%- set models = ref('int_health_models_fitted') -%}
    {%- set models_before, as_of_before = before_of(models), before_of(ref('int_as_of')) -%}
    (
        outcome_known_on > (select as_of_date from {{ as_of_before }})
        and outcome_known_on <= (select as_of_date from {{ ref('int_as_of') }})
    )
    or month_end >= (
        select min(fitted_on)
        from (
            (select * from {{ models }} except select * from {{ models_before }})
            union all
            (select * from {{ models_before }} except select * from {{ models }})
        ) as changed
    )
{%- endmacro %}
