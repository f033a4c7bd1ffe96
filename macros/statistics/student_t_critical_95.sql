{#- The normal quantile plus a rational function of the degrees of freedom, a minimax fit
    against scipy.stats.t.ppf(0.975, df) for df from 1 upwards. Its error is at most 2e-6. -#}
{% macro student_t_critical_95(degrees_of_freedom) -%}
    {%- set df = "cast(" ~ degrees_of_freedom ~ " as double)" -%}
    (case
        when {{ df }} >= 1
            then {{ z_95() }} + (
                ((2.372193143 * {{ df }} + 0.9778561767) * {{ df }} + 0.7490712745) * {{ df }}
                + 0.06961130805
            ) / nullif(
                {{ df }} * {{ df }} * (({{ df }} - 0.7780237624) * {{ df }} + 0.1659485032), 0
            )
    end)
{%- endmacro %}
