-- sqlfluff:exclude_rules:ST06,RF02,AM04,LT02
-- How each feature is standardised on the day of a fit. A feature that is the same for every
-- customer, or that nobody has, has no deviation and is left out.
{%- set features = persona_features() %}
with

samples as (

    select * from {{ ref('int_persona_samples_drawn') }}

),

shares as (

    select
        fitted_on,
        {%- for feature in features %}
        {%- if feature.share_of %}
        {{ persona_share(feature) }}
        {%- else %}
        cast(null as double)
        {%- endif %} as {{ feature.name }}{{ ',' if not loop.last }}
        {%- endfor %}

    from samples
    group by fitted_on

),

scaled as (

    select
        samples.fitted_on,
        {%- for feature in features %}
        cast({{ persona_value(feature, 'samples', 'shares.' ~ feature.name) }} as decimal(18, 9))
            as {{ feature.name }}{{ ',' if not loop.last }}
        {%- endfor %}

    from samples
    inner join shares
        on samples.fitted_on = shares.fitted_on

),

measured as (

    select
        fitted_on,
        {%- for feature in features %}
        avg(cast({{ feature.name }} as double)) as {{ feature.name }}_mean,
        stddev_pop(cast({{ feature.name }} as double)) as {{ feature.name }}_deviation
        {{- ',' if not loop.last }}
        {%- endfor %}

    from scaled
    group by fitted_on

),

listed as (
    {% for feature in features %}
    {{ 'union all' if not loop.first }}
    select
        measured.fitted_on,
        '{{ feature.name }}' as feature,
        cast(shares.{{ feature.name }} as decimal(18, 6)) as mean_share,
        cast(measured.{{ feature.name }}_mean as decimal(18, 6)) as mean,
        nullif(cast(measured.{{ feature.name }}_deviation as decimal(18, 6)), 0) as deviation
    from measured
    inner join shares
        on measured.fitted_on = shares.fitted_on
    {% endfor %}
)

select * from listed
