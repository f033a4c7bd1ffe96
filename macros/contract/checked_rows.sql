{#-
    Every raw row of a table, typed, with its reasons and its status. The contract generates this
    query for every table, so a new raw column needs one line of YAML only.

    A raw column that already has the type of the contract (`native`) is not parsed again. If
    `native` is not given, the macro asks the relation.

    A column with `read_by` names a seed that maps the words of other systems to its values. A word
    for a missing value (`missing_words`) is read as an empty cell and noted in _missing_words. A
    bad cell of a `descriptive` column becomes null and is noted in _faulty_cells.

    Landing blanks the rows of erased customers: their status is `erased`. A row that breaks a rule
    of the contract is `quarantined`. Of the other rows the newest version of a key is `accepted`,
    and every older version is `superseded`. Ties go to the later delivery.

    An incremental build judges the rows of new deliveries, and again the rows that refer to a
    changed row. It ranks all rows of the keys of these rows, and replaces the stored rows of these
    keys.

    A column that names a customer (matched_column) may hold an id, e-mail address or telephone number
    of another source (docs/one_customer.md). The id of the CRM stands in its place.
-#}
{% macro checked_rows(source_name, table_name, native=none) -%}
{%- set raw = source(source_name, table_name) -%}
{%- set contract = raw_contract(source_name, table_name) -%}
{%- set native = native_columns(raw) if native is none else native -%}
{%- set references = contract.columns | selectattr('references', 'defined') | list -%}
{%- set customer = matched_column(contract) -%}
{%- set has_orphans = customer and var('customers_from_orphans') -%}
{%- for column in contract.columns if has_orphans and column.name == customer -%}
    {%- do column.update(may_be_unknown=true) -%}
{%- endfor -%}
{%- do ref('stg_changes_noted') if not execute -%}
{%- set is_increment = is_increment() -%}
{%- set worded = [] -%}
{%- set descriptive = [] -%}
{%- for column in contract.columns -%}
    {%- if column.name not in native and missing_words(column) -%}
        {%- do worded.append(column.name) -%}
    {%- endif -%}
    {%- if column.get('descriptive') and column_rules(column) -%}
        {%- do descriptive.append(column.name) -%}
    {%- endif -%}
{%- endfor -%}
with
{% if is_increment and (references or customer) %}
unsettled as (

    select
        _load_number,
        _row_number

    from {{ this }}
    where
        {{ refers_to_a_change(references) if references }}
        {%- if customer %}
        {{ 'or ' if references }}{{ customer }} in (
            select * from {{ changes_of('base_crm__customer_contacts', ['contact_key']) }}
        )
        or _contact_key in (select * from {{ changes_of('base_crm__customer_contacts', ['contact_key']) }})
        {%- if has_orphans %}
        or {{ customer }} in (select * from {{ changes_of('base_crm__customers', ['customer_id']) }})
        or _contact_key in (select * from {{ changes_of('base_crm__customers', ['customer_id']) }})
        {%- endif %}
        {%- endif %}

),
{% endif %}
raw_rows as (
    {% if is_increment %}
    select * from {{ raw.incorporate(path={'identifier': raw.identifier ~ '__new'}) }}
    {%- if references or customer %}

    union all

    select given.*
    from {{ raw }} as given
    inner join unsettled
        on
            given._load_number = unsettled._load_number
            and given._row_number = unsettled._row_number
    {%- endif %}
    {%- else %}
    select * from {{ raw }}
    {%- endif %}

),

trimmed as (

    select
        {%- for column in contract.columns %}
        {{ column.name if column.name in native else trimmed_text(column.name) ~ ' as ' ~ column.name }},
        {%- endfor %}
        _file,
        _row_number,
        _load_number,
        _fault

    from raw_rows

),

filled as (

    select
        {%- for column in contract.columns %}
        {%- if column.name in worded %}
        {{ column.name }} as _text_{{ column.name }},
        case
            when {{ is_one_of_words(column.name, missing_words(column)) }} then null
            else {{ column.name }}
        end as {{ column.name }},
        {%- else %}
        {{ column.name }},
        {%- endif %}
        {%- endfor %}
        _file,
        _row_number,
        _load_number,
        _fault

    from trimmed

),

{% for column in contract.columns if column.get('read_by') -%}
words_of_{{ column.name }} as (

    select
        given_{{ column.name }} as _word_{{ column.name }},
        {{ column.name }} as _meaning_{{ column.name }}

    from {{ ref(column.read_by) }}

),

{% endfor -%}
{{ 'unmatched' if customer else 'typed' }} as (

    select
        {%- for column in contract.columns %}
        {%- if column.get('read_by') %}
        coalesce(_meaning_{{ column.name }}, lower({{ column.name }})) as {{ column.name }},
        {%- else %}
        {{ typed_value(column, contract.time_zone, column.name in native) }} as {{ column.name }},
        {%- endif %}
        {%- if column.data_type != 'text' %}
        {{ column.name }} as _given_{{ column.name }},
        {%- endif %}
        {%- endfor %}
        {%- if not worded %}
        cast(null as string) as _missing_words,
        {%- else %}
        nullif(
            concat_ws(
                ', '
                {%- for name in worded %},
                case
                    when _text_{{ name }} is not null and {{ name }} is null
                        then '{{ name }}:' || lower(_text_{{ name }})
                end
                {%- endfor %}
            ),
            ''
        ) as _missing_words,
        {%- endif %}
        _file,
        _row_number,
        _load_number,
        _fault

    from filled
    {%- for column in contract.columns if column.get('read_by') %}
    left join words_of_{{ column.name }}
        on lower(filled.{{ column.name }}) = words_of_{{ column.name }}._word_{{ column.name }}
    {%- endfor %}

),
{% if customer -%}
plain as (

    select
        *,
        {{ contact_digits('_plain_customer') }} as _digits
    from (
        select
            *,
            {{ half_width(customer) }} as _plain_customer
        from unmatched
    ) as plain_texts

),

formed as (

    select
        *,
        {{ contact_form('_plain_customer', '_digits') }} as _contact
    from plain

),

keyed as (

    select
        *,
        {{ contact_key('_contact') }} as _own_key
    from formed

),

known_contacts as (

    select
        contact_key as _found_key,
        match_by as _found_by,
        match_status as _found_status,
        identified_customer_id as _found_customer_id

    from {{ ref('base_crm__customer_contacts') }}
    where
        is_first
        and coalesce(source, '{{ source_name }}') = '{{ source_name }}'
        and (
            match_by = 'customer_id'
            or match_by in (
                select match_by from {{ ref('customer_match_rules') }}
                where source = '{{ source_name }}'
            )
        )

),

{% if has_orphans -%}
own_ids as (

    select customer_id as _own_id
    from {{ ref('base_crm__customers') }}
    where _status = 'accepted'

),

ways as (

    select max(case when match_by = 'phone' then 1 else 0 end) as _uses_phone
    from {{ ref('customer_match_rules') }}
    where source = '{{ source_name }}'

),

{% endif -%}
typed as (

    select
        {%- for column in contract.columns %}
        {%- if column.name == customer %}
        coalesce(
            by_id._found_customer_id,
            by_contact._found_customer_id,
            {%- if has_orphans %}
            -- A customer of its own. All sources share its address or number, but not its id.
            case
                when
                    keyed.{{ customer }} is not null
                    and own_ids._own_id is null
                    and by_contact._found_key is null
                    and roles.mailbox is null
                    then {{ orphan_id('keyed.' ~ customer, 'keyed._contact', 'keyed._own_key',
                        'ways._uses_phone', source_name) }}
            end,
            {%- endif %}
            -- An address or number that names nobody is not shown.
            case
                when keyed._contact like '%@%' or keyed._plain_customer like '+%'
                    then concat('unmatched-', keyed._own_key)
            end,
            keyed.{{ customer }}
        ) as {{ customer }},
        {%- else %}
        keyed.{{ column.name }},
        {%- endif %}
        {%- if column.data_type != 'text' and not column.get('read_by') %}
        keyed._given_{{ column.name }},
        {%- endif %}
        {%- endfor %}
        coalesce(
            by_id._found_key, keyed._own_key
            {{- ', case when own_ids._own_id is null then keyed.' ~ customer ~ ' end' if has_orphans }}
        ) as _contact_key,
        coalesce(
            by_id._found_by,
            case
                when by_contact._found_status = 'identified' then by_contact._found_by
                else by_contact._found_status
            end
            {{- ", case when roles.mailbox is not null then 'shared' end" if has_orphans }}
        ) as _matched_by,
        keyed._missing_words,
        keyed._file,
        keyed._row_number,
        keyed._load_number,
        keyed._fault

    from keyed
    left join known_contacts as by_id
        on
            keyed.{{ customer }} = by_id._found_key
            and by_id._found_by in ('customer_id', 'source_id')
            and by_id._found_status = 'identified'
    left join known_contacts as by_contact
        on
            keyed._own_key = by_contact._found_key
            and by_contact._found_by in ('email', 'phone')
    {%- if has_orphans %}
    left join own_ids
        on keyed.{{ customer }} = own_ids._own_id
    left join {{ ref('role_mailboxes') }} as roles
        on split_part(keyed._contact, '@', 1) = roles.mailbox
    cross join ways
    {%- endif %}

),
{% endif -%}
{% for column in references %}
{%- set parent = raw_contract(*column.references.split('.')) %}
known_{{ column.name }} as (

    select
        {{ parent.key[0] }} as _known_{{ column.name }},
        {%- for name in needed_of_parent(contract, parent) %}
        {{ name }} as _parent_{{ name }},
        {%- endfor %}
        1 as _one

    from {{ ref('base_' ~ parent.source ~ '__' ~ parent.table) }}
    where _status = 'accepted'

),
{% endfor %}
judged as (

    select
        typed.*,
        {%- for column in contract.columns if column.name in descriptive %}
        {{ cell_reason(column) }} as _fault_{{ column.name }},
        {%- endfor %}
        {{ contract_reasons(contract) }} as _reasons

    from typed
    {%- for column in references %}
    left join known_{{ column.name }}
        on typed.{{ column.name }} = known_{{ column.name }}._known_{{ column.name }}
    {%- endfor %}

),

{% if is_increment -%}
keys as (

    select distinct {{ contract.key | join(', ') }}
    from judged

),

earlier as (

    select judged_before.*
    from {{ this }} as judged_before
    inner join keys
        on {{ same_key('judged_before', 'keys', contract.key) }}
    {%- if references or customer %}
    left join unsettled
        on
            judged_before._load_number = unsettled._load_number
            and judged_before._row_number = unsettled._row_number
    where unsettled._row_number is null
    {%- endif %}

),
{% endif %}
versions as (
    {% for rows in ['judged', 'earlier'] if is_increment or rows == 'judged' %}
    {{ 'union all' if not loop.first }}
    select
        {%- for column in contract.columns %}
        {{ 'case when _fault_' ~ column.name ~ ' is null then ' ~ column.name ~ ' end as ' ~ column.name
            if column.name in descriptive and rows == 'judged' else column.name }},
        {%- endfor %}
        _file,
        _row_number,
        _load_number,
        _reasons,
        {{ '_contact_key, _matched_by,' if customer }}
        _missing_words,
        {%- if rows == 'earlier' %}
        _faulty_cells
        {%- elif descriptive %}
        nullif(concat_ws(', ', _fault_{{ descriptive | join(', _fault_') }}), '') as _faulty_cells
        {%- else %}
        cast(null as string) as _faulty_cells
        {%- endif %}

    from {{ rows }}
    {% endfor %}
),

ranked as (

    select
        *,
        row_number() over newest_sound_first as _version_rank,
        -- The same order as newest_sound_first, so that the engine sorts the rows once.
        max(_load_number) over (
            partition by {{ contract.key | join(', ') }}
            order by
                case when _reasons = '' then 0 else 1 end,
                updated_at desc nulls last,
                _load_number desc,
                _row_number desc
            rows between unbounded preceding and unbounded following
        ) as _last_seen_load_number

    from versions
    window newest_sound_first as (
        partition by {{ contract.key | join(', ') }}
        order by
            case when _reasons = '' then 0 else 1 end,
            updated_at desc nulls last,
            _load_number desc,
            _row_number desc
    )

),

decided as (

    select
        {%- for column in contract.columns %}
        {#- Only the quarantine keeps the personal values of a row held back, and only for a
            limited time. #}
        {{ "case when _reasons = '' then " ~ column.name ~ ' end as ' ~ column.name
            if column.is_personal else column.name }},
        {%- endfor %}
        _file,
        _row_number,
        _load_number,
        _last_seen_load_number,
        _reasons,
        _faulty_cells,
        _missing_words,
        {{ '_contact_key, _matched_by,' if customer }}
        case
            when _reasons = 'erased' then 'erased'
            when _reasons <> '' then 'quarantined'
            when _version_rank = 1 then 'accepted'
            else 'superseded'
        end as _status

    from ranked

)

select * from decided
{%- endmacro %}
