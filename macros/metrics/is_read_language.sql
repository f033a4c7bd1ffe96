{#- Whether comments of a language are analysed. Comments in other languages have neither topic
    nor polarity. -#}
{% macro is_read_language(language) -%}
    {{ language }} in ('en', 'zh', 'unknown')
{%- endmacro %}
