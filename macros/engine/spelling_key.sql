{#-
    The common key of two spellings of one value: the text in lower case without any blank. `
    Email`, `EMAIL` and `E mail` have the same key. Blanks are those of trimmed_text.
-#}
{% macro spelling_key(text) -%}
    {{ return(adapter.dispatch('spelling_key', 'cx_warehouse')(text)) }}
{%- endmacro %}

{% macro duckdb__spelling_key(text) -%}
    lower(translate(
            {{ text }},
            ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(12288)
            || chr(8203) || chr(8206) || chr(8207) || chr(8288) || chr(65279),
            ''
        ))
{%- endmacro %}

{% macro spark__spelling_key(text) -%}
    lower(translate({{ text }}, ' \t\r\n\u00a0\u3000\u200b\u200e\u200f\u2060\ufeff', ''))
{%- endmacro %}
