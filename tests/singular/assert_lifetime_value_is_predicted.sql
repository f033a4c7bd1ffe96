-- Customers buy, but no model of all customers has a usable fit. Then there is no prediction or no
-- back-test, and nothing is guessed. Severity warn: someone should look tomorrow; `verdict` has the
-- reason. A segment without its own fit uses that of all customers, which is no fault.
{{ config(severity='warn') }}
select
    fit_period,
    model,
    verdict
from {{ ref('clv_models') }}
where segment = 'all' and not is_used
