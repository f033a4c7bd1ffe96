{#- What a dimension is called in a Chinese sentence. -#}
{% macro dimension_labels_zh() -%}
    {{- return({
        'segment': '客群', 'region': '区域', 'channel': '渠道', 'touchpoint': '触点', 'team': '团队',
        'value_tier': '价值等级', 'lifecycle_stage': '生命周期阶段', 'customer_age': '新老客户',
        'day_kind': '促销日或平日', 'weekday': '星期', 'hour_kind': '高峰时段',
    }) -}}
{%- endmacro %}
