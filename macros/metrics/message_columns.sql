{#-
    The columns message and message_zh. A case is a condition (none in the last: else), the sentence
    in English and in Chinese. {name} in a sentence is the SQL expression of a text.
-#}
{% macro message_columns(cases) -%}
    {%- for column in ['message', 'message_zh'] %}
        {%- set place = loop.index %}
        case
            {%- for case in cases %}
            {{ 'when ' ~ case[0] ~ ' then' if case[0] else 'else' }}
                {{ filled_sentence(case[place]) }}
            {%- endfor %}
        end as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro filled_sentence(sentence) -%}
    {%- set pieces = [] -%}
    {%- for piece in sentence.split('{') -%}
        {%- if loop.first -%}
            {%- set text = piece -%}
        {%- else -%}
            {%- do pieces.append(piece.split('}')[0]) -%}
            {%- set text = piece.split('}')[1] -%}
        {%- endif -%}
        {%- if text -%}
            {%- do pieces.append(quoted_text(text)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ pieces | join(' || ') }}
{%- endmacro %}
