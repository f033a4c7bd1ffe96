// Retention: who stays, how long, what that means for revenue, and where customers are lost.
(function () {
    const percent = share => (share === null || share === undefined ? null : 100 * share);

    function cohortCard(page) {
        const rows = cx.rows("retention_cohorts");
        const cohorts = [...new Set(rows.map(row => row.cohort_month))].sort();
        const most = rows.reduce((longest, row) => Math.max(longest, row.months_since), 0);
        const shown = rows.filter(row => row.retention_rate !== null);
        const later = shown.filter(row => row.months_since > 0).map(row => row.retention_rate);
        const [newest] = shown.filter(row => row.months_since === 3).slice(-1);
        const head = row => `${cx.format.period("month", row.cohort_month)} · ${cx.t(`month ${row.months_since}`, `第${row.months_since}个月`)}`;
        page.card({
            id: "cohorts", title: cx.t("Cohorts", "同期群留存"), wide: true, height: Math.max(260, 90 + 19 * cohorts.length),
            question: cx.t("Of the customers who began in a month, how many are active so many months later?", "某月新增的客户，若干个月后还有多少仍活跃？"),
            columns: [
                {key: "cohort_month", label: cx.t("Began in", "起始月份"), show: row => cx.format.period("month", row.cohort_month)},
                {key: "months_since", label: cx.t("Months later", "之后月数"), kind: "count"},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "retention_rate", label: cx.t("Active", "留存率"), kind: "percent"},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), show: row => (row.is_suppressed ? cx.state("too_few") : cx.shareInterval(row.retention_rate_low, row.retention_rate_high))},
            ],
            rows,
            chart: later.length ? colours => cx.heatOption(colours, {
                columns: Array.from({length: most}, (_, place) => (cx.isNarrow() && (place + 1) % 6 ? "" : String(place + 1))),
                rows: cohorts.map(month => cx.format.period("month", month)),
                cells: rows.filter(row => row.months_since > 0).map(row => ({
                    x: row.months_since - 1, y: cohorts.indexOf(row.cohort_month), value: percent(row.retention_rate),
                    text: row.retention_rate === null ? (row.is_suppressed ? "·" : "") : cx.isNarrow() ? "" : cx.format.number(percent(row.retention_rate), 0),
                    tip: row.retention_rate === null ? [head(row), row.is_suppressed ? cx.state("too_few") : cx.state("not_yet_known")] : [
                        head(row), cx.t(`${cx.format.percent(row.retention_rate)} active`, `留存率 ${cx.format.percent(row.retention_rate)}`),
                        `${cx.t("95 % interval", "95%区间")}${cx.colon()}${cx.shareInterval(row.retention_rate_low, row.retention_rate_high)}`,
                        cx.t(`${cx.format.count(row.customer_count)} customers`, `${cx.format.count(row.customer_count)} 位客户`)],
                })),
                scale: {
                    colours: colours.heat, format: value => cx.percentOf(value, 0),
                    min: 100 * Math.min(...later), max: 100 * Math.max(...later),
                },
            }) : undefined,
            summary: newest ? cx.t(
                `Of those who began in ${cx.format.period("month", newest.cohort_month)}, ${cx.format.percent(newest.retention_rate)} are active three months later.`,
                `${cx.format.period("month", newest.cohort_month)}新增的客户，三个月后 ${cx.format.percent(newest.retention_rate)} 仍活跃。`) : cx.t("Retention of cohorts.", "同期群留存。"),
            note: cx.t(
                "A row is a cohort, a column the months since. Figures are percent of the cohort. A dot: too few customers. Empty: not yet known.",
                "每行为一个同期群，每列为之后的月数，数字为该群的百分比；圆点表示客户过少，空白表示尚不可知。"),
            empty: cx.t("No customer has a first purchase or contract yet.", "尚无客户有首次购买或合同。"),
        });
    }

    // The groups of a curve: the whole and the values of a dimension, under the filters.
    function curveGroups(relation, dimension) {
        const filtered = ["segment", "region", "value_tier"].filter(name => cx.filters[name] !== null);
        const told = cx.rows("retention_survival_groups").filter(row => row.relation === relation);
        const chosen = filtered.find(name => told.some(row => row.dimension === name && row.dimension_value === cx.filters[name]));
        const wanted = chosen ?? dimension;
        return {
            dimension: wanted, acting: chosen ? [chosen] : [],
            rows: told.filter(row => row.dimension === "all" || (row.dimension === wanted && (!chosen || row.dimension_value === cx.filters[chosen]))),
        };
    }

    function survivalCard(page, relation, dimension, {title, question, axis}) {
        const {rows: groups, dimension: wanted, acting} = curveGroups(relation, dimension);
        const name = row => (row.dimension === "all" ? cx.t("All", "全部") : cx.label(row.dimension, row.dimension_value));
        const drawn = groups.filter(row => !row.is_suppressed);
        const curves = new Map(drawn.map(group => [group, cx.rows("retention_survival").filter(row =>
            row.relation === relation && row.dimension === group.dimension && row.dimension_value === group.dimension_value)]));
        const at = (group, day) => [...curves.get(group)].reverse().find(row => row.duration_days <= day);
        const last = Math.max(0, ...[...curves.values()].flatMap(points => points.slice(-1).map(row => row.duration_days)));
        const whole = groups.find(row => row.dimension === "all");
        const half = row => (row.median_days !== null
            ? cx.t(`half leave within ${cx.format.count(row.median_days)} days`, `半数在 ${cx.format.count(row.median_days)} 天内流失`)
            : cx.t("fewer than half have left", "流失不足半数"));
        const different = groups.filter(row => row.is_significant);
        const verdict = !groups.some(row => row.p_value !== null) ? "" : different.length
            ? cx.t(`Different from the others (log-rank): ${different.map(name).join(", ")}.`, `与其他组差异显著（对数秩检验）：${different.map(name).join("、")}。`)
            : cx.t("No group differs from the others beyond chance (log-rank).", "各组之间差异不显著（对数秩检验）。");
        page.card({
            id: `survival-${relation}`, title, question, filters: acting, height: 340,
            columns: [
                {key: "group", label: cx.dimension(wanted), show: name},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "ended_count", label: cx.t("Left", "已流失"), kind: "count"},
                {key: "median_days", label: cx.t("Median days", "中位天数"), kind: "count"},
                {key: "interval", label: cx.t("95 % interval, days", "95%区间（天）"), show: row => (row.is_suppressed ? cx.state("too_few") : cx.daysInterval(row.median_days_low, row.median_days_high))},
                {key: "p_value", label: cx.t("Log-rank p", "对数秩 p 值"), kind: "number", decimals: 4},
                {key: "is_significant", label: cx.t("Differs", "差异显著"), show: row => (row.p_value === null ? cx.format.missing : row.is_significant ? cx.t("yes", "是") : cx.t("no", "否"))},
                {key: "is_small_sample", label: cx.t("Remark", "备注"), show: row => (row.is_small_sample ? cx.t("small sample", "样本较小") : "")},
                ...[90, 180, 365, 730].map(day => ({key: `after${day}`, label: cx.t(`Stay ${day} days`, `${day} 天留存`), show: row => {
                    if (row.is_suppressed || !curves.has(row)) return cx.format.missing;
                    const points = curves.get(row);
                    if (points[points.length - 1].duration_days < day) return cx.state("not_yet_known");
                    return cx.format.percent(at(row, day)?.survival ?? 1, 0);
                }})),
            ],
            rows: groups,
            chart: drawn.length ? colours => cx.linesOption(colours, {
                x: {name: axis, format: value => cx.format.count(value), max: 100 * Math.ceil(last / 100)},
                axis: {name: "%", min: 0, max: 100, format: value => cx.format.count(value)},
                tip: day => [cx.t(`Day ${cx.format.count(day)}`, `第 ${cx.format.count(day)} 天`), ...drawn.map(group => {
                    const row = at(group, day);
                    return row ? `${name(group)}${cx.colon()}${cx.format.percent(row.survival)} (${cx.shareInterval(row.survival_low, row.survival_high)})` : `${name(group)}${cx.colon()}${cx.format.percent(1)}`;
                })],
                series: drawn.map((group, place) => ({
                    name: name(group), colour: group.dimension === "all" ? colours.neutral : colours.series[place - 1], step: true, dashed: group.dimension === "all",
                    points: [{x: 0, value: 100, low: 100, high: 100}, ...curves.get(group).map(row => ({
                        x: row.duration_days, value: percent(row.survival), low: percent(row.survival_low), high: percent(row.survival_high),
                    }))],
                })),
            }) : undefined,
            summary: whole ? `${title}${cx.colon()}${half(whole)}. ${verdict}` : title,
            note: [whole && !whole.is_suppressed ? `${name(whole)}${cx.colon()}${half(whole)}${cx.t(".", "。")}` : "", verdict,
                cx.t("Kaplan-Meier: who is still here counts as lasting at least so long. Band: 95 % interval.", "Kaplan-Meier 估计：仍在的客户按至少已持续的时长计入；色带为95%区间。")].filter(Boolean).join(cx.space()),
            empty: relation === "contract" ? cx.t("No contracts are in the data (crm.contracts).", "数据中没有合同（crm.contracts）。") : cx.t("No customer has become active yet.", "尚无活跃客户。"),
        });
    }

    function projectionCard(page) {
        const rows = cx.rows("contract_survival_projected");
        const plans = [...cx.grouped(rows, "plan").entries()];
        const terms = rows.reduce((most, row) => Math.max(most, row.term_number), 0);
        const name = plan => cx.label("plan", plan);
        const projected = plan => cx.t(`${name(plan)}, projected`, `${name(plan)}（预测）`);
        const drawn = plans.filter(([, of]) => of.some(row => row.survival !== null || row.projected_survival !== null));
        const foreseen = drawn.filter(([, of]) => of.some(row => row.projected_survival !== null));
        const at = (of, place) => of.find(row => row.term_number === place + 1);
        const third = foreseen.map(([plan, of]) => `${name(plan)} ${cx.format.percent(at(of, 2)?.projected_survival, 0)}`).join(cx.t(", ", "，"));
        const verdicts = plans.map(([plan, [row]]) => `${name(plan)}${cx.colon()}${cx.t(row.verdict, row.verdict_zh)}`);
        const sentence = third ? cx.t(`Expected to renew three times: ${third}.`, `预计续约三次的比例：${third}。`) : "";
        page.card({
            id: "renewals-projected", title: cx.t("Renewals, seen and projected", "续约：实际与预测"), height: 340,
            question: cx.t("How many of those who began with a plan will renew again and again?", "各套餐的客户会持续续约多少次？"),
            columns: [
                {key: "plan", label: cx.dimension("plan"), show: row => name(row.plan)}, {key: "term_number", label: cx.t("Renewals", "续约次数"), kind: "count"},
                {key: "at_risk_count", label: cx.t("Outcome known", "结果已知"), kind: "count"}, {key: "lost_count", label: cx.t("Did not renew", "未续约"), kind: "count"},
                {key: "survival", label: cx.t("Renewed so far", "实际续约"), kind: "percent"},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => (row.is_suppressed ? cx.state("too_few") : cx.shareInterval(row.survival_low, row.survival_high))},
                {key: "projected_survival", label: cx.t("Projected", "预测"), kind: "percent"},
                {key: "verdict", isLong: true, label: cx.t("The model", "模型"), show: row => cx.t(row.verdict, row.verdict_zh)},
            ],
            rows,
            chart: drawn.length ? colours => cx.linesOption(colours, {
                names: Array.from({length: terms}, (_, place) => cx.t(`${place + 1}`, `${place + 1}次`)),
                axis: {name: cx.t("% who renewed so often", "续约达到该次数的比例（%）"), min: 0, max: 100},
                tip: place => [cx.t(`Renewed ${place + 1} times`, `续约 ${place + 1} 次`), ...drawn.flatMap(([plan, of]) => {
                    const row = at(of, place);
                    return row ? [
                        `${name(plan)}${cx.colon()}${cx.format.percent(row.survival)} (${cx.shareInterval(row.survival_low, row.survival_high)})`,
                        `${projected(plan)}${cx.colon()}${cx.format.percent(row.projected_survival)}`] : [];
                })],
                series: drawn.flatMap(([plan, of], number) => {
                    const colour = colours.series[number % colours.series.length];
                    const points = key => of.map(row => ({x: row.term_number - 1, value: percent(row[key])}));
                    return [
                        {name: name(plan), colour, points: of.map(row => ({x: row.term_number - 1, value: percent(row.survival), low: percent(row.survival_low), high: percent(row.survival_high)}))},
                        ...(of.some(row => row.projected_survival !== null) ? [{name: projected(plan), colour, dashed: true, symbol: "none", isUntold: true, points: points("projected_survival")}] : []),
                    ];
                }),
            }) : undefined,
            summary: sentence || cx.t("Renewals by plan.", "各套餐的续约情况。"),
            note: [sentence, ...verdicts, cx.t("Dashed: projected. Band: 95 % interval of what was seen.", "虚线为预测；色带为实际值的95%区间。")].filter(Boolean).join(cx.space()),
            empty: cx.t("No contract has come due yet (crm.contracts).", "尚无到期的合同（crm.contracts）。"),
        });
    }

    const movements = () => [
        {key: "revaluation_amount", name: cx.t("Exchange rates", "汇率变动"), tone: "neutral"},
        {key: "new_amount", name: cx.t("New", "新签"), tone: "good"},
        {key: "reactivation_amount", name: cx.t("Won back", "赢回"), tone: "good"},
        {key: "expansion_amount", name: cx.t("Expansion", "增购"), tone: "good"},
        {key: "contraction_amount", name: cx.t("Contraction", "缩减"), tone: "bad"},
        {key: "churn_amount", name: cx.t("Churn", "流失"), tone: "bad"},
    ];
    const bridgeColumns = () => [
        {key: "period_start", label: cx.t("Period", "时段"), show: row => cx.format.period(row.period, row.period_start)},
        {key: "opening_amount", label: cx.t("Opening", "期初"), kind: "money"},
        ...movements().map(each => ({key: each.key, label: each.name, kind: "money"})),
        {key: "closing_amount", label: cx.t("Closing", "期末"), kind: "money"},
        {key: "opening_customer_count", label: cx.t("Customers at the start", "期初客户"), kind: "count"},
        {key: "new_customer_count", label: cx.t("New customers", "新客户"), kind: "count"},
        {key: "churned_customer_count", label: cx.t("Lost customers", "流失客户"), kind: "count"},
        {key: "closing_customer_count", label: cx.t("Customers at the end", "期末客户"), kind: "count"},
        {key: "unpriced_customer_count", label: cx.t("Without exchange rate", "缺汇率客户"), kind: "count"},
    ];
    const noBridge = () => cx.t("No recurring contracts whose month is over (crm.contracts).", "没有已结束月份的经常性合同（crm.contracts）。");

    function bridgeCards(page) {
        const grain = cx.filters.period === "week" ? "month" : cx.filters.period;
        const rows = cx.rows("revenue_bridge").filter(row => row.period === grain);
        const isAsked = cx.filters.period === grain && cx.filters.start !== null;
        const chosen = isAsked ? rows.find(row => row.period_start === cx.filters.start) : rows[rows.length - 1];
        const when = chosen ? cx.format.period(grain, chosen.period_start) : "";
        const moved = movements();
        const bars = [];
        if (chosen) {
            let level = chosen.opening_amount;
            bars.push({name: cx.t("Opening", "期初"), from: 0, to: level, value: level, tone: "accent"});
            for (const each of moved) {
                const value = chosen[each.key];
                if (value === null || (each.key === "revaluation_amount" && value === 0)) continue;
                bars.push({name: each.name, from: level, to: level + value, value, tone: each.tone});
                level += value;
            }
            bars.push({name: cx.t("Closing", "期末"), from: 0, to: chosen.closing_amount, value: chosen.closing_amount, tone: "accent"});
        }
        const inner = bars.slice(1, -1).flatMap(bar => [bar.from, bar.to]);
        const low = Math.min(...inner), high = Math.max(...inner);
        // The levels are large beside the movements: the axis begins below the lowest of them.
        const floor = inner.length && low > 0 ? Math.max(0, Math.floor((low - 0.35 * (high - low)) / 1000) * 1000) : 0;
        const change = chosen ? chosen.closing_amount - chosen.opening_amount : 0;
        page.card({
            id: "revenue-bridge", title: cx.t("Revenue bridge", "收入变动桥"), filters: [], height: 330,
            question: cx.t("What moved recurring revenue from the start to the end of the period?", "经常性收入从期初到期末因何变动？"),
            columns: bridgeColumns(), rows: chosen ? [chosen] : [],
            chart: colours => ({
                grid: {top: 8, right: 84},
                xAxis: {type: "value", min: floor, name: cx.currency, nameLocation: "middle", nameGap: 26, axisLabel: {formatter: value => cx.format.count(value), hideOverlap: true}},
                yAxis: {type: "category", inverse: true, data: bars.map(bar => bar.name), axisLabel: {color: colours.text, interval: 0}},
                tooltip: {formatter: point => cx.tipLines([bars[point.dataIndex].name, cx.format.money(bars[point.dataIndex].value)])},
                series: [
                    {type: "bar", stack: "bridge", silent: true, itemStyle: {color: "transparent"}, data: bars.map(bar => Math.max(floor, Math.min(bar.from, bar.to)))},
                    {
                        type: "bar", stack: "bridge", barMaxWidth: 22,
                        data: bars.map(bar => ({
                            value: Math.max(bar.from, bar.to) - Math.max(floor, Math.min(bar.from, bar.to)),
                            itemStyle: {color: {accent: colours.series[0], good: colours.good, bad: colours.bad, neutral: colours.neutral}[bar.tone]},
                        })),
                        label: {
                            show: true, position: "right", color: colours.text, fontSize: cx.textSize(),
                            formatter: point => {
                                const bar = bars[point.dataIndex];
                                return bar.tone === "accent" || bar.value === 0 ? cx.format.count(bar.value) : cx.format.signed(cx.format.count(bar.value));
                            },
                        },
                    },
                ],
            }),
            summary: chosen ? cx.t(`${when}: from ${cx.format.money(chosen.opening_amount)} to ${cx.format.money(chosen.closing_amount)}.`, `${when}：从 ${cx.format.money(chosen.opening_amount)} 到 ${cx.format.money(chosen.closing_amount)}。`) : "",
            note: chosen ? [
                cx.t(`${when}: ${cx.format.signed(cx.format.money(change))}.`, `${when}：${cx.format.signed(cx.format.money(change))}。`),
                cx.t("Amounts of one month, in the base currency.", "金额为单月口径，以本位币计。"),
                floor > 0 ? cx.t(`The axis begins at ${cx.format.count(floor)}.`, `坐标轴从 ${cx.format.count(floor)} 开始。`) : "",
                chosen.unpriced_customer_count ? cx.t(`${chosen.unpriced_customer_count} customers without exchange rate are left out.`, `${chosen.unpriced_customer_count} 位缺汇率的客户未计入。`) : "",
            ].filter(Boolean).join(cx.space()) : "",
            empty: isAsked && rows.length ? cx.t(`No bridge of ${cx.format.period(grain, cx.filters.start)}: it is not over, or contracts begin later.`, `${cx.format.period(grain, cx.filters.start)}没有数据：时段尚未结束，或合同始于其后。`) : noBridge(),
        });
        const drawn = moved.filter(each => rows.some(row => row[each.key]));
        const tones = {new_amount: 0, reactivation_amount: 2, expansion_amount: 6, contraction_amount: 1, churn_amount: 4, revaluation_amount: 5};
        page.card({
            id: "revenue-movements", title: cx.t("Movements over time", "收入变动趋势"), height: 330,
            question: cx.t("Do gains outweigh losses?", "增加是否大于流失？"),
            columns: bridgeColumns(), rows: [...rows].reverse(),
            chart: colours => cx.stackOption(colours, {
                names: rows.map(row => cx.format.period(grain, row.period_start)), signed: true,
                axis: {name: cx.currency, format: value => cx.format.count(value)},
                tip: place => [cx.format.period(grain, rows[place].period_start), ...drawn.map(each => `${each.name}${cx.colon()}${cx.format.signed(cx.format.count(rows[place][each.key]))}`),
                    `${cx.t("Closing", "期末")}${cx.colon()}${cx.format.money(rows[place].closing_amount)}`],
                series: drawn.map(each => ({name: each.name, colour: colours.series[tones[each.key]], values: rows.map(row => row[each.key])})),
            }),
            summary: chosen ? cx.t(`New ${cx.format.money(chosen.new_amount)}, churn ${cx.format.money(chosen.churn_amount)} in ${when}.`, `${when}：新签 ${cx.format.money(chosen.new_amount)}，流失 ${cx.format.money(chosen.churn_amount)}。`) : "",
            note: cx.t("Above the line: gains. Below it: losses.", "横轴以上为增加，以下为减少。"),
            empty: noBridge(),
        });
    }

    const stepName = row => cx.t(row.label_en, row.label_zh);
    const stepColumns = () => [
        {key: "entered_count", label: cx.t("Entered", "进入"), kind: "count"},
        {key: "followed_count", label: cx.t("Followed to the end", "期满可判断"), kind: "count"},
        {key: "reached_count", label: cx.t("Took the step", "达成"), kind: "count"},
        {key: "lost_count", label: cx.t("Did not", "未达成"), kind: "count"},
        {key: "rate", label: cx.t("Rate", "达成率"), kind: "percent"},
        {key: "interval", label: cx.t("95 % interval", "95%区间"), show: row => (row.is_suppressed ? cx.state("too_few") : cx.shareInterval(row.rate_low, row.rate_high))},
        {key: "median_days", label: cx.t("Median days", "中位天数"), kind: "number"},
    ];

    function funnelCard(page) {
        const channel = cx.filters.channel;
        const ofChannel = cx.rows("lifecycle_funnel").filter(row => row.campaign === "all" && row.channel === (channel ?? "all"));
        const rows = ofChannel;
        const drawn = rows.filter(row => row.rate !== null);
        // Of losing a customer the losses are those who take the step.
        const isLoss = row => row.step === "lapsed";
        const lostShare = row => (isLoss(row) ? row.rate : row.lost_rate);
        const lostCount = row => (isLoss(row) ? row.reached_count : row.lost_count);
        const [most] = [...drawn].sort((a, b) => lostShare(b) - lostShare(a));
        const sentence = most ? cx.t(
            `Largest loss: ${stepName(most)}, ${cx.format.percent(lostShare(most))} (${cx.format.count(lostCount(most))} of ${cx.format.count(most.followed_count)}).`,
            `流失最多的环节：${stepName(most)}，${cx.format.percent(lostShare(most))}（${cx.format.count(most.followed_count)} 中的 ${cx.format.count(lostCount(most))}）。`) : "";
        page.card({
            id: "funnel", title: cx.t("Lifecycle funnel", "生命周期漏斗"), wide: true, filters: ["channel"], height: cx.rowsHeight(drawn.length, 36),
            question: cx.t("At which stage do we lose leads and customers?", "线索和客户在哪个环节流失？"),
            columns: [{key: "step", label: cx.t("Step", "环节"), show: stepName}, ...stepColumns()],
            rows,
            chart: drawn.length ? colours => {
                const bar = {type: "bar", stack: "funnel", barMaxWidth: 22};
                const kept = row => 100 - percent(lostShare(row));
                const bounds = row => (isLoss(row) ? [100 - percent(row.rate_high), 100 - percent(row.rate_low)] : [percent(row.rate_low), percent(row.rate_high)]);
                return {
                    grid: {top: 34},
                    legend: {data: [cx.t("Goes on", "继续"), cx.t("Lost", "流失")]},
                    xAxis: {type: "value", max: 100, name: cx.t("% of those followed to the end", "占期满可判断者的百分比"), nameLocation: "middle", nameGap: 26},
                    yAxis: {type: "category", inverse: true, data: drawn.map(row => (isLoss(row) ? cx.t("Did not lapse", "未流失") : stepName(row))), axisLabel: {color: colours.text, interval: 0, width: cx.isNarrow() ? 104 : 190, overflow: "break"}},
                    tooltip: {formatter: point => {
                        const row = drawn[point.dataIndex];
                        return cx.tipLines([stepName(row), cx.t(`${cx.format.percent(row.rate)} take this step`, `达成率 ${cx.format.percent(row.rate)}`),
                            `${cx.t("95 % interval", "95%区间")}${cx.colon()}${cx.shareInterval(row.rate_low, row.rate_high)}`,
                            cx.t(`${cx.format.count(row.reached_count)} of ${cx.format.count(row.followed_count)}; ${cx.format.count(row.entered_count)} entered`, `${cx.format.count(row.followed_count)} 中的 ${cx.format.count(row.reached_count)}；共进入 ${cx.format.count(row.entered_count)}`),
                            row.median_days === null ? "" : cx.t(`half within ${cx.format.number(row.median_days)} days`, `半数在 ${cx.format.number(row.median_days)} 天内`)].filter(Boolean));
                    }},
                    series: [
                        {...bar, name: cx.t("Goes on", "继续"), color: colours.series[0], data: drawn.map(kept),
                            label: {show: true, position: "insideLeft", color: colours.surface, fontSize: cx.textSize(), formatter: point => cx.percentOf(point.value, 0)}},
                        {...bar, name: cx.t("Lost", "流失"), color: colours.grid, data: drawn.map(row => percent(lostShare(row))),
                            label: {show: true, position: "insideRight", color: colours.text, fontSize: cx.textSize(),
                                formatter: point => (point.value < 8 ? "" : `−${cx.format.count(lostCount(drawn[point.dataIndex]))}`)}},
                        {
                            type: "custom", silent: true, z: 5, encode: {x: [1, 2], y: 0}, data: drawn.map((row, place) => [place, ...bounds(row)]),
                            renderItem(_, api) {
                                const [x1, y] = api.coord([api.value(1), api.value(0)]);
                                const [x2] = api.coord([api.value(2), api.value(0)]);
                                return {type: "line", shape: {x1, y1: y, x2, y2: y}, style: {stroke: colours.text, lineWidth: 2}};
                            },
                        },
                    ],
                };
            } : undefined,
            summary: sentence,
            note: `${sentence}${cx.space()}${cx.t(
                "Each step counts those whose days for it are over. Line: 95 % interval. Number on the right: who was lost.",
                "每个环节只计期满可判断者。横线为95%区间；右侧数字为流失人数。")}`,
            empty: channel ? cx.t(`No leads or customers came through ${cx.label("channel", channel)}.`, `没有来自${cx.label("channel", channel)}的线索或客户。`) : cx.t("No leads or customers in the data.", "数据中没有线索或客户。"),
        });
    }

    function funnelChannelCard(page) {
        const rows = cx.rows("lifecycle_funnel").filter(row => row.campaign === "all" && row.channel !== "all");
        const steps = [...cx.grouped(rows, "step").values()].map(([row]) => row).sort((a, b) => a.position - b.position);
        const channels = [...new Set(rows.map(row => row.channel))].sort();
        const shown = rows.filter(row => row.rate !== null && row.difference_points !== null);
        const reach = Math.max(1, ...shown.map(row => Math.abs(row.difference_points)));
        const [worst] = [...shown].sort((a, b) => a.difference_points - b.difference_points);
        const signed = row => cx.format.signed(cx.format.number(row.difference_points, 1));
        page.card({
            id: "funnel-by-channel", title: cx.t("Funnel by channel", "各渠道漏斗"), wide: true, height: Math.max(300, 120 + 30 * channels.length),
            question: cx.t("Which channel brings customers who go on?", "哪个渠道带来的客户走得更远？"),
            columns: [
                {key: "channel", label: cx.dimension("channel"), show: row => cx.label("channel", row.channel)},
                {key: "step", label: cx.t("Step", "环节"), show: stepName}, ...stepColumns(),
                {key: "difference_points", label: cx.t("Against all, points", "与整体之差（百分点）"), kind: "number"},
            ],
            rows,
            chart: shown.length ? colours => cx.heatOption(colours, {
                columns: steps.map(stepName), rows: channels.map(value => cx.label("channel", value)),
                cells: rows.map(row => ({
                    x: steps.findIndex(step => step.step === row.step), y: channels.indexOf(row.channel),
                    value: row.rate === null ? null : row.difference_points, text: row.rate === null ? "·" : cx.format.number(percent(row.rate), 0),
                    tip: [`${cx.label("channel", row.channel)} · ${stepName(row)}`, ...(row.rate === null ? [cx.state("too_few")] : [
                        cx.format.percent(row.rate), `${cx.t("95 % interval", "95%区间")}${cx.colon()}${cx.shareInterval(row.rate_low, row.rate_high)}`,
                        cx.t(`${signed(row)} points against all, above 0 is better`, `与整体相差 ${signed(row)} 个百分点，大于0为更好`)])],
                })),
                scale: {colours: colours.diverging, min: -reach, max: reach, format: value => cx.format.points(value, 0)},
            }) : undefined,
            summary: worst ? cx.t(`Furthest below all channels: ${cx.label("channel", worst.channel)}, ${stepName(worst)}.`, `低于整体最多：${cx.label("channel", worst.channel)}，${stepName(worst)}。`) : "",
            note: cx.t("Figures: percent who take the step. Colour: difference to all channels, red is worse; of lapses fewer is better. A dot: too few.", "数字为达成率（%）；颜色为与整体之差，红色为较差（流失以低为好）；圆点表示样本过少。"),
            empty: cx.t("No channel has leads or customers.", "没有渠道带来线索或客户。"),
        });
    }

    // Two cards side by side, as high as the one with more rows needs.
    const pairHeight = () => cx.rowsHeight(new Set(cx.rows("repurchase_by_category").map(row => row.product_category)).size || 4, 58);

    function campaignCard(page) {
        const wanted = ["converted", "first_purchase", "second_purchase"];
        const rows = cx.rows("lifecycle_funnel").filter(row => row.channel === "all" && row.campaign !== "all" && wanted.includes(row.step));
        const drawn = rows.filter(row => row.rate !== null);
        const rateOf = campaign => drawn.find(row => row.campaign === campaign && row.step === "converted")?.rate ?? -1;
        const campaigns = [...new Set(drawn.map(row => row.campaign))].sort((a, b) => rateOf(b) - rateOf(a) || (a < b ? -1 : 1));
        const name = value => (value === "none" ? cx.t("No campaign", "无活动") : cx.label("campaign", value));
        const steps = wanted.map(step => rows.find(row => row.step === step)).filter(Boolean);
        page.card({
            id: "campaigns", title: cx.t("Campaigns", "营销活动"), height: pairHeight(),
            question: cx.t("Which campaign brings leads who buy, and buy again?", "哪些活动带来会购买、会复购的线索？"),
            columns: [{key: "campaign", label: cx.t("Campaign", "活动"), show: row => name(row.campaign)}, {key: "step", label: cx.t("Step", "环节"), show: stepName}, ...stepColumns()],
            rows,
            chart: campaigns.length ? colours => cx.dotsOption(colours, {
                names: campaigns.map(name), axis: {name: cx.t("% who take the step", "达成率（%）"), min: 0, max: 100},
                series: steps.map((step, number) => ({
                    name: stepName(step), colour: colours.series[number], symbol: ["circle", "diamond", "rect"][number],
                    points: drawn.filter(row => row.step === step.step).map(row => ({
                        place: campaigns.indexOf(row.campaign), value: percent(row.rate), low: percent(row.rate_low), high: percent(row.rate_high),
                        tip: [`${name(row.campaign)} · ${stepName(row)}`, cx.format.percent(row.rate), `${cx.t("95 % interval", "95%区间")}${cx.colon()}${cx.shareInterval(row.rate_low, row.rate_high)}`,
                            cx.t(`${cx.format.count(row.reached_count)} of ${cx.format.count(row.followed_count)}`, `${cx.format.count(row.followed_count)} 中的 ${cx.format.count(row.reached_count)}`)],
                    })),
                })),
            }) : undefined,
            summary: campaigns.length ? cx.t(`Most leads convert: ${name(campaigns[0])}.`, `线索转化率最高：${name(campaigns[0])}。`) : "",
            note: cx.t("Lines: 95 % intervals. Too few leads are in the table only.", "横线为95%区间；样本过少的仅列于表中。"),
            empty: cx.t("No lead names a campaign (crm.leads).", "没有线索注明营销活动（crm.leads）。"),
        });
    }

    function repurchaseCard(page) {
        const rows = cx.rows("repurchase_by_category");
        const drawn = rows.filter(row => row.repurchase_rate !== null);
        const categories = [...new Set(drawn.map(row => row.product_category))];
        const windows = [...new Set(drawn.map(row => row.window_days))].sort((a, b) => a - b);
        const best = drawn.find(row => row.window_days === 180);
        page.card({
            id: "repurchase", title: cx.t("Repurchase by category", "各品类复购率"), height: pairHeight(),
            question: cx.t("Which products do customers come back for, and how soon?", "客户会回购哪些品类？多久回购？"),
            columns: [
                {key: "product_category", label: cx.t("Category", "品类"), show: row => cx.label("product_category", row.product_category)},
                {key: "window_days", label: cx.t("Within days", "天数"), kind: "count"},
                {key: "followed_count", label: cx.t("Followed", "期满可判断"), kind: "count"},
                {key: "repurchased_count", label: cx.t("Bought again", "复购"), kind: "count"},
                {key: "repurchase_rate", label: cx.t("Rate", "复购率"), kind: "percent"},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), show: row => (row.is_suppressed ? cx.state("too_few") : row.repurchase_rate === null ? cx.state("not_yet_known") : cx.shareInterval(row.repurchase_rate_low, row.repurchase_rate_high))},
                {key: "cycle_days", label: cx.t("Median days to the next", "复购周期中位天数"), kind: "count"},
                {key: "cycle", label: cx.t("Its interval, days", "其区间（天）"), show: row => cx.daysInterval(row.cycle_days_low, row.cycle_days_high)},
            ],
            rows,
            chart: drawn.length ? colours => cx.dotsOption(colours, {
                names: categories.map(value => cx.label("product_category", value)),
                axis: {name: cx.t("% who bought the category again", "复购率（%）"), min: 0},
                series: windows.map((days, number) => ({
                    name: cx.t(`${days} days`, `${days} 天`), colour: colours.series[number], symbol: ["circle", "diamond", "rect", "triangle"][number % 4],
                    points: drawn.filter(row => row.window_days === days).map(row => ({
                        place: categories.indexOf(row.product_category), value: percent(row.repurchase_rate), low: percent(row.repurchase_rate_low), high: percent(row.repurchase_rate_high),
                        tip: [`${cx.label("product_category", row.product_category)} · ${cx.t(`within ${days} days`, `${days} 天内`)}`, cx.format.percent(row.repurchase_rate),
                            `${cx.t("95 % interval", "95%区间")}${cx.colon()}${cx.shareInterval(row.repurchase_rate_low, row.repurchase_rate_high)}`,
                            cx.t(`${cx.format.count(row.repurchased_count)} of ${cx.format.count(row.followed_count)} customers`, `${cx.format.count(row.followed_count)} 位客户中的 ${cx.format.count(row.repurchased_count)} 位`)],
                    })),
                })),
            }) : undefined,
            summary: best ? cx.t(
                `Within 180 days most come back for ${cx.label("product_category", best.product_category)}: ${cx.format.percent(best.repurchase_rate)}.`,
                `180 天内复购率最高：${cx.label("product_category", best.product_category)}，${cx.format.percent(best.repurchase_rate)}。`) : "",
            note: cx.t("A window counts customers whose first purchase is at least so old. Lines: 95 % intervals.", "每个窗口只计首次购买已满该天数的客户；横线为95%区间。"),
            empty: cx.t("No order has lines with a category (commerce.order_lines).", "没有带品类的订单明细（commerce.order_lines）。"),
        });
    }

    cx.screen({id: "retention", place: 4, title: ["Retention", "留存"], draw(page) {
        page.section(cx.t("Who stays", "谁留了下来"), cx.t(
            "A customer is active who buys or is under contract.", "有购买或在合同期内的客户视为活跃。"));
        for (const metric of ["customer_retention", "net_revenue_retention"].filter(name => cx.catalogue.has(name))) {
            cx.trendCard(page, metric, {question: metric === "customer_retention"
                ? cx.t("Do customers stay from month to month?", "客户是否逐月留存？")
                : cx.t("Does the same group of customers pay more or less?", "同一批客户付费是增是减？")});
        }
        page.section(cx.t("Since they began", "自开始以来"), "");
        cohortCard(page);
        page.section(cx.t("How long they stay", "能留多久"), "");
        survivalCard(page, "customer", "segment", {
            title: cx.t("How long customers stay", "客户能留多久"), question: cx.t("Which customers leave early?", "哪类客户较早流失？"), axis: cx.t("days since the first activity", "首次活跃后的天数"),
        });
        survivalCard(page, "contract", "plan", {
            title: cx.t("How long contracts last", "合同能持续多久"), question: cx.t("Which plan keeps customers?", "哪种套餐更能留住客户？"), axis: cx.t("days since the first contract began", "首份合同开始后的天数"),
        });
        projectionCard(page);

        page.section(cx.t("Recurring revenue", "经常性收入"), cx.t(
            "Opening amount, gains and losses come to the closing amount exactly.", "期初金额加减各项变动恰等于期末金额。"));
        bridgeCards(page);

        page.section(cx.t("From lead to customer won back", "从线索到赢回"), "");
        funnelCard(page);
        funnelChannelCard(page);
        page.section(cx.t("What brings them, and brings them back", "带来客户与让客户回来的因素"), "");
        campaignCard(page);
        repurchaseCard(page);

        page.section(cx.t("All figures of retention", "全部留存指标"), "");
        cx.metricTable(page, {
            id: "retention-metrics", title: cx.t("All retention metrics", "全部留存指标"),
            question: cx.t("Where do they stand against target?", "与目标相比如何？"),
            metrics: [...cx.catalogue.values()].filter(row => row.lifecycle_stage === "retention"),
            note: cx.t("The chosen period, or the newest complete one of each metric.", "所选时段，或各指标最近的完整时段。"),
        });
    }});
})();
