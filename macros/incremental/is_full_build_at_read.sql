{#-
    The SQL condition that no incremental build is running when a view is read: a view outlives the
    build that made it. For example `dbt run --select int_customer_months_banded` reads everybody
    through its views, also after an increment.
-#}
{% macro is_full_build_at_read() -%}
    exists (select 1 from raw.builds where stage = 'why_full' and record is not null)
{%- endmacro %}
