{#-
    The condition of the rows that a test with the tag touched must read. After an incremental build
    these are the rows of the rebuilt customers, else all rows. No row is read if the nightly tests
    run beside it, since they read all rows. No row is read either if there is nothing new: after a
    failed or omitted test, remember_tests would require the nightly tests.
-#}
{% macro rows_to_test(has_customer=true) -%}
    {%- if execute and (nothing_is_new() or not nightly_tests_left_out()) -%}
        false
    {%- elif has_customer and not is_full_build() -%}
        {{ is_to_rebuild('customer_id') }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
