{#- The condition that a row of a model has a key that changed. -#}
{% macro is_changed(model, key) -%}
    {{ hash_of_key(key) }} in (
        select key_hash from staging.stg_changes_noted where model = '{{ model }}'
    )
{%- endmacro %}

{#- A number of the key: two keys of one number only cost the work of writing both. -#}
{% macro hash_of_key(key) -%}
    cast(hash({{ key | join(', ') }}) >> 1 as bigint)
{%- endmacro %}
