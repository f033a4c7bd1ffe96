{#- The statement that notes changes of a model: the rows of a query, by key and with some columns. -#}
{% macro note_changes(model, key, columns, query) -%}
    insert into staging.stg_changes_noted
    select
        '{{ model }}' as model,
        {{ hash_of_key(key) }} as key_hash,
        json_object(
            {%- for name in columns -%}
                '{{ name }}', cast({{ name }} as varchar){{ ', ' if not loop.last }}
            {%- endfor -%}
        ) as noted
    from (
        {{ query }}
    ) as changed
{%- endmacro %}
