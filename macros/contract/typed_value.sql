{#-
    A trimmed text in the type of the contract; null if the text is not of that type. A typed value
    is taken as it is, but a local time is still converted to UTC.
-#}
{% macro typed_value(column, time_zone, is_native=false) -%}
    {%- if is_native and not (column.data_type == 'timestamp' and time_zone != 'UTC') -%}
        {%- set types = {'decimal': 'decimal(18, 4)', 'integer': 'bigint'} -%}
        try_cast({{ column.name }} as {{ types.get(column.data_type, column.data_type) }})
    {%- elif is_native -%}
        {{ parsed_timestamp('cast(' ~ column.name ~ ' as string)', time_zone) }}
    {%- elif column.data_type == 'text' -%}
        {%- if column.get('accepted_values') or column.get('letter_case') == 'lower' -%}
            lower({{ column.name }})
        {%- elif column.get('letter_case') == 'upper' -%}
            upper({{ column.name }})
        {%- else -%}
            {{ column.name }}
        {%- endif -%}
    {%- elif column.data_type == 'timestamp' -%}
        {{ parsed_timestamp(column.name, time_zone) }}
    {%- elif column.data_type == 'date' -%}
        {{ parsed_date(column.name) }}
    {%- elif column.data_type == 'boolean' -%}
        {{ parsed_boolean(column.name) }}
    {%- elif column.data_type == 'decimal' -%}
        {{ parsed_decimal(column.name) }}
    {%- elif column.data_type == 'integer' -%}
        {{ parsed_integer(column.name) }}
    {%- elif column.data_type == 'double' -%}
        {{ parsed_double(column.name) }}
    {%- else -%}
        {{- exceptions.raise_compiler_error(
            'Column ' ~ column.name ~ ' has the unknown type ' ~ column.data_type
            ~ '. Types of the raw contract: text, timestamp, date, boolean, decimal, integer, double.'
        ) -}}
    {%- endif -%}
{%- endmacro %}
