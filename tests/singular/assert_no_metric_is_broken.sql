-- If one metric fails, the others keep their values, but nothing is published.
select
    metric,
    coalesce(message, '') as message
from {{ ref('metric_coverage') }}
where
    state not in (
        'ok', 'too_few', 'not_yet_known', 'history_too_short', 'no_data', 'all_left_out'
    )
