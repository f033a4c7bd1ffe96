-- Who answers: the shares of groups among answers and in the customer base.
with

answers as (

    select * from {{ ref('int_survey_answers_weighted') }}

),

base as (

    select
        *,
        sum(customer_count) over (partition by dimension) as all_count

    from {{ ref('int_survey_base_counted') }}

),

placed as (
    {% for name in var('survey_weighting').dimensions %}
    {{ 'union all' if not loop.first }}
    select
        metric,
        '{{ name }}' as dimension,
        {{ name }} as dimension_value,
        weight
    from answers
    {% endfor %}
),

counted as (

    select
        metric,
        dimension,
        dimension_value,
        count(*) as answer_count,
        sum(weight) as weight

    from placed
    group by metric, dimension, dimension_value

),

metrics as (

    select
        metric,
        count(*) as all_answer_count

    from answers
    group by metric

),

-- A group without an answer is a row, too.
groups as (

    select
        metrics.metric,
        base.dimension,
        base.value as dimension_value

    from metrics
    cross join base

    union distinct

    select
        metric,
        dimension,
        dimension_value

    from counted

),

compared as (

    select
        groups.metric,
        groups.dimension,
        groups.dimension_value,
        coalesce(base.customer_count, 0) as customer_count,
        coalesce(counted.answer_count, 0) as answer_count,
        coalesce({{ ratio('base.customer_count', 'base.all_count') }}, 0) as customer_share,
        coalesce({{ ratio('counted.answer_count', 'metrics.all_answer_count') }}, 0)
            as answer_share,
        coalesce(round({{ ratio('counted.weight', 'metrics.all_answer_count') }}, 9), 0)
            as weighted_share

    from groups
    inner join metrics
        on groups.metric = metrics.metric
    left join base
        on
            groups.dimension = base.dimension
            and groups.dimension_value = base.value
    left join counted
        on
            groups.metric = counted.metric
            and groups.dimension = counted.dimension
            and groups.dimension_value = counted.dimension_value

)

select
    *,
    {{ ratio('answer_share', 'customer_share') }} as representation
from compared
order by metric, dimension, dimension_value
