{#- Whether comments of a language are read: others have neither topic nor polarity. -#}
{% macro is_read_language(language) -%}
    {{ language }} in ('en', 'zh', 'unknown')
{%- endmacro %}
