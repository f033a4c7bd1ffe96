{#- A left join, for use after `from`, that adds the labels of a value
    (reporting.dimension_labels). -#}
{% macro label_join(alias, kind, key) -%}
    left join {{ ref('dimension_labels') }} as {{ alias }}
        on
            {{ alias }}.kind = {{ kind }}
            and {{ spelling_key(alias ~ '.key') }} = {{ spelling_key(key) }}
{%- endmacro %}
