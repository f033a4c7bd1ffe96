-- The difference between answers that mention a topic and those that do not, among answers with a
-- comment.
with

answers as (

    select
        comments.comment_id,
        comments.text_id,
        comments.survey_metric,
        comments.points

    from {{ ref('int_comments_collected') }} as comments
    inner join {{ ref('int_comment_findings') }} as whole
        on
            comments.text_id = whole.text_id
            and whole.finding_number = 0
    where
        {{ is_read_language('whole.language') }}
        and comments.survey_metric is not null
        and comments.points is not null

),

totals as (

    select
        survey_metric,
        count(*) as answer_count,
        sum(points) as point_sum,
        sum({{ exact_square('points') }}) as point_square_sum

    from answers
    group by survey_metric

),

topics_of_texts as (

    {{ topics_of_texts() }}

),

mentions as (

    select
        answers.survey_metric,
        topics_of_texts.topic,
        count(*) as answer_count,
        sum(answers.points) as point_sum,
        sum({{ exact_square('answers.points') }}) as point_square_sum

    from answers
    inner join topics_of_texts
        on answers.text_id = topics_of_texts.text_id
    group by answers.survey_metric, topics_of_texts.topic

),

compared as (

    select
        mentions.survey_metric,
        mentions.topic,
        mentions.answer_count as with_count,
        mentions.point_sum as with_sum,
        mentions.point_square_sum as with_square_sum,
        totals.answer_count - mentions.answer_count as without_count,
        totals.point_sum - mentions.point_sum as without_sum,
        totals.point_square_sum - mentions.point_square_sum as without_square_sum,
        totals.answer_count

    from mentions
    inner join totals
        on mentions.survey_metric = totals.survey_metric

),

with_freedom as (

    select
        *,
        {{ welch_degrees_of_freedom(
            'without_count', 'without_sum', 'without_square_sum',
            'with_count', 'with_sum', 'with_square_sum'
        ) }} as degrees_of_freedom

    from compared
    -- Fewer answers do not describe the topic, and could identify a person.
    where
        with_count >= {{ var('minimum_event_counts').hidden }}
        and without_count >= {{ var('minimum_event_counts').hidden }}

),

estimated as (

    select
        *,
        {{ ratio('with_sum', 'with_count') }} as mean_with,
        {{ ratio('without_sum', 'without_count') }} as mean_without,
        {{ welch_difference_bound(
            'without_count', 'without_sum', 'without_square_sum',
            'with_count', 'with_sum', 'with_square_sum', 'degrees_of_freedom', 'low'
        ) }} as difference_low,
        {{ welch_difference_bound(
            'without_count', 'without_sum', 'without_square_sum',
            'with_count', 'with_sum', 'with_square_sum', 'degrees_of_freedom', 'high'
        ) }} as difference_high

    from with_freedom

),

described as (

    select
        estimated.survey_metric as metric,
        topics.theme,
        estimated.topic,
        topics.label_en,
        topics.label_zh,
        cast(estimated.with_count as bigint) as with_count,
        cast(estimated.without_count as bigint) as without_count,
        estimated.mean_with,
        estimated.mean_without,
        estimated.mean_with - estimated.mean_without as difference,
        estimated.difference_low,
        estimated.difference_high,
        -- The change of the total if these answers were like the others.
        {{ ratio('estimated.with_count', 'estimated.answer_count') }}
        * (estimated.mean_with - estimated.mean_without) as points_of_the_whole

    from estimated
    inner join {{ ref('topics') }} as topics
        on estimated.topic = topics.topic

)

select * from described
