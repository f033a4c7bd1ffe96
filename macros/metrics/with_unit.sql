{#-
    A number, as text, with the word of its unit behind it: 12.5 minutes, 12.5分钟. In Chinese
    only a word of letters, such as EUR, keeps its blank.
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
