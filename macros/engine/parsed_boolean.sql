{#- true/false, t/f, yes/no, y/n, 1/0 or 1.0/0.0 as boolean; null when it is none of them. -#}
{% macro parsed_boolean(text) -%}
    case
            when lower({{ text }}) in ('true', 't', 'yes', 'y', '1', '1.0') then true
            when lower({{ text }}) in ('false', 'f', 'no', 'n', '0', '0.0') then false
        end
{%- endmacro %}
