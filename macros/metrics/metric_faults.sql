{#- What is missing or not allowed in the config.meta of metrics: file, field, what to write. -#}
{% macro metric_faults() -%}
    {%- set choices = {
        'better': ['higher', 'lower'],
        'statistic': ['nps', 'proportion', 'mean', 'rate', 'ratio', 'median', 'p90'],
        'kind': ['result', 'process'],
        'lifecycle_stage': ['acquisition', 'purchase', 'use', 'service', 'care', 'retention'],
        'smallest_period': ['day', 'month'],
    } -%}
    {%- set units = unit_words() | list -%}
    {%- set faults = [] -%}
    {%- for metric in var('metrics') -%}
        {%- set meta = metric_meta(metric) -%}
        {%- set file = 'models/metrics/metric_' ~ metric ~ '.yml: ' -%}
        {%- for field in [
            'label_en', 'label_zh', 'formula', 'formula_zh', 'description', 'description_zh', 'unit',
            'when_red', 'when_red_zh', 'owner',
        ] if not meta.get(field) -%}
            {%- set place = '' if field == 'description' else 'config.meta.' -%}
            {%- do faults.append(file ~ place ~ field ~ ' is missing. Write it.') -%}
        {%- endfor -%}
        {%- for field, allowed in choices.items() if meta.get(field) not in allowed -%}
            {%- do faults.append(
                file ~ 'config.meta.' ~ field ~ " is '" ~ meta.get(field, '') ~ "'; allowed: "
                ~ allowed | join(', ') ~ '.'
            ) -%}
        {%- endfor -%}
        {%- if meta.get('decimals') not in range(7) or meta.get('decimals') is boolean -%}
            {%- do faults.append(
                file ~ "config.meta.decimals is '" ~ meta.get('decimals', '') ~ "'; allowed: 0 to 6."
                ~ ' It is the number of digits after the point; of a share, those of its percent.'
            ) -%}
        {%- endif -%}
        {%- if meta.get('unit') and meta.unit not in units and not meta.get('unit_zh') -%}
            {%- do faults.append(
                file ~ "config.meta.unit is '" ~ meta.unit ~ "'; known: "
                ~ units | join(', ') ~ '. For another unit write unit_zh, too: its Chinese name.'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(faults) -}}
{%- endmacro %}
