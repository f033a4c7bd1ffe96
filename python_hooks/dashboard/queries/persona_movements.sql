-- Customers of each persona as a month ends, and how many of them came from another one.
select
    month_start,
    to_persona as persona,
    bool_or(is_new_model) as is_new_model,
    sum(customer_count) as customer_count,
    coalesce(
        sum(customer_count) filter (where is_moved and from_persona <> 'none'), 0
    ) as moved_count
from reporting.persona_movements
where to_persona <> 'none'
group by month_start, to_persona
order by month_start, to_persona
