-- sqlfluff:exclude_rules:ST06,LT02
{%- set features = persona_features() %}
{%- set names = features | map(attribute='name') | list %}
-- depends_on: {{ ref('int_persona_samples_drawn') }}
-- depends_on: {{ ref('persona_words') }}
{%- set measures %}(
                select
                    cast(fitted_on as string) as fitted_on, feature,
                    cast(mean as double) as mean, cast(deviation as double) as deviation
                from {{ ref('int_persona_features_measured') }}
            ) as measures
{%- endset %}
{%- set samples %}(
                select
                    cast(drawn.fitted_on as string) as fitted_on,
                    {%- for feature in features %}
                    {{ persona_score(feature, 'drawn', 'measures') }} as {{ feature.name }}
                    {{- ',' if not loop.last }}
                    {%- endfor %}
                from {{ ref('int_persona_samples_drawn') }} as drawn
                inner join (
                    {{ persona_measures_pivoted(ref('int_persona_features_measured')) }}
                ) as measures
                    on drawn.fitted_on = measures.fitted_on
            ) as samples
{%- endset %}
with

fitted as (

    select answer.* from (
        {{ python_rows(
            'fit_personas',
            {'features': names, 'weights': features | map(attribute='weight') | list},
            {
                'samples': {'relation': samples, 'columns': ['fitted_on'] + names},
                'measures': {
                    'relation': measures, 'columns': ['fitted_on', 'feature', 'mean', 'deviation'],
                },
                'words': {
                    'relation': '' ~ ref('persona_words'),
                    'columns': ['feature', 'direction', 'persona'],
                },
            },
            {
                'fitted_on': 'string', 'status': 'string', 'customer_count': 'bigint',
                'stability': 'double', 'persona': 'string', 'place': 'bigint',
                'feature': 'string', 'centre': 'bigint',
            },
        ) }}
    ) as answer

),

typed as (

    select
        cast(fitted.fitted_on as date) as fitted_on,
        fitted.status,
        fitted.customer_count,
        fitted.stability,
        fitted.persona,
        fitted.place,
        fitted.feature,
        fitted.centre,
        measured.mean_share,
        measured.mean,
        measured.deviation

    from fitted
    left join {{ ref('int_persona_features_measured') }} as measured
        on
            cast(fitted.fitted_on as date) = measured.fitted_on
            and fitted.feature = measured.feature

)

select * from typed
