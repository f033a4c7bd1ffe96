{#-
    The ids that a change of some ids concerns through merges: what stands for them now or stood
    before, what they stand for, and all that was merged or parted in this build.
-#}
{% macro merged_with(relation, key, changed) -%}
    {%- set surviving = 'surviving_' ~ key -%}
    select {{ key }} from (
    with
    {%- for side, merged in {'now': relation, 'before': before_of(relation)}.items() %}
    merged_{{ side }} as (
        select {{ key }}, {{ surviving }} from {{ merged }} where {{ key }} <> {{ surviving }}
    ),
    {%- endfor %}
    concerned as (
        {{ rows_that_differ('merged_now', 'merged_before') }}
        union
        select {{ key }}, {{ surviving }}
        from (select * from merged_now union all select * from merged_before) as merged
        where
            {{ key }} in (select {{ key }} from {{ changed }})
            or {{ surviving }} in (select {{ key }} from {{ changed }})
    )
    select {{ key }} from concerned
    union
    select {{ surviving }} as {{ key }} from concerned
    ) as merged_ids
{%- endmacro %}
