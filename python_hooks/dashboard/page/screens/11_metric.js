// One metric: its trend, its slices by every dimension, and its definition. Reached from a headline.

cx.screen({id: "metric", place: 99, title: null, draw(page) {
    const name = cx.view.metric;
    const metric = cx.metric(name);
    const cells = cx.cells({metric: name});

    page.section(cx.t("Definition", "定义"), metric.description);
    page.append(cx.element("section", {class: "card wide", "aria-label": cx.t("Definition", "定义")}, cx.element("dl", {class: "facts"}, ...[
        [cx.t("Formula", "公式"), metric.formula], [cx.t("Owner", "负责人"), metric.owner && cx.label("owner", metric.owner)],
        [cx.t("Stage", "阶段"), cx.stage(metric.lifecycle_stage)],
        [cx.t("Better", "方向"), cx.better(metric)],
        [cx.t("When it is red", "变红时"), metric.when_red],
    ].flatMap(([term, text]) => [cx.element("dt", {text: term}), cx.element("dd", {text: text ?? cx.format.missing})])),
    metric.has_values ? null : cx.element("p", {class: "empty", text: metric.message})));

    page.section(cx.t("Trend", "趋势"), "");
    const shown = cells.filter(row => row.state === "shown");
    const last = shown[shown.length - 1];
    const marks = cx.alertMarks(cx.alertsOf(name) ?? [], cells);
    const cellColumns = [
        {key: "period_start", label: cx.t("Period", "时段"), show: row => cx.format.period(row.period, row.period_start)},
        {key: "value", label: cx.t("Value", "数值"), kind: "metric", metric: name},
        {key: "low", label: cx.t("Low", "下限"), kind: "metric", metric: name}, {key: "high", label: cx.t("High", "上限"), kind: "metric", metric: name},
        {key: "n", label: "n", kind: "count"},
        {key: "change", label: cx.t("Change", "变化"), kind: "number", show: row => (row.change === null ? cx.format.missing : `${cx.format.change(name, row.change)}${row.is_significant ? " *" : ""}`)},
        {key: "status", label: cx.t("State", "状态"), show: row => (row.state === "shown" ? cx.status(row.status) : cx.state(row.state))},
    ];
    page.card({
        id: `trend-${name}`, title: metric.label, wide: true, height: 340,
        question: cx.t("How has it moved, and how sure is that?", "如何变化？有多大把握？"),
        columns: cellColumns, rows: cells, chart: colours => cx.trendOption(name, cells, colours, marks),
        summary: last ? cx.t(`${metric.label}: ${cx.format.value(name, last.value)} in ${cx.format.period(last.period, last.period_start)}`, `${metric.label}：${cx.format.period(last.period, last.period_start)}为${cx.format.value(name, last.value)}`) : metric.label,
        note: cx.t("The band is the 95 % interval. A hollow point is an unfinished period; a triangle is the start of an alert; * is a real change.", "色带为95%区间。空心点为未完整的时段；三角形为告警开始；*表示变化显著。"),
        empty: metric.has_values ? cx.t("No values under these filters.", "当前筛选下没有数值。") : metric.message,
    });

    page.section(cx.t("Slices", "切片"), cx.t("The chosen period, or the newest complete one. Too few events are not shown.", "所选时段，或最近完整时段。样本过少的不显示。"));
    for (const dimension of cx.dimensionsOf(name)) {
        const rows = cx.newest({metric: name, by: dimension});
        const drawn = rows.filter(row => row.state === "shown").sort((a, b) => a.value - b.value);
        if (metric.better === "lower") drawn.reverse();
        const hidden = rows.length - drawn.length;
        const period = drawn.length ? cx.format.period(drawn[0].period, drawn[0].period_start) : "";
        page.card({
            id: `${name}-by-${dimension}`, title: cx.t(`By ${cx.dimension(dimension).toLowerCase()}`, `按${cx.dimension(dimension)}`),
            height: 90 + 30 * drawn.length,
            columns: [{key: "by", label: cx.dimension(dimension), show: row => cx.label(dimension, row.by)}, ...cellColumns.slice(1)],
            rows: drawn,
            chart: colours => cx.dotOption(name, drawn, row => cx.label(dimension, row.by), colours),
            summary: drawn.length ? cx.t(`Lowest rank: ${cx.label(dimension, drawn[0].by)}, ${cx.format.value(name, drawn[0].value)}`, `最差：${cx.label(dimension, drawn[0].by)}，${cx.format.value(name, drawn[0].value)}`) : "",
            note: [period, hidden ? cx.t(`${hidden} with too few events`, `${hidden} 个样本过少`) : ""].filter(Boolean).join(" · "),
            empty: cx.t("Too few events in each slice.", "各切片样本均过少。"),
        });
    }

    page.section(cx.t("Alerts", "告警"), "");
    page.card({
        id: `alerts-${name}`, title: cx.t("Alerts of this metric", "该指标的告警"), wide: true, filters: cx.filterNames,
        columns: [
            {key: "since_on", label: cx.t("Since", "开始"), kind: "date"}, {key: "closed_on", label: cx.t("Closed", "关闭"), kind: "date"},
            {key: "message", label: cx.t("What happened", "情况"), show: row => cx.t(row.message, row.message_zh)},
            {key: "owner", label: cx.t("Owner", "负责人"), show: row => cx.label("owner", row.owner)},
        ],
        rows: cx.rows("alerts").filter(row => row.metric === name), empty: cx.t("No alert so far.", "尚无告警。"),
    });
}});
