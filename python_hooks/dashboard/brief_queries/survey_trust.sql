-- The survey metric that weighting moves most.
select
    catalogue, trust.answer_count, trust.response_rate, trust.raw_value, trust.raked_value
from reporting.survey_trust as trust
inner join reporting.metric_catalogue as catalogue on trust.metric = catalogue.metric
where trust.raked_value is not null and not trust.is_suppressed
order by
    abs(trust.raked_value - trust.raw_value) / nullif(trust.raw_high - trust.raw_low, 0) desc
    nulls last, trust.metric
limit 1
