{#- In the roll-up of durations: the clause that keeps the periods that an increment makes again. -#}
{% macro where_duration_period_changed(metric, period, start) -%}
    {%- if not execute -%}
        {#- dbt learns here what the model depends on; a unit test gives no such input. -#}
        {%- do ref('int_durations_summed_by_day') -%}
    {%- elif is_increment() -%}
    where {{ is_duration_period_changed(metric, period, start) }}
    {%- endif -%}
{%- endmacro %}
