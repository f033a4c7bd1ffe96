-- The dimensions that are combinations of others: what they say is said of the others.
select distinct dimension from reporting.metric_combinations order by dimension
