{#-
    In the place of dbt's own: an incremental model is also built anew when the build before it
    cannot be trusted as a base.
-#}
{% macro should_full_refresh() -%}
    {{- return(config.get('full_refresh') or is_full_build()) -}}
{%- endmacro %}
