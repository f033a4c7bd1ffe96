// The first screen: what changed, is it real, where, and who acts.

cx.screen({id: "overview", place: 1, title: ["Overview", "总览"], draw(page) {
    // The chosen metrics with values; where a company lacks some, others of its own fill the row.
    function headlineMetrics() {
        const withValues = [...cx.catalogue.values()].filter(row => row.has_values);
        const chosen = withValues.filter(row => row.headline_position !== null)
            .sort((a, b) => a.headline_position - b.headline_position);
        const others = withValues.filter(row => row.headline_position === null);
        const metrics = [...chosen, ...others].slice(0, Math.max(6, chosen.length));
        return metrics.sort((a, b) => cx.stages.indexOf(a.lifecycle_stage) - cx.stages.indexOf(b.lifecycle_stage));
    }

    function stateOfTarget(cell) {
        if (cell.status === "none") return null;
        const target = cx.format.value(cell.metric, cell.target);
        return cx.element("p", {},
            cx.element("span", {class: `state ${cell.status}`, text: `${cx.statusSigns[cell.status]} ${cx.status(cell.status)}`}),
            cx.t(" ", ""), cx.element("span", {class: "target", text: cx.t(`(target ${target})`, `（目标 ${target}）`)}));
    }

    function changeWords(cell) {
        if (cell.change === null) return cx.t("no period before to compare", "无可比的上一时段");
        const change = cx.format.change(cell.metric, cell.change);
        return cell.is_significant
            ? cx.t(`${change}: a real change`, `${change}：变化显著`)
            : cx.t(`${change}: within chance`, `${change}：可能是偶然`);
    }

    function headline({metric: name}) {
        const metric = cx.metric(name);
        const [found] = cx.newest({metric: name});
        const state = found?.state ?? cx.stateOf(name);
        cx.noted = {acting: new Set(), isNotComputed: false};
        const title = cx.element("h3", {}, cx.element("a", {href: cx.urlWith({screen: "metric", metric: name}), text: metric.label}), cx.definition(name));
        const stage = cx.element("p", {class: "stage", text: cx.stage(metric.lifecycle_stage)});
        if (state !== "shown") {
            return cx.element("section", {class: "headline"}, stage, title, cx.element("p", {class: "figure empty", text: cx.state(state)}));
        }
        const cell = {...found, metric: name};
        const interval = cx.format.interval(name, cell.low, cell.high);
        return cx.element("section", {class: `headline ${cell.status}`}, stage, title,
            cx.element("p", {class: "figure"}, ...cx.format.figure(name, cell.value)),
            cx.element("p", {text: cx.t(`95 % interval ${interval}`, `95%区间 ${interval}`)}),
            cx.element("p", {class: "change", text: changeWords(cell)}),
            stateOfTarget(cell),
            cx.element("p", {text: `${cx.format.period(cell.period, cell.period_start)} · n = ${cx.format.count(cell.n)}`
                + (cell.is_complete ? "" : cx.t(" · unfinished period", " · 未完整的时段"))}));
    }

    const kinds = {
        alert: cx.t("Alert", "告警"), low_slice: cx.t("Low slice", "低分切片"), breach: cx.t("Breach", "超时"),
        action: cx.t("Action", "措施"),
    };
    const targets = {breach: {screen: "service"}, action: {screen: "loop"}};

    function lookItem(row) {
        const filters = Object.fromEntries(cx.filterNames.map(name => [name, name === row.dimension ? row.dimension_value : null]));
        const target = targets[row.kind] ?? {screen: "metric", metric: row.metric, start: null, ...filters};
        const since = row.since_on ? cx.t(`since ${cx.format.date(row.since_on)}`, `自${cx.format.date(row.since_on)}`) : "";
        return cx.element("li", {},
            cx.element("span", {class: `state ${row.urgency <= 2 ? "red" : row.urgency <= 4 ? "amber" : ""}`, text: `${row.urgency <= 2 ? "■" : row.urgency <= 4 ? "▲" : "○"} ${kinds[row.kind]}`}),
            cx.element("a", {href: cx.urlWith(target), text: cx.t(row.message, row.message_zh)}),
            cx.element("span", {class: "owner", text: row.owner ? cx.label("owner", row.owner) : since}));
    }

    const list = cx.rows("look_here");
    const shown = 10;
    page.section(cx.t("What changed", "有什么变化"), cx.t(
        "A real change is significant after the correction for all comparisons made together.",
        "“变化显著”指在对全部比较一并校正后仍显著。"));
    page.append(cx.element("div", {class: "headlines wide"}, ...headlineMetrics().map(headline)));

    page.section(cx.t("Look here", "请先看这里"), cx.t(
        "The most urgent first, of each slice the worst alert. Each line leads to its slices, trend and definition.",
        "按紧急程度排序，每个切片只列最严重的告警；每一行都可查看其切片、趋势与定义。"));
    const items = list.map(lookItem);
    const box = cx.element("ul", {class: "look"}, ...items.slice(0, shown));
    const card = cx.element("section", {class: "card wide", "aria-label": cx.t("Look here", "请先看这里")}, list.length ? box
        : cx.element("p", {class: "empty", text: cx.t("No open alert, low slice, breach or failed action.", "没有未关闭的告警、低分切片、超时或无效措施。")}));
    if (list.length > shown) {
        card.append(cx.element("button", {type: "button", text: cx.t(`Show all ${list.length}`, `显示全部 ${list.length} 条`), onclick: event => {
            box.append(...items.slice(shown));
            event.currentTarget.remove();
        }}));
    }
    card.append(...cx.idleNote(cx.activeFilters()));
    page.append(card);

    const brief = cx.datasets.brief?.[cx.language] ?? [];
    if (brief.length) {
        page.section(cx.t("The week in words", "本周简报"), "");
        page.append(cx.element("section", {class: "card wide brief", "aria-label": cx.t("The week in words", "本周简报")}, ...brief.flatMap(part => [
            cx.element("h3", {text: part.heading}),
            cx.element("ul", {}, ...part.sentences.map(text => cx.element("li", {text}))),
        ]), ...cx.idleNote(cx.activeFilters())));
    }

    page.section(cx.t("Can it be trusted", "数据可信吗"), "");
    const counts = cx.rows("row_counts");
    const sum = name => counts.reduce((total, row) => total + (row[name] ?? 0), 0);
    const without = [...cx.catalogue.values()].filter(row => !row.has_values).length;
    page.card({
        id: "rows", title: cx.t("Rows behind these numbers", "这些数字背后的数据"), wide: true,
        question: cx.t("Which rows were read, held back or left out?", "读取、隔离和未采用的数据各有多少？"),
        filters: cx.filterNames,
        columns: [
            {key: "source", label: cx.t("Source", "来源"), show: row => cx.label("source", row.source)}, {key: "newest_at", label: cx.t("Newest row", "最新数据")},
            {key: "read_count", label: cx.t("Read", "读取"), kind: "count"}, {key: "accepted_count", label: cx.t("Accepted", "接受"), kind: "count"},
            {key: "quarantined_count", label: cx.t("Quarantined", "隔离"), kind: "count"}, {key: "left_out_count", label: cx.t("Left out", "未采用"), kind: "count"},
        ],
        rows: [...cx.grouped(counts, "source")].map(([source, rows]) => ({
            source,
            newest_at: rows.reduce((newest, row) => (row.newest_at > newest ? row.newest_at : newest), "").slice(0, 10) || null,
            ...Object.fromEntries(["read_count", "accepted_count", "quarantined_count", "left_out_count"].map(name => [name, rows.reduce((total, row) => total + (row[name] ?? 0), 0)])),
        })),
        note: cx.t(
            `${cx.format.count(sum("quarantined_count"))} rows are quarantined; ${cx.format.count(sum("left_out_count"))} accepted rows are not used by a fact. ${without} of ${cx.catalogue.size} metrics have no values. The screen Data quality says why.`,
            `隔离 ${cx.format.count(sum("quarantined_count"))} 行；${cx.format.count(sum("left_out_count"))} 行虽被接受但未被事实表采用。${cx.catalogue.size} 个指标中有 ${without} 个没有数值。原因见“数据质量”页。`),
        empty: cx.t("The published file has no row counts.", "发布文件中没有行数统计。"),
    });
}});
