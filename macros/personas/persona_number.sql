{#- A mean as text, with as many decimals (0 or 1) as the column decimals says. -#}
{% macro persona_number(value) -%}
    case
            when decimals = 1
                then cast(
                    cast(floor({{ value }} * 10 + 0.5) as decimal(18, 0))
                    * cast(0.1 as decimal(2, 1)) as string
                )
            else cast(cast(floor({{ value }} + 0.5) as bigint) as string)
        end
{%- endmacro %}
