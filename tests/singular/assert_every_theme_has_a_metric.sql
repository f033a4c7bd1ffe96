-- A theme without a group of topics is in no metric: add it to the macro topic_groups. Severity
-- warn: the topics themselves are in reporting.comment_topics.
{{ config(severity='warn') }}
{%- set themes = topic_groups().values() | sum(start=[]) %}
select
    topic,
    theme
from {{ ref('topics') }}
where theme not in (
    {%- for theme in themes %}
    '{{ theme }}'{{ ',' if not loop.last }}
    {%- endfor %}
)
