-- sqlfluff:exclude_rules:LT02
-- Whether the newest fit found personas, and which features all customers share.
with

models as (

    select
        fitted_on,
        status,
        customer_count,
        max(place) as persona_count,
        row_number() over (order by fitted_on desc) as newness

    from {{ ref('int_persona_models_fitted') }}
    group by fitted_on, status, customer_count

),

told as (

    select
        'personas' as topic,
        'personas' as subject,
        customer_count as row_count,
        case status
            when 'too_few'
                then 'There are no personas: ' || cast(fitted_on as string) || ' has '
                    || cast(customer_count as string) || ' active customers, and 200 are needed.'
            else 'There are no personas: on ' || cast(fitted_on as string) || ' no number of groups'
                || ' from 2 to 8 was stable among ' || cast(customer_count as string)
                || ' active customers (docs/personas.md).'
        end as message,
        case status
            when 'too_few'
                then '没有客户画像：' || cast(fitted_on as string) || ' 只有 '
                    || cast(customer_count as string) || ' 位活跃客户，至少需要 200 位。'
            else '没有客户画像：' || cast(fitted_on as string) || ' 的 '
                || cast(customer_count as string)
                || ' 位活跃客户，分成 2 至 8 组都不稳定（见 docs/personas.zh-CN.md）。'
        end as message_zh

    from models
    where
        newness = 1
        and persona_count = 0

),

left_out as (

    select
        measured.feature,
        words.label_en,
        words.label_zh

    from {{ ref('int_persona_features_measured') }} as measured
    inner join models
        on
            measured.fitted_on = models.fitted_on
            and models.newness = 1
            and models.status <> 'too_few'
    inner join {{ ref('persona_words') }} as words
        on
            measured.feature = words.feature
            and words.direction = 'high'
    where measured.deviation is null

),

told_left_out as (

    select
        'personas' as topic,
        feature as subject,
        cast(null as bigint) as row_count,
        'Personas leave out "' || label_en || '": it is the same for all customers, or not known.'
            as message,
        '客户画像未使用“' || label_zh || '”：所有客户取值相同或没有数据。' as message_zh

    from left_out

)

select * from told
union all
select * from told_left_out
