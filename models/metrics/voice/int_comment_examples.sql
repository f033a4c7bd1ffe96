-- sqlfluff:exclude_rules:ST03,ST06,RF02,AM04,RF04
with

mentioned as (

    select
        findings.topic,
        comments.comment_id,
        comments.text_id,
        comments.commented_on,
        sum(findings.polarity) as polarity

    from {{ ref('int_comments_collected') }} as comments
    inner join {{ ref('int_comment_findings') }} as findings
        on comments.text_id = findings.text_id
    where findings.topic is not null
    group by
        findings.topic, comments.comment_id, comments.text_id, comments.commented_on

),

newest_of_text as (

    select
        topic,
        comment_id,
        commented_on,
        case when polarity > 0 then 'positive' else 'negative' end as polarity,
        row_number() over (
            partition by topic, text_id
            order by commented_on desc, comment_id asc
        ) as place_in_text

    from mentioned
    where polarity <> 0

),

ranked as (

    select
        topic,
        comment_id,
        polarity,
        row_number() over (
            partition by topic, polarity
            order by commented_on desc, comment_id asc
        ) as place

    from newest_of_text
    where place_in_text = 1

),

chosen as (

    select * from ranked
    where place <= 3

),

comments as (

    select
        comment_id,
        customer_id,
        text

    from {{ ref('int_comments_collected') }}
    where comment_id in (select comment_id from chosen)

),

known_words as (

    select
        customer_id,
        customer_id as word
    from {{ ref('dim_customers') }}
    union all
    select
        customer_id,
        customer_name as word
    from {{ ref('dim_customers') }}
    union all
    select
        customer_id,
        order_id as word
    from {{ ref('fct_orders') }}
    union all
    select
        customer_id,
        ticket_id as word
    from {{ ref('fct_tickets') }}

),

known_ids as (

    select
        customer_id,
        string_agg(word, chr(10)) as known_ids

    from known_words
    where customer_id in (select customer_id from comments)
    group by customer_id

),

asked as (

    select
        comments.comment_id,
        comments.text,
        known_ids.known_ids

    from comments
    left join known_ids
        on comments.customer_id = known_ids.customer_id

),

answered as (

    select answer.* from (
        {{ answers_of_rows(
            'mask_comment',
            'asked',
            ['comment_id', 'text', 'known_ids'],
            {'masked_text': 'string'},
        ) }}
    ) as answer

),

masked as (

    select
        chosen.topic,
        chosen.polarity,
        cast(chosen.place as integer) as place,
        chosen.comment_id,
        answered.masked_text as example

    from chosen
    inner join answered
        on chosen.comment_id = answered.comment_id

)

select * from masked
