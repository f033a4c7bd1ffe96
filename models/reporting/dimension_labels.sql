-- The labels of dimensions, of their values and of the codes in reports. Touchpoints and topics
-- have their labels in their own seeds.
with

named as (

    select
        kind,
        key,
        label_en,
        label_zh

    from {{ ref('value_labels') }}

    union all

    select
        'touchpoint' as kind,
        touchpoint as key,
        label_en,
        label_zh

    from {{ ref('journey_touchpoints') }}

    union all

    select
        'topic' as kind,
        topic as key,
        label_en,
        label_zh

    from {{ ref('topics') }}

)

select * from named
