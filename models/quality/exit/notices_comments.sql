-- Comments in a language without a lexicon, and comments that match no topic of the lexicon.
with

texts as (

    select
        text_id,
        min(language) as language,
        count(topic) as topic_count

    from {{ ref('int_comment_findings') }}
    group by text_id

),

counted as (

    select
        count(*) as comment_count,
        count(case when not {{ is_read_language('texts.language') }} then 1 end) as other_count,
        min(case when not {{ is_read_language('texts.language') }} then texts.language end)
            as example,
        count(
            case when {{ is_read_language('texts.language') }} and texts.topic_count = 0 then 1 end
        ) as without_topic_count

    from {{ ref('int_comments_collected') }} as comments
    inner join texts
        on comments.text_id = texts.text_id

),

notices as (

    select
        'comments' as topic,
        'language' as subject,
        cast(other_count as bigint) as row_count,
        cast(other_count as string) || ' of ' || cast(comment_count as string)
        || ' comment(s) are neither in English nor in Chinese, for example in "' || example
        || '" (ISO 639-1). Topics and the share of negative comments do not include them.'
            as message,
        cast(comment_count as string) || ' 条评论中有 ' || cast(other_count as string)
        || ' 条既不是英文也不是中文（例如语言代码“' || example
        || '”，ISO 639-1）。这些评论不计入任何主题，也不计入负面评论占比。' as message_zh

    from counted
    where other_count > 0
    union all
    select
        'comments' as topic,
        'lexicon' as subject,
        cast(without_topic_count as bigint) as row_count,
        cast(without_topic_count as string) || ' of ' || cast(comment_count as string)
        || ' comment(s) match no topic of the lexicon. Add the words of your trade to'
        || ' seeds/reference/lexicon_phrases.csv. reporting.comment_words has candidates.'
            as message,
        cast(comment_count as string) || ' 条评论中有 ' || cast(without_topic_count as string)
        || ' 条没有命中词典中的任何主题。请把本行业的用词补充到'
        || ' seeds/reference/lexicon_phrases.csv；候选词见 reporting.comment_words。' as message_zh

    from counted
    where without_topic_count > 0

)

select * from notices
