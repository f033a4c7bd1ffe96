{#- Whether a text is one of some words, whatever its letters' case; null of null, false of no words. -#}
{% macro is_one_of_words(text, words) -%}
    {{ return(adapter.dispatch('is_one_of_words', 'cx_warehouse')(text, words)) }}
{%- endmacro %}

{#- `in` with so many constants would be a join for each column; a long text is not looked at. -#}
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

{#- Words in lower case as SQL literals with commas between. -#}
{% macro literals_of_words(words) -%}
    {%- set literals = [] -%}
    {%- for word in words -%}
        {%- do literals.append(text_literal(word | lower)) -%}
    {%- endfor -%}
    {{- return(literals | join(', ')) -}}
{%- endmacro %}
