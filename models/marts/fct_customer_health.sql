-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The customers of each month with both health scores. Each score uses only what was known at the
-- end of the month: the model, too, had learned only from outcomes known then. The main reasons of
-- a score are found without a row per feature. Each contribution is a whole number whose last
-- digits are the position and the sign of its feature.
{%- set features = var('health_features') %}
{%- set codes = [] %}
{%- for feature in features %}
{%- do codes.append(feature ~ '_code') %}
{%- endfor %}
with

months as (

    select * from {{ ref('int_customer_months_banded') }}
    {{ where_to_rebuild('customer_id') }}

),

customer_months as (

    select * from {{ ref('fct_customer_months') }}

),

bands as (

    select * from {{ ref('health_score_bands') }}

),

points as (

    {{ health_bands_pivoted('bands', 'points') }}

),

parameters as (

    select * from {{ ref('int_health_models_fitted') }}

),

model_parameters as (

    select * from parameters
    where score = 'model'

),

coefficients as (

    {{ health_bands_pivoted('model_parameters', 'coefficient', by='fitted_on, customer_group') }}

),

-- The rival of the model: the churn rate by the days since the last activity alone.
recency_models as (

    select
        fitted_on,
        customer_group,
        max(case when feature = '' then coefficient end) as recency_intercept,
        {%- for band in bands_of('recency_days') %}
        max(case when feature = 'recency_days' and band = {{ band }} then coefficient end)
            as recency_{{ band }}{{ ',' if not loop.last }}
        {%- endfor %}

    from parameters
    where score = 'recency'
    group by fitted_on, customer_group

),

models as (

    select
        coefficients.*,
        model_parameters.coefficient as intercept,
        recency_models.recency_intercept,
        {%- for band in bands_of('recency_days') %}
        recency_models.recency_{{ band }},
        {%- endfor %}
        lead(coefficients.fitted_on) over (
            partition by coefficients.customer_group
            order by coefficients.fitted_on
        ) as next_fitted_on

    from coefficients
    inner join model_parameters
        on
            coefficients.fitted_on = model_parameters.fitted_on
            and coefficients.customer_group = model_parameters.customer_group
            and model_parameters.feature = ''
    left join recency_models
        on
            coefficients.fitted_on = recency_models.fitted_on
            and coefficients.customer_group = recency_models.customer_group

),

thresholds as (

    select
        max(case when threshold = 'green_from' then value end) as green_from,
        max(case when threshold = 'amber_from' then value end) as amber_from,
        max(case when threshold = 'warned_from' then value end) as warned_from

    from {{ ref('health_thresholds') }}

),

-- A row per month: there are far fewer months than customer-months.
model_months as (

    select
        ends.month_end,
        models.*

    from (select distinct month_end from months) as ends
    inner join models
        on
            ends.month_end >= models.fitted_on
            and (models.next_fitted_on is null or ends.month_end < models.next_fitted_on)

),

weighed as (

    -- The contribution of each feature to the log odds of the model. Without a model: the points
    -- that the customer lacks.
    select
        months.*,
        model_months.fitted_on as model_fitted_on,
        model_months.intercept,
        {%- if 'recency_days' in features %}
        model_months.recency_intercept
        + case months.recency_days_band
            {%- for band in bands_of('recency_days') %}
            when {{ band }} then model_months.recency_{{ band }}
            {%- endfor %}
        end
        {%- else %}
        cast(null as decimal(12, 6))
        {%- endif %} as recency_log_odds,
        {%- for feature in features %}
        case months.{{ feature }}_band
            {%- for band in bands_of(feature) %}
            when {{ band }} then model_months.{{ feature }}_{{ band }}
            {%- endfor %}
        end as {{ feature }}_weight,
        greatest(
            {%- for band in bands_of(feature) %}
            points.{{ feature }}_{{ band }}{{ ',' if not loop.last }}
            {%- endfor %}
        ) - case months.{{ feature }}_band
            {%- for band in bands_of(feature) %}
            when {{ band }} then points.{{ feature }}_{{ band }}
            {%- endfor %}
        end as {{ feature }}_lack{{ ',' if not loop.last }}
        {%- endfor %}

    from months
    cross join points
    left join model_months
        on
            months.month_end = model_months.month_end
            and months.customer_group = model_months.customer_group

),

