{#-
    A text that is no e-mail address without the signs that structure telephone numbers, and without
    the apostrophe with which spreadsheets mark a text ('+8613800138000).
-#}
{% macro contact_digits(text) -%}
    case when {{ text }} not like '%@%' then translate(replace({{ text }}, '(0)', ''), {{ quoted_text(" -().'") }}, '') end
{%- endmacro %}
