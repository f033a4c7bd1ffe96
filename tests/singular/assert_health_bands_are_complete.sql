-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT05,LT14
-- A feature without bands, or with a gap between them, silently adds nothing to a score. Points
-- that do not add up to 100 give no scale from 0 to 100.
{%- set features = var('health_features') %}
with

bands as (

    select
        *,
        lag(at_least) over (partition by feature order by band) as previous_at_least,
        lag(band) over (partition by feature order by band) as previous_band

    from {{ ref('health_score_bands') }}

),

features as (

    select
        feature,
        max(points) as most_points,
        min(points) as fewest_points

    from bands
    group by feature

)

select
    feature,
    band,
    'a limit is not above the one before, or stands where none belongs' as reason
from bands
where
    (band > 1) <> (at_least is not null)
    or at_least <= previous_at_least
    or (band > 1 and coalesce(previous_band, -1) <> band - 1)
union all
select
    feature,
    null as band,
    'the list health_features does not name it' as reason
from features
where feature not in ('{{ features | join("', '") }}')
{%- for feature in features %}
union all
select
    '{{ feature }}' as feature,
    null as band,
    'it has no bands' as reason
from (select 1 as one) as always
where not exists (select 1 from features where feature = '{{ feature }}')
{%- endfor %}
union all
select
    'all' as feature,
    null as band,
    'the points do not go from 0 to 100' as reason
from features
having sum(most_points) <> 100 or sum(fewest_points) <> 0
{#- With dbt build --empty there are no rows, which is no fault. #}
{{ 'limit 0' if flags.EMPTY }}
