"""The sentences of the weekly brief, English and Chinese side by side; {names} are figures."""

from __future__ import annotations

HEADINGS: dict[str, tuple[str, str]] = {
    "moved": ("What changed and is more than chance", "显著变化"),
    "alerts": ("New alerts", "新告警"),
    "why": ("What goes with it", "相关因素"),
    "done": ("What was done and whether it worked", "做了什么，是否有效"),
    "who": ("Who should act", "由谁跟进"),
    "trust": ("How far to trust it", "数据可信程度"),
}

SENTENCES: dict[str, tuple[str, str]] = {
    "title": ("Customer experience in the week to {day}", "客户体验周报（截至{day}）"),
    # What changed
    "changed": (
        "{metric}{slice}: {value} in {period}, {direction} from {previous}, by {change}"
        " ({change_range}). The 95 % interval is {range} ({count} events).",
        "{metric}{slice}：{period}为{value}，较上期的{previous}{direction}{change}（{change_range}）。"
        "95%区间为{range}（样本量{count}）。",
    ),
    "no_change": (
        "0 of {tested} tested monthly changes are more than chance (newest: {period}).",
        "检验了{tested}项月度变化，0项超出随机波动（最新月份：{period}）。",
    ),
    "no_test": (
        "No change can be tested: 0 metrics have two complete months with enough events.",
        "暂时无法检验变化：0个指标有连续两个样本充足的完整月份。",
    ),
    # New alerts
    "alert": (
        "{message} The 95 % interval is {range} ({count} events){chance}.",
        "{message}95%区间为{range}（样本量{count}）{chance}。",
    ),
    "alert_without_interval": ("{message}", "{message}"),
    "no_alert": ("0 alerts opened in the last 7 days.", "最近7天内新增告警0条。"),
    "more_alerts": (
        "Also opened in the last 7 days: {count}; see reporting.alerts.",
        "最近7天内另有{count}条新告警，见 reporting.alerts。",
    ),
    # What goes with it
    "cause": (
        "{metric} is low where {slice}: {value} satisfied, {rest} elsewhere ({count} answers,"
        " adjusted p {p}). This costs {cost} points of the whole.",
        "{metric}在{slice}时偏低：满意率{value}，其他为{rest}（{count}份回答，校正后p值{p}）。"
        "拉低整体{cost}个百分点。",
    ),
    "no_cause": (
        "0 slices of the survey answers are significantly below the others.",
        "0个切片的满意率显著低于其他切片。",
    ),
    "no_answers": (
        "There are 0 survey answers to compare. Deliver surveys.responses.",
        "可比较的问卷回答为0份，请提供 surveys.responses。",
    ),
    "driver": (
        "{driver}: {share} of the variation of {metric} goes with it ({range}, {count} cases).",
        "{driver}：可解释{metric}差异的{share}（{range}，{count}个样本），仅为相关。",
    ),
    "no_driver": (
        "Drivers are known for 0 metrics: too few answers can be linked to orders or tickets.",
        "可估计驱动因素的指标为0个：能关联订单或工单的回答太少。",
    ),
    "topic": (
        "Comments on {topic}: {metric} {with_score}, other comments {without_score}. The difference"
        " is {difference} ({range}, {count} comments).",
        "提到“{topic}”的评论：{metric}为{with_score}，其他评论为{without_score}。"
        "相差{difference}（{range}，{count}条评论）。",
    ),
    "no_topic": (
        "0 topics of comments go with a significantly lower score.",
        "0个评论主题与显著偏低的得分相关。",
    ),
    "topic_changed": (
        "{topic} is in {share} of the {count} comments of {period}: a change of {change}"
        " ({range}).",
        "{period}的{count}条评论中有{share}提到“{topic}”，变化{change}（{range}）。",
    ),
    "no_topic_changed": (
        "0 of {topics} topics changed clearly in the {count} comments of {period}.",
        "{period}的{count}条评论中，{topics}个主题里0个有明显变化。",
    ),
    "no_comments": (
        "There are 0 comments of a complete month. Deliver surveys.responses with comments.",
        "完整月份的评论为0条，请提供带评论的 surveys.responses。",
    ),
    "breach": (
        "{promise}: {value} ({dimension}) broke {share} of {count} promises {when} ({range}); all:"
        " {whole}.",
        "{promise}承诺：“{value}”（{dimension}）{when}的{count}项中有{share}未兑现（{range}），"
        "整体为{whole}。",
    ),
    "no_breach": (
        "0 teams and channels break significantly more service promises than all.",
        "0个团队或渠道的承诺未兑现率显著高于整体。",
    ),
    "no_promises": (
        "There are 0 service promises to judge. Deliver support.tickets; set service_commitments.",
        "可评估的服务承诺为0项，请提供 support.tickets 并设置 service_commitments。",
    ),
    # What was done
    "actions": (
        "Of {count} actions {improved} improved their metric and {worse} made it worse. No change"
        " is shown for {unchanged}; {unknown} cannot be measured, or not yet.",
        "{count}项措施中，{improved}项使指标改善，{worse}项使指标变差，{unchanged}项未见变化；"
        "{unknown}项无法衡量或为时过早。",
    ),
    "action": (
        "“{title}” for {metric}: {verdict}{preliminary}, effect {effect} ({range}, {count} events"
        " after).",
        "“{title}”（{metric}）：{verdict}{preliminary}，效果{effect}（{range}，之后样本量{count}）。",
    ),
    "tried": (
        " It was tried {tried} times and worked {improved} times.",
        "该做法共试行{tried}次，{improved}次有效。",
    ),
    "no_actions": (
        "0 actions are on record. Deliver improvement.actions to learn what works.",
        "登记的措施为0项，请提供 improvement.actions 以了解哪些做法有效。",
    ),
    # Who should act
    "owner": (
        "{owner}: {count} open {alerts}, {critical} critical: {metrics}.",
        "{owner}：未关闭{alerts}{count}条，其中严重{critical}条：{metrics}。",
    ),
    "no_owner": ("0 alerts are open.", "未关闭告警0条。"),
    "without_action": (
        "Low slices without an action: {count}. The costliest has been low since {since}: {slice}.",
        "尚无措施的偏低切片：{count}个。影响最大的自{since}起偏低：{slice}。",
    ),
    "watch_list": (
        "{count} customers are on the watch list with {value} at stake; {kept} of them can still be"
        " kept.",
        "关注名单共{count}位客户，涉及金额{value}；其中{kept}位仍可挽留。",
    ),
    "no_watch_list": (
        "0 customers are on the watch list.",
        "关注名单为0位客户。",
    ),
    # How far to trust it
    "as_of": (
        "The data end on {day} (generation {generation}).",
        "数据截至{day}（发布版本{generation}）。",
    ),
    "rows": (
        "Of {read_count} rows of {table_count} tables {quarantined_count} were quarantined; facts"
        " left out {left_out_count}. {notice_count} notices in reporting.notices explain them.",
        "共读取{table_count}张表的{read_count}行：隔离{quarantined_count}行，事实表未采用"
        "{left_out_count}行。详见 reporting.notices（{notice_count}条提示）。",
    ),
    "hidden": (
        "{hidden} of {cells} values of the newest complete months are hidden: too few events.",
        "最新完整月份的{cells}个值中，{hidden}个因样本太少而隐藏。",
    ),
    "missing": (
        "{missing} of {count} metrics have no value: {metrics}.",
        "{count}个指标中{missing}个没有数值：{metrics}。",
    ),
    "none_missing": (
        "All {count} metrics have values.",
        "{count}个指标均有数值。",
    ),
    "weighted": (
        "{metric}: {raw} from {count} answers, {weighted} when weighted to the customer base"
        " (response rate {rate}).",
        "{metric}：{count}份回答为{raw}，按客户总体加权后为{weighted}（回收率{rate}）。",
    ),
}

# Words inside sentences.
WORDS: dict[str, tuple[str, str]] = {
    "up": ("up", "上升"),
    "down": ("down", "下降"),
    "preliminary": (" so far", "（暂定）"),
    "all time": ("of all time", "全部时间"),
    "alert": ("alert", "告警"),
    "alerts": ("alerts", "告警"),
    "may be chance": ("; the line is inside it: this may be chance", "，区间包含该线，可能是偶然"),
    "and more": (" and {count} more", "，另有{count}项"),
}
