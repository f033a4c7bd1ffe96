{#- A misspelt side must stop the build: it would publish an upper bound as a lower one. -#}
{% macro bound_sign(side) -%}
    {%- if side not in ('low', 'high') -%}
        {{ exceptions.raise_compiler_error("side must be 'low' or 'high', not '" ~ side ~ "'") }}
    {%- endif -%}
    {{ '-' if side == 'low' else '+' }}
{%- endmacro %}
