{#-
    The events of a metric that cannot be summed: without a part they need, or there twice. Numbers
    are looked at as the roll-up reads them.
-#}
{% macro unsound_events(relation, condition='true') -%}
    select
        event_id,
        count(*) as row_count
    from {{ relation }}
    where {{ condition }}
    group by event_id
    having
        event_id is null
        or count(*) > 1
        or count(occurred_at) < count(*)
        or count({{ rounded_decimal('numerator') }}) < count(*)
        or count(case when {{ rounded_decimal('denominator') }} >= 0 then 1 end) < count(*)
        or count(case when weight = 1 then 1 end) < count(*)
{%- endmacro %}
