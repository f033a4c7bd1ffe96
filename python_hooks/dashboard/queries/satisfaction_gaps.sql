-- Low slices, the dearest first.
select
    metric,
    dimension,
    dimension_value,
    dimension_2,
    dimension_2_value,
    verdict,
    cause_rank,
    explained_by_rank,
    mix_dimension,
    answer_count,
    round(value_percent, 2) as value_percent,
    round(rest_percent, 2) as rest_percent,
    round(difference_points, 2) as difference_points,
    round(cost_points, 2) as cost_points,
    adjusted_p_value,
    tested_count
from reporting.satisfaction_gaps
order by
    cause_rank asc nulls last,
    cost_points desc,
    metric asc,
    dimension asc,
    dimension_value asc,
    dimension_2_value asc
