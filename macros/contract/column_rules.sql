{#- The rules of one column as pairs of condition and reason code, in the order they are tried. -#}
{% macro column_rules(column) -%}
    {%- set name = 'typed.' ~ column.name -%}
    {%- set given = 'typed._given_' ~ column.name -%}
    {%- set rules = [] -%}
    {%- set not_a = {
        'timestamp': 'not_a_timestamp', 'date': 'not_a_date', 'boolean': 'not_a_boolean',
        'decimal': 'not_a_number', 'integer': 'not_a_number', 'double': 'not_a_number',
    } -%}

    {%- if column.get('required') -%}
        {%- set empty = name if column.data_type == 'text' else given -%}
        {%- do rules.append((empty ~ ' is null', 'missing_required')) -%}
    {%- endif -%}
    {%- if column.data_type == 'text' and column.name.endswith('_id') -%}
        {#- An invisible character makes two ids that look the same differ: one customer would
            become two. -#}
        {%- do rules.append((has_invisible_character(name), 'invisible_character')) -%}
        {#- Excel writes long numbers as 1.23457E+15. Different ids then become one, and their
            rows count as versions of one row. -#}
        {%- do rules.append((
            name ~ " like '%+%' and "
            ~ matches_pattern(name, '[+-]?[0-9]([.,][0-9]+)?[eE][+][0-9]{2,3}'),
            'scientific_notation'
        )) -%}
    {%- endif -%}
    {%- if column.data_type in not_a -%}
        {%- do rules.append((
            given ~ ' is not null and ' ~ name ~ ' is null', not_a[column.data_type]
        )) -%}
    {%- endif -%}
    {%- if column.data_type == 'decimal' -%}
        {#- The limit leaves room for conversion and sums, which would otherwise overflow and
            stop the build. -#}
        {%- do rules.append(('abs(' ~ name ~ ') >= 1000000000000', 'out_of_range')) -%}
    {%- endif -%}
    {%- if column.get('accepted_values') -%}
        {%- set values = [] -%}
        {%- for value in column.accepted_values -%}
            {%- do values.append(text_literal(value)) -%}
        {%- endfor -%}
        {%- do rules.append((name ~ ' not in (' ~ values | join(', ') ~ ')', 'not_accepted')) -%}
    {%- endif -%}
    {%- if column.get('minimum') is not none -%}
        {%- do rules.append((name ~ ' < ' ~ column.minimum, 'out_of_range')) -%}
    {%- endif -%}
    {%- if column.get('maximum') is not none -%}
        {%- do rules.append((name ~ ' > ' ~ column.maximum, 'out_of_range')) -%}
    {%- endif -%}
    {%- if column.get('above') -%}
        {%- do rules.append((name ~ ' <= typed.' ~ column.above, 'out_of_range')) -%}
    {%- endif -%}
    {%- if column.data_type in ['timestamp', 'date'] -%}
        {%- set plausible = var('plausible_times') -%}
        {%- do rules.append((
            name ~ " < cast('" ~ column.get('plausible_from', plausible.from) ~ "' as "
            ~ column.data_type ~ ')',
            'implausible_time'
        )) -%}
        {%- do rules.append((
            'cast(' ~ name ~ " as date) > cast('" ~ plausible.until ~ "' as date)",
            'implausible_time'
        )) -%}
        {%- if not column.get('is_plan') and column.name != 'updated_at' -%}
            {#- No time can be later than the updated_at of its row. One day of tolerance covers
                wrong time zones. -#}
            {%- do rules.append((
                'cast(' ~ name ~ ' as timestamp) > ' ~ plus_days('typed.updated_at', 1),
                'implausible_time'
            )) -%}
        {%- endif -%}
    {%- endif -%}
    {%- if column.get('not_before') -%}
        {%- do rules.append((name ~ ' < typed.' ~ column.not_before, 'time_reversed')) -%}
    {%- endif -%}
    {%- if column.get('references') -%}
        {%- do rules.append((
            name ~ ' is not null and known_' ~ column.name ~ '._known_' ~ column.name ~ ' is null'
                ~ (" and typed._matched_by in ('conflict', 'shared')" if column.get('may_be_unknown') else ''),
            'unknown_reference'
        )) -%}
    {%- endif -%}
    {%- if column.get('not_before_reference') -%}
        {%- set parent_time = '_parent_' ~ column.not_before_reference -%}
        {%- do rules.append((
            minutes_between(name, parent_time) ~ ' > ' ~ var(column.tolerance_minutes)
            if column.get('tolerance_minutes') else name ~ ' < ' ~ parent_time,
            'time_reversed'
        )) -%}
    {%- endif -%}
    {%- if column.get('within_reference') -%}
        {%- do rules.append((
            name ~ ' not between _parent_' ~ column.within_reference[0]
            ~ ' and _parent_' ~ column.within_reference[1],
            'score_off_scale'
        )) -%}
    {%- endif -%}
    {%- for parent_column, value in column.get('whole_where_reference', {}).items() -%}
        {%- do rules.append((
            name ~ ' <> floor(' ~ name ~ ') and _parent_' ~ parent_column ~ ' = ' ~ text_literal(value),
            'score_off_scale'
        )) -%}
    {%- endfor -%}
    {{- return(rules) -}}
{%- endmacro %}
