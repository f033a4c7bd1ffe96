// Data quality: what became of the rows, what the build noticed, which metrics have no value, and what this page is.
(function () {
    const stateSigns = {ok: "●", too_few: "○", not_yet_known: "…", history_too_short: "…", no_data: "–", all_left_out: "■"};
    const short = hash => (hash ? String(hash).slice(0, 12) : cx.format.missing);

    function rowsCard(page) {
        const rows = cx.rows("row_counts");
        const lost = [
            ["superseded_count", cx.t("Superseded", "被新版本取代"), 5], ["quarantined_count", cx.t("Quarantined", "隔离"), 4], ["erased_count", cx.t("Erased", "已抹除"), 3],
            ["left_out_count", cx.t("Left out", "未采用"), 1],
        ];
        // A kind without rows has no place in the legend.
        const told = lost.filter(([key]) => rows.some(row => row[key] > 0));
        const name = row => `${row.source}.${row.table_name}`;
        const shortName = row => (cx.isNarrow() ? row.table_name : name(row));
        const drawn = rows.filter(row => row.read_count > 0 && lost.some(([key]) => row[key] > 0))
            .sort((a, b) => lost.reduce((sum, [key]) => sum + (b[key] ?? 0), 0) - lost.reduce((sum, [key]) => sum + (a[key] ?? 0), 0));
        const sum = key => rows.reduce((total, row) => total + (row[key] ?? 0), 0);
        const sentence = rows.length ? cx.t(
            `${cx.format.count(sum("read_count"))} rows read, ${cx.format.count(sum("accepted_count"))} accepted, ${cx.format.count(sum("quarantined_count"))} quarantined, ${cx.format.count(sum("left_out_count"))} left out.`,
            `读取 ${cx.format.count(sum("read_count"))} 行，接受 ${cx.format.count(sum("accepted_count"))} 行，隔离 ${cx.format.count(sum("quarantined_count"))} 行，未采用 ${cx.format.count(sum("left_out_count"))} 行。`) : "";
        page.card({
            id: "row-counts", title: cx.t("What became of the rows", "数据去向"), height: cx.rowsHeight(drawn.length, 30),
            question: cx.t("Which tables lose rows, and why?", "哪些表有数据未被采用？原因是什么？"),
            columns: [
                {key: "source", label: cx.t("Table", "表"), show: name},
                {key: "read_count", label: cx.t("Read", "读取"), kind: "count"}, {key: "accepted_count", label: cx.t("Accepted", "接受"), kind: "count"},
                ...lost.map(([key, label]) => ({key, label, kind: "count"})),
                {key: "accepted_share", label: cx.t("Accepted, %", "接受率"), kind: "percent", decimals: 2},
                {key: "newest_at", label: cx.t("Newest row", "最新数据"), show: row => (cx.isKnown(row.newest_at) ? cx.format.date(row.newest_at.slice(0, 10)) : cx.format.missing)},
            ],
            rows,
            chart: drawn.length ? colours => ({
                grid: {top: 34},
                legend: {data: told.map(([, label]) => label), itemWidth: 12, itemGap: 10},
                xAxis: {type: "value", name: cx.t("rows", "行"), nameLocation: "middle", nameGap: 26, axisLabel: {formatter: value => cx.format.count(value), hideOverlap: true}},
                yAxis: {type: "category", inverse: true, data: drawn.map(shortName), axisLabel: {color: colours.text, interval: 0}},
                tooltip: {trigger: "axis", axisPointer: {type: "shadow"}, formatter: points => {
                    const row = drawn[points[0].dataIndex];
                    return cx.tipLines([name(row), cx.t(`${cx.format.count(row.read_count)} read`, `读取 ${cx.format.count(row.read_count)} 行`), ...told.map(([key, label]) => `${label}${cx.colon()}${cx.format.count(row[key])}`)]);
                }},
                series: told.map(([key, label, colour]) => ({name: label, type: "bar", stack: "rows", barMaxWidth: 16, color: colours.series[colour], data: drawn.map(row => row[key])})),
            }) : undefined,
            summary: sentence,
            note: `${sentence}${cx.space()}${cx.t("Superseded: a newer version of the row came. Quarantined: it broke a rule. Left out: accepted, but at least one fact does not use it.", "被取代：同一行有更新版本；隔离：违反规则；未采用：已接受，但至少有一个事实表未使用。")}`,
            empty: cx.t("The published file has no row counts.", "发布文件中没有行数统计。"),
        });
        const dated = rows.filter(row => cx.isKnown(row.days_old)).sort((a, b) => b.days_old - a.days_old);
        const [oldest] = dated;
        page.card({
            id: "freshness", title: cx.t("How fresh the data are", "数据新鲜度"), height: cx.rowsHeight(dated.length, 26),
            question: cx.t("Has a source stopped delivering?", "是否有来源停止供数？"),
            columns: [
                {key: "source", label: cx.t("Table", "表"), show: name},
                {key: "newest_at", label: cx.t("Newest row", "最新数据"), show: row => cx.format.date(row.newest_at.slice(0, 10))},
                {key: "days_old", label: cx.t("Days before today", "距今天数"), kind: "count"},
            ],
            rows: dated,
            chart: dated.length ? colours => ({
                grid: {top: 8, right: 44},
                xAxis: {type: "value", min: 0, minInterval: 1, name: cx.t("days before the day of this page", "距本页日期的天数"), nameLocation: "middle", nameGap: 26},
                yAxis: {type: "category", inverse: true, data: dated.map(shortName), axisLabel: {color: colours.text, interval: 0}},
                tooltip: {formatter: point => cx.tipLines([name(dated[point.dataIndex]), cx.t(`newest row ${cx.format.date(dated[point.dataIndex].newest_at.slice(0, 10))}`, `最新数据 ${cx.format.date(dated[point.dataIndex].newest_at.slice(0, 10))}`)])},
                series: [{
                    type: "bar", barMaxWidth: 12, color: colours.series[0], data: dated.map(row => Math.max(0, row.days_old)),
                    label: {show: true, position: "right", color: colours.muted, fontSize: cx.textSize(), formatter: point => cx.format.count(dated[point.dataIndex].days_old)},
                }],
            }) : undefined,
            summary: oldest ? cx.t(`Oldest: ${name(oldest)}, ${oldest.days_old} days.`, `最旧：${name(oldest)}，${oldest.days_old} 天。`) : "",
            note: oldest ? cx.t(`Oldest: ${name(oldest)}, newest row of ${cx.format.date(oldest.newest_at.slice(0, 10))}.`, `最旧：${name(oldest)}，最新数据为${cx.format.date(oldest.newest_at.slice(0, 10))}。`) : "",
            empty: cx.t("No table has a time.", "没有带时间的表。"),
        });
    }

    // A raw table or column, or a metric; other subjects are codes, which the topic says in words.
    const placeOf = ({subject}) => (subject?.includes(".") ? subject : cx.catalogue.has(subject) ? cx.metric(subject).label : cx.format.missing);

    function noticeCard(page) {
        page.card({
            id: "notices", title: cx.t("Notices", "提示"), wide: true,
            question: cx.t("What did the build notice in the data?", "构建时发现了哪些数据问题？"),
            columns: [
                {key: "message", isLong: true, label: cx.t("What was noticed", "内容"), show: row => cx.t(row.message, row.message_zh)},
                {key: "topic", label: cx.t("About", "主题"), show: row => cx.label("notice", row.topic)},
                {key: "subject", label: cx.t("Where", "位置"), show: placeOf}, {key: "row_count", label: cx.t("Rows", "行数"), kind: "count"},
            ],
            rows: cx.rows("notices"), empty: cx.t("The build noticed nothing.", "构建未发现问题。"),
        });
    }

    function coverageCard(page) {
        const rows = cx.rows("metric_coverage");
        const without = rows.filter(row => !row.has_values);
        page.card({
            id: "coverage", title: cx.t("Metrics and the rows behind them", "指标及其数据来源"), wide: true,
            question: cx.t("Which metrics have no value, and why?", "哪些指标没有数值？原因是什么？"),
            columns: [
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.metric(row.metric).label, link: row => cx.urlWith({screen: "metric", metric: row.metric})},
                {key: "state", label: cx.t("State", "状态"), show: row => `${stateSigns[row.state] ?? ""}\u00a0${cx.label("state", row.state)}`},
                {key: "event_count", label: cx.t("Events", "事件数"), kind: "count"},
                {key: "raw_table", label: cx.t("Fed by", "数据来源")},
                {key: "rows_accepted", label: cx.t("Rows accepted", "接受行数"), kind: "count"},
                {key: "rows_used", label: cx.t("Rows used", "采用行数"), kind: "count"},
                {key: "message", isLong: true, label: cx.t("In words", "说明"), show: row => cx.t(row.message, row.message_zh) ?? ""},
            ],
            rows,
            note: rows.length ? cx.t(`${rows.length - without.length} of ${rows.length} metrics have values.`, `${rows.length} 个指标中 ${rows.length - without.length} 个有数值。`) : "",
            empty: cx.t("The catalogue is empty.", "指标目录为空。"),
        });
    }

    function generationCards(page) {
        const [facts] = cx.rows("generation_facts");
        const rows = facts ? [
            [cx.t("Generation", "代次"), String(facts.generation_number)], [cx.t("As of", "数据截至"), facts.as_of],
            [cx.t("Run", "运行编号"), facts.run_id], [cx.t("Hash of the inputs", "输入哈希"), facts.input_hash], [cx.t("Hash of the code", "代码哈希"), facts.code_hash],
            [cx.t("Commit", "提交"), facts.git_commit], [cx.t("Variables given", "传入变量"), facts.variables], ["dbt", facts.dbt_version], ["DuckDB", facts.duckdb_version],
        ].map(([name, text]) => ({name, text: text ?? cx.format.missing})) : [];
        page.card({
            id: "generation", title: cx.t("This generation", "本次发布"),
            question: cx.t("From what, and with which code, was this page made?", "本页由哪些数据、哪个版本的代码生成？"),
            columns: [{key: "name", label: cx.t("What", "项目")}, {key: "text", label: cx.t("Value", "取值")}],
            rows, note: cx.t("The same hashes mean the same figures.", "哈希相同则数字相同。"),
        });
        page.card({
            id: "generation-inputs", title: cx.t("Inputs", "输入"),
            question: cx.t("Which files and tables were read?", "读取了哪些文件和表？"),
            columns: [
                {key: "input", label: cx.t("File or table", "文件或表")}, {key: "row_count", label: cx.t("Rows", "行数"), kind: "count"},
                {key: "content_hash", label: cx.t("Hash", "哈希"), show: row => short(row.content_hash)},
            ],
            rows: cx.rows("generation_inputs"), empty: cx.t("No input was read.", "未读取任何输入。"),
        });
    }

    cx.screen({id: "quality", place: 10, title: ["Data quality", "数据质量"], draw(page) {
        page.section(cx.t("Rows and freshness", "数据量与新鲜度"), cx.t("No row disappears without a count.", "每一行的去向都有计数。"));
        rowsCard(page);
        page.section(cx.t("What was noticed", "发现的问题"), "");
        noticeCard(page);
        coverageCard(page);
        page.section(cx.t("What this page is", "关于本页"), "");
        generationCards(page);
    }});
})();
