{#- Linearised variance with clusters, divided by that of independent events (Cochran 1977,
    section 9), for events with denominator 1. Then Korn and Graubard's (1998) factor for the few
    degrees of freedom of few clusters. The sums over events are known, so only the pairs of events
    within a cluster are needed: the square of a customer's sum is the sum of its squares and pairs.
    If all events have the same value, the correlation within a cluster is unknown. Then a cluster
    counts as about one event. -#}
{% macro design_effect(
    event_count,
    numerator_sum,
    numerator_square_sum,
    repeat_count,
    pair_count,
    numerator_pair_sum,
    product_pair_sum
) -%}
    {%- set n = "cast(" ~ event_count ~ " as double)" -%}
    {%- set s = "cast(" ~ numerator_sum ~ " as double)" -%}
    {%- set ss = "cast(" ~ numerator_square_sum ~ " as double)" -%}
    {%- set pairs = "cast(" ~ pair_count ~ " as double)" -%}
    {%- set clusters = "(" ~ n ~ " - cast(" ~ repeat_count ~ " as double))" -%}
    {%- set mean = "(" ~ s ~ " / nullif(" ~ n ~ ", 0))" -%}
    {%- set spread = "(" ~ ss ~ " - " ~ s ~ " * " ~ mean ~ ")" -%}
    (case
        when coalesce({{ repeat_count }}, 0) = 0 then cast(1 as double)
        when {{ clusters }} < 2 then {{ n }}
        else
            power(
                {{ student_t_critical_95(clusters ~ " - 1") }}
                / nullif({{ student_t_critical_95(n ~ " - 1") }}, 0), 2
            )
            * case
                when {{ spread }} > {{ ss }} * 1e-9
                    then greatest(
                        {{ clusters }} / nullif({{ clusters }} - 1, 0)
                        * (
                            {{ spread }}
                            + cast({{ numerator_pair_sum }} as double)
                            - 2 * {{ mean }} * cast({{ product_pair_sum }} as double)
                            + {{ mean }} * {{ mean }} * {{ pairs }}
                        ) * ({{ n }} - 1) / nullif({{ n }} * {{ spread }}, 0), 1
                    )
                else ({{ n }} + {{ pairs }}) / nullif({{ n }}, 0)
            end
    end)
{%- endmacro %}
