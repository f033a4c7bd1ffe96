{#- A misspelt side must stop the build. Otherwise an upper bound would be published as a lower
    one. -#}
{% macro bound_sign(side) -%}
    {%- if side not in ('low', 'high') -%}
        {{ exceptions.raise_compiler_error("side must be 'low' or 'high', not '" ~ side ~ "'") }}
    {%- endif -%}
    {{ '-' if side == 'low' else '+' }}
{%- endmacro %}
