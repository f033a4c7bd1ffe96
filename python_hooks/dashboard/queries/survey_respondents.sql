-- Who answers: the share of each group among customers and among answers.
select
    metric,
    dimension,
    dimension_value,
    round(customer_share, 4) as customer_share,
    round(answer_share, 4) as answer_share,
    round(representation, 2) as representation
from reporting.survey_respondents
where is_in_base
order by metric asc, dimension asc, customer_share desc, dimension_value asc
