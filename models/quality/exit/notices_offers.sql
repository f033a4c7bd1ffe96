-- Whether offers name what they offer, so that those on the list can be compared with others.
with

made as (

    select
        count(*) as offer_count,
        count(offered_product_id) + count(offered_product_category) as named_count

    from {{ ref('fct_activities') }}
    where
        activity_type in ('offer', 'recommendation')
        and occurred_at is not null

),

told as (

    select
        'offers' as topic,
        'crm.activities' as subject,
        offer_count as row_count,
        'None of ' || cast(offer_count as string) || ' offers in crm.activities names what was'
        || ' offered (offered_product_id, offered_product_category), so recommendation_outcomes is'
        || ' empty (docs/offers.md).' as message,
        'crm.activities 的 ' || cast(offer_count as string) || ' 次推荐都没有写明推荐了什么'
        || '（offered_product_id、offered_product_category），因此 recommendation_outcomes 为空'
        || '（见 docs/offers.zh-CN.md）。' as message_zh

    from made
    where
        offer_count > 0
        and named_count = 0

)

select * from told
