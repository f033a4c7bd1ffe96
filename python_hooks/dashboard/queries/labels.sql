-- The words of dimensions, their values and other codes; values as the data spell them.
with

shown as (
    select distinct dimension, dimension_value from reporting.metric_values
)

select labels.kind, coalesce(shown.dimension_value, labels.key) as key, labels.label_en, labels.label_zh
from reporting.dimension_labels as labels
left join shown
    on labels.kind = shown.dimension
    and lower(regexp_replace(labels.key, '\s', '', 'g'))
    = lower(regexp_replace(shown.dimension_value, '\s', '', 'g'))
order by labels.kind, key
