{#- Equal p values share the highest of their ranks: the RANGE frame includes every row with an
    equal value. -#}
{% macro benjamini_hochberg_scaled_p(p_value, family) -%}
    (
        cast({{ p_value }} as double)
        * cast(count({{ p_value }}) over (partition by {{ family }}) as double)
        / nullif(cast(count({{ p_value }}) over (
            partition by {{ family }}
            order by {{ p_value }} asc nulls last
            range between unbounded preceding and current row
        ) as double), 0)
    )
{%- endmacro %}
