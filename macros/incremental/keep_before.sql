{#-
    For a pre-hook: keep a table as the build before left it, as <name>__before, so that it can be
    compared with what this build makes of it.
-#}
{% macro keep_before() -%}
    {%- if execute and not is_full_build() -%}
        create or replace table {{ before_of(this) }} as select * from {{ this }}
    {%- endif -%}
{%- endmacro %}
