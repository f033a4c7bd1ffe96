{#-
    Full-width digits, letters and signs of addresses as plain ones (NFKC), without special blanks and
    invisible characters.
-#}
{% macro half_width(text) -%}
    {{ return(adapter.dispatch('half_width', 'cx_warehouse')(text)) }}
{%- endmacro %}

{#- Most texts are plain ASCII: looking for others first is cheaper. -#}
{% macro duckdb__half_width(text) -%}
    case
        when strlen({{ text }}) = length({{ text }}) then {{ text }}
        else translate(
            {{ text }},
            '{{ full_width_characters() }}'
            || chr(160) || chr(12288) || chr(8203) || chr(8206) || chr(8207) || chr(8288) || chr(65279),
            '{{ plain_characters() }}'
        )
    end
{%- endmacro %}

{% macro spark__half_width(text) -%}
    translate(
        {{ text }},
        '{{ full_width_characters() }}\u00a0\u3000\u200b\u200e\u200f\u2060\ufeff',
        '{{ plain_characters() }}'
    )
{%- endmacro %}

{% macro full_width_characters() -%}
    {{- return(
        '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
        ~ 'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ＠．＋－（）＿'
    ) -}}
{%- endmacro %}

{% macro plain_characters() -%}
    {{- return(
        '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@.+-()_'
    ) -}}
{%- endmacro %}
