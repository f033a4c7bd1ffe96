with

counted as (

    select
        source,
        table_name,
        column_name,
        reason,
        count(*) as cell_count

    from {{ ref('faulty_cells') }}
    group by source, table_name, column_name, reason

)

select
    'faulty_cells' as topic,
    concat(source, '.', table_name, '.', column_name) as subject,
    cell_count as row_count,
    concat(
        source, '.', table_name, ': ',
        cast(cell_count as string), ' cell(s) of ', column_name,
        ' were read as missing (', reason, '). Their rows are used.',
        ' Correct them in the source; quality.faulty_cells lists file and row.'
    ) as message,
    concat(
        source, '.', table_name, '：', column_name,
        ' 列有 ', cast(cell_count as string),
        ' 个单元格不合规（', reason, '），按缺失读取，所在行照常使用。',
        '文件和行号见 quality.faulty_cells，请在来源系统更正。'
    ) as message_zh

from counted
