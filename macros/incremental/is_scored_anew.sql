{#-
    In an incremental build, the condition that a health score of before no longer holds, whosever it
    is: its outcome became known, or its model or an earlier one reads otherwise now.
-#}
{% macro is_scored_anew(month_end, outcome_known_on) -%}
    {%- set models = ref('int_health_models_fitted') -%}
    {%- set models_before, as_of_before = before_of(models), before_of(ref('int_as_of')) -%}
    (
        {{ outcome_known_on }} > (select as_of_date from {{ as_of_before }})
        and {{ outcome_known_on }} <= (select as_of_date from {{ ref('int_as_of') }})
    )
    or {{ month_end }} >= (
        select min(fitted_on)
        from (
            (select * from {{ models }} except select * from {{ models_before }})
            union all
            (select * from {{ models_before }} except select * from {{ models }})
        ) as changed
    )
{%- endmacro %}
