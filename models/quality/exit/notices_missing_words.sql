select
    'missing_words' as topic,
    concat(source, '.', table_name, '.', column_name) as subject,
    cell_count as row_count,
    concat(
        source, '.', table_name, ': ',
        cast(cell_count as string), ' cell(s) of ', column_name,
        ' hold the word ', word, ' and were read as missing. If ', word,
        ' is a value, remove it from missing_words of the column in the raw contract.'
    ) as message,
    concat(
        source, '.', table_name, '：', column_name,
        ' 列有 ', cast(cell_count as string),
        ' 个单元格写着 ', word, '，按缺失读取。',
        '如果它是真实的值，请修改原始数据合同中该列的 missing_words。'
    ) as message_zh

from {{ ref('missing_words') }}
