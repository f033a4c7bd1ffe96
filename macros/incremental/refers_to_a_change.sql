{#- The condition that a row refers to a key of another raw table that changed in this build. -#}
{% macro refers_to_a_change(references) -%}
    {%- for column in references -%}
        {{ ' or ' if not loop.first }}{{ column.name }} in (
            select * from {{ changes_of(
                'base_' ~ column.references | replace('.', '__'),
                raw_contract(*column.references.split('.')).key[:1]
            ) }}
        )
    {%- endfor -%}
{%- endmacro %}
