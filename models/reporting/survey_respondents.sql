-- The composition of the respondents: the shares of groups among answers and in the customer base.
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

    select metric
    from counted
    group by metric

),

-- A group without an answer has a row, too.
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

joined as (

    select
        groups.metric,
        groups.dimension,
        groups.dimension_value,
        coalesce(base.customer_count, 0) as customer_count,
        coalesce(counted.answer_count, 0) as answer_count,
        coalesce(counted.weight, 0) as weight,
        base.all_count,
        base.value is not null as is_in_base

    from groups
    left join base
        on
            groups.dimension = base.dimension
            and groups.dimension_value = base.value
    left join counted
        on
            groups.metric = counted.metric
            and groups.dimension = counted.dimension
            and groups.dimension_value = counted.dimension_value

),

-- Anonymous answers, and answers of people outside the base, are not compared with it.
added_up as (

    select
        *,
        sum(case when is_in_base then answer_count end) over one_dimension as all_answer_count,
        sum(case when is_in_base then weight end) over one_dimension as all_weight

    from joined
    window one_dimension as (partition by metric, dimension)

),

compared as (

    select
        metric,
        dimension,
        dimension_value,
        is_in_base,
        customer_count,
        answer_count,
        {{ ratio('customer_count', 'all_count') }} as customer_share,
        case when is_in_base then {{ ratio('answer_count', 'all_answer_count') }} end
            as answer_share,
        case when is_in_base then round({{ ratio('weight', 'all_weight') }}, 9) end
            as weighted_share

    from added_up

)

select
    *,
    {{ ratio('answer_share', 'customer_share') }} as representation
from compared
order by metric, dimension, dimension_value
