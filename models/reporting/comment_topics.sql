-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The topics of comments: by month and for all time, in total and by each dimension.
{%- set dimensions = var('metric_dimensions') + ['comment_source'] %}
with

readings as (

    select
        comments.*,
        {{ start_of('month', 'comments.commented_on') }} as month_start

    from {{ ref('int_comments_collected') }} as comments
    inner join {{ ref('int_comment_findings') }} as whole
        on
            comments.text_id = whole.text_id
            and whole.finding_number = 0
    where {{ is_read_language('whole.language') }}

),

topics_of_texts as (

    {{ topics_of_texts() }}

),

mentions as (

    select
        readings.*,
        topics_of_texts.topic,
        topics_of_texts.polarity

    from readings
    inner join topics_of_texts
        on readings.text_id = topics_of_texts.text_id

),

comment_counts as (

    select
        month_start,
        {{ grouped_dimension(dimensions) }},
        count(*) as comment_count

    from readings
    group by {{ dimension_sets(['month_start'], dimensions) }}

),

mention_counts as (

    select
        topic,
        month_start,
        {{ grouped_dimension(dimensions) }},
        count(*) as mention_count,
        sum(case when polarity < 0 then 1 else 0 end) as negative_count,
        sum(case when polarity > 0 then 1 else 0 end) as positive_count

    from mentions
    group by {{ dimension_sets(['topic', 'month_start'], dimensions) }}

),

topics_of_slices as (

    select
        topic,
        dimension,
        dimension_value

    from mention_counts
    group by topic, dimension, dimension_value

),

-- Every topic of a slice has a row in each month with comments, so that 0 appears as a count.
monthly as (

    select
        topics_of_slices.topic,
        comment_counts.month_start,
        comment_counts.dimension,
        comment_counts.dimension_value,
        comment_counts.comment_count,
        coalesce(mention_counts.mention_count, 0) as mention_count,
        coalesce(mention_counts.negative_count, 0) as negative_count,
        coalesce(mention_counts.positive_count, 0) as positive_count

    from comment_counts
    inner join topics_of_slices
        on
            comment_counts.dimension = topics_of_slices.dimension
            -- Rows without a value of the dimension belong to no slice.
            and comment_counts.dimension_value = topics_of_slices.dimension_value
    left join mention_counts
        on
            topics_of_slices.topic = mention_counts.topic
            and comment_counts.month_start = mention_counts.month_start
            and comment_counts.dimension = mention_counts.dimension
            and comment_counts.dimension_value = mention_counts.dimension_value

),

periods as (

    select
        'month' as period,
        month_start as period_start,
        topic,
        dimension,
        dimension_value,
        comment_count,
        mention_count,
        negative_count,
        positive_count

    from monthly

    union all

    select
        'all' as period,
        cast(null as date) as period_start,
        topic,
        dimension,
        dimension_value,
        sum(comment_count) as comment_count,
        sum(mention_count) as mention_count,
        sum(negative_count) as negative_count,
        sum(positive_count) as positive_count

    from monthly
    group by topic, dimension, dimension_value

),

-- The contribution of customers with several comments in a slice to its sums of squares
-- (design_effect).
repeated as (

    select * from (
        select
            readings.*,
            periods.period,
            {{ period_start('periods.period', 'readings.month_start') }} as period_start,
            count(*) over (
                partition by
                    readings.customer_id,
                    periods.period,
                    {{ period_start('periods.period', 'readings.month_start') }}
            ) as customer_comment_count

        from readings
        cross join {{ constant_rows('period', ['all', 'month']) }} as periods
        where readings.customer_id is not null
    ) as placed
    where customer_comment_count > 1

),

comments_of_customers as (

    select
        period,
        period_start,
        customer_id,
        {{ grouped_dimension(dimensions) }},
        count(*) as comment_count

    from repeated
    group by {{ dimension_sets(['period', 'period_start', 'customer_id'], dimensions) }}
    having count(*) > 1

),

comment_repeats as (

    select
        period,
        period_start,
        dimension,
        dimension_value,
        sum(comment_count - 1) as repeat_count,
        sum(comment_count * (comment_count - 1)) as pair_count

    from comments_of_customers
    group by period, period_start, dimension, dimension_value

),

mentions_of_customers as (

    select
        topics_of_texts.topic,
        repeated.period,
        repeated.period_start,
        repeated.customer_id,
        {{ grouped_dimension(dimensions) }},
        count(*) as mention_count,
        sum(case when topics_of_texts.polarity < 0 then 1 else 0 end) as negative_count

    from repeated
    inner join topics_of_texts
        on repeated.text_id = topics_of_texts.text_id
    group by {{ dimension_sets(['topic', 'period', 'period_start', 'customer_id'], dimensions) }}

),

