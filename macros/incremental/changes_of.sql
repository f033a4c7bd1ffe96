{#-
    The keys of a raw table, as `source.table`, of which a row came or changed in this build, each
    with whom it rebuilds before and after. Made by get_incremental_changed_keys_sql.
-#}
{% macro changes_of(table) -%}
    changes.{{ table | replace('.', '__') }}
{%- endmacro %}
