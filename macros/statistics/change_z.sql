{#- Only the bound nearer to zero says how far zero is, so |z| > z_95 exactly when the interval
    leaves zero out. 38, the last whole z whose p value a double can hold above 0, stands for an
    interval without width. -#}
{% macro change_z(change, change_low, change_high) -%}
    {%- set d = "cast(" ~ change ~ " as double)" -%}
    {%- set to_low = "(" ~ d ~ " - cast(" ~ change_low ~ " as double))" -%}
    {%- set to_high = "(cast(" ~ change_high ~ " as double) - " ~ d ~ ")" -%}
    (case
        when {{ to_low }} is null or {{ to_high }} is null then null
        when {{ d }} = 0 then cast(0 as double)
        when {{ d }} > 0 and {{ to_low }} * 38 > {{ z_95() }} * {{ d }}
            then {{ z_95() }} * {{ d }} / nullif({{ to_low }}, 0)
        when {{ d }} > 0 then cast(38 as double)
        when {{ to_high }} * 38 > {{ z_95() }} * -{{ d }}
            then {{ z_95() }} * {{ d }} / nullif({{ to_high }}, 0)
        else cast(-38 as double)
    end)
{%- endmacro %}
