// The closed loop: what was done about problems, whether it worked, and what nobody works on yet.
(function () {
    // A sign beside the word, so that colour is never the only carrier; it does not part from the word.
    const signs = {
        improved: "●", worse: "■", better: "●", alike: "○", unknown: "–", critical: "■", warning: "▲", info: "○",
        "no change shown": "○", "too early": "…", "not measurable": "–",
    };
    const signed = (kind, value) => (cx.isKnown(value) ? `${signs[value] ?? "○"}\u00a0${cx.label(kind, value)}` : cx.format.missing);
    const verdictName = value => signed("verdict", value);
    const statusName = value => (cx.isKnown(value) ? cx.label("action_status", value) : cx.format.missing);
    const titleName = row => cx.label("title", row.title);
    const noAction = () => cx.t("■\u00a0none", "■\u00a0无");
    const sliceName = (dimension, value) => (dimension === "all" || !cx.isKnown(dimension)
        ? cx.t("whole company", "全公司")
        : cx.t(`${cx.dimension(dimension)}: ${cx.label(dimension, value)}`, `${cx.dimension(dimension)}：${cx.label(dimension, value)}`));
    const metricName = row => (cx.catalogue.has(row.metric) ? cx.metric(row.metric).label : cx.t(row.label ?? row.metric, row.label_zh ?? row.metric));
    const value = (metric, number) => (cx.catalogue.has(metric) ? cx.format.value(metric, number) : cx.format.number(number, 2));
    const change = (metric, number) => (!cx.isKnown(number) ? cx.format.missing : cx.catalogue.has(metric) ? cx.format.change(metric, number) : cx.format.signed(cx.format.number(number, 2)));
    const bounds = row => (cx.isKnown(row.effect_low) ? cx.t(`${change(row.metric, row.effect_low)} to ${change(row.metric, row.effect_high)}`, `${change(row.metric, row.effect_low)} 至 ${change(row.metric, row.effect_high)}`) : cx.format.missing);
    const signedCount = number => (number === 0 ? "0" : cx.format.signed(cx.format.count(number)));
    const noActions = () => cx.t("No action is registered. Add them to improvement.actions.", "尚未登记改进措施，请在 improvement.actions 中登记。");
    const axisNote = () => cx.t("Right of 0 is better. Percent of the value expected without the action; of metrics in points, points.", "0右侧为改善。以无措施时的预期值为100%；以分计的指标按分计。");

    function effectCard(page) {
        const rows = cx.rows("action_effects");
        // An action on several slices has one effect: the table has a row for each slice.
        const actions = [...cx.grouped(rows, "action_group").values()].map(group => ({
            ...group[0], slices: group.map(row => sliceName(row.dimension, row.dimension_value)).join(cx.t(", ", "、")),
        }));
        const drawn = actions.filter(row => row.relative_effect !== null);
        const counted = ["improved", "worse", "no change shown", "too early", "not measurable"]
            .map(verdict => [verdict, actions.filter(row => row.verdict === verdict).length]).filter(([, count]) => count);
        const sentence = rows.length ? `${cx.t(`${actions.length} actions`, `共 ${actions.length} 项措施`)}${cx.colon()}${counted.map(([verdict, count]) => `${verdictName(verdict)} ${count}`).join(cx.t(", ", "，"))}${cx.t(".", "。")}` : "";
        const tones = colours => ({improved: colours.good, worse: colours.bad});
        page.card({
            id: "action-effects", title: cx.t("Did the actions work", "措施是否有效"), wide: true, height: cx.rowsHeight(drawn.length, 46),
            question: cx.t("Did each action move its metric more than chance would?", "每项措施对指标的影响是否超出偶然？"),
            columns: [
                {key: "title", label: cx.t("Action", "措施"), show: titleName},
                {key: "metric", label: cx.t("Metric", "指标"), show: metricName, link: row => (cx.catalogue.has(row.metric) ? cx.urlWith({screen: "metric", metric: row.metric}) : null)},
                {key: "slice", label: cx.t("Aims at", "对象"), show: row => sliceName(row.dimension, row.dimension_value)},
                {key: "action_status", label: cx.t("Status", "状态"), show: row => statusName(row.action_status)},
                {key: "started_on", label: cx.t("Began", "开始"), kind: "date"},
                {key: "verdict", label: cx.t("Verdict", "结论"), show: row => verdictName(row.verdict)},
                {key: "before_value", label: cx.t("Before", "之前"), kind: "number", show: row => value(row.metric, row.before_value)},
                {key: "after_value", label: cx.t("After", "之后"), kind: "number", show: row => value(row.metric, row.after_value)},
                {key: "expected_value", label: cx.t("Expected", "预期"), kind: "number", show: row => value(row.metric, row.expected_value)},
                {key: "effect", label: cx.t("Effect", "效果"), kind: "number", show: row => change(row.metric, row.effect)},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: bounds},
                {key: "message", isLong: true, label: cx.t("In words", "说明"), show: row => cx.t(row.message, row.message_zh)},
            ],
            rows,
            chart: drawn.length ? colours => cx.dotsOption(colours, {
                names: drawn.map(titleName),
                axis: {name: cx.t("effect, %", "效果（%）"), format: signedCount},
                references: [{value: 0, name: cx.t("no effect", "无效果")}],
                series: [{
                    name: cx.t("Effect", "效果"), colour: colours.neutral,
                    points: drawn.map((row, place) => ({
                        place, value: row.relative_effect, low: row.relative_low, high: row.relative_high,
                        colour: tones(colours)[row.verdict] ?? colours.neutral, symbol: ["improved", "worse"].includes(row.verdict) ? "circle" : "emptyCircle",
                        tip: [titleName(row), verdictName(row.verdict), `${metricName(row)} · ${row.slices}`,
                            cx.t(`before ${value(row.metric, row.before_value)}, after ${value(row.metric, row.after_value)}, expected ${value(row.metric, row.expected_value)}`,
                                `之前 ${value(row.metric, row.before_value)}，之后 ${value(row.metric, row.after_value)}，预期 ${value(row.metric, row.expected_value)}`),
                            cx.t(`effect ${change(row.metric, row.effect)}, 95 % interval ${bounds(row)}`, `效果 ${change(row.metric, row.effect)}，95%区间 ${bounds(row)}`)],
                    })),
                }],
            }) : undefined,
            summary: sentence,
            note: `${sentence}${cx.space()}${axisNote()}${cx.space()}${cx.t("Hollow: the interval holds 0. A wide interval means that only a large effect could be seen.", "空心点：区间包含0。区间很宽时，只有很大的效果才能被识别。")}`,
            empty: noActions(),
        });
    }

    function comparisonCard(page) {
        const rows = cx.rows("action_comparisons").filter(row => row.relative_change !== null);
        const groups = [...cx.grouped(rows, "action_group").values()];
        const sentences = groups.map(group => {
            const [treated] = group.filter(row => row.is_treated);
            const others = group.filter(row => !row.is_treated);
            const beaten = treated ? others.filter(row => row.relative_change < treated.relative_change).length : 0;
            return treated ? cx.t(`${titleName(treated)}: better than ${beaten} of ${others.length} others`, `${titleName(treated)}：优于 ${others.length} 个可比切片中的 ${beaten} 个`) : null;
        }).filter(Boolean);
        const point = (row, place) => ({
            place, value: row.relative_change,
            tip: [sliceName(row.dimension, row.dimension_value), row.is_treated ? cx.t("with the action", "实施措施") : cx.t("comparison", "对照"),
                cx.t(`before ${value(row.metric, row.before_value)}, after ${value(row.metric, row.after_value)}`, `之前 ${value(row.metric, row.before_value)}，之后 ${value(row.metric, row.after_value)}`),
                cx.t(`change ${cx.format.signed(cx.format.number(row.relative_change))} %, above 0 is better`, `变化 ${cx.format.signed(cx.format.number(row.relative_change))}%，大于0为改善`)],
        });
        page.card({
            id: "action-comparisons", title: cx.t("Before and after", "前后对比"), wide: true, height: cx.rowsHeight(groups.length, 46),
            question: cx.t("Did the slice with the action change more than the others?", "实施措施的切片是否比其他切片变化更大？"),
            columns: [
                {key: "title", label: cx.t("Action", "措施"), show: titleName},
                {key: "slice", label: cx.t("Slice", "切片"), show: row => sliceName(row.dimension, row.dimension_value)},
                {key: "is_treated", label: cx.t("Role", "角色"), show: row => (row.is_treated ? cx.t("● with the action", "● 实施措施") : cx.t("○ comparison", "○ 对照"))},
                {key: "metric", label: cx.t("Metric", "指标"), show: metricName},
                {key: "before_value", label: cx.t("Before", "之前"), kind: "number", show: row => value(row.metric, row.before_value)},
                {key: "after_value", label: cx.t("After", "之后"), kind: "number", show: row => value(row.metric, row.after_value)},
                {key: "relative_change", label: cx.t("Change for the better, %", "改善幅度（%）"), kind: "number"},
                {key: "before_event_count", label: cx.t("Events before", "之前事件数"), kind: "count"},
                {key: "after_event_count", label: cx.t("Events after", "之后事件数"), kind: "count"},
            ],
            rows: [...rows].sort((a, b) => (a.action_group < b.action_group ? -1 : a.action_group > b.action_group ? 1 : Number(b.is_treated) - Number(a.is_treated))),
            chart: colours => cx.dotsOption(colours, {
                names: groups.map(([row]) => (row.title ? titleName(row) : row.action_group)),
                axis: {name: cx.t("change for the better, %", "改善幅度（%）"), format: signedCount},
                references: [{value: 0}],
                series: [
                    {name: cx.t("Comparison", "对照"), colour: colours.neutral, symbol: "emptyCircle", points: groups.flatMap((group, place) => group.filter(row => !row.is_treated).map(row => point(row, place)))},
                    {name: cx.t("With the action", "实施措施"), colour: colours.series[0], symbol: "diamond", points: groups.flatMap((group, place) => group.filter(row => row.is_treated).map(row => point(row, place)))},
                ],
            }),
            summary: sentences.join("; "),
            note: cx.t("Each point is a slice: its change from before to after, right of 0 is better. The verdict above takes chance into account.", "每个点为一个切片前后的变化，0右侧为改善；上方的结论已考虑偶然因素。"),
            empty: cx.t("No action could be compared yet: months before and after it are missing.", "尚无可比的措施：缺少前后月份的数据。"),
        });
    }

    function openCards(page) {
        const points = cx.rows("pain_points");
        const without = points.filter(row => !row.has_action).length;
        page.card({
            id: "pain-points", title: cx.t("Pain points", "痛点"), wide: true,
            question: cx.t("Which causes of low satisfaction has nobody taken up?", "哪些导致低满意度的原因尚无人处理？"),
            columns: [
                {key: "label", label: cx.t("Where", "位置"), show: row => [sliceName(row.dimension, row.dimension_value), ...(row.dimension_2 && row.dimension_2 !== "none" ? [sliceName(row.dimension_2, row.dimension_2_value)] : [])].join(cx.t(", ", "，"))},
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric), link: row => (cx.catalogue.has(row.metric) ? cx.urlWith({screen: "metric", metric: row.metric}) : null)},
                {key: "cost_points", label: cx.t("Costs the total, points", "拖累整体（百分点）"), kind: "number"},
                {key: "low_since", label: cx.t("Low since", "偏低始于"), kind: "date"},
                {key: "has_action", label: cx.t("Action", "措施"), show: row => (row.has_action ? cx.label("title", row.action_title) : noAction())},
                {key: "action_status", label: cx.t("Status", "状态"), show: row => statusName(row.action_status)},
                {key: "action_verdict", label: cx.t("Verdict", "结论"), show: row => verdictName(row.action_verdict)},
                {key: "days_to_action", label: cx.t("Days until the action", "距措施天数"), kind: "count"},
                {key: "message", isLong: true, label: cx.t("In words", "说明"), show: row => cx.t(row.message, row.message_zh)},
            ],
            rows: points,
            note: points.length ? cx.t(`${without} of ${points.length} without an action.`, `${points.length} 个痛点中 ${without} 个没有措施。`) : "",
            empty: cx.t("No slice is significantly less satisfied than the others.", "没有切片的满意度显著低于其他切片。"),
        });
        const alerts = cx.rows("alert_actions");
        const open = alerts.filter(row => row.action_title === null).length;
        page.card({
            id: "alert-actions", title: cx.t("Open alerts and their actions", "未关闭的告警及其措施"), wide: true,
            question: cx.t("Which open alerts does nobody work on?", "哪些未关闭的告警还没有人处理？"),
            columns: [
                {key: "metric", label: cx.t("Metric", "指标"), show: metricName, link: row => (cx.catalogue.has(row.metric) ? cx.urlWith({screen: "metric", metric: row.metric}) : null)},
                {key: "slice", label: cx.t("Where", "位置"), show: row => sliceName(row.dimension, row.dimension_value)},
                {key: "severity", label: cx.t("Severity", "级别"), show: row => signed("severity", row.severity)},
                {key: "since_on", label: cx.t("Since", "始于"), kind: "date"},
                {key: "action_title", label: cx.t("Action", "措施"), show: row => (row.action_title === null ? noAction() : cx.label("title", row.action_title))},
                {key: "action_status", label: cx.t("Status", "状态"), show: row => statusName(row.action_status)},
                {key: "days_to_action", label: cx.t("Days until the action", "距措施天数"), kind: "count"},
                {key: "action_verdict", label: cx.t("Verdict", "结论"), show: row => verdictName(row.action_verdict)},
                {key: "owner", label: cx.t("Who acts", "负责人"), show: row => cx.label("owner", row.owner)},
                {key: "message", isLong: true, label: cx.t("In words", "说明"), show: row => cx.t(row.message, row.message_zh)},
            ],
            rows: alerts,
            note: alerts.length ? cx.t(
                `${open} of ${alerts.length} without an action. An action counts when it aims at the metric and the slice and was not over when the alert began.`,
                `${alerts.length} 个中 ${open} 个没有措施。针对同一指标和切片、且在告警开始时尚未结束的措施才计入。`) : "",
            empty: cx.t("No alert for the worse is open.", "没有未关闭的负面告警。"),
        });
    }

    function practiceCard(page) {
        const rows = cx.rows("practices");
        const improved = rows.filter(row => row.verdict === "improved").length;
        page.card({
            id: "practices", title: cx.t("Practices", "实践库"), wide: true,
            question: cx.t("What has worked, and for whom?", "哪些做法有效？对谁有效？"),
            columns: [
                {key: "title", label: cx.t("What was done", "做法"), show: titleName}, {key: "pain_point", label: cx.t("Against", "针对痛点"), show: row => cx.label("pain_point", row.pain_point)},
                {key: "metric", label: cx.t("Metric", "指标"), show: metricName},
                {key: "slice", label: cx.t("For whom", "对象"), show: row => sliceName(row.dimension, row.dimension_value)},
                {key: "verdict", label: cx.t("Verdict", "结论"), show: row => verdictName(row.verdict) + (row.is_final ? "" : cx.t(" (so far)", "（暂定）"))},
                {key: "effect", label: cx.t("Effect", "效果"), kind: "number", show: row => change(row.metric, row.effect)},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: bounds},
                {key: "tried_count", label: cx.t("Tried", "尝试次数"), kind: "count"}, {key: "improved_count", label: cx.t("Improved", "改善次数"), kind: "count"},
                {key: "worse_count", label: cx.t("Worse", "变差次数"), kind: "count"},
            ],
            rows,
            note: rows.length && !improved ? cx.t("None has been shown to work so far.", "目前尚无做法被证明有效。") : "",
            empty: cx.t("No action has a measured effect yet.", "尚无措施有可衡量的效果。"),
        });
    }

    function benchmarkCard(page) {
        const rows = cx.rows("benchmarks");
        const drawn = rows.filter(row => row.own_index !== null);
        const name = row => cx.t(row.label, row.label_zh);
        const industry = row => cx.t(row.industry, row.industry_zh);
        const summary = drawn.map(row => `${name(row)}${cx.colon()}${signed("standing", row.standing)}`).join(cx.t("; ", "；"));
        page.card({
            id: "benchmarks", title: cx.t("Beside others", "行业对标"), wide: true, height: cx.rowsHeight(drawn.length, 46),
            question: cx.t("How do we stand beside published values of others?", "与公开的行业数值相比如何？"),
            columns: [
                {key: "metric", label: cx.t("Metric", "指标"), show: name},
                {key: "own_value", label: cx.t("We", "我们"), kind: "number", show: row => value(row.metric, row.own_value)},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => (cx.catalogue.has(row.metric) ? cx.format.interval(row.metric, row.own_value_low, row.own_value_high) : cx.format.missing)},
                {key: "own_period", label: cx.t("Our year", "我方年份"), show: row => (row.own_period === "all" ? cx.t("all time", "全部时间") : row.own_period)},
                {key: "reference_value", label: cx.t("They", "对方"), kind: "number", show: row => value(row.metric, row.reference_value)},
                {key: "standing", label: cx.t("We are", "结论"), show: row => signed("standing", row.standing)},
                {key: "industry", label: cx.t("Industry", "行业"), show: industry},
                {key: "population", isLong: true, label: cx.t("Whose value", "对象"), show: row => cx.t(row.population, row.population_zh)},
                {key: "reference_year", label: cx.t("Year", "年份"), show: row => String(row.reference_year ?? cx.format.missing)},
                {key: "source", isLong: true, label: cx.t("Source", "来源")},
                {key: "definition", isLong: true, label: cx.t("What they count", "对方口径"), show: row => cx.t(row.definition, row.definition_zh)},
            ],
            rows,
            chart: drawn.length ? colours => cx.dotsOption(colours, {
                names: drawn.map(row => cx.t(`${name(row)} (${industry(row)}, ${row.reference_year})`, `${name(row)}（${industry(row)}，${row.reference_year}）`)),
                axis: {type: "log", name: cx.t("we, where 100 is their value", "我们（对方为100）"), format: number => cx.format.count(number)},
                references: [{value: 100, name: cx.t("others", "对方")}],
                series: [{
                    name: cx.t("We", "我们"), colour: colours.neutral,
                    points: drawn.map((row, place) => ({
                        place, value: row.own_index, low: row.own_index_low, high: row.own_index_high,
                        colour: {better: colours.good, worse: colours.bad}[row.standing] ?? colours.neutral, symbol: ["better", "worse"].includes(row.standing) ? "circle" : "emptyCircle",
                        tip: [name(row), signed("standing", row.standing), cx.t(`we ${value(row.metric, row.own_value)}, others ${value(row.metric, row.reference_value)}`, `我们 ${value(row.metric, row.own_value)}，对方 ${value(row.metric, row.reference_value)}`),
                            cx.t(row.population, row.population_zh), `${row.source}, ${row.reference_year}`],
                    })),
                }],
            }) : undefined,
            summary,
            note: [summary ? `${summary}${cx.t(".", "。")}` : "", cx.t("Read in the table what others count: it may differ from our formula. Their sampling error is not known.", "请在表格中查看对方口径，可能与我方公式不同；对方数值的抽样误差未知。")].filter(Boolean).join(cx.space()),
            empty: cx.t("No benchmark is registered (seeds/reference/industry_benchmarks.csv).", "尚未登记对标数据（seeds/reference/industry_benchmarks.csv）。"),
        });
    }

    cx.screen({id: "loop", place: 9, title: ["Closed loop", "闭环改进"], draw(page) {
        page.section(cx.t("Actions and verdicts", "措施与结论"), cx.t(
            "Each action is compared with slices that had none.", "每项措施都与未实施的切片作比较。"));
        effectCard(page);
        comparisonCard(page);
        page.section(cx.t("What is still open", "尚待处理"), "");
        openCards(page);
        page.section(cx.t("What we learned", "经验"), "");
        practiceCard(page);
        benchmarkCard(page);
    }});
})();
