-- Moments of a session that several columns tell. 由多列得出的会话时刻。
with

told as (

    select
        sessions.*,
        concat(
            sessions."会话类型", sessions."客服", sessions."客服名称", sessions."客服昵称"
        ) as who,
        coalesce(sessions."会话中止方", sessions."会话终止方", '系统') as ended_by,
        case
            when not regexp_matches(
                concat(sessions."结束时间", sessions."会话结束时间"), '[0-9]'
            ) then '会话中'
            when trim(sessions."会话解决状态") = '已解决' then '已解决'
            else '已结束'
        end as state,
        coalesce(sessions."客服首次响应的时间", sessions."首次响应时间") as reply_time,
        coalesce(sessions."客服首次响应时长", sessions."首次响应时长") as reply_after,
        -- Some desks write 0 where nobody replied. 无人回复时有的系统写 0。
        coalesce(try_cast(sessions."客服消息数" as integer), 1) = 0 as has_no_reply,
        coalesce(sessions."开始时间", sessions."会话开始时间") as begun
    from sessions

),

read as (

    select
        *,
        coalesce(
            try_cast(begun as timestamp),
            try_strptime(begun, ['%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M'])
        ) as begun_at,
        case
            when regexp_matches(reply_after, '^\s*[0-9]+([.][0-9]+)?\s*秒?\s*$')
                then cast(regexp_extract(reply_after, '[0-9.]+') as double)
            when regexp_matches(reply_after, '^\s*[0-9]+:[0-5][0-9]:[0-5][0-9]\s*$')
                then epoch(try_cast(trim(reply_after) as interval))
        end as reply_seconds
    from told

)

select
    *,
    case
        when who like '%机器人%' and who not like '%转人工%' then '机器人'
        else '人工'
    end as robot,
    case
        when regexp_matches(reply_time, '[0-9]{4}') then reply_time
        when has_no_reply then null
        -- A duration of another shape stays, so that the row is quarantined. 其他写法留待隔离。
        else coalesce(
            strftime(
                begun_at + to_milliseconds(round(reply_seconds * 1000)), '%Y-%m-%d %H:%M:%S.%g'
            ),
            reply_after
        )
    end as first_reply
from read
