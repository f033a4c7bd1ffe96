-- What a person should know of this build, from all views named in the variable notices.
-- These themes quote ids or raw values; their views keep the quotation in columns of its own.
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
