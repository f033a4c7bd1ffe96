-- Without a model of the newest quarter there is no churn probability, only the points. Severity
-- warn: that is correct if too few customers have churned or stayed.
{{ config(severity='warn') }}
select
    fitted_on,
    customer_group,
    status,
    customer_month_count,
    churned_count
from {{ ref('int_health_models_fitted') }}
where
    score = 'model'
    and feature = ''
    and status <> 'fitted'
    and fitted_on = (select max(fitted_on) from {{ ref('int_health_models_fitted') }})
