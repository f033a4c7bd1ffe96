-- Comments: with counted answers, in public reviews, and as subjects of tickets.
with

answers as (

    select
        case when survey_metric = 'rating' then 'review' else 'answer' end as comment_source,
        survey_response_id as source_id,
        customer_id,
        responded_at as commented_at,
        comment as text,
        survey_metric,
        -- In the unit of the metric. CES and ratings are rescaled from worst (0) to best (100).
        case
            when survey_metric = 'nps' then {{ nps_points('score') }}
            when survey_metric = 'csat' then case when is_satisfied then 100 else 0 end
            when is_higher_better
                then 100 * {{ ratio('score - scale_min', 'scale_max - scale_min') }}
            else 100 * {{ ratio('scale_max - score', 'scale_max - scale_min') }}
        end as points,
        {{ metric_dimensions('fct_survey_responses') }}

    from {{ ref('fct_survey_responses') }}
    where
        comment is not null
        and is_counted

),

subjects as (

    select
        'ticket' as comment_source,
        ticket_id as source_id,
        customer_id,
        created_at as commented_at,
        subject as text,
        cast(null as string) as survey_metric,
        cast(null as double) as points,
        {{ metric_dimensions('fct_tickets') }}

    from {{ ref('fct_tickets') }}
    where subject is not null

),

collected as (

    select * from answers
    union all
    select * from subjects

),

identified as (

    select
        collected.comment_source || '|' || collected.source_id as comment_id,
        collected.comment_source,
        collected.customer_id,
        collected.commented_at,
        cast({{ local_time('collected.commented_at') }} as date) as commented_on,
        md5(collected.text) as text_id,
        collected.text,
        collected.survey_metric,
        {%- for dimension in var('metric_dimensions') %}
        {{ 'personas' if dimension == 'persona' else 'collected' }}.{{ dimension }},
        {%- endfor %}
        -- Exact decimals, so that sums do not depend on the row order.
        {{ rounded_decimal('collected.points') }} as points

    from collected
    {{ persona_join(
        'collected.customer_id', 'cast(' ~ local_time('collected.commented_at') ~ ' as date)'
    ) }}

)

select * from identified
