-- sqlfluff:exclude_rules:ST06,RF02,AM04,RF04,LT02
-- The reasons against a row and its status decide what every number stands on, and the codes are an
-- interface. The real rules are tried here on made-up rows: each is a sound row with some cells
-- changed. dbt's own unit tests do not know the sources' YAML that the rules come from. A case that
-- the variables of this company judge otherwise (_holds, words that mean nothing) is left out.
-- depends_on: {{ ref('base_crm__customer_contacts') }}
-- The next two with customers_from_orphans.
-- depends_on: {{ ref('base_crm__customers') }}
-- depends_on: {{ ref('role_mailboxes') }}
-- depends_on: {{ ref('customer_match_rules') }}
-- depends_on: {{ ref('base_surveys__surveys') }}
-- depends_on: {{ ref('base_support__tickets') }}
{%- set from = var('plausible_times').from | string %}
{%- set until = var('plausible_times').until | string %}
{%- set earliest = modules.datetime.datetime(2024, 1, 1, 12)
    - modules.datetime.timedelta(minutes=var('ticket_event_tolerance_minutes')) %}
{%- set too_early = earliest - modules.datetime.timedelta(seconds=1) %}
{%- set tries = {
    'crm.customers': {
        'sound': {'created_at': '2024-01-01', 'updated_at': '2024-06-01'},
        'cases': [
            ({'birth_date': '1900-01-01', 'customer_type': ' PERSON ', 'is_deleted': 'No'}, '', 'accepted'),
            ({'customer_id': '  '}, 'missing_required:customer_id', 'quarantined'),
            ({'customer_id': '1E+15'}, 'scientific_notation:customer_id', 'quarantined'),
            ({'customer_id': '1.23457E+11', 'merged_into_customer_id': '1e+20'},
                'scientific_notation:customer_id, scientific_notation:merged_into_customer_id', 'quarantined'),
            ({'customer_id': '1E15'}, '', 'accepted'),
            ({'customer_id': 'A+1E+15'}, '', 'accepted'),
            ({'is_deleted': '1.0'}, '', 'accepted'),
            ({'updated_at': '2024-06-01 00:00:00 UTC', 'birth_date': '1980-01-01 00:00:00 UTC'}, '', 'accepted'),
            ({'customer_id': 'C\u200b1'}, 'invisible_character:customer_id', 'quarantined'),
            ({'merged_into_customer_id': 'C\t1'},
                'invisible_character:merged_into_customer_id', 'quarantined'),
            ({'customer_id': '\ufeffwith a mark\u200b'}, '', 'accepted'),
            ({'customer_id': 'with a mark', 'updated_at': '2024-05-01'}, '', 'superseded'),
            ({'created_at': none}, 'missing_required:created_at', 'quarantined'),
            ({'created_at': '29/2/2016'}, 'not_a_timestamp:created_at', 'quarantined'),
            ({'birth_date': '1980-13-01', 'customer_type': 'robot', 'is_deleted': 'perhaps',
                '_faulty_cells': 'not_a_date:birth_date, not_accepted:customer_type'},
                'not_a_boolean:is_deleted', 'quarantined'),
            ({'birth_date': '1980-13-01', '_faulty_cells': 'not_a_date:birth_date'}, '', 'accepted'),
            ({'customer_type': 'robot', '_faulty_cells': 'not_accepted:customer_type'}, '', 'accepted'),
            ({'city': 'n/a', 'birth_date': ' NULL ', 'name': 'None', 'is_deleted': '-',
                '_missing_words': 'birth_date:null, city:n/a, is_deleted:-'}, '', 'accepted'),
            ({'city': '无', 'country': '(null)', 'region': '#N/A', 'segment': '\\N', 'industry': 'nan',
                '_missing_words': 'segment:\\n, industry:nan, country:(null), region:#n/a, city:无'},
                '', 'accepted'),
            ({'city': 'Nan', 'country': 'NA', 'region': '--', '_missing_words': 'city:nan'}, '', 'accepted'),
            ({'customer_id': 'None', '_missing_words': 'customer_id:none'},
                'missing_required:customer_id', 'quarantined'),
            ({'_fault': 'malformed_row', 'customer_id': none}, 'malformed_row', 'quarantined'),
            ({'_fault': 'erased', 'customer_id': none}, 'erased', 'erased'),
            ({'created_at': '2024-06-02'}, '', 'accepted'),
            ({'created_at': '2024-06-02 00:00:01'}, 'implausible_time:created_at', 'quarantined'),
            ({'created_at': '1899-12-31', 'birth_date': '1899-12-31',
                '_faulty_cells': 'implausible_time:birth_date', '_holds': from > '1899-12-31'},
                'implausible_time:created_at', 'quarantined'),
            ({'updated_at': '2099-01-01', '_holds': until < '2099-01-01'},
                'implausible_time:updated_at', 'quarantined'),
            ({'customer_id': 'newer', 'updated_at': '2024-06-03', '_load_number': 1}, '', 'accepted'),
            ({'customer_id': 'newer', 'updated_at': '2024-06-02', '_load_number': 2}, '', 'superseded'),
            ({'customer_id': 'tie', '_load_number': 2}, '', 'superseded'),
            ({'customer_id': 'tie', '_load_number': 2}, '', 'accepted'),
            ({'customer_id': 'tie', '_load_number': 1}, '', 'superseded'),
            ({'customer_id': 'faulty', 'updated_at': '2024-06-01'}, '', 'accepted'),
            ({'customer_id': 'faulty', 'updated_at': '2024-06-02', 'created_at': 'soon'},
                'not_a_timestamp:created_at', 'quarantined'),
        ],
    },
    'commerce.orders': {
        'sound': {
            'ordered_at': '2024-01-01 12:00:00', 'updated_at': '2024-01-03',
            'order_status': 'paid', 'amount': '10',
        },
        'cases': [
            ({'amount': '-1234.5000', 'refund_amount': '0', 'order_status': 'Paid'}, '', 'accepted'),
            ({'delivered_at': '2024-01-01 12:00:00', 'promised_delivery_on': '2025-01-01'}, '', 'accepted'),
            ({'amount': '0'}, '', 'accepted'),
            ({'amount': ''}, 'missing_required:amount', 'quarantined'),
            ({'amount': '1,234.50'}, 'not_a_number:amount', 'quarantined'),
            ({'amount': '12,5'}, 'not_a_number:amount', 'quarantined'),
            ({'amount': 'NaN', '_missing_words': 'amount:nan'}, 'missing_required:amount', 'quarantined'),
            ({'amount': 'inf'}, 'not_a_number:amount', 'quarantined'),
            ({'amount': '999999999999999'}, 'not_a_number:amount', 'quarantined'),
            ({'amount': '999999999999.9999'}, '', 'accepted'),
            ({'amount': '-1000000000000'}, 'out_of_range:amount', 'quarantined'),
            ({'refund_amount': '-0.01'}, 'out_of_range:refund_amount', 'quarantined'),
            ({'order_status': 'lost'}, 'not_accepted:order_status', 'quarantined'),
            ({'delivered_at': '2024-01-01 11:59:59'}, 'time_reversed:delivered_at', 'quarantined'),
        ],
    },
    'surveys.responses': {
        'sound': {
            'survey_id': 'zero_to_ten', 'score': '5',
            'responded_at': '2024-01-01', 'updated_at': '2024-01-01',
        },
        'cases': [
            ({'score': '0'}, '', 'accepted'),
            ({'score': '10'}, '', 'accepted'),
            ({'score': '11'}, 'score_off_scale:score', 'quarantined'),
            ({'score': '9.0'}, '', 'accepted'),
            ({'score': '8.6'}, 'score_off_scale:score', 'quarantined'),
            ({'survey_id': 'one_to_five', 'score': '4.5'}, '', 'accepted'),
            ({'survey_id': 'one_to_five', 'score': '1'}, '', 'accepted'),
            ({'survey_id': 'one_to_five', 'score': '0'}, 'score_off_scale:score', 'quarantined'),
            ({'survey_id': 'one_to_five', 'score': '5.5'}, 'score_off_scale:score', 'quarantined'),
            ({'score': none}, 'missing_required:score', 'quarantined'),
            ({'survey_id': 'unheard_of'}, 'unknown_reference:survey_id', 'quarantined'),
            ({'survey_id': 'held_back'}, 'unknown_reference:survey_id', 'quarantined'),
        ],
    },
    'support.ticket_events': {
        'sound': {
            'ticket_id': 'opened_at_noon', 'occurred_at': '2024-01-01 12:00:00',
            'updated_at': '2024-01-02', 'event_type': 'created', 'actor_type': 'customer',
        },
        'cases': [
            ({}, '', 'accepted'),
            ({'occurred_at': earliest | string}, '', 'accepted'),
            ({'occurred_at': too_early | string}, 'time_reversed:occurred_at', 'quarantined'),
            ({'ticket_id': 'unheard_of'}, 'unknown_reference:ticket_id', 'quarantined'),
        ],
    },
} %}
{%- set made_up_surveys -%}
(
        select 'zero_to_ten' as survey_id, 'nps' as metric, 0 as scale_min, 10 as scale_max, 'accepted' as _status
        union all
        select 'one_to_five' as survey_id, 'csat' as metric, 1 as scale_min, 5 as scale_max, 'accepted' as _status
        union all
        select 'held_back' as survey_id, 'csat' as metric, 1 as scale_min, 5 as scale_max, 'quarantined' as _status
    ) as made_up
{%- endset %}
{%- set made_up_tickets -%}
(
        select
            'opened_at_noon' as ticket_id,
            timestamp '2024-01-01 12:00:00' as created_at,
            'accepted' as _status
    ) as made_up
{%- endset %}
{%- for table, tried in tries.items() -%}
    {%- set kept = [] -%}
    {%- for case in tried.cases if case[0].get('_holds', true) -%}
        {%- set other = [] -%}
        {%- for column in raw_contract(*table.split('.')).columns if not column.get('free_text') -%}
            {%- set words = column.get('missing_words', var('missing_words')) -%}
            {%- set cell = (case[0].get(column.name) or '') | trim | lower -%}
            {%- set is_noted = column.name ~ ':' in case[0].get('_missing_words', '') -%}
            {%- do other.append(column.name) if (cell in words | map('lower')) != is_noted -%}
        {%- endfor -%}
        {%- do kept.append(case) if not other -%}
    {%- endfor -%}
    {%- do tried.update(cases=kept) -%}
{%- endfor %}
with

