{#-
    A query for the customers of whom the newest delivery of any raw table says something: whose rows
    a daily run tests. The first delivery of a table is its history, which the nightly tests read.
-#}
{% macro changed_customers() -%}
    {%- set selects = [] -%}
    {%- for source_name, table_name in raw_tables() -%}
        {%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) -%}
        {%- set names = raw_contract(source_name, table_name).columns | map(attribute='name') | list -%}
        {%- if 'customer_id' in names -%}
            {%- set select -%}
            select customer_id
            from {{ base }}
            where
                _status = 'accepted'
                and _load_number > 1
                and _load_number = (select max(newest._load_number) from {{ base }} as newest)
            {%- endset -%}
            {%- do selects.append(select) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not selects -%}
        {%- do selects.append('select customer_id from ' ~ ref('int_customers_merged')) -%}
    {%- endif -%}
    select merged.surviving_customer_id as customer_id
    from (
        {{ selects | join('\n            union all\n            ') }}
    ) as delivered
    inner join {{ ref('int_customers_merged') }} as merged
        on delivered.customer_id = merged.customer_id
{%- endmacro %}
