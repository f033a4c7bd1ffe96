{#- Whether a text is one of some words, ignoring case. Null for a null text; false for an empty
    list. -#}
{% macro is_one_of_words(text, words) -%}
    {{ return(adapter.dispatch('is_one_of_words', 'cx_warehouse')(text, words)) }}
{%- endmacro %}

{#- `in` with so many constants would be a join for each column. A text longer than every word
    cannot match. -#}
{% macro duckdb__is_one_of_words(text, words) -%}
    {%- if not words -%}
        {{- return('false') -}}
    {%- endif -%}
    length({{ text }}) <= {{ words | map('length') | max }}
            and list_contains([{{ literals_of_words(words) }}], lower({{ text }}))
{%- endmacro %}

{% macro spark__is_one_of_words(text, words) -%}
    {%- if not words -%}
        {{- return('false') -}}
    {%- endif -%}
    lower({{ text }}) in ({{ literals_of_words(words) }})
{%- endmacro %}

{#- Words in lower case as SQL literals, separated by commas. -#}
{% macro literals_of_words(words) -%}
    {%- set literals = [] -%}
    {%- for word in words -%}
        {%- do literals.append(text_literal(word | lower)) -%}
    {%- endfor -%}
    {{- return(literals | join(', ')) -}}
{%- endmacro %}
