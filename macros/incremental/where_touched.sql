{#-
    In a model that an incremental build makes for touched customers: the condition that keeps the
    rows to build again. Nobody knows whose a row without a customer is, so all of those are built
    again.

    A view outlives the build that made it, so it asks at each read whether an incremental build is
    running. For example `dbt run --select int_customer_months_banded` reads everybody through it.
-#}
{% macro where_touched(customer_id, or_where=none, word='where') -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do ref('int_customers_touched') -%}
    {%- elif config.get('materialized') == 'view' -%}
    {{ word }} (
        {{ is_touched(customer_id, or_where) }}
        or exists (select 1 from raw.builds where stage = 'why_full' and record is not null)
    )
    {%- elif is_made_for_touched() -%}
    {{ word }} {{ is_touched(customer_id, or_where) }}
    {%- endif -%}
{%- endmacro %}
