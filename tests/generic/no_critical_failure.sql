{#- The critical checks of a stage. The tested model is the one that must be built before. -#}
{% test no_critical_failure(model, stage) %}

-- depends_on: {{ model }}
select *
from {{ ref('check_results') }}
where
    stage = '{{ stage }}'
    and severity = 'critical'
    and not is_passed

{% endtest %}
