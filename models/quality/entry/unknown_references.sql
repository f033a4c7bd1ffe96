-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02,ST03
{%- set references = [] -%}
{%- set parents = {} -%}
{%- for source_name, table_name in raw_tables() -%}
    {%- set base = ref('base_' ~ source_name ~ '__' ~ table_name) -%}
    {%- for column in raw_contract(source_name, table_name).columns
        if column.get('references') or column.get('refers_to')
    -%}
        {%- set refers_to = column.get('references') or column.refers_to -%}
        {%- set parent = raw_contract(*refers_to.split('.')) -%}
        {%- do parents.update({refers_to: {
            'base': ref('base_' ~ parent.source ~ '__' ~ parent.table), 'key': parent.key[0],
        }}) -%}
        {%- do references.append({
            'source': source_name, 'table': table_name, 'base': base, 'column': column.name,
            'refers_to': refers_to,
        }) -%}
    {%- endfor -%}
    {#- While dbt parses, or sqlfluff reads, there is no contract: one placeholder column is
        used. -#}
    {%- if not execute -%}
        {%- do parents.update({'a.table': {'base': base, 'key': 'id'}}) -%}
        {%- do references.append({
            'source': source_name, 'table': table_name, 'base': base, 'column': 'id',
            'refers_to': 'a.table',
        }) -%}
    {%- endif -%}
{%- endfor %}
with

-- Rows quarantined for another reason are left out.
totals as (
{% for each in references %}
    {{ 'union all' if not loop.first }}
    select
        '{{ each.source }}' as source,
        '{{ each.table }}' as table_name,
        '{{ each.column }}' as column_name,
        '{{ each.refers_to }}' as refers_to,
        count({{ each.column }}) as rows_given
    from {{ each.base }}
    where _status = 'accepted' or _reasons like '%unknown_reference:{{ each.column }}%'
{% endfor %}
),

unknown as (
{% for each in references %}
    {{ 'union all' if not loop.first }}
    select
        '{{ each.source }}' as source,
        '{{ each.table }}' as table_name,
        '{{ each.column }}' as column_name,
        '{{ each.refers_to }}' as refers_to,
        given.{{ each.column }} as given_id,
        count(*) as row_count
    from {{ each.base }} as given
    left join {{ parents[each.refers_to].base }} as known
        on
            given.{{ each.column }} = known.{{ parents[each.refers_to].key }}
            and known._status = 'accepted'
    where
        (
            given._status = 'accepted'
            or given._reasons like '%unknown_reference:{{ each.column }}%'
        )
        and given.{{ each.column }} is not null
        and known.{{ parents[each.refers_to].key }} is null
    group by given.{{ each.column }}
{% endfor %}
),

known_tables as (
{% for refers_to, parent in parents.items() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ refers_to }}' as refers_to,
        count(*) as known_count,
        min({{ parent.key }}) as first_known_id
    from {{ parent.base }}
    where _status = 'accepted'
{% endfor %}
),

-- Only tables with unknown references: these are few, and comparing texts is slow.
known_forms as (
{% for refers_to, parent in parents.items() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ refers_to }}' as refers_to,
        {{ parent.key }} as known_id,
        {{ comparable_id(parent.key) }} as form
    from {{ parent.base }}
    where
        _status = 'accepted'
        and '{{ refers_to }}' in (select unknown.refers_to from unknown)
{% endfor %}
),

unknown_forms as (

    select
        *,
        {{ comparable_id('given_id') }} as form

    from unknown

),

paired as (

    select
        unknown_forms.source,
        unknown_forms.table_name,
        unknown_forms.column_name,
        unknown_forms.given_id,
        unknown_forms.row_count,
        min(known_forms.known_id) as known_id

    from unknown_forms
    left join known_forms
        on
            unknown_forms.refers_to = known_forms.refers_to
            and unknown_forms.form = known_forms.form
            and unknown_forms.form <> ''
    group by
        unknown_forms.source,
        unknown_forms.table_name,
        unknown_forms.column_name,
        unknown_forms.given_id,
        unknown_forms.row_count

),

explained as (

    select
        *,
        case
            when known_id is null then null
            {%- for cause, without in [
                ('letter_case', ['case']), ('blanks_or_hyphens', ['signs']),
                ('decimal_fraction', ['fraction']), ('leading_zeros', ['zeros']),
            ] %}
            when {{ comparable_id('given_id', without) }} = {{ comparable_id('known_id', without) }}
                then '{{ cause }}'
            {%- endfor %}
            else 'several'
        end as likely_cause

    from paired

),

weighed as (

    select
        *,
        sum(row_count) over (partition by source, table_name, column_name, likely_cause)
            as rows_of_cause

    from explained

),

ranked as (

    select
        *,
        row_number() over (
            partition by source, table_name, column_name
            order by
                case when known_id is null then 1 else 0 end asc,
                rows_of_cause desc,
                given_id asc
        ) as place

    from weighed

),

summed as (

    select
        source,
        table_name,
        column_name,
        sum(row_count) as rows_unknown,
        sum(case when known_id is not null then row_count else 0 end) as rows_rewritten,
        max(case when place = 1 then given_id end) as example_id,
        max(case when place = 1 then known_id end) as example_known_id,
        max(case when place = 1 then likely_cause end) as likely_cause

    from ranked
    group by source, table_name, column_name

),

judged as (

    select
        totals.source,
        totals.table_name,
        totals.column_name,
        totals.refers_to,
        cast(totals.rows_given as bigint) as rows_given,
        cast(coalesce(summed.rows_unknown, 0) as bigint) as rows_unknown,
        cast(coalesce(summed.rows_rewritten, 0) as bigint) as rows_rewritten,
        case
            when known_tables.known_count > 0
                then {{ ratio('coalesce(summed.rows_unknown, 0)', 'totals.rows_given') }}
        end as unknown_share,
        case
            when known_tables.known_count > 0
                then {{ ratio('coalesce(summed.rows_rewritten, 0)', 'totals.rows_given') }}
        end as rewritten_share,
        summed.example_id,
        coalesce(summed.example_known_id, known_tables.first_known_id) as example_known_id,
        summed.likely_cause

    from totals
    inner join known_tables
        on totals.refers_to = known_tables.refers_to
    left join summed
        on
            totals.source = summed.source
            and totals.table_name = summed.table_name
            and totals.column_name = summed.column_name

)

select * from judged
