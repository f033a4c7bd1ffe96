{#- The checks of a stage that must not fail. The model stands for what has to be built before. -#}
{% test no_critical_failure(model, stage) %}

-- depends_on: {{ model }}
select *
from {{ ref('check_results') }}
where
    stage = '{{ stage }}'
    and severity = 'critical'
    and not is_passed

{% endtest %}
