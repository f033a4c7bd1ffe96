{#-
    A number, as text, followed by its unit: 12.5 minutes, 12.5分钟. In Chinese only a unit in Latin
    letters, such as EUR, keeps the blank before it.
-#}
{% macro with_unit(number, word, language) -%}
    {{ number }} || case
            when coalesce({{ word }}, '') = '' then ''
            {%- if language == 'zh' %}
            when lower({{ word }}) = upper({{ word }}) then {{ word }}
            {%- endif %}
            else ' ' || {{ word }}
        end
{%- endmacro %}
