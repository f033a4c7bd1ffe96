-- Where customers buy but the models of all of them have no fit that may be used, there is no
-- prediction or no back-test: nothing is guessed instead. Someone should know of it tomorrow, so
-- this warns; `verdict` says why. A segment without a fit of its own uses that of all: no fault.
{{ config(severity='warn') }}
select
    fit_period,
    model,
    verdict
from {{ ref('clv_models') }}
where segment = 'all' and not is_used
