{#- For meta.rebuilt_too: the condition of a persona whose model, or an earlier one, changed. -#}
{% macro is_assigned_anew() -%}
    {{ is_month_of_changed_model('int_persona_models_fitted') }}
{%- endmacro %}
