{#-
    The events of a metric of negative comments: every comment in a language that the lexicon
    covers, and whether it is negative. For a group of topics: whether it is negative about one of
    these topics. A comment counts once, however many topics it names.
-#}
{% macro comment_events(topic_group=none) -%}
with

comments as (

    select * from {{ ref('int_comments_collected') }}
    -- The subject of a ticket is left out: people open tickets about problems, so it is nearly
    -- always negative.
    where comment_source in ('answer', 'review')

),

readings as (

    select * from {{ ref('int_comment_findings') }}
    where finding_number = 0

),
{%- if topic_group %}

topics_of_texts as (

    {{ topics_of_texts() }}

),

negative as (

    select topics_of_texts.text_id
    from topics_of_texts
    inner join {{ ref('topics') }} as topics
        on topics_of_texts.topic = topics.topic
    where
        topics_of_texts.polarity < 0
        and topics.theme in ('{{ topic_groups()[topic_group] | join("', '") }}')
    group by topics_of_texts.text_id

),
{%- endif %}

events as (

    select
        comments.comment_id as event_id,
        comments.customer_id,
        comments.commented_at as occurred_at,
        {{ metric_dimensions('fct_survey_responses') }},
        case
            when {{ 'negative.text_id is not null' if topic_group else 'readings.polarity < 0' }} then 1
            else 0
        end as numerator,
        1 as denominator

    from comments
    inner join readings
        on comments.text_id = readings.text_id
    {%- if topic_group %}
    left join negative
        on comments.text_id = negative.text_id
    {%- endif %}
    where {{ is_read_language('readings.language') }}

)

select * from events
{%- endmacro %}
