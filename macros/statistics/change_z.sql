{#- The bound nearer to zero gives the distance from zero. So |z| > z_95 exactly if the interval
    excludes zero. 38 stands for an interval without width: it is the last whole z whose p value is
    above 0 as a double. -#}
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
