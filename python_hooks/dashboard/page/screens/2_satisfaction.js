// Satisfaction: how it moves, where it is low, and whether the surveys can be trusted.
(function () {
    const scores = () => ["nps", "csat", "ces"].filter(name => cx.catalogue.has(name));

    const cellColumns = () => [
        {key: "period_start", label: cx.t("Period", "时段"), kind: "text", show: row => cx.format.period(row.period, row.period_start)},
        {key: "value", label: cx.t("Value", "数值"), kind: "metric"},
        {key: "low", label: cx.t("From", "区间下限"), kind: "metric"},
        {key: "high", label: cx.t("To", "区间上限"), kind: "metric"},
        {key: "n", label: cx.t("Answers", "回答数"), kind: "count"},
        {key: "change", label: cx.t("Change", "变化"), kind: "number", show: row => cx.format.change(row.metric, row.change) + (row.is_significant ? " *" : "")},
        {key: "target", label: cx.t("Target", "目标"), kind: "metric"},
        {key: "red_line", label: cx.t("Red line", "红线"), kind: "metric"},
        {key: "state", label: cx.t("State", "状态"), kind: "text", show: row => (row.state === "shown" ? cx.status(row.status) : cx.state(row.state))},
        {key: "marks", label: cx.t("Alerts", "告警"), kind: "text"},
    ];

    function trendCard(page, metric) {
        const cells = cx.cells({metric});
        const alerts = cx.alertsOf(metric);
        const marks = cx.alertMarks(alerts ?? [], cells);
        const open = (alerts ?? []).filter(alert => alert.is_open);
        const newest = cx.newestShown(cells);
        const {label} = cx.metric(metric);
        page.card({
            id: `trend-${metric}`,
            metric,
            title: label,
            question: cx.t("Does it rise or fall, and does it keep its target?", "是升是降？是否达到目标？"),
            note: cells.length === 0 ? undefined : [
                alerts === null ? "" : open.length ? cx.inLanguage(open[0], "message") : cx.t("No open alert.", "目前没有告警。"),
                open.length > 1 ? cx.t(`More open alerts: ${open.length - 1}; the table has them.`, `另有 ${open.length - 1} 条告警，见表格。`) : "",
                cx.t(
                    "Band: 95 % interval. Triangle: an alert begins; diamond: one for the better. Hollow point: unfinished period.",
                    "色带为95%区间；三角为告警起点，菱形为向好的告警；空心点为未完整的时段。"),
            ].filter(Boolean).join(cx.space()),
            columns: cellColumns(),
            rows: [...cells].reverse().map(row => ({
                ...row,
                metric,
                marks: marks.filter(mark => mark.start === row.period_start).map(mark => mark.text).join(" "),
            })),
            chart: colours => cx.trendOption(metric, cells, colours, marks),
            height: 280,
            summary: newest ? cx.t(
                `${label} was ${cx.format.value(metric, newest.value)} in ${cx.format.period(newest.period, newest.period_start)}, 95 % interval ${cx.format.interval(metric, newest.low, newest.high)}, ${cx.answers(newest.n)}.`,
                `${cx.format.period(newest.period, newest.period_start)}${label}为${cx.format.value(metric, newest.value)}，95%区间${cx.format.interval(metric, newest.low, newest.high)}，${cx.answers(newest.n)}。`) : label,
            empty: cx.activeFilters().length
                ? cx.t("Too few answers to show under these filters, or none.", "当前筛选条件下回答过少或没有回答，不显示。")
                : cx.t(`No answers for ${label}. Deliver surveys.responses.`, `没有${label}的回答。请交付 surveys.responses。`),
        });
    }

    const {valuesUnderFilters: valuesOf, readable} = cx;
    const few = () => cx.t("too few answers to show, or none", "回答过少或没有回答，不显示");
    const periodOf = rows => (rows.length ? cx.format.period(rows[0].period, rows[0].period_start) : "");
    const periodNote = rows => cx.t(
        `${periodOf(rows)}. A longer period than the chosen one is taken where it shows more.`,
        `${periodOf(rows)}。所选时段可显示的内容过少时，改用更长的时段。`);

    function heatCard(page, metric) {
        const {label} = cx.metric(metric);
        const rows = readable(metric, ["region", "channel"]);
        const whole = rows.length ? cx.cells({metric, period: rows[0].period}).find(row => row.period_start === rows[0].period_start) : null;
        // Without a filter it is no combination of filters that is missing.
        const isDelivered = ["region", "channel"].every(name => cx.hasDimension(metric, name));
        if (!cx.activeFilters().length) cx.noted.isNotComputed = false;
        const regions = valuesOf(metric, "region");
        const answered = valuesOf(metric, "channel");
        const channels = answered.filter(channel => rows.some(row => row.channel === channel));
        const plotted = value => cx.format.plotted(metric, value);
        const shown = rows.filter(row => row.state === "shown");
        const worst = [...shown].sort((a, b) => (cx.metric(metric).better === "lower" ? b.value - a.value : a.value - b.value))[0];
        const cells = regions.flatMap((region, y) => channels.map((channel, x) => {
            const row = rows.find(each => each.region === region && each.channel === channel);
            const head = `${cx.label("region", region)} · ${cx.label("channel", channel)}`;
            if (!row || row.state !== "shown") {
                return {x, y, value: null, text: "·", tip: [head, few()]};
            }
            return {
                x, y, value: plotted(row.value), text: cx.format.number(plotted(row.value), metric === "ces" ? 1 : 0),
                tip: [head, cx.format.value(metric, row.value), `${cx.intervalWord()}: ${cx.format.interval(metric, row.low, row.high)}`, cx.answers(row.n)],
            };
        }));
        const middle = whole && whole.value !== null ? plotted(whole.value) : null;
        page.card({
            id: `heat-${metric}`,
            metric,
            title: cx.t(`${label} by region and channel`, `${label}：区域 × 渠道`),
            question: cx.t("Which region is unhappy through which channel?", "哪个区域在哪个渠道的满意度偏低？"),
            note: rows.length === 0 ? undefined : [
                periodNote(rows),
                cx.t("The middle colour is the value of all together. A dot: too few answers to show, or none.",
                    "中间色为总体数值；圆点表示回答过少或没有回答，不显示。"),
                channels.length < answered.length ? cx.t(`Without any cell to show: ${answered.filter(value => !channels.includes(value)).map(value => cx.label("channel", value)).join(", ")}.`,
                    `没有可显示单元格的渠道：${answered.filter(value => !channels.includes(value)).map(value => cx.label("channel", value)).join("、")}。`) : "",
            ].filter(Boolean).join(cx.space()),
            columns: [
                {key: "region", label: cx.dimension("region"), show: row => cx.label("region", row.region)},
                {key: "channel", label: cx.dimension("channel"), show: row => cx.label("channel", row.channel)},
                {key: "value", label, kind: "metric"},
                {key: "low", label: cx.t("From", "区间下限"), kind: "metric"},
                {key: "high", label: cx.t("To", "区间上限"), kind: "metric"},
                {key: "n", label: cx.t("Answers", "回答数"), kind: "count"},
                {key: "state", label: cx.t("State", "状态"), show: row => cx.state(row.state)},
            ],
            rows: rows.map(row => ({...row, metric})),
            chart: shown.length ? colours => {
                const values = shown.map(row => plotted(row.value));
                const centre = middle ?? (Math.min(...values) + Math.max(...values)) / 2;
                const reach = Math.max(...values.map(value => Math.abs(value - centre))) || 1;
                return cx.heatOption(colours, {
                    columns: channels.map(value => cx.label("channel", value)),
                    rows: regions.map(value => cx.label("region", value)),
                    cells,
                    scale: {
                        colours: cx.metric(metric).better === "lower" ? [...colours.diverging].reverse() : colours.diverging,
                        min: centre - reach, max: centre + reach,
                        words: [cx.t("below", "低于总体"), cx.t("above all together", "高于总体")],
                    },
                });
            } : undefined,
            height: 90 + 34 * Math.max(regions.length, 4),
            summary: worst ? cx.t(
                `Lowest: ${cx.label("region", worst.region)} through ${cx.label("channel", worst.channel)}, ${cx.format.value(metric, worst.value)} from ${cx.answers(worst.n)}.`,
                `最低：${cx.label("region", worst.region)}的${cx.label("channel", worst.channel)}渠道，${cx.format.value(metric, worst.value)}，${cx.answers(worst.n)}。`) : label,
            empty: !isDelivered
                ? cx.t("No answers with both a region and a channel. Answers need customer_id and channel.",
                    "没有同时带有区域和渠道的回答。回答需要 customer_id 和 channel。")
                : cx.activeFilters().length
                    ? cx.t("Too few answers to show under these filters, or none.", "当前筛选条件下回答过少或没有回答，不显示。")
                    : cx.t("Values by region and channel are not on this page.", "本页不含按区域和渠道组合的数值。"),
        });
    }

    // A ranked dot plot of a metric's slices, the worst on top.
    function rankedCard(page, metric, by, words) {
        const {label, better} = cx.metric(metric);
        const all = readable(metric, by);
        const sign = better === "lower" ? -1 : 1;
        const shown = all.filter(row => row.state === "shown").sort((a, b) => sign * (a.value - b.value));
        const hidden = valuesOf(metric, by).filter(value => !shown.some(row => row.by === value))
            .map(value => ({by: value, value: null, low: null, high: null, n: null, change: null, state: all.some(row => row.by === value) ? "too_few" : "no_data"}));
        // Cells of two dimensions or more have no row where they are too few.
        const isSplit = cx.activeFilters().some(name => name !== by && cx.hasDimension(metric, name));
        const namesOf = state => hidden.filter(row => row.state === state).map(row => cx.label(by, row.by));
        const rows = all.length ? [...shown, ...hidden] : [];
        const whole = all.length ? cx.cells({metric, period: all[0].period}).find(row => row.period_start === all[0].period_start) : null;
        const plotted = value => cx.format.plotted(metric, value);
        page.card({
            id: `${by}-${metric}`,
            metric,
            ...words,
            note: all.length === 0 ? undefined : [
                periodNote(all),
                namesOf("too_few").length ? cx.t(`Too few answers: ${namesOf("too_few").join(", ")}.`, `回答过少：${namesOf("too_few").join("、")}。`) : "",
                namesOf("no_data").length ? cx.t(`${isSplit ? "Too few answers, or none" : "No answers"}: ${namesOf("no_data").join(", ")}.`,
                    `${isSplit ? "回答过少或没有回答" : "没有回答"}：${namesOf("no_data").join("、")}。`) : "",
                cx.t("Where intervals overlap much, the order is chance.", "区间大幅重叠时，先后次序可能只是偶然。"),
            ].filter(Boolean).join(cx.space()),
            columns: [
                {key: "by", label: cx.dimension(by), show: row => cx.label(by, row.by)},
                {key: "value", label, kind: "metric"},
                {key: "low", label: cx.t("From", "区间下限"), kind: "metric"},
                {key: "high", label: cx.t("To", "区间上限"), kind: "metric"},
                {key: "n", label: cx.t("Answers", "回答数"), kind: "count"},
                {key: "change", label: cx.t("Change", "变化"), kind: "number", show: row => cx.format.change(metric, row.change) + (row.is_significant ? " *" : "")},
                {key: "state", label: cx.t("State", "状态"), show: row => (row.state === "shown" ? cx.status(row.status) : row.state === "no_data" && isSplit ? few() : cx.state(row.state))},
            ],
            rows: rows.map(row => ({...row, metric})),
            chart: shown.length ? colours => cx.dotsOption(colours, {
                names: shown.map(row => cx.label(by, row.by)),
                axis: {name: [label, cx.format.axisUnit(metric)].filter(Boolean).join(cx.t(", ", "，"))},
                references: whole && whole.value !== null && shown.length > 1 ? [{value: plotted(whole.value), name: cx.t("all together", "总体")}] : [],
                series: [{
                    name: label,
                    colour: colours.series[0],
                    points: shown.map((row, place) => ({
                        place, value: plotted(row.value), low: plotted(row.low), high: plotted(row.high), symbol: row.is_complete ? "circle" : "emptyCircle",
                        tip: [cx.label(by, row.by), cx.format.value(metric, row.value), `${cx.intervalWord()}: ${cx.format.interval(metric, row.low, row.high)}`, cx.answers(row.n)],
                    })),
                }],
            }) : undefined,
            height: cx.rowsHeight(shown.length),
            summary: shown.length ? cx.t(
                `Lowest ${label}: ${cx.label(by, shown[0].by)}, ${cx.format.value(metric, shown[0].value)} (${cx.format.interval(metric, shown[0].low, shown[0].high)}).`,
                `${label}最低：${cx.label(by, shown[0].by)}，${cx.format.value(metric, shown[0].value)}（${cx.format.interval(metric, shown[0].low, shown[0].high)}）。`) : label,
            empty: cx.activeFilters().length
                ? cx.t("Too few answers to show under these filters, or none.", "当前筛选条件下回答过少或没有回答，不显示。")
                : cx.t(`No answers with ${cx.dimension(by).toLowerCase()}. Answers need customer_id.`, `没有带${cx.dimension(by)}的回答。回答需要 customer_id。`),
        });
    }

    // Stores, where orders name one; the scores with any store that can be shown.
    function storeCard(page) {
        const all = cx.rows("store_satisfaction");
        if (!all.length) return;
        const metrics = ["nps", "csat", "ces", "rating"].filter(metric => all.some(row => row.metric === metric && row.satisfied_percent !== null));
        const shown = all.filter(row => metrics.includes(row.metric) && row.satisfied_percent !== null);
        const [first] = metrics;
        const values = row => shown.find(each => each.store === row.store && each.metric === first)?.satisfied_percent ?? Infinity;
        const stores = [...new Map(shown.map(row => [row.store, row])).values()].sort((a, b) => values(a) - values(b)).map(row => row.store);
        const hidden = all.filter(row => row.satisfied_percent === null);
        const apart = shown.filter(row => row.comparison !== "not_told_apart");
        const told = apart.map(row => cx.t(`${cx.label("store", row.store)} (${cx.scoreName(row.metric)}, ${cx.label("comparison", row.comparison).toLowerCase()})`,
            `${cx.label("store", row.store)}（${cx.scoreName(row.metric)}，${cx.label("comparison", row.comparison)}）`));
        const symbols = ["circle", "rect", "triangle", "diamond"];
        page.card({
            id: "stores",
            title: cx.t("Satisfied customers by store", "各门店满意率"),
            question: cx.t("Which store is lowest?", "哪家门店最低？"),
            note: [
                told.length ? cx.t(`Different by more than chance: ${told.join(", ")}.`, `有显著差异：${told.join("、")}。`) : cx.t("No store differs from all stores by more than chance.", "没有门店与全部门店有显著差异。"),
                hidden.length ? cx.t(`Too few customers: ${hidden.length} of ${all.length} pairs of store and score; the table has them.`, `${all.length} 个门店与得分组合中有 ${hidden.length} 个客户过少，见表格。`) : "",
                cx.t("An answer counts for the store of its order, else of the newest purchase.", "回答归入其订单所在门店；无订单时归入最近一次购买的门店。"),
                cx.satisfiedNote(),
            ].filter(Boolean).join(cx.space()),
            columns: [
                {key: "store", label: cx.dimension("store"), show: row => cx.label("store", row.store)},
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric)},
                {key: "satisfied_percent", label: cx.t("Satisfied, %", "满意率，%"), kind: "number"},
                {key: "satisfied_percent_low", label: cx.t("From, %", "区间下限，%"), kind: "number"},
                {key: "satisfied_percent_high", label: cx.t("To, %", "区间上限，%"), kind: "number"},
                {key: "all_percent", label: cx.t("All stores, %", "全部门店，%"), kind: "number"},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "comparison", label: cx.t("Comparison", "比较"), show: row => (row.comparison ? cx.label("comparison", row.comparison) : cx.state("too_few"))},
            ],
            rows: all,
            chart: shown.length ? colours => cx.dotsOption(colours, {
                names: stores.map(store => cx.label("store", store)),
                axis: {name: cx.t("Satisfied customers, %", "满意率，%"), min: 0, max: 100},
                references: metrics.length === 1 ? [{value: shown[0].all_percent, name: cx.t("all stores", "全部门店")}] : [],
                series: metrics.map((metric, number) => ({
                    name: cx.scoreName(metric), colour: colours.series[number], symbol: symbols[number],
                    points: shown.filter(row => row.metric === metric).map(row => ({
                        place: stores.indexOf(row.store), value: row.satisfied_percent, low: row.satisfied_percent_low, high: row.satisfied_percent_high,
                        tip: [`${cx.label("store", row.store)} · ${cx.scoreName(metric)}`, cx.percentOf(row.satisfied_percent),
                            `${cx.intervalWord()}: ${cx.percentInterval(row.satisfied_percent_low, row.satisfied_percent_high)}`,
                            cx.t(`${cx.format.count(row.customer_count)} customers`, `${cx.format.count(row.customer_count)} 位客户`)],
                    })),
                })),
            }) : undefined,
            height: cx.rowsHeight(stores.length, 20 + 14 * Math.max(metrics.length, 1)),
            summary: told.length ? told.join("; ") : cx.t("No store differs from all stores by more than chance.", "没有门店与全部门店有显著差异。"),
        });
    }

    const sliceName = row => [[row.dimension, row.dimension_value], [row.dimension_2, row.dimension_2_value]]
        .filter(([dimension]) => dimension && dimension !== "none")
        .map(([dimension, value]) => cx.t(`${cx.dimension(dimension)}: ${cx.label(dimension, value)}`, `${cx.dimension(dimension)}：${cx.label(dimension, value)}`))
        .join(cx.t(", ", "，"));

    const shortName = row => [[row.dimension, row.dimension_value], [row.dimension_2, row.dimension_2_value]]
        .filter(([dimension]) => dimension && dimension !== "none").map(([dimension, value]) => cx.label(dimension, value)).join(" · ");

    function gapsCard(page) {
        const rows = cx.rows("satisfaction_gaps");
        const first = rows[0];
        const name = row => `${sliceName(row)} (${cx.scoreName(row.metric)})`;
        const why = row => {
            if (row.verdict === "mix" && row.mix_dimension) {
                return cx.t(`the mix of ${cx.dimension(row.mix_dimension).toLowerCase()} explains it`, `可由${cx.dimension(row.mix_dimension)}的构成解释`);
            }
            if (row.verdict === "explained") return cx.t(`cause ${row.explained_by_rank} explains it`, `可由根源${row.explained_by_rank}解释`);
            return `${cx.label("verdict", row.verdict)} ${row.cause_rank ?? ""}`.trim();
        };
        page.card({
            id: "gaps",
            wide: true,
            title: cx.t("Slices that are low, and why", "偏低的切片及原因"),
            question: cx.t("Where would it pay most to look?", "最值得先查看哪里？"),
            note: first ? cx.t(
                `Filled: the slice. Hollow: all other answers. ${cx.format.count(first.tested_count)} slices were tested, with a false discovery rate. Only a cause stands on its own.`,
                `实心为该切片，空心为其余回答。共检验 ${cx.format.count(first.tested_count)} 个切片，并控制错误发现率。只有“根源”不能由其他切片解释。`) : "",
            columns: [
                {key: "slice", label: cx.t("Slice", "切片")},
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric)},
                {key: "why", label: cx.t("Verdict", "结论")},
                {key: "answer_count", label: cx.t("Answers", "回答数"), kind: "count"},
                {key: "value_percent", label: cx.t("Satisfied, %", "满意率，%"), kind: "number"},
                {key: "rest_percent", label: cx.t("Elsewhere, %", "其余，%"), kind: "number"},
                {key: "cost_points", label: cx.t("Costs the total, points", "拉低总体，个百分点"), kind: "number"},
                {key: "adjusted_p_value", label: cx.t("p, adjusted", "校正后的 p 值"), kind: "number", show: row => cx.format.p(row.adjusted_p_value)},
            ],
            rows: rows.map(row => ({...row, slice: sliceName(row), why: why(row)})),
            chart: colours => cx.dotsOption(colours, {
                names: rows.map(row => (cx.isNarrow() ? shortName(row) : `${sliceName(row)}\n${why(row)}`)),
                axis: {name: cx.t("Satisfied answers, %", "满意率，%")},
                gap: 0,
                labelWidth: 420,
                series: [
                    {name: cx.t("the slice", "该切片"), colour: colours.bad, points: rows.map((row, place) => ({
                        place, value: row.value_percent, colour: row.verdict === "cause" ? colours.bad : colours.neutral,
                        tip: [name(row), why(row), `${cx.percentOf(row.value_percent)} · ${cx.answers(row.answer_count)}`,
                            cx.t(`costs the total ${cx.format.number(row.cost_points)} points`, `拉低总体 ${cx.format.number(row.cost_points)} 个百分点`)],
                    }))},
                    {name: cx.t("all other answers", "其余回答"), symbol: "emptyCircle", colour: colours.neutral, points: rows.map((row, place) => ({
                        place, value: row.rest_percent, tip: [name(row), `${cx.t("elsewhere", "其余")}: ${cx.percentOf(row.rest_percent)}`],
                    }))},
                ],
            }),
            height: cx.rowsHeight(rows.length, 56),
            summary: first ? cx.t(
                `${name(first)}: ${cx.percentOf(first.value_percent, 0)} satisfied against ${cx.percentOf(first.rest_percent, 0)} elsewhere.`,
                `${name(first)}：满意率${cx.percentOf(first.value_percent, 0)}，其余为${cx.percentOf(first.rest_percent, 0)}。`) : "",
            empty: scores().some(metric => cx.hasDimension(metric, "all"))
                ? cx.t("No slice is lower than chance explains.", "没有切片显著偏低。")
                : cx.t("No answers to compare. Deliver surveys.responses.", "没有可比较的回答。请交付 surveys.responses。"),
        });
    }

    // A name in short lines, for narrow screens.
    const broken = name => name.split(" ").reduce((lines, word) => {
        const last = lines[lines.length - 1];
        return last !== undefined && `${last} ${word}`.length <= 11 ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
    }, []).map(line => line.replace(/([\u4e00-\u9fff]{5})(?=.)/g, "$1\n")).join("\n");

    // Teams on the measures that every team has; a measure that should be low is shown as its rest.
    function teamCard(page) {
        const all = cx.rows("team_quality");
        const rows = cx.filtered(all, ["team"]);
        const isLower = metric => cx.metric(metric).better === "lower";
        const side = (row, key) => (row[key] === null ? null : isLower(row.metric) ? 100 - row[key] : row[key]);
        const metrics = [...new Set(all.map(row => row.metric))].filter(metric =>
            all.filter(row => row.metric === metric).every(row => row.shrunk_percent !== null));
        const measure = metric => {
            const {label} = cx.metric(metric);
            return isLower(metric) ? cx.t(`100 − ${label}`, `100 − ${label}`) : label;
        };
        const teams = [...new Set(rows.map(row => row.team))].sort();
        const values = all.filter(row => metrics.includes(row.metric)).map(row => side(row, "shrunk_percent"));
        const floor = values.length ? Math.max(0, Math.floor((Math.min(...values) - 5) / 10) * 10) : 0;
        const judged = verdict => rows.filter(row => row.verdict === verdict)
            .map(row => cx.t(`${cx.label("team", row.team)} (${cx.inLanguage(row, "label").toLowerCase()})`, `${cx.label("team", row.team)}（${cx.inLanguage(row, "label")}）`));
        const worse = judged("worse"), better = judged("better");
        const symbols = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect", "emptyTriangle", "emptyDiamond"];
        page.card({
            id: "teams",
            wide: true,
            title: cx.t("Quality of the support teams", "各客服团队的服务质量"),
            question: cx.t("Which team stands out, and in what?", "哪个团队在哪方面突出或落后？"),
            note: [
                worse.length ? cx.t(`Worse than the mean: ${worse.join(", ")}.`, `劣于均值：${worse.join("、")}。`) : "",
                better.length ? cx.t(`Better: ${better.join(", ")}.`, `优于均值：${better.join("、")}。`) : "",
                !worse.length && !better.length ? cx.t("No team differs from the mean by more than chance.", "没有团队与均值有显著差异。") : "",
                cx.t(`Further out is better. The axes run from ${floor} to 100 %. Shares are drawn towards the mean where a team has few cases; intervals are in the table.`,
                    `越靠外越好；各轴从 ${floor}% 到 100%。样本少的团队会向均值收缩；区间见表格。`),
            ].filter(Boolean).join(cx.space()),
            columns: [
                {key: "team", label: cx.dimension("team"), show: row => cx.label("team", row.team)},
                {key: "metric", label: cx.t("Measure", "指标"), show: row => cx.inLanguage(row, "label")},
                {key: "shrunk_percent", label: cx.t("Share, %", "比率，%"), kind: "number"},
                {key: "shrunk_percent_low", label: cx.t("From, %", "区间下限，%"), kind: "number"},
                {key: "shrunk_percent_high", label: cx.t("To, %", "区间上限，%"), kind: "number"},
                {key: "mean_percent", label: cx.t("Mean of teams, %", "团队均值，%"), kind: "number"},
                {key: "event_count", label: cx.t("Cases", "样本数"), kind: "count"},
                {key: "verdict", label: cx.t("Verdict", "结论"), show: row => cx.label("verdict", row.verdict)},
            ],
            rows,
            chart: metrics.length >= 3 ? colours => ({
                legend: {
                    ...cx.symbolLegend(colours, teams.map((team, place) => ({name: cx.label("team", team), symbol: symbols[place % symbols.length], colour: colours.series[place % colours.series.length]}))),
                    type: "plain",
                },
                tooltip: {},
                radar: {
                    center: ["50%", cx.isNarrow() ? "60%" : "55%"],
                    radius: cx.isNarrow() ? "43%" : "70%",
                    indicator: metrics.map(metric => ({name: measure(metric), min: floor, max: 100})),
                    splitNumber: 5,
                    axisName: {color: colours.muted, fontSize: cx.textSize(), formatter: name => (cx.isNarrow() ? broken(name) : name)},
                    splitLine: {lineStyle: {color: colours.grid}},
                    splitArea: {show: false},
                    axisLine: {lineStyle: {color: colours.grid}},
                },
                series: teams.map((team, place) => ({
                    name: cx.label("team", team),
                    type: "radar",
                    ...cx.symbolStyle(colours, symbols[place % symbols.length], colours.series[place % colours.series.length]),
                    symbolSize: 7,
                    color: colours.series[place % colours.series.length],
                    lineStyle: {color: colours.series[place % colours.series.length], width: 2},
                    data: [{
                        name: cx.label("team", team),
                        value: metrics.map(metric => {
                            const row = rows.find(each => each.team === team && each.metric === metric);
                            return row ? side(row, "shrunk_percent") : null;
                        }),
                    }],
                    tooltip: {formatter: () => cx.tipLines([cx.label("team", team), ...metrics.map(metric => {
                        const row = rows.find(each => each.team === team && each.metric === metric);
                        return row ? `${cx.inLanguage(row, "label")}: ${cx.percentOf(row.shrunk_percent)} (${cx.percentInterval(row.shrunk_percent_low, row.shrunk_percent_high)})` : "";
                    })])},
                })),
            }) : undefined,
            height: cx.isNarrow() ? 420 : 460,
            summary: [
                worse.length ? cx.t(`Worse than the mean: ${worse.join(", ")}.`, `劣于均值：${worse.join("、")}。`) : "",
                better.length ? cx.t(`Better: ${better.join(", ")}.`, `优于均值：${better.join("、")}。`) : "",
            ].filter(Boolean).join(cx.space()) || cx.t("No team differs from the mean by more than chance.", "没有团队与均值有显著差异。"),
            empty: cx.t("No ticket names a team. Deliver support.tickets with team.", "没有工单注明团队。请交付带 team 的 support.tickets。"),
        });
    }

    cx.screen({
        id: "satisfaction",
        place: 2,
        title: ["Satisfaction", "满意度"],
        draw(page) {
            page.section(cx.t("How satisfied customers are", "客户有多满意"),
                cx.t("Each score over time, with its interval, target and alerts.", "各项得分的走势，附区间、目标与告警。"));
            scores().forEach(metric => trendCard(page, metric));
            page.section(cx.t("Where satisfaction is low", "哪里的满意度偏低"),
                cx.t("Slices first, then regions, channels and teams.", "先看偏低的切片，再看区域、渠道与团队。"));
            gapsCard(page);
            ["csat", "nps"].filter(metric => scores().includes(metric)).forEach(metric => {
                const {label} = cx.metric(metric);
                rankedCard(page, metric, "region", {
                    title: cx.t(`${label} by region`, `各区域${label}`),
                    question: cx.t("Which region is lowest?", "哪个区域最低？"),
                });
            });
            storeCard(page);
            ["csat", "nps"].filter(metric => scores().includes(metric)).forEach(metric => heatCard(page, metric));
            teamCard(page);
            page.section(cx.t("Can the surveys be trusted", "调查结果是否可信"),
                cx.t("Who was asked, who answered, and what weighting changes.", "邀请了谁、谁回答了、加权后有何变化。"));
            cx.surveyCards.trustCard(page);
            cx.surveyCards.respondentsCard(page);
            cx.surveyCards.loadCard(page);
        },
    });
})();
