{#-
    In the roll-up of metrics: the clause that keeps the periods that an increment makes again.
-#}
{% macro where_period_to_rebuild(period, start, word='where', with_period_before=false) -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do ref('int_metric_periods_to_rebuild') -%}
    {%- elif config.get('materialized') == 'view' -%}
    {{ word }} (
        {{ is_metric_period_to_rebuild(period, start, with_period_before) }}
        or {{ is_full_build_at_read() }}
    )
    {%- elif is_increment() -%}
    {{ word }} {{ is_metric_period_to_rebuild(period, start, with_period_before) }}
    {%- endif -%}
{%- endmacro %}
