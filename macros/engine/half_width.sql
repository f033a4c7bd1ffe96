{#-
    Full-width digits, letters and signs of addresses as plain ones (NFKC), without special blanks and
    invisible characters.
-#}
{% macro half_width(text) -%}
    {{ return(adapter.dispatch('half_width', 'cx_warehouse')(text)) }}
{%- endmacro %}

{#-
    Most texts are plain ASCII, and most others have no full-width letters: looking first is cheaper,
    because DuckDB prepares the list of signs anew for each text.
-#}
{% macro duckdb__half_width(text) -%}
    {%- set blanks = "|| chr(160) || chr(12288) || chr(8203) || chr(8206) || chr(8207) || chr(8288) || chr(65279)" -%}
    case
        when strlen({{ text }}) = length({{ text }}) then {{ text }}
        when not regexp_matches({{ text }}, '[Ａ-Ｚａ-ｚ]') then translate(
            {{ text }},
            '{{ full_width_signs() }}' {{ blanks }},
            '{{ plain_signs() }}'
        )
        else translate(
            {{ text }},
            '{{ full_width_signs() ~ full_width_letters() }}' {{ blanks }},
            '{{ plain_signs() ~ plain_letters() }}'
        )
    end
{%- endmacro %}

{% macro spark__half_width(text) -%}
    translate(
        {{ text }},
        '{{ full_width_signs() ~ full_width_letters() }}\u00a0\u3000\u200b\u200e\u200f\u2060\ufeff',
        '{{ plain_signs() ~ plain_letters() }}'
    )
{%- endmacro %}

{% macro full_width_signs() -%}
    {{- return('０１２３４５６７８９＠．＋－（）＿') -}}
{%- endmacro %}

{% macro plain_signs() -%}
    {{- return('0123456789@.+-()_') -}}
{%- endmacro %}

{% macro full_width_letters() -%}
    {{- return('ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ') -}}
{%- endmacro %}

{% macro plain_letters() -%}
    {{- return('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') -}}
{%- endmacro %}
