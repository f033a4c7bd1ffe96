-- Facts about the data of this build that readers should know, from all views in the variable
-- notices. Some of these topics quote ids or raw values; their views keep the quotation in separate
-- columns.
{%- set quoting_themes = ['references', 'schedules', 'surveys', 'tickets', 'versions'] %}
with

told as (
    {% for theme in var('notices') %}
    {{ 'union all' if not loop.first }}
    select
        topic,
        subject,
        cast(row_count as bigint) as row_count,
        message,
        message_zh,
        {{ 'example' if theme in quoting_themes else 'cast(null as string)' }} as example,
        {{ 'example_zh' if theme in quoting_themes else 'cast(null as string)' }} as example_zh
    from {{ ref('notices_' ~ theme) }}
    {% endfor %}
)

select * from told
order by topic asc, row_count desc nulls last, subject asc, message asc
