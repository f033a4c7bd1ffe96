{#-
    The join that finds the shown spelling of a column with `dimension` in the contract, as
    _shown_<column>. Few values or none have another spelling, so the joined table is small.
-#}
{% macro shown_value_join(relation, column, dimension) -%}
left join (
        select
            given_value as _given_{{ column }},
            shown_value as _shown_{{ column }}
        from {{ ref('stg_dimensions__joined_values') }}
        where dimension = '{{ dimension }}'
    ) as shown_{{ column }}
        on {{ relation }}.{{ column }} = shown_{{ column }}._given_{{ column }}
{%- endmacro %}
