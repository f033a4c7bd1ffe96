{#- The variance is that of numerator - ratio * denominator over events. A customer has one
    event a month (docs/metrics.md). -#}
{% macro ratio_standard_error(
    event_count,
    numerator_sum,
    denominator_sum,
    numerator_square_sum,
    product_sum,
    denominator_square_sum
) -%}
    {%- set m = "cast(" ~ event_count ~ " as double)" -%}
    {%- set x = "cast(" ~ denominator_sum ~ " as double)" -%}
    {%- set ratio = "cast(" ~ numerator_sum ~ " as double) / nullif(" ~ x ~ ", 0)" -%}
    (case
        when {{ m }} >= 2
            and {{ x }} <> 0
            and {{ numerator_sum }} is not null
            and {{ numerator_square_sum }} is not null
            and {{ product_sum }} is not null
            and {{ denominator_square_sum }} is not null
            then sqrt(greatest(
                cast({{ numerator_square_sum }} as double)
                - 2 * ({{ ratio }}) * cast({{ product_sum }} as double)
                + power({{ ratio }}, 2) * cast({{ denominator_square_sum }} as double),
                0
            ) * {{ m }} / nullif({{ m }} - 1, 0)) / nullif(abs({{ x }}), 0)
    end)
{%- endmacro %}
