-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The difference between answers that mention a topic and those that do not, among answers with a
-- comment. In each of the two groups a customer's answers are a cluster (macro design_effect).
with

answers as (

    select
        comments.comment_id,
        comments.text_id,
        comments.survey_metric,
        comments.points,
        coalesce('c' || comments.customer_id, 'a' || comments.comment_id) as customer_key

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

answers_of_customers as (

    select
        survey_metric,
        customer_key,
        count(*) as answer_count,
        cast(sum(points) as decimal(18, 4)) as point_sum,
        sum({{ exact_square('points') }}) as point_square_sum

    from answers
    group by survey_metric, customer_key

),

totals as (

    select
        survey_metric,
        sum(answer_count) as answer_count,
        sum(point_sum) as point_sum,
        sum(point_square_sum) as point_square_sum,
        {{ pair_sums('answer_count', 'point_sum', 'point_square_sum') }}

    from answers_of_customers
    group by survey_metric

),

topics_of_texts as (

    {{ topics_of_texts() }}

),

-- With the topic (with_), and all answers of the same customers (their_).
mentions_of_customers as (

    select
        answers.survey_metric,
        answers.customer_key,
        topics_of_texts.topic,
        count(*) as with_count,
        cast(sum(answers.points) as decimal(18, 4)) as with_sum,
        sum({{ exact_square('answers.points') }}) as with_square_sum,
        max(theirs.answer_count) as their_count,
        max(theirs.point_sum) as their_sum,
        max(theirs.point_square_sum) as their_square_sum

    from answers
    inner join topics_of_texts
        on answers.text_id = topics_of_texts.text_id
    inner join answers_of_customers as theirs
        on
            answers.survey_metric = theirs.survey_metric
            and answers.customer_key = theirs.customer_key
    group by answers.survey_metric, answers.customer_key, topics_of_texts.topic

),

mentions as (

    select
        survey_metric,
        topic,
        sum(with_count) as with_count,
        sum(with_sum) as with_sum,
        sum(with_square_sum) as with_square_sum,
        {{ pair_sums('with_count', 'with_sum', 'with_square_sum', 'with_') }},
        {{ pair_sums('their_count', 'their_sum', 'their_square_sum', 'their_') }},
        {{ pair_sums(
            'their_count - with_count',
            'cast(their_sum - with_sum as decimal(18, 4))',
            'their_square_sum - with_square_sum',
            'other_'
        ) }}

    from mentions_of_customers
    group by survey_metric, topic

),

compared as (

    select
        mentions.*,
        totals.answer_count - mentions.with_count as without_count,
        totals.point_sum - mentions.with_sum as without_sum,
        totals.point_square_sum - mentions.with_square_sum as without_square_sum,
        {%- for sums in [
            'repeat_count', 'pair_count', 'numerator_pair_sum', 'product_pair_sum',
        ] %}
        totals.{{ sums }} - mentions.their_{{ sums }} + mentions.other_{{ sums }}
            as without_{{ sums }},
        {%- endfor %}
        totals.answer_count

    from mentions
    inner join totals
        on mentions.survey_metric = totals.survey_metric
    -- Fewer answers do not describe the topic, and could identify a person.
    where
        mentions.with_count >= {{ var('minimum_event_counts').hidden }}
        and totals.answer_count - mentions.with_count >= {{ var('minimum_event_counts').hidden }}

),

clustered as (

    select
        *,
        {%- for group in ['with', 'without'] %}
        {{ design_effect(
            group ~ '_count', group ~ '_sum', group ~ '_square_sum', group ~ '_repeat_count',
            group ~ '_pair_count', group ~ '_numerator_pair_sum', group ~ '_product_pair_sum'
        ) }} as {{ group }}_effect{{ ',' if not loop.last }}
        {%- endfor %}

    from compared

),

effective as (

    select
        *,
        {%- for group in ['with', 'without'] %}
        {%- for sums in ['count', 'sum', 'square_sum'] %}
        {{ ratio(group ~ '_' ~ sums, group ~ '_effect') }} as {{ group }}_effective_{{ sums }},
        {%- endfor %}
        {%- endfor %}
        {{ ratio('with_sum', 'with_count') }} as mean_with,
        {{ ratio('without_sum', 'without_count') }} as mean_without

    from clustered

),

with_freedom as (

    select
        *,
        {{ welch_degrees_of_freedom(
            'without_effective_count', 'without_effective_sum', 'without_effective_square_sum',
            'with_effective_count', 'with_effective_sum', 'with_effective_square_sum'
        ) }} as degrees_of_freedom

    from effective

),

estimated as (

    select
        *,
        {%- for side in ['low', 'high'] %}
        {{ welch_difference_bound(
            'without_effective_count', 'without_effective_sum', 'without_effective_square_sum',
            'with_effective_count', 'with_effective_sum', 'with_effective_square_sum',
            'degrees_of_freedom', side
        ) }} as difference_{{ side }}{{ ',' if not loop.last }}
        {%- endfor %}

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
