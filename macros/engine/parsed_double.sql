{#- A number with a point, exponent allowed, as double; null when it is not one or not finite. -#}
{% macro parsed_double(text) -%}
    case
            when {{ matches_pattern(text, '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})?') }}
                then try_cast({{ text }} as double)
        end
{%- endmacro %}
