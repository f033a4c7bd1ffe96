-- sqlfluff:exclude_rules:ST03,ST06,RF02,AM04,RF04,LT02
-- depends_on: {{ ref('lexicon_phrases') }}
{%- set answer = {
    'reader': 'string', 'language': 'string', 'finding_number': 'bigint', 'topic': 'string',
    'polarity': 'double', 'start_character': 'bigint', 'end_character': 'bigint', 'word': 'string',
} -%}
{#- The reading of a text depends on the text and the reader only, so the one of the previous
    build stays valid. -#}
{%- set before = table_as_before(this, ['text_id'] + answer.keys() | list) %}
with

texts as (

    select
        text_id,
        min(text) as text

    from {{ ref('int_comments_collected') }}
    group by text_id

),

{%- if before %}

kept as (

    select before.*
    from {{ before }} as before
    inner join texts
        on before.text_id = texts.text_id
    where before.reader = comment_reader('')

),

{%- endif %}

unread as (

    select * from texts
    {%- if before %}
    where text_id not in (select text_id from kept)
    {%- endif %}

),

answered as (

    select answer.* from (
        {{ answers_of_rows('read_comment', 'unread', ['text_id', 'text'], answer) }}
    ) as answer

),

typed as (

    select
        text_id,
        {%- for column in answer %}
        {{ rounded_decimal('polarity') ~ ' as polarity' if column == 'polarity' else column }}
        {{- ',' if not loop.last }}
        {%- endfor %}

    from answered

)

select * from typed
{%- if before %}
union all
select
    text_id,
    {{ answer | join(', ') }}
from kept
{%- endif %}