mention_repeats as (

    select
        mentions.topic,
        mentions.period,
        mentions.period_start,
        mentions.dimension,
        mentions.dimension_value,
        sum(mentions.mention_count - 1) as repeat_count,
        sum(mentions.mention_count * (mentions.mention_count - 1)) as pair_count,
        sum(mentions.mention_count * (comments.comment_count - 1)) as product_pair_count,
        sum(mentions.negative_count * (mentions.negative_count - 1)) as negative_pair_count,
        sum(mentions.negative_count * (mentions.mention_count - 1)) as negative_product_pair_count

    from mentions_of_customers as mentions
    inner join comments_of_customers as comments
        on
            mentions.period = comments.period
            and mentions.period_start is not distinct from comments.period_start
            and mentions.customer_id = comments.customer_id
            and mentions.dimension = comments.dimension
            and mentions.dimension_value = comments.dimension_value
    group by
        mentions.topic,
        mentions.period,
        mentions.period_start,
        mentions.dimension,
        mentions.dimension_value

),

weighed as (

    select
        periods.*,
        {{ design_effect(
            'periods.comment_count', 'periods.mention_count', 'periods.mention_count',
            'comment_repeats.repeat_count', 'comment_repeats.pair_count',
            'coalesce(mention_repeats.pair_count, 0)',
            'coalesce(mention_repeats.product_pair_count, 0)'
        ) }} as mention_effect,
        {{ design_effect(
            'periods.mention_count', 'periods.negative_count', 'periods.negative_count',
            'mention_repeats.repeat_count', 'mention_repeats.pair_count',
            'mention_repeats.negative_pair_count', 'mention_repeats.negative_product_pair_count'
        ) }} as negative_effect

    from periods
    left join comment_repeats
        on
            periods.period = comment_repeats.period
            and periods.period_start is not distinct from comment_repeats.period_start
            and periods.dimension = comment_repeats.dimension
            and periods.dimension_value = comment_repeats.dimension_value
    left join mention_repeats
        on
            periods.topic = mention_repeats.topic
            and periods.period = mention_repeats.period
            and periods.period_start is not distinct from mention_repeats.period_start
            and periods.dimension = mention_repeats.dimension
            and periods.dimension_value = mention_repeats.dimension_value

),

labelled as (

    select
        periods.period,
        periods.period_start,
        periods.dimension,
        periods.dimension_value,
        topics.theme,
        periods.topic,
        topics.label_en,
        topics.label_zh,
        cast(periods.comment_count as bigint) as comment_count,
        cast(periods.mention_count as bigint) as mention_count,
        cast(periods.negative_count as bigint) as negative_count,
        cast(periods.positive_count as bigint) as positive_count,
        {{ ratio('periods.mention_count', 'periods.comment_count') }} as mention_share,
        {%- for side in ['low', 'high'] %}
        {{ wilson_bound(
            ratio('periods.mention_count', 'periods.mention_effect'),
            ratio('periods.comment_count', 'periods.mention_effect'), side
        ) }} as mention_share_{{ side }},
        {%- endfor %}
        {{ ratio('periods.negative_count', 'periods.mention_count') }} as negative_share,
        {%- for side in ['low', 'high'] %}
        {{ wilson_bound(
            ratio('periods.negative_count', 'periods.negative_effect'),
            ratio('periods.mention_count', 'periods.negative_effect'), side
        ) }} as negative_share_{{ side }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from weighed as periods
    inner join {{ ref('topics') }} as topics
        on periods.topic = topics.topic

),

shown as (

    select
        period,
        period_start,
        dimension,
        dimension_value,
        theme,
        topic,
        label_en,
        label_zh,
        comment_count,
        {%- for column in [
            'mention_count', 'mention_share', 'mention_share_low', 'mention_share_high'
        ] %}
        case when comment_count >= {{ var('minimum_event_counts').hidden }} then {{ column }} end
            as {{ column }},
        {%- endfor %}
        {%- for column in [
            'negative_count', 'positive_count', 'negative_share', 'negative_share_low',
            'negative_share_high'
        ] %}
        case when mention_count >= {{ var('minimum_event_counts').hidden }} then {{ column }} end
            as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from labelled

),

paired as (

    select
        later.*,
        later.mention_share - earlier.mention_share as mention_share_change,
        {%- for side in ['low', 'high'] %}
        {{ difference_bound(
            'earlier.mention_share', 'earlier.mention_share_low', 'earlier.mention_share_high',
            'later.mention_share', 'later.mention_share_low', 'later.mention_share_high', side
        ) }} as mention_share_change_{{ side }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from shown as later
    left join shown as earlier
        on
            later.period = 'month'
            and earlier.period = 'month'
            and later.topic = earlier.topic
            and later.dimension = earlier.dimension
            and later.dimension_value = earlier.dimension_value
            and {{ month_number('later.period_start') }}
            = {{ month_number('earlier.period_start') }} + 1

)

select * from paired
