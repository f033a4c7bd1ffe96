{#-
    For the hooks of a large table that is made whole: note in the schema changes for which values of
    some columns its rows differ from the build before, so that publishing replaces only these rows.
    The pre-hook notes the fingerprints of the table before, the post-hook (is_made) compares.
-#}
{% macro note_changes(columns, is_made=false) -%}
    {%- if execute and not is_full_build() -%}
        {%- set noted, names = changes_of(this.schema ~ '.' ~ this.identifier), columns | join(', ') -%}
        {%- set fingerprints -%}
            select {{ names }}, {{ fingerprint_of_rows(model.columns.keys() | list) }} as fingerprint
            from {{ this }} group by {{ names }}
        {%- endset -%}
        create or replace table {{ noted }} as
        {%- if is_made %}
        select {{ names }} from (select * from {{ noted }} union all {{ fingerprints }}) as now_and_before
        group by {{ names }}
        having count(*) = 1 or min(fingerprint) <> max(fingerprint)
        {%- else %}
        {{ fingerprints }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
