{#-
    A value of a metric as text: a share as a percentage with one decimal. Units other than the
    common ones have three decimals. The text has a minus if needed. The caller adds a plus, the
    percent sign and the unit.
-#}
{% macro shown_number(value, unit) -%}
    case when {{ value }} < 0 then '-' else '' end || case
            when {{ unit }} in ('share', 'points', 'minutes', 'days')
                then cast(
                    cast(floor(
                        abs({{ value }}) * case {{ unit }} when 'share' then 1000 else 10 end + 0.5
                    ) as decimal(18, 0)) * cast(0.1 as decimal(2, 1)) as string
                )
            else cast(
                cast(floor(abs({{ value }}) * 1000 + 0.5) as decimal(18, 0))
                * cast(0.001 as decimal(4, 3)) as string
            )
        end
{%- endmacro %}
