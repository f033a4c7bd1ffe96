{#- Linearised variance with clusters over that of independent events (Cochran 1977, section 9),
    for events whose denominators are 1; then Korn and Graubard's (1998) factor for the few degrees
    of freedom that few clusters leave. The sums over events are known, so only the pairs of a
    cluster's events are needed: a customer's squared sum is its squares and its pairs. Where all
    events are alike nothing says how alike a cluster's are: then it is taken as about one event. -#}
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
