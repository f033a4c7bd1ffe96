with

counted as (

    select
        concat(source, '.', table_name) as full_name,
        count(*) as left_out_count,
        min(row_key) as example_key

    from {{ ref('conflicting_versions') }}
    group by source, table_name

)

select
    'versions' as topic,
    full_name as subject,
    left_out_count as row_count,
    concat(
        full_name, ': ', cast(left_out_count as string),
        ' row(s) have the same key and updated_at as a later row of the file, but other values.',
        ' The later row is used. Give each change its own updated_at.',
        ' quality.conflicting_versions lists both rows.'
    ) as message,
    concat(
        full_name, '：', cast(left_out_count as string),
        ' 行与同一文件中靠后的一行键和 updated_at 相同、内容不同。采用靠后的一行。',
        '请让每次变更的 updated_at 不同；两行均见 quality.conflicting_versions。'
    ) as message_zh,
    concat('For example key "', example_key, '".') as example,
    concat('例如键“', example_key, '”。') as example_zh

from counted
