{%- set groups = {
    'relation': ref('int_purchase_histories_grouped'),
    'columns': [
        'fit_period', 'segment', 'repeat_purchase_count', 'recency_days', 'age_days', 'customer_count',
    ],
} -%}
{{ python_rows(
    'fit_bg_nbd',
    {
        'minimum_customers': var('clv_minimum_customers').all,
        'minimum_repeat_customers': var('clv_minimum_customers').repeat,
    },
    {'groups': groups},
    {
        'fit_period': 'string', 'segment': 'string', 'customer_count': 'bigint',
        'repeat_customer_count': 'bigint', 'r': 'double', 'alpha': 'double',
        'dropout_mean': 'double', 'dropout_spread': 'double', 'a': 'double', 'b': 'double',
        'log_likelihood': 'double', 'is_used': 'boolean', 'reason': 'string',
    },
) }}
