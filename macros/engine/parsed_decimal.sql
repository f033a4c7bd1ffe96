{#-
    A plain decimal number with a point as decimal(18, 4); null when it is not one or too large. A
    negative exponent is how a small number of a typed file is written as text.
-#}
{% macro parsed_decimal(text) -%}
    case
            when {{ matches_pattern(text, '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE]-[0-9]{1,3})?') }}
                then try_cast({{ text }} as decimal(18, 4))
        end
{%- endmacro %}
