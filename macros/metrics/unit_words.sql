{#-
    The words of each unit of config.meta, after a value and after a change. The unit `currency` is
    that of base_currency.
-#}
{% macro unit_words() -%}
    {%- set words = {} -%}
    {%- for unit, en, zh in [
        ('minutes', 'minutes', '分钟'), ('days', 'days', '天'), ('points', 'points', '分'),
        ('score', '', ''), ('ratio', '', ''), ('per order', 'per order', '次/单'),
        ('per customer and month', 'per customer and month', '次/客户/月'),
        ('currency', base_currency(), '元' if base_currency() == 'CNY' else base_currency()),
    ] -%}
        {%- do words.update({unit: {
            'unit_en': en, 'unit_zh': zh, 'change_unit_en': en, 'change_unit_zh': zh,
        }}) -%}
    {%- endfor -%}
    {%- do words.update({'share': {
        'unit_en': '%', 'unit_zh': '%', 'change_unit_en': 'points', 'change_unit_zh': '个百分点',
    }}) -%}
    {{- return(words) -}}
{%- endmacro %}
