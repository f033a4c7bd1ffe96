{#- A change is significant if any change with a larger p value is. So this takes the minimum of
    the scaled p values from the largest p value down. -#}
{% macro benjamini_hochberg_adjusted_p(p_value, scaled_p_value, family) -%}
    (case
        when {{ p_value }} is not null
            then min({{ scaled_p_value }}) over (
                partition by {{ family }}
                order by {{ p_value }} desc nulls last
                range between unbounded preceding and current row
            )
    end)
{%- endmacro %}
