-- depends_on: {{ ref('base_surveys__surveys') }}
-- depends_on: {{ ref('base_crm__customers') }}
{{ checked_rows('surveys', 'invitations') }}
