{#-
    The words that mean nothing in a column, in lower case: its own list, or the variable
    missing_words. A free text has none, and what the column accepts as a value is a value.
-#}
{% macro missing_words(column) -%}
    {%- set words = [] -%}
    {%- if not column.get('free_text') -%}
        {%- for word in column.get('missing_words', var('missing_words'))
            if word | lower not in column.get('accepted_values', [])
        -%}
            {%- do words.append(word | lower) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(words) -}}
{%- endmacro %}
