-- depends_on: {{ ref('int_survey_base_counted') }}
-- sqlfluff:exclude_rules:ST06,RF02,LT02
-- The answers of NPS, CSAT and CES of the newest days, each with a raking weight. The weighted
-- answers have the composition of the customer base (python_hooks/fits/raking.py).
{%- set names = var('survey_weighting').dimensions %}
{%- set answers -%}
    select
        answers.metric,
        answers.event_id,
        answers.customer_id,
        {%- for name in names %}
        coalesce(answers.{{ name }}, 'unknown') as {{ name }},
        {%- endfor %}
        cast(answers.numerator as double) as points
    from (
        {%- for metric in ['nps', 'csat', 'ces'] %}
        {{ 'union all' if not loop.first }}
        select
            '{{ metric }}' as metric,
            event_id,
            customer_id,
            {{ names | join(', ') }},
            {{ rounded_decimal('numerator') }} as numerator,
            occurred_at
        from {{ ref('metric_' ~ metric) }}
        {%- endfor %}
    ) as answers
    cross join {{ ref('int_as_of') }} as as_of
    where
        {{ is_in_newest_days('answers.occurred_at') }}
        and answers.occurred_at <= as_of.as_of
{%- endset %}
{%- set cells -%}
    (
        select
            metric,
            {{ names | join(', ') }},
            count(*) as answer_count
        from ({{ answers }}) as answers
        group by metric, {{ names | join(', ') }}
    ) as cells
{%- endset %}
with

answers as (

    {{ answers }}

),

raked as (

    select answer.* from (
        {{ python_rows(
            'rake_answers',
            {'dimensions': names, 'maximum_weight': var('survey_weighting').maximum_weight},
            {
                'cells': {
                    'relation': cells,
                    'columns': ['metric'] + names + ['answer_count'],
                },
                'base': {
                    'relation': ref('int_survey_base_counted') ~ '',
                    'columns': ['dimension', 'value', 'customer_count'],
                },
            },
            {
                'metric': 'string', 'cell': 'string', 'weight': 'double',
                'is_converged': 'boolean', 'largest_gap': 'double', 'covered_share': 'double',
            },
        ) }}
    ) as answer

),

weighted as (

    select
        answers.metric,
        answers.event_id,
        answers.customer_id,
        {%- for name in names %}
        answers.{{ name }},
        {%- endfor %}
        answers.points,
        raked.weight,
        raked.is_converged,
        raked.largest_gap,
        raked.covered_share

    from answers
    inner join raked
        on
            answers.metric = raked.metric
            and {{ 'answers.' ~ names | join(" || chr(31) || answers.") }} = raked.cell

)

select * from weighted
