{#- A relation of one column with these texts. -#}
{% macro constant_rows(column, texts) -%}
    (
        {%- for text in texts %}
        {{ 'union all ' if not loop.first }}select {{ text_literal(text) }} as {{ column }}
        {%- endfor %}
    )
{%- endmacro %}
