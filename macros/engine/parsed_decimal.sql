{#- A plain decimal number with a point as decimal(18, 4); null when it is not one or too large. -#}
{% macro parsed_decimal(text) -%}
    case
            when {{ matches_pattern(text, '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)') }}
                then try_cast({{ text }} as decimal(18, 4))
        end
{%- endmacro %}
