{#-
    For meta.rebuilt_too: the condition of a health score that no longer holds for any customer. Its
    outcome became known since the build before, or its model or an earlier one changed.
-#}
{% macro is_scored_anew() -%}
    (
        outcome_known_on > (
            select min(cast(as_of_date as date)) from {{ changes_of('int_as_of', ['as_of_date']) }}
        )
        and outcome_known_on <= (select as_of_date from {{ ref('int_as_of') }})
    )
    or {{ is_month_of_changed_model('int_health_models_fitted') }}
{%- endmacro %}
