{#-
    The account that a raw row comes from: the first part of its file's or table's name. Rows of
    files with the contract's own names have the account `crm`.
-#}
{% macro account_of_file(file) -%}
    split_part(split_part({{ file }}, '/', 1), '.', 1)
{%- endmacro %}
