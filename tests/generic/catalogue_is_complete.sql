{#- Every metric says everything about itself in words that the roll-up and readers know. -#}
{% test catalogue_is_complete(model, column_name) %}

select *
from {{ model }}
where
    {{ column_name }} = ''
    or label_zh = ''
    or formula = ''
    or unit = ''
    or lifecycle_stage = ''
    or owner = ''
    or description = ''
    or better not in ('higher', 'lower')
    or statistic not in ('nps', 'proportion', 'mean', 'rate', 'ratio', 'median', 'p90')
    or kind not in ('result', 'process')
    or smallest_period not in ('day', 'month')

{% endtest %}
