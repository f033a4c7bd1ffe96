{#-
    The words for a missing value in a column, in lower case: the list of the column, or the
    variable missing_words. A free text has none. A word that the column accepts as a value is not
    one of them.
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
