{#- Whether customers of this group can be warned about. Others are known to leave, or have left. -#}
{% macro is_predictable(customer_group) -%}
    {{ customer_group }} in ('contract', 'no_contract')
{%- endmacro %}
