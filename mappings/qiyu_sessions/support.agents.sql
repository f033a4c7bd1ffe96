-- Each agent as the newest session of a file has them. 客服信息取文件内最近一次会话。
with

told as (

    select
        sessions._row_number,
        coalesce(sessions."客服id", sessions."客服账号") as agent_id,
        coalesce(
            sessions."客服", sessions."客服名称", sessions."客服实名", sessions."客服昵称"
        ) as name,
        coalesce(sessions."客服组", sessions."接待组") as team,
        coalesce(sessions."开始时间", sessions."会话开始时间") as newest,
        concat(
            sessions."会话类型", sessions."客服", sessions."客服名称", sessions."客服昵称"
        ) as who
    from sessions

),

ranked as (

    select
        *,
        case
            when who like '%机器人%' and who not like '%转人工%' then '机器人'
            else '人工'
        end as robot,
        row_number() over (
            partition by trim(agent_id)
            order by
                coalesce(
                    try_cast(newest as timestamp),
                    try_strptime(newest, ['%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M'])
                ) desc nulls last,
                _row_number desc
        ) as place
    from told
    where regexp_matches(agent_id, '\S')

)

select * from ranked
where place = 1
