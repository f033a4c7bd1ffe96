{#-
    Replaces the materialization of a metric that fails: it creates an empty view, so that the other
    metrics keep their values. The fault is stored for metric_coverage, and the test
    assert_no_metric_is_broken fails the build. If that test is not selected, the metric itself
    fails.
-#}
{% macro leave_out_metric(fault) -%}
    {%- if 'test.' ~ project_name ~ '.assert_no_metric_is_broken' not in selected_resources -%}
        {{- exceptions.raise_compiler_error(fault) -}}
    {%- endif -%}
    {%- do run_query(
        'insert into raw.broken_metrics values (' ~ quoted_text(model.name[7:]) ~ ', '
        ~ quoted_text(fault) ~ ')'
    ) -%}
    {%- call statement('main') -%}
        create or replace view {{ this }} as
        select
            cast(null as string) as event_id,
            cast(null as string) as customer_id,
            cast(null as timestamp) as occurred_at,
            {%- for dimension in var('metric_dimensions') %}
            cast(null as string) as {{ dimension }},
            {%- endfor %}
            cast(null as double) as numerator,
            cast(null as double) as denominator
        where false
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{- return({'relations': [this.incorporate(type='view')]}) -}}
{%- endmacro %}
