{#-
    What a model changed in this incremental build (stg_changes_noted): some of the noted columns, as
    texts. A changed row is there as it was before and as it is now.
-#}
{% macro changes_of(model, columns) -%}
    (
        select
            {%- for column in columns %}
            noted ->> '{{ column }}' as {{ column }}{{ ',' if not loop.last }}
            {%- endfor %}
        from staging.stg_changes_noted
        where model = '{{ model }}'
    )
{%- endmacro %}
