{#-
    A build that shows hashes in place of ids or contacts needs a key that nobody can guess. It stops
    before the first model, not at its end. Readers on Spark query the tables directly, and these hold
    the ids.
-#}
{% macro refuse_without_pseudonym_key() -%}
    {%- if not execute or flags.WHICH != 'build' -%}
        {{- return('') -}}
    {%- endif -%}
    {%- for variable in ['pseudonymise_customers', 'customers_from_orphans'] if var(variable) -%}
        {%- if variable == 'pseudonymise_customers' and target.type == 'spark' -%}
            {{- exceptions.raise_compiler_error(
                'pseudonymise_customers works on the published file, and Spark makes none: give '
                ~ 'readers views that leave customer_id out.'
            ) -}}
        {%- endif -%}
        {%- set answer = ask_python('check_pseudonym_key', {'variable': variable}) -%}
        {%- if answer.error -%}
            {{- exceptions.raise_compiler_error(answer.error) -}}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
