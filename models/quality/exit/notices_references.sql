with

references_in_vain as (

    select
        *,
        concat(source, '.', table_name) as full_name,
        case likely_cause
            when 'leading_zeros' then 'leading zeros were lost or added'
            when 'decimal_fraction' then 'a number was written with .0'
            when 'letter_case' then 'letters differ in case'
            when 'blanks_or_hyphens' then 'blanks or hyphens differ'
            when 'several' then 'zeros, .0, case or blanks differ'
        end as cause,
        case likely_cause
            when 'leading_zeros' then '前导零丢失或多出'
            when 'decimal_fraction' then '数字带上了 .0'
            when 'letter_case' then '大小写不同'
            when 'blanks_or_hyphens' then '空格或连字符不同'
            when 'several' then '前导零、.0、大小写或空格不同'
        end as cause_zh

    from {{ ref('unknown_references') }}
    where rows_unknown > 0 and unknown_share is not null

)

select
    'references' as topic,
    concat(full_name, '.', column_name) as subject,
    rows_unknown as row_count,
    concat(
        full_name, ': ', cast(rows_unknown as string), ' of ', cast(rows_given as string),
        ' row(s) have a ', column_name, ' that is not in ', refers_to, '. ',
        case
            when cause is not null
                then concat(
                    'In ', cast(rows_rewritten as string), ' row(s) the only difference is: ',
                    cause, '. Export both tables with the id as the same text.'
                )
            else
                concat(
                    'Deliver the missing rows of ', refers_to,
                    case
                        when refers_to = 'crm.customers'
                            then ', or declare the ids in crm.customer_identities.'
                        else ', or export the same id in both tables.'
                    end
                )
        end
    ) as message,
    concat(
        full_name, '：', cast(rows_given as string), ' 行中有 ', cast(rows_unknown as string), ' 行的 ',
        column_name, ' 在 ', refers_to, ' 中找不到',
        case
            when cause_zh is not null
                then concat(
                    '，其中 ', cast(rows_rewritten as string), ' 行只是写法不同：', cause_zh,
                    '。请让两张表以相同的文本导出该编号。'
                )
            else
                concat(
                    '。请补交 ', refers_to,
                    case
                        when refers_to = 'crm.customers'
                            then ' 缺少的行，或在 crm.customer_identities 中登记这些编号。'
                        else ' 缺少的行，或让两张表导出相同的编号。'
                    end
                )
        end
    ) as message_zh,
    concat(
        'For example "', example_id, '"; ',
        case
            when cause is not null then concat(refers_to, ' writes "', example_known_id, '".')
            else concat('ids there look like "', example_known_id, '".')
        end
    ) as example,
    concat(
        '例如“', example_id, '”，',
        case
            when cause_zh is not null then concat(refers_to, ' 中写作“', example_known_id, '”。')
            else concat(refers_to, ' 中的编号形如“', example_known_id, '”。')
        end
    ) as example_zh

from references_in_vain
