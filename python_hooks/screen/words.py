"""The words of the screen at the end of a build, in English and Chinese, and its language.

What the data say (notices, alerts, labels) has both languages in its table.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Protocol, get_args

from python_hooks.text.formats import Language

# The first of these that is set names the language, as for other programs.
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")

WORDS: dict[str, tuple[str, str]] = {
    # What became of the rows.
    "rows": ("rows", "数据行"),
    "read": ("read", "读取"),
    "accepted": ("accepted", "采纳"),
    "superseded": ("superseded", "被新版本取代"),
    "quarantined": ("quarantined", "隔离"),
    "erased": ("erased", "已删除"),
    "all": ("all", "合计"),
    "today": ("Today is {day}: the newest {column}.", "今天是 {day}：{column} 的最新日期。"),
    "today is given": ("Today is {day}: the variable as_of.", "今天是 {day}：取自变量 as_of。"),
    # Checks and warnings.
    "critical": ("critical", "严重"),
    "warning": ("warning", "警告"),
    "check": (
        "{severity}: {where}: {check} is {observed}, allowed {minimum} to {maximum}",
        "{severity}：{where}：{check} 为 {observed}，允许范围为 {minimum} 至 {maximum}",
    ),
    "any": ("any", "不限"),
    "more": ("and {count} more in {table}", "另有 {count} 条，见 {table}"),
    "held back": (
        "held back: {table}: {count} for {reasons}, the first in row {row} of {file}{values}",
        "隔离：{table}：{count} 行，原因 {reasons}；第一行在 {file} 第 {row} 行{values}",
    ),
    "rewritten ids": (
        "ids: {where}: {count} of {given} row(s) write the id otherwise than {table}, for example"
        ' "{example}" for "{known}". Export both tables with the id as the same text.',
        "编号：{where}：{given} 行中有 {count} 行的编号与 {table} 写法不同，"
        "例如“{known}”写成“{example}”。请让两张表以相同的文本导出该编号。",
    ),
    "no fit": (
        "warning: predicted customer lifetime value, fit of {model}, {period}: {verdict}",
        "警告：预测客户生命周期价值，{model} 模型的拟合（{period}）：{verdict}",
    ),
    "health": (
        "warning: the health model ranks who will leave no better than the days since the last"
        " activity: {groups}. See docs/health_score.md.",
        "警告：健康度模型对流失风险的排序并不优于“距最近活动的天数”：{groups}。"
        "详见 docs/health_score.zh-CN.md。",
    ),
    "health of all": (
        "AUC {auc}, theirs {recency}, difference {beyond} ({low} to {high})",
        "AUC 为 {auc}，后者为 {recency}，相差 {beyond}（{low} 至 {high}）",
    ),
    "health of contract": (
        "under contract AUC {auc}, theirs {recency}, difference {beyond} ({low} to {high})",
        "合同客户的 AUC 为 {auc}，后者为 {recency}，相差 {beyond}（{low} 至 {high}）",
    ),
    "health of no_contract": (
        "without a contract AUC {auc}, theirs {recency}, difference {beyond} ({low} to {high})",
        "非合同客户的 AUC 为 {auc}，后者为 {recency}，相差 {beyond}（{low} 至 {high}）",
    ),
    "and also": ("; ", "；"),
    "note": ("note ({topic}): {message}", "提示（{topic}）：{message}"),
    "more notes": (
        "and {count} more in reporting.notices: {topics}",
        "另有 {count} 条，见 reporting.notices：{topics}",
    ),
    "alert": (
        "alert ({severity}, for {owner}): {message}",
        "告警（{severity}，负责：{owner}）：{message}",
    ),
    # The table of metrics.
    "metric": ("metric", "指标"),
    "month": ("month", "月份"),
    "value": ("value", "数值"),
    "interval": ("95 % interval", "95% 置信区间"),
    "to": (" to ", " 至 "),
    "change": ("change", "环比"),
    "target": ("target", "目标"),
    "state": ("state", "状态"),
    "with unit": ("{label}, {unit}", "{label}（{unit}）"),
    "all time": ("all", "全期"),
    "too few": ("too few", "样本少"),
    "red": ("red", "红"),
    "amber": ("amber", "黄"),
    "green": ("green", "绿"),
    "marks": (
        "* significant change (pp: % points); red: beyond red line; amber: misses target;"
        " green: meets it",
        "* 变化显著（pp：百分点）；红：越过红线；黄：未达目标；绿：达标；空白：未设目标",
    ),
    "other metrics": (
        "The other {count} metrics: {places}.",
        "其余 {count} 个指标见 {places}。",
    ),
    "and": (" and ", " 和 "),
    "list": (", ", "、"),
    "percent": (" %", "%"),
    "no value": (
        "no value ({state}): {metrics}. {message}",
        "无数值（{state}）：{metrics}。{message}",
    ),
    # Coverage states.
    "too_few": ("too few", "样本不足"),
    "not_yet_known": ("not yet known", "尚不可知"),
    "no_data": ("no data", "没有数据"),
    "all_left_out": ("all left out", "全部未计入"),
    "broken": ("broken", "出错"),
    "history_too_short": ("history too short", "历史太短"),
    # The end.
    "tests": ("Tests: {passed} passed{failed}{warned}.", "测试：{passed} 项通过{failed}{warned}。"),
    "tests failed": (", {count} failed", "，{count} 项失败"),
    "tests warned": (", {count} with a warning ({names})", "，{count} 项有警告（{names}）"),
    "published": ("Published: {path}", "已发布：{path}"),
    "unchanged": (", unchanged", "，内容未变"),
    "without nightly": (
        ", without the {count} nightly tests",
        "，未运行 {count} 项夜间测试",
    ),
    "dashboard": ("Dashboard: {path}", "看板：{path}"),
    "no dashboard": ("No new dashboard: {reason}", "未更新看板：{reason}"),
    "not published": ("Not published: {reason}", "未发布：{reason}"),
    "took": ("Took {seconds} s.", "用时 {seconds} 秒。"),
}

TOPICS_ZH = {
    "alerts": "告警",
    "churn_warnings": "流失预警",
    "comments": "评论",
    "dimensions": "维度",
    "drivers": "驱动因素",
    "exchange_rates": "汇率",
    "faulty_cells": "错误单元格",
    "history": "历史数据",
    "left out": "未计入",
    "missing_words": "缺失值写法",
    "offers": "推荐",
    "personas": "客户画像",
    "references": "引用",
    "satisfaction gaps": "满意度差距",
    "schedules": "工作时间",
    "survey_design": "问卷设计",
    "surveys": "问卷",
    "tickets": "工单",
    "today": "今天",
    "versions": "版本",
}


class Say(Protocol):
    """Gives a text in the language of the screen, its places filled in."""

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key."""
        ...


class UnknownLanguage(Exception):
    """CX_LANGUAGE is not one of the languages."""


def chosen_language(environment: Mapping[str, str]) -> Language:
    """CX_LANGUAGE, else Chinese if the locale is Chinese, else English; raises UnknownLanguage."""
    wanted = environment.get("CX_LANGUAGE", "")
    if wanted in get_args(Language):
        return wanted
    if wanted:
        raise UnknownLanguage(
            f"CX_LANGUAGE is '{wanted}'; allowed: {', '.join(get_args(Language))}. Correct it, or"
            " unset it to take the language of the locale."
        )
    locale = next((environment[name] for name in LOCALE if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def words_of(language: Language) -> Say:
    """A function that returns the texts in a language."""
    return partial(_say, 1 if language == "zh" else 0)


def _say(place: int, key: str, **values: object) -> str:
    """The text of a key, its places filled in."""
    return WORDS[key][place].format(**values)


def topic(name: str, language: Language) -> str:
    """The topics of notices."""
    return TOPICS_ZH.get(name, name) if language == "zh" else name.replace("_", " ")
