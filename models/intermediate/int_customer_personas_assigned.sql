-- sqlfluff:exclude_rules:ST06,RF02,AM04,LT02
-- The persona of each customer at the end of each month: the nearest centre of the model that holds
-- then. Distances are whole numbers, so that they are the same on every engine; the first name
-- breaks ties.
{%- set features = persona_features() %}
with

months as (

    select * from {{ ref('int_customer_months_banded') }}
    {{ where_to_rebuild('customer_id') }}

),

models as (

    select
        fitted_on,
        lead(fitted_on) over (order by fitted_on) as next_fitted_on

    from {{ ref('int_persona_models_fitted') }}
    group by fitted_on

),

-- A row per month: there are far fewer months than customer-months.
model_months as (

    select
        ends.month_end,
        models.fitted_on

    from (select distinct month_end from months) as ends
    inner join models
        on
            ends.month_end >= models.fitted_on
            and (models.next_fitted_on is null or ends.month_end < models.next_fitted_on)

),

measures as (

    {{ persona_measures_pivoted(ref('int_persona_models_fitted')) }}

),

centres as (

    select
        fitted_on,
        persona,
        place,
        {%- for feature in features %}
        max(case when feature = '{{ feature.name }}' then centre end) as {{ feature.name }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from {{ ref('int_persona_models_fitted') }}
    where persona <> ''
    group by fitted_on, persona, place

),

scored as (

    select
        months.customer_id,
        months.month_start,
        months.month_end,
        model_months.fitted_on,
        {%- for feature in features %}
        {{ persona_score(feature, 'months', 'measures') }} as {{ feature.name }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from months
    inner join model_months
        on months.month_end = model_months.month_end
    inner join measures
        on model_months.fitted_on = measures.fitted_on

),

nearest as (

    -- The last digit is the place of the persona.
    select
        scored.customer_id,
        scored.month_start,
        scored.month_end,
        scored.fitted_on,
        min(
            10 * (
                {%- for feature in features %}
                {%- set distance = '(scored.' ~ feature.name ~ ' - centres.' ~ feature.name ~ ')' %}
                {{ feature.weight }} * {{ distance }} * {{ distance }}{{ ' +' if not loop.last }}
                {%- endfor %}
            ) + centres.place
        ) as distance_and_place

    from scored
    inner join centres
        on scored.fitted_on = centres.fitted_on
    group by scored.customer_id, scored.month_start, scored.month_end, scored.fitted_on

),

assigned as (

    select
        nearest.customer_id,
        nearest.month_start,
        nearest.month_end,
        nearest.fitted_on,
        centres.persona

    from nearest
    inner join centres
        on
            nearest.fitted_on = centres.fitted_on
            and nearest.distance_and_place % 10 = centres.place

)

select * from assigned
