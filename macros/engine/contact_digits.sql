{#-
    A text that is no e-mail address without the signs that structure telephone numbers, and without
    the apostrophe with which spreadsheets mark a text ('+8613800138000). DuckDB replaces faster than
    it translates.
-#}
{% macro contact_digits(text) -%}
    {%- set plain = namespace(text=text) -%}
    {%- for sign in ['(0)', ' ', '-', '(', ')', '.', "'"] -%}
        {%- set plain.text = 'replace(' ~ plain.text ~ ', ' ~ quoted_text(sign) ~ ", '')" -%}
    {%- endfor -%}
    case when {{ text }} not like '%@%' then {{ plain.text }} end
{%- endmacro %}
