"""Survey of a French retailer, as three surveys and their responses.

- `nps`: would you recommend us, 0 to 10. `satisfaction` (csat) and `intention` to return (rating):
  1 to 10, since not one of their 27,665 answers is 0. No `satisfied_from`: the top two boxes count.
- A response for each answered question, `<survey>-<id>`. Ids are unique and never blank, so an id
  is a respondent and a customer. Nobody is known to have been invited.
- The text explains the recommendation: it is the comment of the nps response, and no other.
- `t` is taken to count waves back from the newest, 0: ids, which are given in order, fall as `t`
  rises. The source has no dates: wave 0 is set to December 2020 and each wave to the first of a
  month, so order and distance are the source's, the calendar is not. Answers without a wave stand
  in June 2019, a month before wave 17, the oldest: no wave is there, so they can be told apart.

`CaTicket`, a basket value, does not become an order: the source gives it no day, does not say
whether it is one receipt or an average, and goes down to -991.90. `NbPassageKS`, a number of
visits, has no place in the contract.
"""

from __future__ import annotations

from examples.mapping import Mapping, main

STEPS = """
create table answers as
select
    id as customer_id,
    cast(nps as double) as nps,
    cast(satisfaction as double) as satisfaction,
    cast(intention as double) as intention,
    explication as comment,
    t is null as is_without_wave,
    timestamp '2020-12-01' - to_months(coalesce(cast(cast(t as double) as integer), 18))
        as responded_at
from read_csv(getvariable('file'), all_varchar = true, header = true, quote = '"');

create table responses as
with

unpivoted as (

    unpivot answers on nps, satisfaction, intention into name survey_id value score

)

select
    survey_id || '-' || customer_id as response_id,
    survey_id,
    customer_id,
    responded_at,
    responded_at as updated_at,
    cast(score as integer) as score,
    case when survey_id = 'nps' then comment end as comment,
    case when survey_id = 'nps' and comment is not null then 'fr' end as language
from unpivoted;
"""

TABLES = {
    "crm/customers.csv": """
        select distinct customer_id, responded_at as created_at, responded_at as updated_at
        from answers order by customer_id
    """,
    "surveys/surveys.csv": """
        select *, (select min(responded_at) from answers) as updated_at
        from (values
            ('nps', 'Recommendation', 'nps', 0, 10),
            ('satisfaction', 'Satisfaction', 'csat', 1, 10),
            ('intention', 'Intention to return', 'rating', 1, 10)
        ) as surveys (survey_id, name, metric, scale_min, scale_max)
    """,
    "surveys/responses.csv": "from responses order by responded_at, customer_id, survey_id",
}

NOTES = """
select count(*), 'source rows left out: no question answered'
from answers where coalesce(nps, satisfaction, intention) is null
union all
select count(*), 'texts left out: no nps answer to explain'
from answers where comment is not null and nps is null
union all
select count(*), 'rows without a wave, dated June 2019' from answers where is_without_wave
union all
select count(*), 'basket values left out: no order can be told from them' from answers
"""

MAPPING = Mapping(STEPS, TABLES, NOTES)

if __name__ == "__main__":
    main(MAPPING)
