// Service: how fast we answer and resolve, what waits, which promises break, and when complaints come.
(function () {
    const promises = () => [...cx.grouped(cx.rows("service_breaches"), "commitment").values()]
        .map(([row]) => ({commitment: row.commitment, name: cx.t(row.label, row.label_zh)}));
    const promiseColour = (colours, place) => colours.series[place];
    const promiseSymbols = ["circle", "diamond"];

    // How long tickets of each team wait; of one team, by channel.
    function sliceCard(page, metric) {
        const by = cx.filters.team ? "channel" : "team";
        const {label, better} = cx.metric(metric);
        const rows = cx.readable(metric, by);
        const shown = rows.filter(row => row.state === "shown")
            .sort((a, b) => (better === "lower" ? b.value - a.value : a.value - b.value));
        const hidden = rows.filter(row => row.state !== "shown");
        const hiddenCount = cx.valuesUnderFilters(metric, by).length - shown.length;
        const [worst] = shown;
        const best = shown[shown.length - 1];
        const when = rows.length ? cx.format.period(rows[0].period, rows[0].period_start) : "";
        const dimension = cx.dimension(by);
        page.card({
            id: `${metric}-by-${by}`, metric,
            title: cx.t(`${label} by ${dimension.toLowerCase()}`, `${label}：按${dimension}`),
            question: cx.t("Who keeps customers waiting longest?", "哪里让客户等得最久？"),
            height: cx.rowsHeight(shown.length),
            columns: [{key: "by", label: dimension, show: row => cx.label(by, row.by)}, ...cx.cellColumns()],
            rows: [...shown, ...hidden].map(row => ({...row, metric})),
            chart: shown.length ? colours => cx.dotOption(metric, shown, row => cx.label(by, row.by), colours) : undefined,
            summary: worst ? cx.t(
                `${when}: longest ${cx.label(by, worst.by)}, ${cx.format.value(metric, worst.value)}; shortest ${cx.label(by, best.by)}, ${cx.format.value(metric, best.value)}.`,
                `${when}：最长为${cx.label(by, worst.by)}，${cx.format.value(metric, worst.value)}；最短为${cx.label(by, best.by)}，${cx.format.value(metric, best.value)}。`) : label,
            note: [
                when ? `${when}${cx.t(".", "。")}` : "", cx.t("Lines: 95 % intervals.", "横线为95%区间。"),
                hiddenCount > 0 ? cx.t(`${hiddenCount} with too few tickets, or none, not shown.`, `${hiddenCount} 个样本过少或没有工单，不显示。`) : "",
                rows.length && rows[0].period !== cx.grainOf(metric) ? cx.t("A longer period than the chosen one shows more.", "所选时段可显示的内容过少，改用更长的时段。") : "",
            ].filter(Boolean).join(cx.space()),
            empty: cx.t("No tickets under these filters.", "当前筛选下没有工单。"),
        });
    }

    // The backlog has one dimension at a time: the team's before the channel's.
    function backlogRows() {
        const acting = ["team", "channel"].find(name => cx.filters[name] !== null);
        const grain = cx.filters.period === "week" ? "day" : "week";
        const rows = cx.rows("ticket_backlog").filter(row => row.grain === grain && (acting
            ? row.dimension === acting && row.dimension_value === cx.filters[acting]
            : row.dimension === "all"));
        return {rows, grain, acting: acting ? [acting] : []};
    }
    const grainWords = grain => (grain === "day"
        ? cx.t("By day, the last 13 weeks. Choose months to see all weeks.", "按日，最近13周；周期选“月”可查看全部各周。")
        : cx.t("By week; choose weeks as the period to see days.", "按周；周期选“周”可按日查看。"));
    const when = row => (row.grain === "day" ? cx.format.date(row.period_start) : cx.format.period("week", row.period_start));

    function backlogCards(page) {
        const {rows, grain, acting} = backlogRows();
        const newest = rows[rows.length - 1];
        const columns = [
            {key: "period_start", label: grain === "day" ? cx.t("Day", "日期") : cx.t("Week from", "周起始日"), kind: "date"},
            {key: "open_count", label: cx.t("Open at the end", "期末积压"), kind: "count"},
            {key: "mean_age_days", label: cx.t("Mean age, days", "平均时长（天）"), kind: "count"},
            {key: "arrived_count", label: cx.t("Opened or reopened", "新建或重开"), kind: "count"},
            {key: "solved_count", label: cx.t("Solved", "解决"), kind: "count"},
        ];
        const names = rows.map(row => cx.format.date(row.period_start));
        const shared = {filters: acting, columns, rows: [...rows].reverse(), empty: cx.t("No tickets with states under these filters.", "当前筛选下没有带状态的工单。")};
        const tip = place => [
            when(rows[place]),
            cx.t(`${cx.format.count(rows[place].open_count)} open at the end`, `期末积压 ${cx.format.count(rows[place].open_count)}`),
            cx.t(`${cx.format.number(rows[place].mean_age_days, 0)} days old on average`, `平均已开 ${cx.format.number(rows[place].mean_age_days, 0)} 天`),
            cx.t(`${cx.format.count(rows[place].arrived_count)} came, ${cx.format.count(rows[place].solved_count)} were solved`,
                `新增 ${cx.format.count(rows[place].arrived_count)}，解决 ${cx.format.count(rows[place].solved_count)}`),
        ];
        const line = (key, name, format) => colours => cx.linesOption(colours, {
            names, axis: {name, format, min: 0}, tip,
            series: [{name, colour: colours.series[0], area: true, points: rows.map((row, place) => ({x: place, value: row[key]}))}],
        });
        page.card({
            ...shared, id: "backlog", title: cx.t("Open tickets", "工单积压"),
            question: cx.t("Does work pile up?", "积压是否在增加？"),
            chart: line("open_count", cx.t("tickets", "张"), value => cx.format.count(value)),
            summary: newest ? cx.t(`${newest.open_count} tickets open on the last day.`, `最后一天积压 ${newest.open_count} 张工单。`) : "",
            note: [newest ? cx.t(`Now ${newest.open_count} open.`, `目前积压 ${newest.open_count} 张。`) : "", grainWords(grain)].join(cx.space()),
        });
        page.card({
            ...shared, id: "backlog-age", title: cx.t("Age of open tickets", "积压工单的时长"),
            question: cx.t("Do old tickets stay behind?", "是否有工单长期未解决？"),
            chart: line("mean_age_days", cx.t("days", "天"), value => cx.format.count(value)),
            summary: newest ? cx.t(`${cx.format.number(newest.mean_age_days, 0)} days old on average on the last day.`, `最后一天平均已开 ${cx.format.number(newest.mean_age_days, 0)} 天。`) : "",
            note: [
                newest && newest.mean_age_days !== null ? cx.t(
                    `Now ${cx.format.number(newest.mean_age_days, 0)} days on average. A few forgotten tickets raise this mean much.`,
                    `目前平均 ${cx.format.number(newest.mean_age_days, 0)} 天。少数被遗忘的工单会显著抬高均值。`) : "",
                grainWords(grain),
            ].join(cx.space()),
        });
    }

    function backlogNowCard(page) {
        const order = ["team", "channel", "priority"];
        // One dimension at a time: under a filter only what it chose, for the others hold all tickets.
        const acting = ["team", "channel"].filter(name => cx.filters[name] !== null);
        const rows = cx.rows("backlog_now").filter(row => (acting.length
            ? acting.includes(row.dimension) && row.dimension_value === cx.filters[row.dimension]
            : order.includes(row.dimension)))
            .sort((a, b) => order.indexOf(a.dimension) - order.indexOf(b.dimension));
        const name = row => `${cx.dimension(row.dimension)}${cx.colon()}${cx.label(row.dimension, row.dimension_value)}`;
        const [top] = [...rows].filter(row => row.dimension === "team").sort((a, b) => b.open_count - a.open_count);
        page.card({
            id: "backlog-now", title: cx.t("Where open tickets are", "积压在哪里"),
            question: cx.t("Which team, channel and priority hold them, and how old are they?", "积压集中在哪些团队、渠道和优先级？已开多久？"),
            filters: ["team", "channel"],
            columns: [
                {key: "dimension", label: cx.t("By", "维度"), show: row => cx.dimension(row.dimension)},
                {key: "dimension_value", label: cx.t("Value", "取值"), show: row => cx.label(row.dimension, row.dimension_value)},
                {key: "open_count", label: cx.t("Open", "积压"), kind: "count"},
                {key: "mean_age_days", label: cx.t("Mean age, days", "平均时长（天）"), kind: "number"},
            ],
            rows, height: cx.rowsHeight(rows.length, 24),
            chart: colours => ({
                grid: {top: 8, right: 96},
                xAxis: {type: "value", splitNumber: cx.isNarrow() ? 2 : 5, name: cx.t("open tickets", "积压工单（张）"), nameLocation: "middle", nameGap: 26},
                yAxis: {type: "category", inverse: true, data: rows.map(name), axisLabel: {color: colours.text, interval: 0, width: cx.isNarrow() ? 118 : 200, overflow: "truncate"}},
                tooltip: {formatter: point => cx.tipLines([
                    name(rows[point.dataIndex]), cx.t(`${rows[point.dataIndex].open_count} open`, `积压 ${rows[point.dataIndex].open_count} 张`),
                    cx.t(`${cx.format.number(rows[point.dataIndex].mean_age_days, 0)} days old on average`, `平均已开 ${cx.format.number(rows[point.dataIndex].mean_age_days, 0)} 天`)])},
                series: [{
                    type: "bar", barMaxWidth: 14,
                    data: rows.map(row => ({value: row.open_count, itemStyle: {color: colours.series[order.indexOf(row.dimension)]}})),
                    label: {
                        show: true, position: "right", color: colours.muted, fontSize: cx.textSize(),
                        formatter: point => cx.t(`${point.value} · ${cx.format.number(rows[point.dataIndex].mean_age_days, 0)} days`, `${point.value} · ${cx.format.number(rows[point.dataIndex].mean_age_days, 0)}天`),
                    },
                }],
            }),
            summary: top ? cx.t(`Most open tickets: ${cx.label("team", top.dimension_value)}, ${top.open_count}.`, `积压最多的团队：${cx.label("team", top.dimension_value)}，${top.open_count} 张。`) : "",
            note: rows.length ? cx.t(`As of ${cx.format.date(rows[0].day)}. Beside each bar: tickets and their mean age.`, `截至${cx.format.date(rows[0].day)}；条形旁为张数与平均时长。`) : "",
            empty: cx.t("No tickets with states.", "没有带状态的工单。"),
        });
    }

    // Rows of the breaches with one dimension told apart (by), and the filters that can act beside it.
    // A month is cut by one dimension at a time; all time by two.
    function breaches(by, period) {
        const cuts = {team: "all", channel: "all", hour: "all"};
        const acting = [];
        let room = period === "month" ? 1 : 2;
        if (by) room -= 1;
        for (const name of ["team", "channel"]) {
            if (name === by || cx.filters[name] === null || room === 0) continue;
            cuts[name] = cx.filters[name];
            acting.push(name);
            room -= 1;
        }
        if (by && cx.filters[by]) acting.push(by);
        const rows = cx.rows("service_breaches").filter(row => row.period === period
            && ["team", "channel", "hour"].every(name => (name === by
                ? row[name] !== "all" && (!cx.filters[name] || row[name] === cx.filters[name])
                : row[name] === cuts[name])));
        return {rows, acting};
    }

    const breachColumns = () => [
        {key: "commitment", label: cx.t("Promise", "承诺"), show: row => cx.t(row.label, row.label_zh)},
        {key: "promise_count", label: cx.t("Promises", "承诺数"), kind: "count"},
        {key: "breach_count", label: cx.t("Broken", "超时"), kind: "count"},
        {key: "open_breach_count", label: cx.t("Still waiting", "仍未处理"), kind: "count"},
        {key: "breach_rate", label: cx.t("Broken, %", "超时率"), kind: "percent"},
        {key: "interval", label: cx.t("95 % interval", "95%区间"), show: row => (row.is_suppressed ? cx.state("too_few") : cx.shareInterval(row.breach_rate_low, row.breach_rate_high))},
        {key: "median_late_minutes", label: cx.t("Median minutes late", "超时时长中位数（分钟）"), kind: "count"},
    ];
    const breachTip = (head, row) => [
        head, `${cx.t(row.label, row.label_zh)}${cx.colon()}${cx.format.percent(row.breach_rate)}`,
        `${cx.t("95 % interval", "95%区间")}${cx.colon()}${cx.shareInterval(row.breach_rate_low, row.breach_rate_high)}`,
        cx.t(`${cx.format.count(row.breach_count)} of ${cx.format.count(row.promise_count)} broken`, `${cx.format.count(row.promise_count)} 项中超时 ${cx.format.count(row.breach_count)} 项`),
        row.median_late_minutes === null ? "" : cx.t(`median ${cx.format.minutes(row.median_late_minutes)} late`, `超时中位数 ${cx.format.minutes(row.median_late_minutes)}`),
    ].filter(Boolean);
    const noPromises = () => cx.t("No promise has come due under these filters. They are in the seed service_commitments.", "当前筛选下没有到期的承诺。承诺在种子表 service_commitments 中定义。");

    function breachTrendCard(page) {
        const {rows, acting} = breaches(null, "month");
        const newest = rows.filter(row => !row.is_suppressed).reduce((latest, row) => (row.period_start > latest ? row.period_start : latest), "");
        const starts = [...new Set(rows.map(row => row.period_start))].filter(start => start <= newest).sort();
        const told = promises().map(each => ({...each, rows: starts.map(start => rows.find(row => row.commitment === each.commitment && row.period_start === start))}));
        const percent = value => (value === null || value === undefined ? null : 100 * value);
        const lines = told.map(each => {
            const last = [...each.rows].reverse().find(row => row && row.breach_rate !== null);
            return last ? `${each.name} ${cx.format.percent(last.breach_rate)} (${cx.format.period("month", last.period_start)})` : each.name;
        });
        page.card({
            id: "breaches", title: cx.t("Broken promises by month", "各月承诺超时率"),
            question: cx.t("Do we keep what we promise, and is it getting better?", "服务承诺是否兑现？趋势如何？"),
            filters: acting, height: 290,
            columns: [{key: "period_start", label: cx.t("Month", "月份"), show: row => cx.format.period("month", row.period_start)}, ...breachColumns()],
            rows: [...rows].sort((a, b) => (a.period_start < b.period_start ? 1 : a.period_start > b.period_start ? -1 : a.commitment < b.commitment ? -1 : 1)),
            chart: colours => cx.linesOption(colours, {
                names: starts.map(start => cx.format.period("month", start)),
                axis: {name: cx.t("% broken", "超时率（%）"), min: 0},
                tip: place => [cx.format.period("month", starts[place]), ...told.flatMap(each => (each.rows[place] && !each.rows[place].is_suppressed
                    ? breachTip("", each.rows[place]).slice(1, 4) : [`${each.name}${cx.colon()}${cx.state("too_few")}`]))],
                series: told.map((each, number) => ({
                    name: each.name, colour: promiseColour(colours, number), symbol: promiseSymbols[number],
                    points: each.rows.map((row, place) => ({x: place, value: percent(row?.breach_rate), low: percent(row?.breach_rate_low), high: percent(row?.breach_rate_high)})),
                })),
            }),
            summary: lines.join("; "),
            note: cx.t(`${lines.join("; ")}. By the month in which the time was over. Band: 95 % interval.`, `${lines.join("；")}。按承诺到期的月份统计；色带为95%区间。`),
            empty: noPromises(),
        });
    }

    function breachSliceCard(page, by) {
        // The chosen month, where its row exists; otherwise all time.
        const month = cx.filters.period === "month" ? cx.filters.start : null;
        const other = ["team", "channel"].some(name => name !== by && cx.filters[name] !== null);
        const isMonth = month !== null && !other;
        const found = breaches(by, isMonth ? "month" : "all");
        const rows = found.rows.filter(row => !isMonth || row.period_start === month);
        const label = value => (by === "hour" ? value : cx.label(by, value));
        const rateOf = value => rows.filter(row => row[by] === value && row.breach_rate !== null).reduce((most, row) => Math.max(most, row.breach_rate), -1);
        const values = [...new Set(rows.map(row => row[by]))].filter(value => rateOf(value) >= 0);
        values.sort((a, b) => (by === "hour" ? (a < b ? -1 : 1) : rateOf(b) - rateOf(a)));
        const hidden = new Set(rows.filter(row => row.is_suppressed).map(row => row[by])).size;
        const title = {
            team: cx.t("Broken promises by team", "各团队的超时率"),
            channel: cx.t("Broken promises by channel", "各渠道的超时率"),
            hour: cx.t("Broken promises by hour", "各时段的超时率"),
        }[by];
        const [worst] = rows.filter(row => row.breach_rate !== null).sort((a, b) => b.breach_rate - a.breach_rate);
        page.card({
            id: `breaches-by-${by}`, title, wide: by === "hour",
            question: by === "hour"
                ? cx.t("At which hour of the day does the time run out?", "一天中哪个时段最容易超时？")
                : cx.t("Who breaks promises most often?", "哪里最常超时？"),
            filters: found.acting, height: by === "hour" ? 280 : 290,
            columns: [{key: by, label: by === "hour" ? cx.t("Hour", "时段") : cx.dimension(by), show: row => label(row[by])}, ...breachColumns()],
            rows: [...rows].sort((a, b) => values.indexOf(a[by]) - values.indexOf(b[by]) || (a.commitment < b.commitment ? -1 : 1)),
            chart: values.length ? colours => cx.dotsOption(colours, {
                names: values.map(label), upright: by === "hour",
                axis: {name: cx.t("% broken", "超时率（%）"), min: 0},
                series: promises().map((each, number) => ({
                    name: each.name, colour: promiseColour(colours, number), symbol: promiseSymbols[number],
                    points: rows.filter(row => row.commitment === each.commitment && row.breach_rate !== null).map(row => ({
                        place: values.indexOf(row[by]), value: 100 * row.breach_rate, low: 100 * row.breach_rate_low, high: 100 * row.breach_rate_high,
                        tip: breachTip(label(row[by]), row),
                    })),
                })),
            }) : undefined,
            summary: worst ? cx.t(`Highest: ${label(worst[by])}, ${cx.t(worst.label, worst.label_zh)}, ${cx.format.percent(worst.breach_rate)}.`, `最高：${label(worst[by])}，${worst.label_zh}，${cx.format.percent(worst.breach_rate)}。`) : title,
            note: [
                isMonth ? cx.format.period("month", month) : cx.t("All time", "全部时间"),
                hidden ? cx.t(`${hidden} with too few promises`, `${hidden} 项样本过少`) : "",
                cx.t("Lines: 95 % intervals", "误差线为95%区间"),
            ].filter(Boolean).join(" · "),
            empty: noPromises(),
        });
    }

    function peakCard(page) {
        const rows = cx.rows("complaint_hours");
        const peaks = rows.filter(row => row.is_peak);
        const complaints = rows.reduce((most, row) => Math.max(most, row.complaint_count), 0);
        const days = cx.t(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]);
        const label = row => cx.t(row.label, row.label_zh);
        const verdict = !rows.length ? "" : peaks.length
            ? cx.t(`Peaks (★): ${peaks.map(label).join("; ")}.`, `高峰（★）：${peaks.map(label).join("；")}。`)
            : cx.t("No hour stands out: the differences are within chance.", "没有显著的高峰时段：差异可能是偶然。");
        page.card({
            id: "complaint-hours", title: cx.t("When complaints come", "投诉时段"), wide: true,
            question: cx.t("Are there peak hours that the roster should meet?", "是否存在需要加派人手的高峰时段？"),
            columns: [
                {key: "label", label: cx.t("Hour", "时段"), show: label},
                {key: "complaint_count", label: cx.t("Complaints", "投诉数"), kind: "count"},
                {key: "ticket_count", label: cx.t("Tickets", "工单数"), kind: "count"},
                {key: "expected_count", label: cx.t("Expected if even", "均匀分布的期望"), kind: "number"},
                {key: "times_expected", label: cx.t("Times expected", "为期望的倍数"), kind: "number"},
                {key: "peak_p_value", label: cx.t("Adjusted p", "校正后 p 值"), kind: "number", decimals: 3},
                {key: "is_peak", label: cx.t("Peak", "高峰"), show: row => (row.is_peak ? cx.t("yes", "是") : cx.t("no", "否"))},
            ],
            rows, height: 330,
            chart: colours => cx.heatOption(colours, {
                columns: Array.from({length: 24}, (_, hour) => (cx.isNarrow() && hour % 6 ? "" : String(hour).padStart(2, "0"))), rows: days,
                cells: rows.map(row => ({
                    x: row.local_hour, y: row.weekday_number - 1, value: row.complaint_count,
                    text: row.is_peak ? "★" : cx.isNarrow() ? "" : row.complaint_count || "",
                    tip: [label(row), cx.t(`${row.complaint_count} complaints of ${row.ticket_count} tickets`, `${row.ticket_count} 张工单中有 ${row.complaint_count} 起投诉`),
                        cx.t(`${cx.format.number(row.times_expected)} times an even spread`, `为均匀分布的 ${cx.format.number(row.times_expected)} 倍`),
                        row.is_peak ? cx.t("a significant peak", "显著高峰") : cx.t("within chance", "可能是偶然")],
                })),
                scale: {colours: colours.heat, min: 0, max: Math.max(complaints, 1), format: value => cx.format.count(value)},
            }),
            summary: verdict,
            note: `${verdict}${cx.space()}${cx.t("Complaints of the newest days (variable satisfaction_days) by the hour they came, in the company's time zone. An incident can make a peak: look at its tickets.", "最近若干天（变量 satisfaction_days）的投诉按到达时段统计，采用公司时区。单次事件也会造成高峰，请先查看相关工单。")}`,
            empty: cx.t("No tickets that say whether they are complaints.", "没有标明是否为投诉的工单。"),
        });
    }

    cx.screen({id: "service", place: 3, title: ["Service", "服务"], draw(page) {
        page.section(cx.t("How long customers wait", "客户要等多久"), cx.t(
            "Median times against target and red line. Open tickets count with the time they have waited.",
            "中位时长与目标、红线对比；未结工单按已等待时间计入。"));
        for (const metric of ["first_response_minutes", "resolution_minutes"]) {
            cx.trendCard(page, metric, {question: cx.t("Is it within the red line?", "是否在红线之内？")});
        }
        const by = cx.dimension(cx.filters.team ? "channel" : "team");
        page.section(cx.t(`How long, by ${by.toLowerCase()}`, `按${by}看等待时长`), "");
        for (const metric of ["first_response_minutes", "resolution_minutes"]) sliceCard(page, metric);

        page.section(cx.t("Backlog", "积压"), cx.t("Tickets that wait for us.", "等待处理的工单。"));
        backlogCards(page);
        backlogNowCard(page);

        page.section(cx.t("Broken promises", "承诺超时"), cx.t(
            "A promise is broken when its time is over, also while the ticket still waits.",
            "超过承诺时限即为超时，包括仍在等待的工单。"));
        breachTrendCard(page);
        for (const by of ["team", "channel", "hour"]) breachSliceCard(page, by);

        page.section(cx.t("Peak hours", "高峰时段"), "");
        peakCard(page);

        page.section(cx.t("Quality of service", "服务质量"), "");
        cx.metricTable(page, {
            id: "service-metrics", title: cx.t("All service metrics", "全部服务指标"),
            question: cx.t("Do we finish the work, at the first contact, without reopening?", "是否一次解决、不再重开？"),
            // Shares first: that work is finished and stays finished; the times have cards of their own.
            metrics: [...cx.catalogue.values()].filter(row => row.lifecycle_stage === "service")
                .sort((a, b) => Number(b.unit === "share") - Number(a.unit === "share")),
            note: cx.t("The chosen period, or the newest complete one of each metric.", "所选时段，或各指标最近的完整时段。"),
        });
    }});
})();
