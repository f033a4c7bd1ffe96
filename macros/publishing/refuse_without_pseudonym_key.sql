{#-
    A run that must publish pseudonyms but cannot stops before the first model, not at its end.
    Readers on Spark query the tables directly, and these hold the ids.
-#}
{% macro refuse_without_pseudonym_key() -%}
    {%- if execute and flags.WHICH == 'build' and var('pseudonymise_customers') -%}
        {%- if target.type == 'spark' -%}
            {{- exceptions.raise_compiler_error(
                'pseudonymise_customers works on the published file, and Spark makes none: give '
                ~ 'readers views that leave customer_id out.'
            ) -}}
        {%- endif -%}
        {%- set answer = ask_python('check_pseudonym_key', {}) -%}
        {%- if answer.error -%}
            {{- exceptions.raise_compiler_error(answer.error) -}}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
