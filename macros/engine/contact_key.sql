{#-
    A keyed hash of a contact: 32 hexadecimal digits; null for null. The key is derived from
    CX_PSEUDONYM_KEY of the environment.
-#}
{% macro contact_key(form) -%}
    {{ return(adapter.dispatch('contact_key', 'cx_warehouse')(form)) }}
{%- endmacro %}

{% macro duckdb__contact_key(form) -%}
    left(sha256(contact_salt('') || {{ form }}), 32)
{%- endmacro %}

{% macro spark__contact_key(form) -%}
    left(sha2(concat('{{ tojson(ask_python('contact_salt', {})) if execute else '' }}', {{ form }}), 256), 32)
{%- endmacro %}
