{#-
    Keys of the rows of `relation` whose agent had the role bot on the local day of the row. All versions
    of an agent count, as the role of today says nothing about that day. Of several versions valid on
    the day, the one written last counts. Only agents that were ever bots are joined.
-#}
{% macro rows_of_bots(relation, key, agent_id, occurred_at) -%}
    {%- set local_date = 'cast(' ~ local_time('given.' ~ occurred_at) ~ ' as date)' -%}
    select roles.{{ key }}
    from (
        select
            given.{{ key }},
            versions.role,
            row_number() over (
                partition by given.{{ key }}
                order by
                    versions.updated_at desc, versions._load_number desc, versions._row_number desc
            ) as place

        from {{ relation }} as given
        inner join (
            select
                *,
                max(case when role = 'bot' then 1 else 0 end) over (partition by agent_id)
                    as was_bot

            from {{ ref('base_support__agents') }}
            where _status in ('accepted', 'superseded')
        ) as versions
            on
                given.{{ agent_id }} = versions.agent_id
                and versions.was_bot = 1
                and (versions.valid_from is null or versions.valid_from <= {{ local_date }})
                and (versions.valid_to is null or versions.valid_to >= {{ local_date }})
    ) as roles
    where
        roles.place = 1
        and roles.role = 'bot'
{%- endmacro %}
