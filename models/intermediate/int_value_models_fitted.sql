{%- set groups = {
    'relation': ref('int_purchase_values_grouped'),
    'columns': [
        'fit_period', 'segment', 'repeat_purchase_count', 'value_step', 'customer_count',
        'log_value_sum',
    ],
} -%}
{{ python_rows(
    'fit_gamma_gamma',
    {
        'minimum_customers': var('clv_minimum_customers').repeat,
        'minimum_repeat_customers': var('clv_minimum_customers').repeat,
    },
    {'groups': groups},
    {
        'fit_period': 'string', 'segment': 'string', 'customer_count': 'bigint',
        'repeat_customer_count': 'bigint', 'p': 'double', 'value_mean': 'double',
        'value_spread': 'double', 'q': 'double', 'gamma': 'double', 'log_likelihood': 'double',
        'is_used': 'boolean', 'reason': 'string',
    },
) }}
