{#-
    An e-mail address or telephone number in the one form in which contacts are compared; null for
    any other text. `Anna@Example.com` is anna@example.com. With calling code 86 and trunk prefix 0,
    `138 0013 8000` and `+86 (138) 0013-8000` are +8613800138000. `text` is a column of half_width, and
    `digits` one of contact_digits.
-#}
{% macro contact_form(text, digits) -%}
    {{ return(adapter.dispatch('contact_form', 'cx_warehouse')(text, digits)) }}
{%- endmacro %}

{% macro duckdb__contact_form(text, digits) -%}
    {{ contact_form_sql(text, digits) }}
{%- endmacro %}

{% macro spark__contact_form(text, digits) -%}
    {{ contact_form_sql(text, digits) }}
{%- endmacro %}

{#-
    Both engines read it; dispatched, so that the linter need not read the pattern. Comparing is much
    quicker than one pattern for each form.
-#}
{% macro contact_form_sql(text, digits) -%}
    {%- set settings = var('customer_matching') -%}
    {%- set code, trunk = settings.calling_code | string, settings.trunk_prefix | string -%}
    case
        when {{ text }} like '%@%' then {{ email_form(text, settings) }}
        when not {{ matches_pattern(digits, '[+]?[0-9]{7,17}') }} then null
        when {{ begins(digits, '+') }} and length({{ digits }}) between 9 and 16 then {{ digits }}
        when {{ begins(digits, '00') }} and length({{ digits }}) between 10 and 17
            then concat('+', substring({{ digits }}, 3))
        when {{ begins(digits, code) }}
            and length({{ digits }}) between {{ code | length + 10 }} and {{ code | length + 13 }}
            then concat('+', {{ digits }})
        {%- if trunk %}
        when {{ begins(digits, trunk) }}
            and length({{ digits }}) between {{ trunk | length + 7 }} and {{ trunk | length + 12 }}
            then concat('+{{ code }}', substring({{ digits }}, {{ trunk | length + 1 }}))
        {%- endif %}
        when {{ begins(digits, '') }} and {{ digits }} not like '+%' and length({{ digits }}) between 7 and 12
            then concat('+{{ code }}', {{ digits }})
    end
{%- endmacro %}

{#- The condition that a number has a prefix, and no 0 after it. -#}
{% macro begins(digits, prefix) -%}
    {{ digits ~ " like '" ~ prefix ~ "%' and " if prefix }}{{ digits }} not like '{{ prefix }}0%'
{%- endmacro %}

{#- An e-mail address in lower case without blanks; null without a name, a domain or with two @. -#}
{% macro email_form(text, settings) -%}
    {%- set mail = "lower(replace(" ~ text ~ ", ' ', ''))" -%}
    {%- set name, domain = "split_part(" ~ mail ~ ", '@', 1)", "split_part(" ~ mail ~ ", '@', 2)" -%}
    {%- set name = "split_part(" ~ name ~ ", '+', 1)" if settings.ignores_email_tags else name -%}
    {%- if settings.ignores_gmail_dots -%}
        {%- set name = "case when " ~ domain ~ " in ('gmail.com', 'googlemail.com') then replace("
            ~ name ~ ", '.', '') else " ~ name ~ " end" -%}
    {%- endif -%}
    case
            when {{ mail }} like '_%@_%._%' and {{ mail }} not like '%@%@%'
                then {{ "concat(" ~ name ~ ", '@', " ~ domain ~ ")"
                    if settings.ignores_email_tags or settings.ignores_gmail_dots else mail }}
        end
{%- endmacro %}
