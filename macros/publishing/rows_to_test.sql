{#-
    In a test of the tag touched: the condition of the rows that it must read. After a build from new
    deliveries those of the customers whom it touched, else all; and none where the nightly tests run
    beside it, since they read all rows.
-#}
{% macro rows_to_test(has_customer=true) -%}
    {%- if execute and not nightly_tests_left_out() -%}
        false
    {%- elif has_customer and not is_full_build() -%}
        {{ is_touched('customer_id', ref('int_customers_touched')) }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
