{#- A change counts when any with a larger p value does: hence the least, from the top down. -#}
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
