-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- What people speak of: by month and for all time, for everybody and by each dimension.
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

    select
        text_id,
        topic,
        sum(polarity) as polarity

    from {{ ref('int_comment_findings') }}
    where topic is not null
    group by text_id, topic

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

-- Every topic that a slice ever mentions has a row in each month with comments: 0 is a count here.
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
            -- Rows without a value of the dimension have none here, and make no slice.
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
        {{ wilson_bound('periods.mention_count', 'periods.comment_count', side) }}
            as mention_share_{{ side }},
        {%- endfor %}
        {{ ratio('periods.negative_count', 'periods.mention_count') }} as negative_share,
        {%- for side in ['low', 'high'] %}
        {{ wilson_bound('periods.negative_count', 'periods.mention_count', side) }}
            as negative_share_{{ side }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from periods
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
