with

comments as (

    select * from {{ ref('int_comments_collected') }}
    -- People open a ticket because something is wrong: its subject says little of content.
    where comment_source in ('answer', 'review')

),

readings as (

    select * from {{ ref('int_comment_findings') }}
    where finding_number = 0

),

events as (

    select
        comments.comment_id as event_id,
        comments.customer_id,
        comments.commented_at as occurred_at,
        {{ metric_dimensions('fct_survey_responses') }},
        case when readings.polarity < 0 then 1 else 0 end as numerator,
        1 as denominator,
        1 as weight

    from comments
    inner join readings
        on comments.text_id = readings.text_id
    where {{ is_read_language('readings.language') }}

)

select * from events
