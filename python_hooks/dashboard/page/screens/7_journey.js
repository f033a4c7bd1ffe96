// Journey: satisfaction at each touchpoint in order, drops on the way, and interest that led to nothing.
(function () {
    const stepOf = row => cx.label("step", row.step);
    const truth = row => (row.is_moment_of_truth ? "◆ " : "");

    function touchpointsCard(page) {
        const rows = cx.rows("journey");
        const order = [...new Map(rows.map(row => [row.touchpoint, row])).values()];
        const names = order.map(row => truth(row) + cx.inLanguage(row, "label"));
        const metrics = ["nps", "csat", "ces", "rating"].filter(metric => rows.some(row => row.metric === metric));
        const symbols = ["circle", "rect", "triangle", "diamond"];
        const drop = rows.find(row => row.is_largest_drop);
        const nameOf = touchpoint => {
            const row = rows.find(each => each.touchpoint === touchpoint);
            return row ? cx.inLanguage(row, "label") : touchpoint;
        };
        const dropText = drop ? cx.t(
            `Largest drop: ${cx.scoreName(drop.metric)} from ${nameOf(drop.previous_touchpoint)} to ${nameOf(drop.touchpoint)}, ${cx.format.points(drop.change_points)} (${cx.pointsInterval(drop.change_low, drop.change_high)}).`,
            `最大跌幅：${cx.scoreName(drop.metric)}从“${nameOf(drop.previous_touchpoint)}”到“${nameOf(drop.touchpoint)}”为 ${cx.format.points(drop.change_points)}（${cx.pointsInterval(drop.change_low, drop.change_high)}）。`)
            : cx.t("No drop is more than chance.", "没有显著的下降。");
        page.card({
            id: "touchpoints",
            wide: true,
            title: cx.t("Satisfaction along the journey", "旅程各触点的满意率"),
            question: cx.t("At which touchpoint do we lose customers' goodwill?", "满意度在哪个触点流失？"),
            note: [dropText, cx.t("◆: a moment of truth. Compare points of one metric only.", "◆ 为关键时刻。仅可比较同一指标的点。"), cx.satisfiedNote()].filter(Boolean).join(cx.space()),
            columns: [
                {key: "label", label: cx.dimension("touchpoint"), show: row => cx.inLanguage(row, "label")},
                {key: "is_moment_of_truth", label: cx.t("Moment of truth", "关键时刻"), show: row => (row.is_moment_of_truth ? cx.t("yes", "是") : cx.t("no", "否"))},
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric)},
                {key: "satisfied_percent", label: cx.t("Satisfied, %", "满意率，%"), kind: "number"},
                {key: "satisfied_percent_low", label: cx.t("From, %", "区间下限，%"), kind: "number"},
                {key: "satisfied_percent_high", label: cx.t("To, %", "区间上限，%"), kind: "number"},
                {key: "answer_count", label: cx.t("Answers", "回答数"), kind: "count"},
                {key: "change_points", label: cx.t("Against the touchpoint before, points", "与前一触点之差，个百分点"), kind: "number"},
                {key: "change", label: cx.intervalWord(), show: row => cx.pointsInterval(row.change_low, row.change_high)},
            ],
            rows,
            chart: colours => cx.dotsOption(colours, {
                names,
                upright: true,
                joined: "all",
                labelWidth: cx.isNarrow() ? undefined : 120,
                axis: {name: cx.t("Satisfied answers, %", "满意率，%"), min: 0, max: 100},
                series: metrics.map((metric, place) => ({
                    name: cx.scoreName(metric),
                    colour: colours.series[place],
                    symbol: symbols[place],
                    points: rows.filter(row => row.metric === metric).map(row => ({
                        place: order.findIndex(each => each.touchpoint === row.touchpoint),
                        value: row.satisfied_percent, low: row.satisfied_percent_low, high: row.satisfied_percent_high,
                        tip: [`${cx.inLanguage(row, "label")} · ${cx.scoreName(metric)}`, cx.percentOf(row.satisfied_percent),
                            `${cx.intervalWord()}: ${cx.percentInterval(row.satisfied_percent_low, row.satisfied_percent_high)}`, cx.answers(row.answer_count),
                            ...(row.change_points === null ? [] : [cx.t(
                                `against ${nameOf(row.previous_touchpoint)}: ${cx.format.points(row.change_points)}`,
                                `与“${nameOf(row.previous_touchpoint)}”相比：${cx.format.points(row.change_points)}`)])],
                    })),
                })),
            }),
            height: 360,
            summary: dropText,
            empty: cx.t("No answer names a touchpoint. Deliver surveys.responses with touchpoint.", "没有回答注明触点。请交付带 touchpoint 的 surveys.responses。"),
        });
    }

    // Only of a metric that is asked for at several touchpoints.
    function trendCard(page, metric) {
        if (new Set(cx.cellsOf(metric, "touchpoint").map(row => row.dimension_value)).size < 2) return;
        const cells = cx.cells({metric, by: "touchpoint"});
        const touchpoints = [...new Set(cells.map(row => row.by))].sort();
        const starts = [...new Set(cells.map(row => row.period_start))].sort();
        const lines = touchpoints.map(value => ({
            value,
            name: cx.label("touchpoint", value),
            cells: starts.map(start => cells.find(row => row.by === value && row.period_start === start)
                ?? {period: cells[0].period, period_start: start, by: value, value: null, low: null, high: null, n: null, is_complete: true, state: "no_data"}),
        }));
        const newest = line => [...line.cells].reverse().find(row => row.state === "shown" && row.is_complete);
        const {label} = cx.metric(metric);
        page.card({
            id: `touchpoint-trend-${metric}`,
            metric,
            wide: true,
            title: cx.t(`${label} by touchpoint over time`, `各触点${label}的走势`),
            question: cx.t("Which touchpoint gets better or worse?", "哪个触点在变好或变差？"),
            note: cells.length ? cx.t("Bands: 95 % intervals. A gap: too few answers.", "色带为95%区间；断开处回答过少。") : undefined,
            columns: [
                {key: "period_start", label: cx.t("Period", "时段"), show: row => cx.format.period(row.period, row.period_start)},
                {key: "by", label: cx.dimension("touchpoint"), show: row => cx.label("touchpoint", row.by)},
                {key: "value", label, kind: "metric"},
                {key: "low", label: cx.t("From", "区间下限"), kind: "metric"},
                {key: "high", label: cx.t("To", "区间上限"), kind: "metric"},
                {key: "n", label: cx.t("Answers", "回答数"), kind: "count"},
                {key: "state", label: cx.t("State", "状态"), show: row => cx.state(row.state)},
            ],
            rows: [...cells].reverse().map(row => ({...row, metric})),
            chart: colours => ({
                legend: {data: lines.map(line => line.name), itemWidth: 22, itemHeight: 9},
                xAxis: {type: "category", data: starts.map(start => cx.format.period(cells[0].period, start)), axisLabel: {hideOverlap: true}},
                yAxis: {type: "value", scale: true, name: cx.format.axisUnit(metric), nameTextStyle: {align: "left"}},
                grid: {top: 36},
                tooltip: {
                    trigger: "axis",
                    formatter: points => cx.tipLines([cx.format.period(cells[0].period, starts[points[0].dataIndex]), ...lines.map(line => {
                        const row = line.cells[points[0].dataIndex];
                        return `${line.name}: ${row.state === "shown" ? `${cx.format.value(metric, row.value)} (${cx.format.interval(metric, row.low, row.high)}), n = ${cx.format.count(row.n)}` : cx.state(row.state)}`;
                    })]),
                },
                series: lines.flatMap((line, place) => {
                    const colour = colours.series[place % colours.series.length];
                    const parts = cx.bandSeries(metric, line.cells, line.name, colour, colour);
                    parts[1].areaStyle = {color: colour, opacity: 0.12};
                    parts[2].symbol = ["circle", "rect", "triangle", "diamond"][place % 4];
                    return parts;
                }),
            }),
            height: 320,
            summary: lines.map(line => [line, newest(line)]).filter(([, row]) => row).map(([line, row]) => cx.t(
                `${line.name}: ${cx.format.value(metric, row.value)} in ${cx.format.period(row.period, row.period_start)}.`,
                `${line.name}：${cx.format.period(row.period, row.period_start)}为${cx.format.value(metric, row.value)}。`)).join(" "),
            empty: cx.t("Too few answers to show under these filters, or none.", "当前筛选条件下回答过少或没有回答，不显示。"),
        });
    }

    const lostColumns = () => [
        {key: "step", label: cx.t("Step", "行为"), show: stepOf},
        {key: "product_category", label: cx.t("Category", "品类"), show: row => cx.label("product_category", row.product_category)},
        {key: "channel", label: cx.dimension("channel"), show: row => cx.label("channel", row.channel)},
        {key: "lost_rate", label: cx.t("Bought nothing", "未购买占比"), kind: "percent"},
        {key: "lost_rate_low", label: cx.t("From", "区间下限"), kind: "percent"},
        {key: "lost_rate_high", label: cx.t("To", "区间上限"), kind: "percent"},
        {key: "not_purchased_count", label: cx.t("Without a purchase", "未购买次数"), kind: "count"},
        {key: "event_count", label: cx.t("Events", "行为次数"), kind: "count"},
        {key: "category_purchase_rate", label: cx.t("Bought of the category", "购买同品类占比"), kind: "percent"},
    ];
    const interestEmpty = () => cx.rows("implicit_feedback").length ? cx.t(
        `No views, favourites or carts through ${cx.label("channel", cx.filters.channel)}. Choose another channel.`,
        `${cx.label("channel", cx.filters.channel)}渠道没有浏览、收藏或加购记录，请选择其他渠道。`) : cx.t("No views, favourites or carts. Deliver engagement.events.", "没有浏览、收藏或加购记录。请交付 engagement.events。");
    const tip = (head, row) => [head,
        cx.t(`${cx.format.percent(row.lost_rate)} bought nothing`, `${cx.format.percent(row.lost_rate)} 未购买`),
        `${cx.intervalWord()}: ${cx.percentInterval(100 * row.lost_rate_low, 100 * row.lost_rate_high)}`,
        cx.t(`${cx.format.count(row.not_purchased_count)} of ${cx.format.count(row.event_count)} events`, `${cx.format.count(row.event_count)} 次中的 ${cx.format.count(row.not_purchased_count)} 次`)];

    // Interest by step; each channel is a series of its own.
    function stepsCard(page) {
        const all = cx.rows("implicit_feedback").filter(row => row.product_category === "all");
        const chosen = cx.filters.channel;
        const channels = [...new Set(all.map(row => row.channel))].filter(value => value !== "all").sort();
        const wanted = chosen ? ["all", chosen].filter(value => value === "all" || channels.includes(value)) : channels.length > 1 && channels.length <= 4 ? ["all", ...channels] : ["all"];
        const rows = all.filter(row => wanted.includes(row.channel));
        const names = [...new Set(rows.map(stepOf))];
        const symbols = ["circle", "rect", "triangle", "diamond", "emptyCircle"];
        const worst = rows.filter(row => row.channel === "all" && row.lost_rate !== null).sort((a, b) => b.lost_rate - a.lost_rate)[0];
        page.card({
            id: "interest-steps",
            filters: ["channel"],
            title: cx.t("Interest that led to no purchase", "有兴趣但未购买"),
            question: cx.t("At which step do interested customers leave?", "感兴趣的客户在哪一步离开？"),
            note: [
                chosen && !channels.includes(chosen) ? interestEmpty() : "",
                cx.t("Share of events after which the customer bought nothing in time. By channel of the event.", "行为之后未在规定时间内购买的占比，按行为渠道区分。"),
            ].filter(Boolean).join(cx.space()),
            columns: lostColumns(),
            rows,
            chart: colours => cx.dotsOption(colours, {
                names,
                axis: {name: cx.t("Bought nothing, % of events", "未购买占比，%"), min: 0, max: 100},
                series: wanted.map((channel, place) => ({
                    name: channel === "all" ? cx.t("All channels", "全部渠道") : cx.label("channel", channel),
                    colour: colours.series[place % colours.series.length],
                    symbol: symbols[place],
                    points: rows.filter(row => row.channel === channel).map(row => ({
                        place: names.indexOf(stepOf(row)), value: row.lost_rate === null ? null : 100 * row.lost_rate,
                        low: row.lost_rate === null ? null : 100 * row.lost_rate_low, high: row.lost_rate === null ? null : 100 * row.lost_rate_high,
                        tip: tip(`${stepOf(row)} · ${cx.label("channel", row.channel)}`, row),
                    })),
                })),
            }),
            height: cx.rowsHeight(names.length, 30 + 12 * wanted.length),
            summary: worst ? cx.t(
                `${stepOf(worst)}: after ${cx.format.percent(worst.lost_rate, 0)} of ${cx.format.count(worst.event_count)} events nothing was bought.`,
                `${stepOf(worst)}：${cx.format.count(worst.event_count)} 次中有 ${cx.format.percent(worst.lost_rate, 0)} 未购买。`) : "",
            empty: interestEmpty(),
        });
    }

    function categoriesCard(page) {
        const chosen = cx.filters.channel ?? "all";
        const all = cx.rows("implicit_feedback").filter(row => row.channel === chosen && row.product_category !== "all");
        const stepRows = [...new Map(all.map(row => [row.step, row])).values()].sort((a, b) => a.position - b.position);
        const lost = category => {
            const shown = all.filter(row => row.product_category === category && row.lost_rate !== null);
            return shown.length ? Math.max(...shown.map(row => row.not_purchased_count)) : 0;
        };
        const categories = [...new Set(all.map(row => row.product_category))].sort((a, b) => lost(b) - lost(a));
        const shown = all.filter(row => row.lost_rate !== null);
        const worst = [...shown].filter(row => row.step === "favourite" || row.step === "view").sort((a, b) => b.lost_rate - a.lost_rate)[0];
        page.card({
            id: "interest-categories",
            filters: ["channel"],
            title: cx.t("Wanted but not bought, by category", "各品类的未购买占比"),
            question: cx.t("Which goods are looked at and not bought?", "哪些品类被关注却没有成交？"),
            note: all.length ? cx.t("Share of events after which nothing was bought. A dot: too few events. Empty: none.", "行为之后未购买的占比。圆点表示样本过少；空白表示没有记录。") : undefined,
            columns: lostColumns(),
            rows: all,
            chart: shown.length ? colours => cx.heatOption(colours, {
                columns: stepRows.map(stepOf),
                rows: categories.map(value => cx.label("product_category", value)),
                cells: categories.flatMap((category, y) => stepRows.map((step, x) => {
                    const row = all.find(each => each.product_category === category && each.step === step.step);
                    const head = `${cx.label("product_category", category)} · ${stepOf(step)}`;
                    if (!row || row.lost_rate === null) return {x, y, value: null, text: row ? "·" : "", tip: [head, cx.state(row ? "too_few" : "no_data")]};
                    return {x, y, value: 100 * row.lost_rate, text: cx.format.percent(row.lost_rate, 0), tip: tip(head, row)};
                })),
                scale: {colours: colours.heat, min: 0, max: 100, format: value => cx.percentOf(value, 0)},
            }) : undefined,
            height: 90 + 34 * Math.max(categories.length, 3),
            summary: worst ? cx.t(
                `${cx.label("product_category", worst.product_category)}, ${stepOf(worst).toLowerCase()}: ${cx.format.percent(worst.lost_rate, 0)} of ${cx.format.count(worst.event_count)} events led to no purchase.`,
                `${cx.label("product_category", worst.product_category)}（${stepOf(worst)}）：${cx.format.count(worst.event_count)} 次中 ${cx.format.percent(worst.lost_rate, 0)} 未购买。`) : "",
            empty: interestEmpty(),
        });
    }

    cx.screen({
        id: "journey",
        place: 7,
        title: ["Journey", "客户旅程"],
        draw(page) {
            page.section(cx.t("Touchpoints in order", "按顺序的触点"), cx.t("Satisfied answers at each point of the way.", "旅程各触点的满意率。"));
            touchpointsCard(page);
            ["csat", "nps", "ces"].filter(metric => cx.catalogue.has(metric)).forEach(metric => trendCard(page, metric));
            page.section(cx.t("What customers show without words", "隐性反馈"),
                cx.t("Customers who look, ask or fill a cart and then buy nothing.", "浏览、咨询或加购之后没有购买的客户。"));
            stepsCard(page);
            categoriesCard(page);
        },
    });
})();
