{#-
    A schema has the same name on every target: people query marts.dim_customers, not main_marts.

    dbt asks for the schema of every model while it reads the project. So this macro also refuses an
    invalid variable, before the first model runs.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if node.resource_type == 'model' -%}
        {%- do refuse_unusable_variables() -%}
    {%- endif -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
