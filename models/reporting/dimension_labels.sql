-- The labels of dimensions, of their values and of the codes in reports. Touchpoints, topics and
-- personas have their labels in their own seeds.
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

    union all

    select
        'persona' as kind,
        persona as key,
        name_en as label_en,
        name_zh as label_zh

    from {{ ref('persona_words') }}

)

select * from named
