{#-
    In a test of the tag touched: the condition of the rows that it must read. After a build from new
    deliveries those of the customers whom it touched, else all. None where the nightly tests run
    beside it, since they read all rows, or where nothing is new: had they failed before, or been left
    out, remember_tests would ask for the nightly ones.
-#}
{% macro rows_to_test(has_customer=true) -%}
    {%- if execute and (nothing_is_new() or not nightly_tests_left_out()) -%}
        false
    {%- elif has_customer and not is_full_build() -%}
        {{ is_touched('customer_id') }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
