-- depends_on: {{ ref('int_contract_terms_counted') }}
{% set groups -%}
    (
        select
            plan as segment,
            term_number as period,
            lost_count,
            kept_count
        from {{ ref('int_contract_terms_counted') }}
    )
{%- endset -%}
{{ python_rows(
    'fit_sbg',
    {
        'minimum_customers': var('contract_fit_minimum_customers').all,
        'minimum_lost_customers': var('contract_fit_minimum_customers').lost,
    },
    {
        'groups': {
            'relation': groups,
            'columns': ['segment', 'period', 'lost_count', 'kept_count'],
        },
    },
    {
        'segment': 'string', 'customer_count': 'bigint', 'churn_mean': 'double',
        'churn_spread': 'double', 'alpha': 'double', 'beta': 'double', 'log_likelihood': 'double',
        'is_used': 'boolean', 'reason': 'string',
    },
) }}
