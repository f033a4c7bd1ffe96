-- Values of others beside our own. The index puts all metrics on one axis: 100 is their value.
select
    metric,
    label,
    label_zh,
    industry,
    industry_zh,
    population,
    population_zh,
    reference_year,
    source,
    definition,
    definition_zh,
    reference_value,
    own_period,
    own_value,
    own_value_low,
    own_value_high,
    case when reference_value > 0 then round(100 * own_value / reference_value, 1) end as own_index,
    case when reference_value > 0 then round(100 * own_value_low / reference_value, 1) end
        as own_index_low,
    case when reference_value > 0 then round(100 * own_value_high / reference_value, 1) end
        as own_index_high,
    standing
from reporting.benchmarks
order by metric asc, reference_year desc, source asc
