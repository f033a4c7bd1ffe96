with

joined as (

    select
        dimension,
        given_value,
        shown_value,
        sum(row_count) over of_dimension as row_count,
        count(*) over of_dimension as spelling_count,
        row_number() over (
            partition by dimension
            order by row_count desc, given_value asc
        ) as place

    from {{ ref('stg_dimensions__joined_values') }}
    window of_dimension as (partition by dimension)

),

told as (

    select
        'dimensions' as topic,
        dimension as subject,
        cast(row_count as bigint) as row_count,
        dimension || ': ' || cast(spelling_count as string) || ' spelling(s) in '
        || cast(row_count as string) || ' row(s) are merged with another spelling, for example "'
        || given_value || '" with "' || shown_value || '". They differ in case or blanks only, or'
        || ' seeds/reference/dimension_values.csv merges them. To show another spelling, add it'
        || ' to that file.' as message,
        dimension || '：' || cast(spelling_count as string) || ' 种写法（'
        || cast(row_count as string) || ' 行）合并到另一种写法显示，例如“' || given_value || '”显示为“'
        || shown_value || '”。它们只有大小写或空格不同，或由 seeds/reference/dimension_values.csv 合并。'
        || '如需显示其他写法，请在该文件中写明。' as message_zh

    from joined
    where place = 1

)

select * from told
