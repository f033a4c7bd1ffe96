{#- Every metric says everything about itself in words that the roll-up and readers know. -#}
{% test catalogue_is_complete(model, column_name) %}

{%- set faults = metric_faults() if execute else [] -%}
{%- if faults -%}
    {{- exceptions.raise_compiler_error(faults | join('\n')) -}}
{%- endif -%}
select *
from {{ model }}
where {{ column_name }} = '' or better not in ('higher', 'lower')

{% endtest %}
