-- depends_on: {{ ref('int_health_patterns_counted') }}
{%- set bands = {} %}
{%- for feature in var('health_features') %}
{%- do bands.update({feature: bands_of(feature) | length}) %}
{%- endfor %}
{%- set groups = {
    'relation': '(select cast(usable_from as string) as usable_from, customer_group, pattern,'
        ~ ' customer_month_count, churned_count from ' ~ ref('int_health_patterns_counted')
        ~ ') as groups',
    'columns': ['usable_from', 'customer_group', 'pattern', 'customer_month_count', 'churned_count'],
} %}
with

fitted as (

    select answer.* from (
        {{ python_rows(
            'fit_health_models',
            {
                'features': bands,
                'minimum_of_each_outcome': var('health_model').minimum_of_each_outcome,
            },
            {'groups': groups},
            {
                'fitted_on': 'string', 'customer_group': 'string', 'score': 'string',
                'status': 'string', 'feature': 'string', 'band': 'bigint',
                'coefficient': 'string', 'customer_month_count': 'bigint',
                'churned_count': 'bigint',
            },
        ) }}
    ) as answer

),

typed as (

    select
        cast(fitted_on as date) as fitted_on,
        customer_group,
        score,
        status,
        feature,
        cast(band as integer) as band,
        -- Exact decimals, so that every engine computes the same scores.
        cast(coefficient as decimal(12, 6)) as coefficient,
        customer_month_count,
        churned_count

    from fitted

)

select * from typed
