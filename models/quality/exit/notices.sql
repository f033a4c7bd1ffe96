-- What a person should know of this build, from all views named in the variable notices.
with

told as (
    {% for theme in var('notices') %}
    {{ 'union all' if not loop.first }}
    select
        topic,
        subject,
        row_count,
        message,
        message_zh
    from {{ ref('notices_' ~ theme) }}
    {% endfor %}
)

select * from told
order by topic asc, row_count desc nulls last, subject asc, message asc
