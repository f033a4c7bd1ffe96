-- The state of a session, and the two levels of its category. 会话状态与两级分类。
select
    sessions.*,
    case
        when not regexp_matches(
            concat(sessions."结束时间", sessions."会话结束时间"), '[0-9]'
        ) then '会话中'
        when trim(sessions."会话解决状态") = '已解决' then '已解决'
        else '已结束'
    end as state,
    split_part(coalesce(sessions."会话分类信息", sessions."会话分类"), '/', 1) as category,
    regexp_extract(
        coalesce(sessions."会话分类信息", sessions."会话分类"), '^[^/]*/(.+)$', 1
    ) as subcategory
from sessions
