{#- Whether an accepted row of a base relation is deleted: its is_deleted says so, or the newest
    full delivery lacks it. -#}
{% macro deleted_condition(contract, base) -%}
    {%- set conditions = [] -%}
    {%- if 'is_deleted' in contract.columns | map(attribute='name') -%}
        {%- do conditions.append('coalesce(is_deleted, false)') -%}
    {%- endif -%}
    {%- if contract.delivery == 'full' -%}
        {%- do conditions.append(
            '_last_seen_load_number < (select max(newest._load_number) from ' ~ base ~ ' as newest)'
        ) -%}
    {%- endif -%}
    {{- return(conditions | join(' or ') if conditions else 'false') -}}
{%- endmacro %}
