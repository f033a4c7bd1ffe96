{#-
    A value of a metric as text in its unit: a share as percent, with one digit after the point or,
    in other units than the common ones, three. The sign, the percent sign and the unit are the
    caller's business, but for a minus.
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
