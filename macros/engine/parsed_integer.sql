{#- A whole number as bigint, a fraction of zeros allowed; null when it is not one or too large. -#}
{% macro parsed_integer(text) -%}
    case
            when {{ matches_pattern(text, '[+-]?[0-9]+([.]0*)?') }}
                then try_cast(try_cast({{ text }} as decimal(38, 0)) as bigint)
        end
{%- endmacro %}
