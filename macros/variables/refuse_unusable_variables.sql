{#-
    Stop with one sentence at the first variable that is unknown, missing or breaks its rule. dbt reads the
    project again whenever a variable changes, and renders the hook that calls this macro then.
-#}
{% macro refuse_unusable_variables() -%}
    {%- set rules = variable_rules() -%}
    {%- for name in invocation_args_dict.get('vars') or {} if name not in rules -%}
        {{- exceptions.raise_compiler_error(
            'There is no variable ' ~ printable(name) ~ '. The variables are '
            ~ rules | sort | join(', ') ~ '; dbt_project.yml says what each means.'
        ) -}}
    {%- endfor -%}
    {%- for name, rule in rules.items() -%}
        {%- if not var.has_var(name) -%}
            {{- exceptions.raise_compiler_error(
                'dbt_project.yml has no variable ' ~ name ~ '. It may be misspelt there: write it under'
                ~ ' vars, as ' ~ rule.write ~ '.'
            ) -}}
        {%- endif -%}
        {%- set fault = fault_of_variable(var(name), rule) -%}
        {%- if fault -%}
            {{- exceptions.raise_compiler_error(
                'The variable ' ~ name ~ ' ' ~ fault ~ '. Write ' ~ rule.write ~ '.'
            ) -}}
        {%- endif -%}
    {%- endfor -%}
    {%- set known, taken = var('metric_dimensions'), [] -%}
    {%- for name, dimensions in var('metric_combinations').items() -%}
        {%- set fault = fault_of_combination(name, dimensions, known, taken) -%}
        {%- if fault -%}
            {{- exceptions.raise_compiler_error(
                'The combination ' ~ name ~ ' of the variable metric_combinations ' ~ fault
                ~ '. The dimensions are ' ~ known | join(', ') ~ ' (variable metric_dimensions).'
            ) -}}
        {%- endif -%}
        {%- do taken.append(dimensions | sort | join(', ')) -%}
    {%- endfor -%}
    {%- set sources = raw_tables() | map('first') | list -%}
    {%- for source_name in var('raw_schemas') if source_name not in sources -%}
        {{- exceptions.raise_compiler_error(
            'The variable raw_schemas names the source ' ~ source_name ~ ', which the raw contract'
            ~ ' does not have. Its sources are ' ~ sources | unique | sort | join(', ') ~ '.'
        ) -}}
    {%- endfor -%}
    {%- for source_name in var('raw_schemas') if source_name in var('raw_sources') -%}
        {{- exceptions.raise_compiler_error(
            'The variables raw_schemas and raw_sources both name ' ~ source_name
            ~ '. Keep it in one of them.'
        ) -}}
    {%- endfor -%}
{%- endmacro %}

{#- The fault of a variable's value as the end of a sentence; empty if it has none. -#}
{% macro fault_of_variable(value, rule) -%}
    {%- if value is none and rule.may_be_null -%}
        {{- return('') -}}
    {%- endif -%}
    {%- set given = value if value is mapping or (value is sequence and value is not string) else [value] -%}
    {%- set shape = 'map' if value is mapping else ('value' if given is not sameas value else 'list') -%}
    {%- if shape != rule.shape -%}
        {{- return('is ' ~ printable(value) ~ ', which is no ' ~ ('single value' if rule.shape == 'value' else rule.shape)) -}}
    {%- endif -%}
    {%- if shape == 'list' and (not given or given | unique(case_sensitive=true) | list | length < given | length) -%}
        {{- return('is empty or names something twice: ' ~ printable(value)) -}}
    {%- endif -%}
    {%- if shape == 'map' -%}
        {%- for key in given -%}
            {%- if (rule['keys'] is string and not modules.re.fullmatch(rule['keys'], key | string))
                or (rule['keys'] is not string and key not in rule['keys'])
            -%}
                {{- return('has the unknown key ' ~ printable(key)) -}}
            {%- endif -%}
        {%- endfor -%}
        {%- for key in rule['keys'] if rule['keys'] is not string and key not in given -%}
            {{- return('lacks ' ~ key) -}}
        {%- endfor -%}
    {%- endif -%}
    {%- for key in given -%}
        {%- set one = given[key] if shape == 'map' else key -%}
        {%- set pattern = rule['values'][key] if rule['values'] is mapping else rule['values'] -%}
        {#- The text 'False' would count as true in Jinja. -#}
        {%- if not modules.re.fullmatch(pattern, one | string)
            or (one is string and one in ['True', 'False'])
            or (rule.is_time and not is_in_calendar(one | string))
            or (rule.is_zone and one not in modules.pytz.all_timezones)
        -%}
            {{- return(('is ' if shape == 'value' else 'holds ') ~ printable(one)) -}}
        {%- endif -%}
    {%- endfor -%}
    {{- return('') -}}
{%- endmacro %}

{#- The fault of a combination of dimensions; empty if it has none. taken: the combinations
    before it. -#}
{% macro fault_of_combination(name, dimensions, known, taken) -%}
    {%- for dimension in dimensions if dimension not in known -%}
        {{- return('names ' ~ printable(dimension) ~ ', which is no dimension') -}}
    {%- endfor -%}
    {%- if name in known or name == 'all' -%}
        {{- return('has the name of a dimension') -}}
    {%- elif dimensions | unique | list | length < dimensions | length -%}
        {{- return('names a dimension twice') -}}
    {%- elif dimensions | sort | join(', ') in taken -%}
        {{- return('has the dimensions of another one') -}}
    {%- endif -%}
    {{- return('') -}}
{%- endmacro %}

{#- Whether a day that is written YYYY-MM-DD exists. -#}
{% macro is_in_calendar(text) -%}
    {%- set year, month, day = text[:4] | int, text[5:7] | int, text[8:10] | int -%}
    {%- set is_leap_year = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) -%}
    {%- set days = [31, 29 if is_leap_year else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] -%}
    {{- return(year >= 1 and 1 <= month and month <= 12 and 1 <= day and day <= days[month - 1]) -}}
{%- endmacro %}

{#- A value for a message: on one line and shortened. -#}
{% macro printable(value) -%}
    {%- set text = modules.re.sub('[^ -~\u00a1-\uffff]', '?', value | string) -%}
    {{- return("'" ~ (text if text | length <= 60 else text[:57] ~ '...') ~ "'") -}}
{%- endmacro %}
