-- depends_on: {{ ref('ticket_statuses') }}
{{ checked_rows('support', 'tickets') }}
