{#-
    The faults in the lists of metrics and in their config.meta, each as file, field, value, allowed
    values and what to write.
-#}
{% macro metric_faults() -%}
    {%- set files = [] -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.name.startswith('metric_')
        and node.fqn[1] == 'metrics' and node.name != 'metric_events'
    -%}
        {%- do files.append(node.name[7:]) -%}
    {%- endfor -%}
    {%- set faults = [] -%}
    {%- for name in files if name not in var('metrics') -%}
        {%- do faults.append(
            "dbt_project.yml: vars.metrics lacks '" ~ name ~ "', but " ~ 'models/metrics/metric_' ~ name
            ~ '.sql is there. Add the line, or remove the file.'
        ) -%}
    {%- endfor -%}
    {%- for name in var('headline_metrics') if name not in files -%}
        {%- do faults.append(
            "dbt_project.yml: vars.headline_metrics has '" ~ name ~ "'; allowed: "
            ~ files | sort | join(', ') ~ '. Correct or remove it.'
        ) -%}
    {%- endfor -%}
    {%- for metric in var('metrics') -%}
        {%- do add_faults_of_meta('models/metrics/metric_' ~ metric ~ '.yml: ', metric_meta(metric), faults) -%}
    {%- endfor -%}
    {{- return(faults) -}}
{%- endmacro %}

{#- Append the faults in the config.meta and description of one metric to a list. -#}
{% macro add_faults_of_meta(file, meta, faults) -%}
    {%- set texts = [
        'label_en', 'label_zh', 'formula', 'formula_zh', 'description', 'description_zh', 'unit',
        'when_red', 'when_red_zh', 'owner',
    ] -%}
    {%- set choices = {
        'better': ['higher', 'lower'],
        'statistic': ['nps', 'proportion', 'mean', 'rate', 'ratio', 'median', 'p90'],
        'kind': ['result', 'process'],
        'lifecycle_stage': ['acquisition', 'purchase', 'use', 'service', 'care', 'retention'],
        'smallest_period': ['day', 'month'],
    } -%}
    {%- set options = {
        'is_rolling': [true, false],
        'is_clustered': [true, false],
        'has_change_test': [true, false],
        'known_from': ['lapses', 'orders'],
        'scale': ['survey'],
    } -%}
    {%- set fields = texts + choices | list + ['decimals', 'unit_zh', 'known_after'] + options | list -%}
    {%- for field in texts if not meta.get(field) -%}
        {%- set place = '' if field == 'description' else 'config.meta.' -%}
        {%- do faults.append(file ~ place ~ field ~ ' is missing. Write it.') -%}
    {%- endfor -%}
    {#- The texts that python_hooks/tools/new_metric.py begins a metric with. -#}
    {%- set begun = [
        'Say what one row is and which events count.',
        'Say how it is worked out.',
        '用中文写明计算公式。',
        '用中文写明每一行是什么、哪些事件计入。',
        'Say what to do when the value is beyond its red line.',
        '用中文写明越过红线时怎么办。',
    ] -%}
    {%- for field in texts if (meta.get(field) or '') | string | trim in begun -%}
        {%- set place = '' if field == 'description' else 'config.meta.' -%}
        {%- do faults.append(
            file ~ place ~ field ~ " is '" ~ meta.get(field) | trim ~ "', as make metric wrote it. Write your own."
        ) -%}
    {%- endfor -%}
    {%- for field, value in meta.items() if field not in fields -%}
        {%- do faults.append(
            file ~ 'config.meta.' ~ field ~ " is '" ~ value ~ "', but nothing reads this field; allowed: "
            ~ fields | reject('equalto', 'description') | join(', ') ~ '. Correct its name, or remove it.'
        ) -%}
    {%- endfor -%}
    {%- for field, allowed in (choices.items() | list) + (options.items() | list)
        if (field in choices or field in meta) and meta.get(field) not in allowed
    -%}
        {%- do faults.append(
            file ~ 'config.meta.' ~ field ~ " is '" ~ meta.get(field, '') ~ "'; allowed: "
            ~ allowed | join(', ') | lower ~ '. Write one of them.'
        ) -%}
    {%- endfor -%}
    {%- if meta.get('is_clustered') and (
        meta.get('statistic') in ['rate', 'ratio', 'median', 'p90']
        or meta.get('is_rolling') is sameas true
    ) -%}
        {%- do faults.append(
            file ~ 'config.meta.is_clustered is true; allowed with the statistics nps, proportion'
            ~ ' and mean, without is_rolling. Leave it out.'
        ) -%}
    {%- endif -%}
    {%- if meta.get('decimals') not in range(7) or meta.get('decimals') is boolean -%}
        {%- do faults.append(
            file ~ "config.meta.decimals is '" ~ meta.get('decimals', '') ~ "'; allowed: 0 to 6."
            ~ ' It is the number of digits after the point; of a share, those of its percent.'
        ) -%}
    {%- endif -%}
    {%- if meta.get('unit') and meta.unit not in unit_words() and not meta.get('unit_zh') -%}
        {%- do faults.append(
            file ~ "config.meta.unit is '" ~ meta.unit ~ "'; known: " ~ unit_words() | join(', ')
            ~ '. For another unit write unit_zh, too: its Chinese name.'
        ) -%}
    {%- endif -%}
    {%- set days = meta.get('known_after', 0) -%}
    {%- set days = var(days, none) if days is string and days != 'lapsed_after' else days -%}
    {%- if days is boolean or (days is not integer and days != 'lapsed_after') or (days is integer and days < 0) -%}
        {%- do faults.append(
            file ~ "config.meta.known_after is '" ~ meta.known_after ~ "'; allowed: a number of days, a variable"
            ~ ' of dbt_project.yml that holds one, or lapsed_after. Write after how many days the outcome is known.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
