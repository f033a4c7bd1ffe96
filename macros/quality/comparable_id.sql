{#-
    An id in the form in which two spellings of it are equal: small letters, without blanks, hyphens,
    an empty fraction (12345.0) and leading zeros. Spreadsheets and data frames lose these.
    without: which of these to take away; default all.
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
