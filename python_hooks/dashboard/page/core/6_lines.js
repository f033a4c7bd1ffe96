// Lines with bands, and the cards that several screens make of metrics.


// Between sentences, and between a name and its value.
cx.space = () => cx.t(" ", "");
cx.colon = () => cx.t(": ", "：");

// Lines over time or days. names: the categories from left to right, or none where x is a number
// (then x: {name, format, max}); axis: {name, format, min, max}; series: [{name, colour, step, dashed,
// area, isUntold (not in the legend), points: [{x, value, low, high}]}]; tip: place or x => the lines of the tooltip.
cx.linesOption = function (colours, {names, x, axis, series, tip}) {
    const hidden = {lineStyle: {opacity: 0}, symbol: "none", silent: true, tooltip: {show: false}};
    const drawn = series.flatMap(each => {
        const step = each.step ? "end" : false;
        const bounded = each.points.filter(point => cx.isKnown(point.low) && cx.isKnown(point.high));
        const bounds = names ? each.points : bounded;
        const whole = point => cx.isKnown(point.low) && cx.isKnown(point.high);
        const band = {type: "line", step, stack: `${each.name} band`, stackStrategy: "all", ...hidden};
        return [
            ...(bounded.length ? [
                {...band, name: `${each.name} low`, data: bounds.map(point => [point.x, whole(point) ? point.low : null])},
                {
                    ...band, name: `${each.name} band`,
                    data: bounds.map(point => [point.x, whole(point) ? point.high - point.low : null]),
                    areaStyle: {color: each.colour, opacity: 0.14},
                },
            ] : []),
            {
                name: each.name, type: "line", step, color: each.colour, symbol: each.symbol ?? "circle",
                showSymbol: each.points.length < 40 && !each.step, showAllSymbol: true, symbolSize: 6,
                lineStyle: {width: 2, type: each.dashed ? "dashed" : "solid"},
                ...(each.area ? {areaStyle: {color: each.colour, opacity: 0.1}} : {}),
                data: each.points.map(point => [point.x, point.value]),
            },
        ];
    });
    const isTold = series.length > 1;
    return {
        // Half of a label may stand right of the last point.
        grid: {top: isTold ? 34 : 8, right: Math.max(20, cx.textWidth(names?.at(-1) ?? "") / 2)},
        legend: isTold ? {data: series.filter(each => !each.isUntold).map(each => each.name), itemWidth: 16, itemGap: 8} : undefined,
        xAxis: names
            ? {type: "category", data: names, axisLabel: {hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right"}}
            : {type: "value", name: x.name, nameLocation: "middle", nameGap: 26, max: x.max, axisLabel: {formatter: x.format, hideOverlap: true}, splitLine: {show: false}},
        yAxis: {type: "value", name: axis.name, nameTextStyle: {align: "left"}, min: axis.min, max: axis.max, axisLabel: {formatter: axis.format}},
        tooltip: {
            trigger: "axis",
            formatter: points => cx.tipLines(tip(names ? points[0].dataIndex : points[0].axisValue)),
        },
        series: drawn,
    };
};

// Bars in a row each, or stacked upright over time. series: [{name, colour, values, tips}].
cx.stackOption = function (colours, {names, axis, series, tip, signed = false}) {
    return {
        grid: {top: 34},
        legend: {data: series.map(each => each.name), itemWidth: 12, itemGap: 10, pageTextStyle: {color: colours.text}},
        xAxis: {type: "category", data: names, axisLabel: {hideOverlap: true}, ...(signed ? {axisLine: {onZero: true, lineStyle: {color: colours.muted}}} : {})},
        yAxis: {type: "value", name: axis.name, nameTextStyle: {align: "left"}, axisLabel: {formatter: axis.format}},
        tooltip: {trigger: "axis", axisPointer: {type: "shadow"}, formatter: points => cx.tipLines(tip(points[0].dataIndex))},
        series: series.map(each => ({
            name: each.name, type: "bar", stack: "all", color: each.colour, barMaxWidth: 30, data: each.values,
            itemStyle: {borderColor: colours.surface, borderWidth: 0.5, ...(each.decal ? {decal: each.decal} : {})},
        })),
    };
};

// "12.1 to 19.4 %" of two shares from 0 to 1.
cx.shareInterval = function (low, high, decimals = 1) {
    const percent = share => (cx.isKnown(share) ? 100 * share : null);
    return cx.percentInterval(percent(low), percent(high), decimals);
};

// "366 to 731 days"; an end that is not reached is open.
cx.daysInterval = function (low, high) {
    if (!cx.isKnown(low) && !cx.isKnown(high)) return cx.format.missing;
    const end = value => (cx.isKnown(value) ? cx.format.count(value) : cx.t("not reached", "未达到"));
    return cx.t(`${end(low)} to ${end(high)}`, `${end(low)} 至 ${end(high)}`);
};

// The columns that tell a metric's cell; the rows have a metric.
cx.cellColumns = () => [
    {key: "value", label: cx.t("Value", "数值"), kind: "metric"},
    {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => cx.format.interval(row.metric, row.low, row.high)},
    {key: "n", label: "n", kind: "count"},
    {key: "change", label: cx.t("Change", "变化"), kind: "number", show: row => (cx.isKnown(row.change) ? `${cx.format.change(row.metric, row.change)}${row.is_significant ? " *" : ""}` : cx.format.missing)},
    {key: "target", label: cx.t("Target", "目标"), kind: "metric"},
    {key: "red_line", label: cx.t("Red line", "红线"), kind: "metric"},
    {key: "state", label: cx.t("State", "状态"), show: row => (row.state === "shown" ? `${cx.statusSigns[row.status] ?? ""} ${cx.status(row.status)}`.trim() : cx.state(row.state))},
];

cx.significanceNote = () => cx.t("*: more than chance.", "* 表示变化具有统计显著性。");

// The trend of one metric with its band, target and red line.
cx.trendCard = function (page, metric, {question, wide, height = 280}) {
    const cells = cx.cells({metric});
    const {label, message, has_values: hasValues} = cx.metric(metric);
    const newest = cx.newestShown(cells);
    const when = newest ? cx.format.period(newest.period, newest.period_start) : "";
    const value = newest ? cx.format.value(metric, newest.value) : "";
    const interval = newest ? cx.format.interval(metric, newest.low, newest.high) : "";
    const sentence = newest ? cx.t(
        `${when}: ${value}, 95 % interval ${interval}, n = ${cx.format.count(newest.n)}. ${cx.status(newest.status)}.`,
        `${when}：${value}，95%区间 ${interval}，n = ${cx.format.count(newest.n)}。${cx.status(newest.status)}。`) : "";
    page.card({
        id: `trend-${metric}`, metric, title: label, question, wide, height,
        note: `${sentence}${cx.space()}${cx.t("Band: 95 % interval. Hollow point: unfinished period.", "色带为95%区间；空心点为未完整的时段。")}`,
        columns: [
            {key: "period_start", label: cx.t("Period", "时段"), show: row => cx.format.period(row.period, row.period_start)},
            ...cx.cellColumns(),
        ],
        rows: [...cells].reverse().map(row => ({...row, metric})),
        chart: colours => cx.trendOption(metric, cells, colours),
        summary: `${label}. ${sentence}`,
        empty: hasValues === false ? message : cx.t(`No values of ${label} under these filters.`, `当前筛选下没有${label}的数值。`),
    });
};

// One line a metric: its newest cell under the filters, or why there is none.
cx.metricTable = function (page, {id, title, question, metrics, note}) {
    const rows = metrics.map(({metric}) => {
        cx.noted.isNotComputed = false;
        const [cell] = cx.newest({metric});
        const state = cell ? null : cx.stateOf(metric);
        return cell ? {...cell, metric} : {metric, value: null, low: null, high: null, n: null, change: null, target: null, red_line: null, state, period: null};
    });
    cx.noted.isNotComputed = false;
    page.card({
        id, title, question, wide: true,
        note: [note, cx.significanceNote()].filter(Boolean).join(cx.space()),
        columns: [
            {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.metric(row.metric).label, link: row => cx.urlWith({screen: "metric", metric: row.metric})},
            {key: "period", label: cx.t("Period", "时段"), show: row => (row.period ? `${cx.format.period(row.period, row.period_start)}${row.is_complete ? "" : cx.t(" (unfinished)", "（未完整）")}` : cx.format.missing)},
            ...cx.cellColumns(),
        ],
        rows,
        empty: cx.t("The catalogue has no metric of this stage.", "目录中没有该阶段的指标。"),
    });
};
