{#-
    An id in a form in which its spellings are equal: lower case, without blanks, hyphens, an empty
    fraction (12345.0) and leading zeros. Spreadsheets and data frames change these. without: which
    of these to remove; default all.
-#}
{% macro comparable_id(id, without=['case', 'signs', 'fraction', 'zeros']) -%}
    {%- set form = namespace(sql=id) -%}
    {%- if 'case' in without -%}
        {%- set form.sql = 'lower(' ~ form.sql ~ ')' -%}
    {%- endif -%}
    {%- if 'signs' in without -%}
        {%- set form.sql = "replace(replace(" ~ form.sql ~ ", ' ', ''), '-', '')" -%}
    {%- endif -%}
    {%- if 'fraction' in without -%}
        {%- set form.sql = "regexp_replace(" ~ form.sql ~ ", '[.]0+$', '')" -%}
    {%- endif -%}
    {%- if 'zeros' in without -%}
        {%- set form.sql = "regexp_replace(" ~ form.sql ~ ", '^0+', '')" -%}
    {%- endif -%}
    {{- return(form.sql) -}}
{%- endmacro %}
