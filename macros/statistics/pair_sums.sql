{#- Sums over customers that design_effect needs, as columns: a row of the query is a customer's
    events. A customer without events adds nothing. -#}
{% macro pair_sums(event_count, numerator, numerator_square_sum, prefix='') -%}
    sum(greatest({{ event_count }} - 1, 0)) as {{ prefix }}repeat_count,
    sum(({{ event_count }}) * ({{ event_count }} - 1)) as {{ prefix }}pair_count,
    cast(sum({{ exact_square(numerator) }} - ({{ numerator_square_sum }})) as double)
        as {{ prefix }}numerator_pair_sum,
    cast(sum(({{ numerator }}) * ({{ event_count }} - 1)) as double) as {{ prefix }}product_pair_sum
{%- endmacro %}
