{#- An interval with Student t gives a z as if t were normal. In the tail the p value would be
    far too small. -#}
{% macro student_z(interval_z, degrees_of_freedom) -%}
    {%- set z = "cast(" ~ interval_z ~ " as double)" -%}
    {%- set df = "cast(" ~ degrees_of_freedom ~ " as double)" -%}
    {%- set t = "(" ~ student_t_critical_95(degrees_of_freedom) ~ " * " ~ z ~ " / " ~ z_95() ~ ")" -%}
    (
        case when {{ z }} < 0 then -1 else 1 end
        * (8 * {{ df }} + 1) / nullif(8 * {{ df }} + 3, 0)
        * sqrt({{ df }} * ln(1 + {{ t }} * {{ t }} / nullif({{ df }}, 0)))
    )
{%- endmacro %}
