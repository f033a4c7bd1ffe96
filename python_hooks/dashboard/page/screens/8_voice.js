// Voice: what customers write about, what they are unhappy with, and what goes with low scores.
(function () {
    const sliceNames = ["segment", "region", "channel", "value_tier", "team"];
    const topicOf = row => cx.inLanguage(row, "label");
    const themeOf = row => cx.label("theme", row.theme);
    const mentions = n => cx.t(`${cx.format.count(n)} mentions`, `${cx.format.count(n)} 次提及`);
    const most = 15;

    // The topics in the one slice that the filters name; more filters than one cannot act.
    function slice(period = "all") {
        const active = cx.activeFilters().filter(name => sliceNames.includes(name));
        const [dimension, value] = active.length === 1 ? [active[0], cx.filters[active[0]]] : ["all", "all"];
        return {
            filters: active.length === 1 ? active : [],
            rows: cx.rows("topics").filter(row => row.period === period && row.dimension === dimension && row.dimension_value === value),
        };
    }

    const shareColumns = () => [
        {key: "topic", label: cx.t("Topic", "主题"), show: topicOf},
        {key: "theme", label: cx.t("Theme", "类别"), show: themeOf},
        {key: "mention_share", label: cx.t("Of comments", "提及率"), kind: "percent"},
        {key: "mention_share_low", label: cx.t("From", "区间下限"), kind: "percent"},
        {key: "mention_share_high", label: cx.t("To", "区间上限"), kind: "percent"},
        {key: "mention_count", label: cx.t("Mentions", "提及次数"), kind: "count"},
        {key: "negative_share", label: cx.t("Negative", "负面占比"), kind: "percent"},
        {key: "negative_share_low", label: cx.t("From", "区间下限"), kind: "percent"},
        {key: "negative_share_high", label: cx.t("To", "区间上限"), kind: "percent"},
    ];
    const commentsEmpty = () => cx.t("No comments could be read. Deliver surveys.responses with comment, in English or Chinese.",
        "没有可读取的评论。请交付带 comment 的 surveys.responses（中文或英文）。");

    function shareCard(page) {
        const {filters, rows: all} = slice();
        const rows = all.filter(row => row.mention_share !== null).sort((a, b) => b.mention_share - a.mention_share || (a.topic < b.topic ? -1 : 1));
        const shown = rows.slice(0, most);
        page.card({
            id: "topic-share",
            filters,
            title: cx.t("What customers write about", "客户在谈什么"),
            question: cx.t("Which topics come up most?", "哪些主题被提到最多？"),
            note: shown.length ? cx.t(
                `All time, ${cx.format.count(shown[0].comment_count)} comments. ${rows.length > most ? `The ${most} most frequent of ${rows.length} topics; the table has all.` : ""}`,
                `全部时间，${cx.format.count(shown[0].comment_count)} 条评论。${rows.length > most ? `图中为 ${rows.length} 个主题中最常见的 ${most} 个；表格包含全部。` : ""}`) : "",
            columns: shareColumns(),
            rows,
            chart: colours => cx.dotsOption(colours, {
                names: shown.map(topicOf),
                axis: {name: cx.t("Comments that mention it, %", "提及率，%"), min: 0},
                series: [{name: cx.t("Mentions", "提及"), colour: colours.series[0], points: shown.map((row, place) => ({
                    place, value: 100 * row.mention_share, low: 100 * row.mention_share_low, high: 100 * row.mention_share_high,
                    tip: [topicOf(row), cx.format.percent(row.mention_share), `${cx.intervalWord()}: ${cx.percentInterval(100 * row.mention_share_low, 100 * row.mention_share_high)}`, mentions(row.mention_count)],
                }))}],
            }),
            height: cx.rowsHeight(shown.length, 28),
            summary: shown.length ? cx.t(
                `Most frequent: ${topicOf(shown[0])}, in ${cx.format.percent(shown[0].mention_share)} of comments.`,
                `提及最多：${topicOf(shown[0])}，占评论的${cx.format.percent(shown[0].mention_share)}。`) : "",
            empty: commentsEmpty(),
        });
    }

    function negativeCard(page) {
        const {filters, rows: all} = slice();
        const rows = all.filter(row => row.negative_share !== null).sort((a, b) => b.negative_count - a.negative_count || (a.topic < b.topic ? -1 : 1));
        const shown = rows.slice(0, most);
        page.card({
            id: "topic-negative",
            filters,
            title: cx.t("What they are unhappy with", "客户对什么不满"),
            question: cx.t("Which topics bring the most complaints?", "哪些主题的不满最多？"),
            note: cx.t("Ranked by the number of negative mentions. The point is the negative share of a topic's mentions.", "按负面提及次数排序；点为该主题提及中的负面占比。"),
            columns: [...shareColumns().slice(0, 2), {key: "negative_count", label: cx.t("Negative mentions", "负面提及次数"), kind: "count"}, ...shareColumns().slice(6), ...shareColumns().slice(5, 6)],
            rows,
            chart: colours => cx.dotsOption(colours, {
                names: shown.map(row => `${topicOf(row)} (${cx.format.count(row.negative_count)})`),
                axis: {name: cx.t("Negative mentions, %", "负面占比，%"), min: 0, max: 100},
                series: [{name: cx.t("Negative", "负面"), colour: colours.bad, points: shown.map((row, place) => ({
                    place, value: 100 * row.negative_share, low: 100 * row.negative_share_low, high: 100 * row.negative_share_high,
                    tip: [topicOf(row), cx.t(`${cx.format.percent(row.negative_share)} negative`, `负面占比 ${cx.format.percent(row.negative_share)}`),
                        `${cx.intervalWord()}: ${cx.percentInterval(100 * row.negative_share_low, 100 * row.negative_share_high)}`,
                        cx.t(`${cx.format.count(row.negative_count)} of ${mentions(row.mention_count)}`, `${mentions(row.mention_count)}中的 ${cx.format.count(row.negative_count)} 次`)],
                }))}],
            }),
            height: cx.rowsHeight(shown.length, 28),
            summary: shown.length ? cx.t(
                `Most negative mentions: ${topicOf(shown[0])}, ${cx.format.count(shown[0].negative_count)} (${cx.format.percent(shown[0].negative_share, 0)} of its mentions).`,
                `负面提及最多：${topicOf(shown[0])}，${cx.format.count(shown[0].negative_count)} 次（占其提及的${cx.format.percent(shown[0].negative_share, 0)}）。`) : "",
            empty: commentsEmpty(),
        });
    }

    function trendCards(page) {
        const {filters, rows} = slice("month");
        const totals = slice().rows.filter(row => row.mention_count !== null)
            .sort((a, b) => b.mention_count - a.mention_count);
        const topics = totals.slice(0, 12).filter(total => rows.some(row => row.topic === total.topic && row.mention_share !== null));
        const starts = [...new Set(cx.rows("topics").filter(row => row.period === "month").map(row => row.period_start))].sort();
        const recent = starts.slice(cx.isNarrow() ? -6 : -18);
        const columns = [
            {key: "period_start", label: cx.t("Month", "月份"), show: row => cx.format.period("month", row.period_start)},
            ...shareColumns().slice(0, 6),
        ];
        const values = rows.filter(row => row.mention_share !== null).map(row => row.mention_share);
        page.card({
            id: "topic-months",
            wide: true,
            filters,
            title: cx.t("Topics by month", "主题逐月走势"),
            question: cx.t("Which topics come and go?", "哪些主题在增多或减少？"),
            note: cx.t("Share of the month's comments, of the 12 most frequent topics. A dot: too few comments, or none.", "占当月评论的比例，取最常见的12个主题。圆点表示评论过少或没有评论。"),
            columns,
            rows: [...rows].reverse().filter(row => topics.some(total => total.topic === row.topic)),
            chart: topics.length ? colours => cx.heatOption(colours, {
                columns: recent.map(start => cx.format.period("month", start)),
                rows: topics.map(topicOf),
                cells: topics.flatMap((topic, y) => recent.map((start, x) => {
                    const row = rows.find(each => each.topic === topic.topic && each.period_start === start);
                    const head = `${topicOf(topic)} · ${cx.format.period("month", start)}`;
                    if (!row || row.mention_share === null) return {x, y, value: null, text: "·", tip: [head, cx.state("too_few")]};
                    return {
                        x, y, value: 100 * row.mention_share, text: cx.format.number(100 * row.mention_share, 0),
                        tip: [head, cx.format.percent(row.mention_share), `${cx.intervalWord()}: ${cx.percentInterval(100 * row.mention_share_low, 100 * row.mention_share_high)}`, mentions(row.mention_count)],
                    };
                })),
                scale: {colours: colours.heat, min: 0, max: 100 * Math.max(...values), format: value => cx.percentOf(value, 0)},
            }) : undefined,
            height: 110 + 32 * topics.length,
            summary: topics.length ? cx.t(
                `Share of comments by month of ${topics.length} topics; the most frequent is ${topicOf(topics[0])}.`,
                `${topics.length} 个主题的逐月提及率；最常见的是${topicOf(topics[0])}。`) : "",
            empty: commentsEmpty(),
        });
        changeCard(page, filters, rows);
    }

    function changeCard(page, filters, rows) {
        const known = rows.filter(row => row.mention_share_change !== null);
        const newest = known.map(row => row.period_start).sort().pop();
        const chosen = cx.filters.period === "month" && cx.filters.start && known.some(row => row.period_start === cx.filters.start) ? cx.filters.start : newest;
        const all = known.filter(row => row.period_start === chosen).sort((a, b) => Math.abs(b.mention_share_change) - Math.abs(a.mention_share_change));
        const changed = all.slice(0, 12).sort((a, b) => b.mention_share_change - a.mention_share_change);
        const isClear = row => row.mention_share_change_low > 0 || row.mention_share_change_high < 0;
        const clear = all.filter(isClear);
        page.card({
            id: "topic-changes",
            filters,
            title: cx.t("Topics that rose or fell", "增多或减少的主题"),
            question: cx.t("What is new against the month before?", "与上月相比有何变化？"),
            note: changed.length ? cx.t(
                `${cx.format.period("month", chosen)} against the month before; the largest changes of ${all.length} topics. Diamond: the interval leaves out 0 (${clear.length} in all). About one of 20 does so by chance.`,
                `${cx.format.period("month", chosen)}与上月相比，列出 ${all.length} 个主题中变化最大者。菱形表示区间不含0，共 ${clear.length} 个；每20个中约有一个出于偶然。`) : "",
            columns: [
                {key: "topic", label: cx.t("Topic", "主题"), show: topicOf},
                {key: "mention_share_change", label: cx.t("Change, points", "变化，个百分点"), kind: "number", show: row => cx.format.points(100 * row.mention_share_change)},
                {key: "interval", label: cx.intervalWord(), show: row => cx.pointsInterval(100 * row.mention_share_change_low, 100 * row.mention_share_change_high)},
                {key: "mention_share", label: cx.t("Of comments", "提及率"), kind: "percent"},
                {key: "mention_count", label: cx.t("Mentions", "提及次数"), kind: "count"},
            ],
            rows: [...all].sort((a, b) => b.mention_share_change - a.mention_share_change),
            chart: colours => cx.dotsOption(colours, {
                names: changed.map(topicOf),
                axis: {name: cx.t("Change of the share, points", "提及率变化，个百分点")},
                references: [{value: 0}],
                series: [{name: "change", colour: colours.series[0], points: changed.map((row, place) => ({
                    place, value: 100 * row.mention_share_change, low: 100 * row.mention_share_change_low, high: 100 * row.mention_share_change_high,
                    colour: isClear(row) ? colours.series[1] : colours.series[0], symbol: isClear(row) ? "diamond" : "circle",
                    tip: [topicOf(row), cx.format.points(100 * row.mention_share_change), `${cx.intervalWord()}: ${cx.pointsInterval(100 * row.mention_share_change_low, 100 * row.mention_share_change_high)}`],
                }))}],
            }),
            height: cx.rowsHeight(changed.length, 28),
            summary: clear.length
                ? clear.map(row => `${topicOf(row)}: ${cx.format.points(100 * row.mention_share_change)}`).join("; ")
                : cx.t("No topic changed beyond its interval.", "没有主题的变化超出区间。"),
            empty: cx.t("No two neighbouring months have comments enough.", "没有相邻两个月都有足够的评论。"),
        });
    }

    function effectCard(page, metric) {
        const rows = cx.rows("topic_effects").filter(row => row.metric === metric);
        const isClear = row => row.difference_low > 0 || row.difference_high < 0;
        const worst = rows[0];
        page.card({
            id: `topic-effect-${metric}`,
            metric: cx.catalogue.has(metric) ? metric : undefined,
            title: cx.t(`Topics and ${cx.scoreName(metric)}`, `主题与${cx.scoreName(metric)}`),
            question: cx.t("Which topics go with low scores?", "哪些主题伴随低分？"),
            note: metric === "nps"
                ? cx.t("Difference of the NPS of answers that mention the topic to that of other commented answers.", "提及该主题的回答与其他有评论回答的 NPS 之差。")
                : cx.t("Difference in points of 100 of answers that mention the topic to other commented answers.", "提及该主题的回答与其他有评论回答之差（百分制）。"),
            columns: [
                {key: "topic", label: cx.t("Topic", "主题"), show: topicOf},
                {key: "difference", label: cx.t("Difference, points", "差异，分"), kind: "number"},
                {key: "difference_low", label: cx.t("From", "区间下限"), kind: "number"},
                {key: "difference_high", label: cx.t("To", "区间上限"), kind: "number"},
                {key: "mean_with", label: cx.t("With it", "提及"), kind: "number"},
                {key: "mean_without", label: cx.t("Without", "未提及"), kind: "number"},
                {key: "with_count", label: cx.t("Answers with it", "提及的回答数"), kind: "count"},
                {key: "points_of_the_whole", label: cx.t("Adds to the total, points", "对总体的影响，分"), kind: "number"},
            ],
            rows,
            chart: colours => cx.dotsOption(colours, {
                names: rows.map(topicOf),
                axis: {name: cx.t("Difference of the score, points", "得分差异，分")},
                references: [{value: 0}],
                series: [{name: "difference", colour: colours.series[0], points: rows.map((row, place) => ({
                    place, value: row.difference, low: row.difference_low, high: row.difference_high,
                    colour: !isClear(row) ? colours.neutral : row.difference < 0 ? colours.bad : colours.good,
                    symbol: !isClear(row) ? "emptyCircle" : row.difference < 0 ? "triangle" : "circle",
                    tip: [topicOf(row), cx.t(`${cx.format.signed(cx.format.number(row.difference))} points`, `${cx.format.signed(cx.format.number(row.difference))} 分`),
                        `${cx.intervalWord()}: ${cx.format.signed(cx.format.number(row.difference_low))} … ${cx.format.signed(cx.format.number(row.difference_high))}`,
                        cx.answers(row.with_count),
                        cx.t(`adds ${cx.format.signed(cx.format.number(row.points_of_the_whole))} points to the total`, `对总体的影响 ${cx.format.signed(cx.format.number(row.points_of_the_whole))} 分`)],
                }))}],
            }),
            height: cx.rowsHeight(rows.length, 28),
            summary: worst ? cx.t(
                `Lowest with ${topicOf(worst)}: ${cx.format.signed(cx.format.number(worst.difference))} points from ${cx.answers(worst.with_count)}.`,
                `${topicOf(worst)}最低：${cx.format.signed(cx.format.number(worst.difference))} 分，${cx.answers(worst.with_count)}。`) : "",
        });
    }

    function wordsCard(page) {
        const all = cx.rows("comment_words");
        const rows = all.slice(0, 15);
        page.card({
            id: "words",
            title: cx.t("Words no topic holds yet", "尚未归入主题的词"),
            question: cx.t("Which words of unhappy customers should the lexicon learn?", "不满客户的哪些用词应加入词库？"),
            note: cx.t("How much likelier the word is with a low score than with a high one. Add the useful ones to seeds/reference/lexicon_phrases.csv.",
                "该词在低分评论中出现的可能性是高分评论的多少倍。可将有用的词加入 seeds/reference/lexicon_phrases.csv。"),
            columns: [
                {key: "word", label: cx.t("Word", "词")},
                {key: "language", label: cx.t("Language", "语言"), show: row => cx.label("language", row.language)},
                {key: "odds_ratio", label: cx.t("Odds ratio", "比值比"), kind: "number"},
                {key: "odds_ratio_low", label: cx.t("From", "区间下限"), kind: "number"},
                {key: "odds_ratio_high", label: cx.t("To", "区间上限"), kind: "number"},
                {key: "low_count", label: cx.t("In low scores", "低分评论数"), kind: "count"},
                {key: "high_count", label: cx.t("In high scores", "高分评论数"), kind: "count"},
            ],
            rows: all,
            chart: colours => cx.dotsOption(colours, {
                names: rows.map(row => row.word),
                axis: {name: cx.t("Odds ratio (logarithmic)", "比值比（对数刻度）"), type: "log", min: 1},
                series: [{name: "odds", colour: colours.series[0], points: rows.map((row, place) => ({
                    place, value: row.odds_ratio, low: row.odds_ratio_low, high: row.odds_ratio_high,
                    tip: [row.word, `${cx.t("odds ratio", "比值比")}: ${cx.format.number(row.odds_ratio)}`,
                        `${cx.intervalWord()}: ${cx.t(`${cx.format.number(row.odds_ratio_low)} to ${cx.format.number(row.odds_ratio_high)}`, `${cx.format.number(row.odds_ratio_low)} 至 ${cx.format.number(row.odds_ratio_high)}`)}`,
                        cx.t(`${row.low_count} low, ${row.high_count} high`, `低分 ${row.low_count} 条，高分 ${row.high_count} 条`)],
                }))}],
            }),
            height: cx.rowsHeight(rows.length, 28),
            summary: rows.length ? cx.t(
                `“${rows[0].word}” is in ${rows[0].low_count} comments with a low score and ${rows[0].high_count} with a high one.`,
                `“${rows[0].word}”出现在 ${rows[0].low_count} 条低分评论和 ${rows[0].high_count} 条高分评论中。`) : "",
            empty: cx.t("No word outside the lexicon tells low scores from high ones.", "词库以外没有能区分高低分的词。"),
        });
    }

    function examplesCard(page) {
        if (!cx.datasets.tables.comment_examples) return;
        const rows = cx.rows("comment_examples");
        const polarities = {positive: ["positive", "正面"], negative: ["negative", "负面"]};
        page.card({
            id: "examples",
            wide: true,
            title: cx.t("In customers' words", "客户原话"),
            question: cx.t("How do customers say it?", "客户是怎么说的？"),
            note: cx.t("Masked comments, the newest of each topic.", "已脱敏的评论，取各主题最近的几条。"),
            columns: [
                {key: "topic", label: cx.t("Topic", "主题"), show: row => cx.label("topic", row.topic)},
                {key: "polarity", label: cx.t("Tone", "倾向"), show: row => cx.t(...(polarities[row.polarity] ?? [row.polarity, row.polarity]))},
                {key: "example", label: cx.t("Comment", "评论")},
            ],
            rows,
            empty: cx.t("No comment can be shown.", "没有可展示的评论。"),
        });
    }

    function negativeTrendCard(page) {
        const metric = "negative_comment_share";
        if (!cx.catalogue.has(metric)) return;
        const cells = cx.cells({metric});
        const newest = cx.newestShown(cells);
        const {label} = cx.metric(metric);
        page.card({
            id: "negative-trend",
            metric,
            wide: true,
            title: label,
            question: cx.t("Do comments become more negative?", "评论是否越来越负面？"),
            note: cells.length ? cx.t("Band: 95 % interval. Hollow point: unfinished period.", "色带为95%区间；空心点为未完整的时段。") : undefined,
            columns: [
                {key: "period_start", label: cx.t("Period", "时段"), show: row => cx.format.period(row.period, row.period_start)},
                {key: "value", label, kind: "metric"},
                {key: "low", label: cx.t("From", "区间下限"), kind: "metric"},
                {key: "high", label: cx.t("To", "区间上限"), kind: "metric"},
                {key: "n", label: cx.t("Comments", "评论数"), kind: "count"},
                {key: "state", label: cx.t("State", "状态"), show: row => cx.state(row.state)},
            ],
            rows: [...cells].reverse().map(row => ({...row, metric})),
            chart: colours => cx.trendOption(metric, cells, colours),
            height: 240,
            summary: newest ? cx.t(
                `${label}: ${cx.format.value(metric, newest.value)} in ${cx.format.period(newest.period, newest.period_start)}, interval ${cx.format.interval(metric, newest.low, newest.high)}.`,
                `${cx.format.period(newest.period, newest.period_start)}${label}为${cx.format.value(metric, newest.value)}，区间${cx.format.interval(metric, newest.low, newest.high)}。`) : label,
            empty: cx.activeFilters().length
                ? cx.t("Too few comments to show under these filters, or none.", "当前筛选条件下评论过少或没有评论，不显示。")
                : commentsEmpty(),
        });
    }

    cx.screen({
        id: "voice",
        place: 8,
        title: ["Voice", "客户之声"],
        draw(page) {
            page.section(cx.t("What customers say", "客户说了什么"), cx.t("Topics of comments in answers, reviews and tickets.", "来自问卷、评价和工单的评论主题。"));
            negativeTrendCard(page);
            shareCard(page);
            negativeCard(page);
            page.section(cx.t("How topics change", "主题的变化"));
            trendCards(page);
            page.section(cx.t("Topics and scores", "主题与得分"), cx.t("An association: a topic may stand for something that is not written.", "这是相关关系：主题背后可能另有原因。"));
            const metrics = ["nps", "csat", "ces", "rating"].filter(metric => cx.rows("topic_effects").some(row => row.metric === metric));
            if (metrics.length) metrics.forEach(metric => effectCard(page, metric));
            else page.card({id: "topic-effects", title: cx.t("Topics and scores", "主题与得分"), columns: [], rows: [], empty: commentsEmpty()});
            page.section(cx.t("In their own words", "原话与用词"));
            wordsCard(page);
            examplesCard(page);
        },
    });
})();
