-- depends_on: {{ ref('base_surveys__surveys') }}
{{ checked_rows('surveys', 'responses') }}
