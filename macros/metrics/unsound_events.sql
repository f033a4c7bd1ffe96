{#-
    The events of all metrics that the roll-up cannot sum: a required value is missing, or an id
    occurs twice. One row for each metric and fault, with one event as the example. Numbers are
    checked after the same casts as in the roll-up.
-#}
{% macro unsound_events(condition='true') -%}
with

counted as (
    {% for metric in var('metrics') %}
    {{ 'union all' if not loop.first }}
    select
        '{{ metric }}' as metric,
        cast(event_id as string) as event_id,
        count(*) as row_count,
        count(occurred_at) as time_count,
        count({{ rounded_decimal('numerator') }}) as numerator_count,
        min({{ rounded_decimal('denominator') }}) as denominator
    from (
        select
            event_id,
            customer_id,
            occurred_at,
            numerator,
            denominator
        from {{ ref('metric_' ~ metric) }}
    ) as events
    where {{ condition }}
    group by event_id
    having
        event_id is null
        or count(*) > 1
        or count(occurred_at) < count(*)
        or count({{ rounded_decimal('numerator') }}) < count(*)
        or count(case when {{ rounded_decimal('denominator') }} >= 0 then 1 end) < count(*)
    {%- endfor %}

),

judged as (

    select
        metric,
        event_id,
        row_count,
        denominator,
        case
            when event_id is null then 'event_id'
            when row_count > 1 then 'event_id twice'
            when time_count < row_count then 'occurred_at'
            when numerator_count < row_count then 'numerator'
            else 'denominator'
        end as fault

    from counted

),

told as (

    select
        metric,
        fault,
        case fault
            when 'event_id'
                then 'event_id is null in ' || cast(row_count as string)
                || ' row(s); allowed: an id for each. Take the key of the mart.'
            when 'event_id twice'
                then 'event_id ''' || event_id || ''' stands ' || cast(row_count as string)
                || ' times; allowed: once. Keep one row of each, or make the id of further columns.'
            when 'occurred_at'
                then 'occurred_at of event_id ''' || event_id
                || ''' is null; allowed: a time. Leave out rows without one.'
            when 'numerator'
                then 'numerator of event_id ''' || event_id
                || ''' is null; allowed: a number. Leave out rows without one.'
            else 'denominator of event_id ''' || event_id || ''' is '''
                || coalesce(cast(denominator as string), 'null')
                || '''; allowed: 0 or more. Leave the row out, or correct the sum.'
        end as sentence

    from judged

),

gathered as (

    select
        metric,
        fault,
        count(*) as event_count,
        'models/metrics/metric_' || metric || '.sql: ' || min(sentence)
        || ' It is 1 of ' || cast(count(*) as string) || ' such event id(s).' as message

    from told
    group by metric, fault

)

select * from gathered
{%- endmacro %}
