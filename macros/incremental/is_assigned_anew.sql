{#- For meta.rebuilt_too: the condition of a persona whose model, or an earlier one, changed. -#}
{% macro is_assigned_anew() -%}
    {%- set models = ref('int_persona_models_fitted') -%}
    {%- set models_before = before_of(models) -%}
    month_end >= (
        select min(fitted_on)
        from (
            (select * from {{ models }} except select * from {{ models_before }})
            union all
            (select * from {{ models_before }} except select * from {{ models }})
        ) as changed
    )
{%- endmacro %}
