-- Measures of operations that satisfaction follows; of the others the lag nearest to a link.
select
    metric,
    measure,
    unit_type,
    message,
    message_zh
from reporting.operation_links
qualify
    verdict in ('link', 'same_link')
    or row_number() over (
        partition by metric, measure, unit_type
        order by p_value asc nulls last, lag_count asc nulls last
    ) = 1
order by
    case verdict when 'link' then 1 when 'same_link' then 2 when 'not_shown' then 3 else 4 end,
    metric,
    measure,
    unit_type,
    lag_count
