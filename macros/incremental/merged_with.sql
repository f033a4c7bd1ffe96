{#-
    The ids that a change of some ids concerns through merges: what stands for them now or stood
    before, what they stand for, and all that was merged or parted in this build.
-#}
{% macro merged_with(relation, key, changed) -%}
    {%- set surviving = 'surviving_' ~ key -%}
    select {{ key }} from (
    with
    concerned as (
        select {{ key }}, {{ surviving }}
        from {{ changes_of(relation.identifier, [key, surviving]) }}
        where {{ key }} <> {{ surviving }}
        union
        select {{ key }}, {{ surviving }}
        from {{ relation }}
        where
            {{ key }} <> {{ surviving }}
            and (
                {{ key }} in (select {{ key }} from {{ changed }})
                or {{ surviving }} in (select {{ key }} from {{ changed }})
            )
    )
    select {{ key }} from concerned
    union
    select {{ surviving }} as {{ key }} from concerned
    ) as merged_ids
{%- endmacro %}
