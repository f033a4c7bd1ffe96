{#-
    A plain number with a decimal point as decimal(18, 4); null if it is not one or too large. Typed
    files write small numbers with a negative exponent, for example 1E-05, so one is allowed.
-#}
{% macro parsed_decimal(text) -%}
    case
            when {{ matches_pattern(text, '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE]-[0-9]{1,3})?') }}
                then try_cast({{ text }} as decimal(18, 4))
        end
{%- endmacro %}
