-- The metrics in their order: words, unit and owner, and why one has no values.
select catalogue.*, coverage.has_values, coverage.state, coverage.message, coverage.message_zh
from reporting.metric_catalogue as catalogue
inner join reporting.metric_coverage as coverage
    on catalogue.metric = coverage.metric
order by catalogue.position
