-- depends_on: {{ ref('base_commerce__orders') }}
{{ checked_rows('commerce', 'order_lines') }}