added as (

    select
        *,
        intercept
        {%- for feature in features %}
        + {{ feature }}_weight
        {%- endfor %} as churn_log_odds,
        {%- for feature in features %}
        cast(
            abs(coalesce({{ feature }}_weight, {{ feature }}_lack, 0)) * 1000000 as bigint
        ) * 1000
        + {{ loop.index }} * 10
        + case when coalesce({{ feature }}_weight, {{ feature }}_lack, 0) > 0 then 1 else 0 end
            as {{ feature }}_code{{ ',' if not loop.last }}
        {%- endfor %}

    from weighed

),

ranked as (

    select
        *,
        {%- for place in [1, 2, 3] %}
        {{ nth_largest(codes, place) }} as code_{{ place }}{{ ',' if not loop.last }}
        {%- endfor %}

    from added

),

labels as (

    -- The label of a text's band has the text in place of [value].
    select
        bands.band,
        replace(bands.label_en, '[value]', coalesce(texts.value, '')) as label_en,
        replace(bands.label_zh, '[value]', coalesce(texts.value, '')) as label_zh,
        case bands.feature
            {%- for feature in features %}
            when '{{ feature }}' then {{ loop.index }}
            {%- endfor %}
        end as place

    from bands
    left join {{ ref('int_text_values_numbered') }} as texts
        on
            bands.feature = texts.feature
            and bands.band = texts.number

),

named as (

    select
        ranked.*,
        {%- for place in [1, 2, 3] %}
        case
            when ranked.code_{{ place }} >= 1000
                then case when ranked.code_{{ place }} % 10 = 1 then 'lowers: '
                    else 'raises: ' end
        end || label_{{ place }}.label_en as contribution_{{ place }}_en,
        case
            when ranked.code_{{ place }} >= 1000
                then case when ranked.code_{{ place }} % 10 = 1 then '拉低：' else '提高：' end
        end || label_{{ place }}.label_zh as contribution_{{ place }}_zh,
        {%- endfor %}
        {{ rounded_decimal(ratio('1', '1 + exp(-cast(ranked.churn_log_odds as double))')) }}
            as churn_probability,
        {{ rounded_decimal(ratio('1', '1 + exp(-cast(ranked.recency_log_odds as double))')) }}
            as recency_churn_probability

    from ranked
    {%- for place in [1, 2, 3] %}
    left join labels as label_{{ place }}
        on
            (ranked.code_{{ place }} % 1000 - ranked.code_{{ place }} % 10)
            = label_{{ place }}.place * 10
            and case ranked.code_{{ place }} % 1000 - ranked.code_{{ place }} % 10
                {%- for feature in features %}
                when {{ loop.index * 10 }} then ranked.{{ feature }}_band
                {%- endfor %}
            end = label_{{ place }}.band
    {%- endfor %}

),

described as (

    select
        named.customer_id,
        named.month_start,
        named.month_end,
        named.health_score_points,
        cast(100 * (1 - named.churn_probability) as decimal(18, 4)) as health_score_model,
        named.churn_probability,
        case
            when named.health_score_points >= thresholds.green_from then 'green'
            when named.health_score_points >= thresholds.amber_from then 'amber'
            else 'red'
        end as health_band,
        -- Without a model a customer with a red score is warned about. Who has given notice is
        -- known to leave, and whose contract has ended has left.
        {{ is_predictable('named.customer_group') }} and coalesce(
            named.churn_probability >= thresholds.warned_from,
            named.health_score_points < thresholds.amber_from
        ) as is_warned,
        named.contribution_1_en,
        named.contribution_2_en,
        named.contribution_3_en,
        named.contribution_1_zh,
        named.contribution_2_zh,
        named.contribution_3_zh,
        named.customer_group,
        named.recency_churn_probability,
        named.recency_days,
        named.order_cycles,
        named.model_fitted_on,
        named.outcome_known_on,
        case
            when named.outcome_known_on <= as_of.as_of_date then named.is_churned_afterwards
        end as is_churned,
        customer_months.segment,
        customer_months.region,
        customer_months.value_tier,
        customer_months.lifecycle_stage

    from named
    cross join thresholds
    cross join {{ ref('int_as_of') }} as as_of
    inner join customer_months
        on
            named.customer_id = customer_months.customer_id
            and named.month_start = customer_months.month_start

)

select * from described