{% for table, tried in tries.items() %}
{%- set parts = table.split('.') %}
{%- set contract = raw_contract(*parts) %}
made_up_{{ parts | join('__') }} as (
    {%- for cells, reasons, status in tried.cases %}
    {%- set number = loop.index %}
    {{ 'union all' if not loop.first }}
    select
        {%- for column in contract.columns %}
        {%- set is_key = column.name == contract.key[0] %}
        {%- set sound = 'key ' ~ number if is_key else tried.sound.get(column.name) %}
        {%- set cell = cells.get(column.name, sound) %}
        cast({{ 'null' if cell is none else quoted_text(cell) }} as string) as {{ column.name }},
        {%- endfor %}
        'made_up.csv' as _file,
        {{ number }} as _row_number,
        {{ cells.get('_load_number', 1) }} as _load_number,
        cast({{ "'" ~ cells._fault ~ "'" if cells._fault else 'null' }} as string) as _fault,
        '{{ reasons }}' as expected_reasons,
        '{{ cells._faulty_cells or '' }}' as expected_faulty_cells,
        {{ quoted_text(cells._missing_words or '') }} as expected_missing_words,
        '{{ status }}' as expected_status
    {%- endfor %}
),

judged_{{ parts | join('__') }} as (

    {{ checked_rows(parts[0], parts[1], native=[])
        | replace(source(*parts) | string, 'made_up_' ~ parts | join('__'))
        | replace(ref('base_surveys__surveys') | string, made_up_surveys)
        | replace(ref('base_support__tickets') | string, made_up_tickets) }}

),
{% endfor %}
compared as (
    {%- for table in tries %}
    {%- set name = table | replace('.', '__') %}
    {{ 'union all' if not loop.first }}
    select
        '{{ table }}' as table_name,
        made_up._row_number as case_number,
        made_up.expected_reasons,
        judged._reasons,
        made_up.expected_faulty_cells,
        coalesce(judged._faulty_cells, '') as _faulty_cells,
        made_up.expected_missing_words,
        coalesce(judged._missing_words, '') as _missing_words,
        made_up.expected_status,
        judged._status
    from made_up_{{ name }} as made_up
    left join judged_{{ name }} as judged
        on made_up._row_number = judged._row_number
    {%- endfor %}
)

select * from compared
where
    -- The days of the sound rows.
    {{ 'true' if from <= '2023-12-31' and until >= '2025-01-01' else 'false' }}
    and (
        _reasons is distinct from expected_reasons
        or _faulty_cells is distinct from expected_faulty_cells
        or _missing_words is distinct from expected_missing_words
        or _status is distinct from expected_status
    )
