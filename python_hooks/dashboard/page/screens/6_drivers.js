// Drivers: what goes with satisfaction and churn, and what satisfaction is worth.
(function () {
    const kinds = {
        ticket: ["answers about tickets", "关于工单的回答"],
        order: ["answers about orders", "关于订单的回答"],
        relationship: ["answers about the relationship", "关于整体关系的回答"],
        customer: ["customers", "客户"],
    };
    const quadrants = ["fix_first", "keep_up", "low_priority", "good_enough"];
    const kindOf = row => cx.t(...(kinds[row.kind] ?? [row.kind, row.kind]));
    const modelOf = row => cx.t(`${cx.scoreName(row.metric)}, ${kindOf(row)}`, `${cx.scoreName(row.metric)}（${kindOf(row)}）`);
    const order = ["nps", "csat", "ces", "rating", "churn"];
    const modelsOf = rows => [...cx.grouped(rows, row => `${row.metric}/${row.kind}`).values()]
        .sort((a, b) => order.indexOf(a[0].metric) - order.indexOf(b[0].metric));
    const cases = n => cx.t(`${cx.format.count(n)} cases`, `${cx.format.count(n)} 个样本`);
    const quadrant = row => (row.quadrant ? cx.label("quadrant", row.quadrant) : cx.format.missing);

    function forestCard(page, rows) {
        const [first] = rows;
        const kept = rows.filter(row => row.share !== null);
        const left = rows.filter(row => row.share === null);
        const slope = row => (row.slope_points === null ? "" : cx.t(
            `One more goes with ${cx.format.points(row.slope_points)}.`, `每增加1，得分变化 ${cx.format.points(row.slope_points)}。`));
        page.card({
            id: `drivers-${first.metric}-${first.kind}`,
            metric: cx.catalogue.has(first.metric) ? first.metric : undefined,
            title: modelOf(first),
            question: first.metric === "churn" ? cx.t("What goes with leaving?", "哪些因素与流失相关？") : cx.t("What goes with this score?", "哪些因素与该得分相关？"),
            note: [
                kept.length ? cx.t(
                    `${cases(first.case_count)}. All drivers together explain ${cx.percentOf(100 * kept[0].r_squared)} of the differences.`,
                    `${cases(first.case_count)}。全部因素共解释差异的 ${cx.percentOf(100 * kept[0].r_squared)}。`) : "",
                left.length ? cx.t(`Left out: ${left.map(row => cx.inLanguage(row, "label").toLowerCase()).join(", ")}. The table says why.`,
                    `未纳入：${left.map(row => cx.inLanguage(row, "label")).join("、")}。原因见表格。`) : "",
            ].filter(Boolean).join(cx.space()),
            columns: [
                {key: "driver", label: cx.t("Driver", "因素"), show: row => cx.inLanguage(row, "label")},
                {key: "share", label: cx.t("Share explained", "解释份额"), kind: "percent"},
                {key: "share_low", label: cx.t("From", "区间下限"), kind: "percent"},
                {key: "share_high", label: cx.t("To", "区间上限"), kind: "percent"},
                {key: "slope_points", label: cx.t("Points for one more", "每增加1的得分变化"), kind: "number"},
                {key: "performance_percent", label: cx.t("Meets its standard, %", "达标率，%"), kind: "number"},
                {key: "quadrant", label: cx.t("Quadrant", "象限"), show: quadrant},
                {key: "message", label: cx.t("How to read it", "说明"), show: row => cx.inLanguage(row, "message")},
            ],
            rows,
            chart: kept.length ? colours => cx.dotsOption(colours, {
                names: kept.map(row => cx.inLanguage(row, "label")),
                axis: {name: cx.t("Differences explained, %", "解释的差异份额，%"), min: 0},
                series: [{
                    name: cx.t("Share", "份额"),
                    colour: colours.series[0],
                    points: kept.map((row, place) => ({
                        place, value: 100 * row.share, low: 100 * row.share_low, high: 100 * row.share_high,
                        tip: [cx.inLanguage(row, "label"), cx.format.percent(row.share),
                            `${cx.intervalWord()}: ${cx.percentInterval(100 * row.share_low, 100 * row.share_high)}`, slope(row)].filter(Boolean),
                    })),
                }],
            }) : undefined,
            height: cx.rowsHeight(kept.length),
            summary: kept.length ? cx.t(
                `The strongest driver is ${cx.inLanguage(kept[0], "label").toLowerCase()}: ${cx.format.percent(kept[0].share)} of the differences, interval ${cx.percentInterval(100 * kept[0].share_low, 100 * kept[0].share_high)}.`,
                `最强因素是${cx.inLanguage(kept[0], "label")}：解释差异的${cx.format.percent(kept[0].share)}，区间${cx.percentInterval(100 * kept[0].share_low, 100 * kept[0].share_high)}。`) : modelOf(first),
        });
    }

    function quadrantCard(page) {
        const rows = cx.rows("drivers").filter(row => row.quadrant !== null);
        const models = modelsOf(rows);
        const symbols = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
        const urgent = rows.filter(row => row.quadrant === "fix_first").sort((a, b) => b.importance_ratio - a.importance_ratio);
        const urgentWords = urgent.map(row => cx.t(
            `${cx.inLanguage(row, "label")} (${modelOf(row)})`, `${cx.inLanguage(row, "label")}（${cx.scoreName(row.metric)}）`));
        page.card({
            id: "quadrant",
            wide: true,
            title: cx.t("Importance and performance", "重要性—表现矩阵"),
            question: cx.t("What should be fixed first?", "应优先改进什么？"),
            note: cx.t(
                "Up: explains more than the mean driver (1). Left: meets its standard less often than the mean driver (0). Upper left is to be fixed first.",
                "越靠上，解释力越强（1为因素均值）；越靠左，达标率越低（0为因素均值）。左上象限应优先改进。"),
            columns: [
                {key: "model", label: cx.t("Score", "得分"), show: modelOf},
                {key: "driver", label: cx.t("Driver", "因素"), show: row => cx.inLanguage(row, "label")},
                {key: "quadrant", label: cx.t("Quadrant", "象限"), show: quadrant},
                {key: "importance_ratio", label: cx.t("Importance, mean driver = 1", "重要性（均值为1）"), kind: "number", decimals: 2},
                {key: "performance_percent", label: cx.t("Meets its standard, %", "达标率，%"), kind: "number"},
                {key: "performance_difference", label: cx.t("Against the mean, points", "与均值之差，个百分点"), kind: "number"},
            ],
            rows: [...rows].sort((a, b) => quadrants.indexOf(a.quadrant) - quadrants.indexOf(b.quadrant) || b.importance_ratio - a.importance_ratio),
            chart: colours => {
                const corner = (text, position, x, y) => ({
                    name: text, xAxis: x, yAxis: y, label: {show: true, formatter: text, position, color: colours.muted, fontSize: cx.textSize()},
                });
                const reach = Math.max(...rows.map(row => Math.abs(row.performance_difference))) * 1.1;
                const top = Math.max(...rows.map(row => row.importance_ratio)) * 1.12;
                return {
                    grid: {top: 36 + 1.8 * cx.textSize() * (cx.isNarrow() ? 1.4 * models.length : 1), bottom: 8, right: 20},
                    // The names are long: with pages of a legend the last of a page would be cut.
                    legend: {...cx.symbolLegend(colours, models.map(([row], place) => ({name: modelOf(row), symbol: symbols[place % symbols.length], colour: colours.series[place % colours.series.length]}))), type: "plain", ...(cx.isNarrow() ? {textStyle: {color: colours.text, fontSize: cx.textSize(), width: innerWidth - 110, overflow: "break"}} : {})},
                    tooltip: {formatter: point => cx.tipLines(point.data.tip)},
                    xAxis: {type: "value", name: cx.t("Performance against the mean driver, points", "表现与因素均值之差，个百分点"), nameLocation: "middle", nameGap: 28, min: -reach, max: reach, axisLine: {onZero: false}, axisLabel: {formatter: value => cx.format.number(value, 0), showMinLabel: false, showMaxLabel: false}},
                    yAxis: {
                        type: "value", name: cx.t("Importance", "重要性"), nameTextStyle: {align: "left"}, min: -top / 10, max: top,
                        axisLine: {onZero: false}, axisLabel: {formatter: value => cx.format.number(value, 1), showMinLabel: false, showMaxLabel: false},
                    },
                    series: models.map((group, place) => ({
                        name: modelOf(group[0]),
                        type: "scatter",
                        ...cx.symbolStyle(colours, symbols[place % symbols.length], colours.series[place % colours.series.length]),
                        symbolSize: 11,
                        color: colours.series[place % colours.series.length],
                        data: group.map(row => ({
                            value: [row.performance_difference, row.importance_ratio],
                            tip: [cx.inLanguage(row, "label"), modelOf(row), quadrant(row),
                                `${cx.t("meets its standard", "达标率")}: ${cx.percentOf(row.performance_percent)}`,
                                `${cx.t("importance", "重要性")}: ${cx.format.number(row.importance_ratio, 2)}`],
                            label: {
                                show: row.quadrant === "fix_first" && !cx.isNarrow(), position: "right", color: colours.text, fontSize: cx.textSize(),
                                formatter: cx.inLanguage(row, "label"),
                            },
                        })),
                        labelLayout: {hideOverlap: true},
                        ...(place === 0 ? {
                            markLine: {symbol: "none", silent: true, label: {show: false}, lineStyle: {color: colours.muted, type: "dashed"}, data: [{xAxis: 0}, {yAxis: 1}]},
                            markPoint: {
                                symbol: "circle", symbolSize: 0.1, silent: true,
                                data: [
                                    corner(cx.label("quadrant", "fix_first"), "right", -reach, top * 0.97),
                                    corner(cx.label("quadrant", "keep_up"), "left", reach, top * 0.97),
                                    corner(cx.label("quadrant", "low_priority"), "right", -reach, -top * 0.05),
                                    corner(cx.label("quadrant", "good_enough"), "left", reach, -top * 0.05),
                                ],
                            },
                        } : {}),
                    })),
                };
            },
            height: 440 + (cx.isNarrow() ? 30 * models.length : 0),
            summary: urgent.length
                ? cx.t(`To fix first: ${urgentWords.join("; ")}.`, `应优先改进：${urgentWords.join("；")}。`)
                : cx.t("No driver is to be fixed first.", "没有需要优先改进的因素。"),
            empty: cx.t("No driver has both a share and a standard.", "没有同时具备解释份额和达标标准的因素。"),
        });
    }

    const comparison = row => (row.comparison ? cx.label("comparison", row.comparison) : cx.state("too_few"));
    const outcomeOf = row => cx.label("outcome", row.outcome);
    // Bands from the worst to the best, and what customers of each did.
    function bandsCard(page, {id, title, question, note, rows, names, seriesOf, axis, metric, empty, labelWidth}) {
        const shown = rows.filter(row => row.outcome_percent !== null);
        const groups = [...cx.grouped(rows, seriesOf).entries()];
        const symbols = ["circle", "rect", "triangle", "diamond"];
        const apart = shown.filter(row => row.comparison && row.comparison !== "not_told_apart");
        const told = apart.map(row => cx.t(
            `${row.name} ${cx.percentOf(row.outcome_percent, 0)} (${row.comparison === "higher" ? "higher" : "lower"})`,
            `${row.name} ${cx.percentOf(row.outcome_percent, 0)}（${row.comparison === "higher" ? "较高" : "较低"}）`));
        const upright = !(cx.isNarrow() && names.some(name => name.length > 6));
        page.card({
            id, title, question, metric,
            note: [
                note,
                shown.length && shown.length < rows.length ? cx.t("Groups with too few customers have no point.", "客户过少的组不显示。") : "",
                told.length ? cx.t(`Different from all by more than chance: ${told.join("; ")}.`, `与总体有显著差异：${told.join("；")}。`)
                    : shown.length ? cx.t("No band differs from all by more than chance.", "没有哪一档与总体有显著差异。") : "",
            ].filter(Boolean).join(cx.space()),
            columns: [
                {key: "band", label: cx.t("Band", "分档"), show: row => row.band},
                {key: "series", label: axis.what, show: seriesOf},
                {key: "outcome_percent", label: cx.t("Share, %", "比率，%"), kind: "number"},
                {key: "outcome_percent_low", label: cx.t("From, %", "区间下限，%"), kind: "number"},
                {key: "outcome_percent_high", label: cx.t("To, %", "区间上限，%"), kind: "number"},
                {key: "all_percent", label: cx.t("All bands, %", "各档合计，%"), kind: "number"},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "comparison", label: cx.t("Comparison", "比较"), show: comparison},
            ],
            rows,
            chart: shown.length ? colours => cx.dotsOption(colours, {
                names,
                upright,
                joined: true,
                labelWidth,
                axis: {name: axis.name, min: 0, max: 100},
                references: groups.length === 1 ? [{value: shown[0].all_percent, name: cx.t("all", "总体")}] : [],
                series: groups.map(([name, group], place) => ({
                    name,
                    colour: colours.series[place],
                    symbol: symbols[place % symbols.length],
                    points: group.map(row => ({
                        place: names.indexOf(row.band),
                        value: row.outcome_percent, low: row.outcome_percent_low, high: row.outcome_percent_high,
                        tip: [`${row.band} · ${name}`, cx.percentOf(row.outcome_percent),
                            `${cx.intervalWord()}: ${cx.percentInterval(row.outcome_percent_low, row.outcome_percent_high)}`,
                            cx.t(`${cx.format.count(row.customer_count)} customers, ${comparison(row)}`, `${cx.format.count(row.customer_count)} 位客户，${comparison(row)}`)],
                    })),
                })),
            }) : undefined,
            height: upright ? 320 : cx.rowsHeight(names.length, 46),
            summary: told.length ? `${title}: ${told.join("; ")}` : cx.t(`${title}: no band differs from all by more than chance.`, `${title}：各档与总体无显著差异。`),
            empty,
        });
    }

    function loyaltyCards(page) {
        const all = cx.rows("satisfaction_loyalty");
        const scores = cx.grouped(all.filter(row => row.kind === "score"), row => `${row.metric}/${row.scale}`);
        for (const rows of [...scores.values()].sort((a, b) => order.indexOf(a[0].metric) - order.indexOf(b[0].metric))) {
            const [{metric, scale}] = rows;
            const named = rows.map(row => ({...row, name: cx.t(`${row.band}, ${outcomeOf(row)}`, `${row.band} 分，${outcomeOf(row)}`)}));
            const names = [...new Set([...rows].sort((a, b) => a.band_rank - b.band_rank).map(row => row.band))];
            bandsCard(page, {
                id: `loyalty-${metric}-${scale.replaceAll(" ", "-")}`,
                metric: cx.catalogue.has(metric) ? metric : undefined,
                title: cx.t(`${cx.scoreName(metric)} and loyalty`, `${cx.scoreName(metric)}与忠诚度`),
                question: cx.t("Do those who score high buy again and stay?", "打高分的客户会再次购买并留下吗？"),
                note: cx.t("By score of the answer.", "按回答分数分档。"),
                rows: named, names, seriesOf: outcomeOf,
                axis: {name: cx.t("Customers, %", "客户占比，%"), what: cx.t("Outcome", "结果")},
            });
        }
        if (!scores.size) {
            page.card({id: "loyalty", title: cx.t("Satisfaction and loyalty", "满意度与忠诚度"), columns: [], rows: [],
                empty: cx.t("No answer is old enough to know what its customer did next.", "尚无回答已满观察期，无法得知客户后续行为。")});
        }
        const complaints = all.filter(row => row.kind === "complaint_response")
            .map(row => ({...row, band: cx.inLanguage(row, "band"), name: cx.inLanguage(row, "band")})).sort((a, b) => b.band_rank - a.band_rank);
        bandsCard(page, {
            id: "complaint-response",
            title: cx.t("Slow replies to complaints, and leaving", "投诉响应速度与流失"),
            question: cx.t("Do customers leave when a complaint waits?", "投诉等待越久，客户越容易流失吗？"),
            note: cx.t("By the time to the first reply.", "按首次响应用时分档。"),
            labelWidth: 84,
            rows: complaints, names: [...new Set(complaints.map(row => row.band))], seriesOf: outcomeOf,
            axis: {name: cx.t("Customers who left, %", "流失客户占比，%"), what: cx.t("Outcome", "结果")},
            empty: cx.t("No complaint is old enough to know whether its customer left.", "尚无投诉已满观察期，无法得知客户是否流失。"),
        });
    }

    function deliveryCard(page) {
        const all = cx.rows("delivery_satisfaction");
        const metrics = [...cx.grouped(all, "metric").entries()]
            .filter(([, group]) => group.filter(row => row.satisfied_percent !== null).length > 1).map(([metric]) => metric);
        const rows = all.filter(row => metrics.includes(row.metric)).map(row => ({
            ...row,
            band: cx.inLanguage(row, "label"),
            name: metrics.length > 1
                ? cx.t(`${cx.inLanguage(row, "label")}, ${cx.scoreName(row.metric)}`, `${cx.inLanguage(row, "label")}，${cx.scoreName(row.metric)}`)
                : cx.inLanguage(row, "label"),
            outcome_percent: row.satisfied_percent,
            outcome_percent_low: row.satisfied_percent_low,
            outcome_percent_high: row.satisfied_percent_high,
        }));
        const names = [...new Set([...rows].sort((a, b) => a.band_rank - b.band_rank).map(row => row.band))];
        bandsCard(page, {
            id: "delivery",
            title: cx.t("Late deliveries and satisfaction", "配送延迟与满意度"),
            question: cx.t("How much does a late delivery cost?", "配送延迟会让满意度下降多少？"),
            note: cx.satisfiedNote(),
            labelWidth: 84,
            rows,
            names,
            seriesOf: row => cx.scoreName(row.metric),
            axis: {name: cx.t("Satisfied, %", "满意率，%"), what: cx.t("Metric", "指标")},
            empty: cx.t("No answers about orders with a promised day. Deliver commerce.orders with promised_delivery_on.",
                "没有关于带承诺送达日订单的回答。请交付带 promised_delivery_on 的 commerce.orders。"),
        });
    }

    function modeCard(page) {
        const all = cx.rows("channel_effects");
        const kept = all.filter(row => row.mode_effect_points !== null).sort((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric) || a.mode_effect_points - b.mode_effect_points);
        const isClear = row => row.mode_effect_low > 0 || row.mode_effect_high < 0;
        const clear = kept.filter(isClear);
        const name = row => `${cx.scoreName(row.metric)} · ${cx.label("channel", row.channel)}`;
        page.card({
            id: "mode",
            title: cx.t("Does the survey's channel move the score?", "调查渠道是否影响得分？"),
            question: cx.t("Can channels be compared as they stand?", "各渠道的得分能直接比较吗？"),
            note: [
                clear.length
                    ? cx.t(`Take it off before you compare: ${clear.map(row => `${name(row)} ${cx.format.points(row.mode_effect_points)}`).join("; ")}.`,
                        `比较前应先扣除：${clear.map(row => `${name(row)} ${cx.format.points(row.mode_effect_points)}`).join("；")}。`)
                    : cx.t("No channel moves the score more than chance.", "没有哪个渠道显著影响得分。"),
                cx.t("Against other channels, among answers about the same touchpoint, team and segment.", "与其他渠道相比，仅比较触点、团队和客群相同的回答。"),
            ].filter(Boolean).join(cx.space()),
            columns: [
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric)},
                {key: "channel", label: cx.dimension("channel"), show: row => cx.label("channel", row.channel)},
                {key: "satisfied_percent", label: cx.t("Satisfied, %", "满意率，%"), kind: "number"},
                {key: "difference_points", label: cx.t("Against others, points", "与其他渠道之差，个百分点"), kind: "number"},
                {key: "mode_effect_points", label: cx.t("Of the channel itself, points", "渠道本身的影响，个百分点"), kind: "number"},
                {key: "mode_effect_low", label: cx.t("From", "区间下限"), kind: "number"},
                {key: "mode_effect_high", label: cx.t("To", "区间上限"), kind: "number"},
                {key: "answer_count", label: cx.t("Answers", "回答数"), kind: "count"},
                {key: "message", label: cx.t("How to read it", "说明"), show: row => cx.inLanguage(row, "message")},
            ],
            rows: cx.filtered(all, ["channel"]),
            chart: kept.length ? colours => {
                const rows = cx.filtered(kept, ["channel"]);
                return cx.dotsOption(colours, {
                    names: rows.map(name),
                    labelWidth: 250,
                    axis: {name: cx.t("Points of satisfied answers", "满意率变化，个百分点")},
                    references: [{value: 0}],
                    series: [{
                        name: "effect", colour: colours.series[0],
                        points: rows.map((row, place) => ({
                            place, value: row.mode_effect_points, low: row.mode_effect_low, high: row.mode_effect_high,
                            colour: isClear(row) ? colours.series[1] : colours.series[0], symbol: isClear(row) ? "diamond" : "circle",
                            tip: [name(row), cx.format.points(row.mode_effect_points), `${cx.intervalWord()}: ${cx.pointsInterval(row.mode_effect_low, row.mode_effect_high)}`, cx.answers(row.answer_count)],
                        })),
                    }],
                });
            } : undefined,
            height: cx.rowsHeight(cx.filtered(kept, ["channel"]).length, cx.isNarrow() ? 56 : 30),
            summary: clear.length
                ? clear.map(row => `${name(row)}: ${cx.format.points(row.mode_effect_points)} (${cx.pointsInterval(row.mode_effect_low, row.mode_effect_high)})`).join("; ")
                : cx.t("No channel moves the score more than chance.", "没有哪个渠道显著影响得分。"),
            empty: cx.t("No channel has enough answers to compare.", "没有足够的回答用于比较渠道。"),
        });
    }

    // Links between measures of operations and later answers, each with its sentence.
    function operationsCard(page) {
        const rows = cx.rows("operation_links");
        page.card({
            id: "operations",
            title: cx.t("Operations and satisfaction", "运营指标与满意度"),
            question: cx.t("Does satisfaction follow what operations measure?", "满意度会随运营指标变化吗？"),
            note: cx.t("Answers 0 to 8 weeks after the measure; what goes together need not be cause and effect.", "比较测量当周至其后8周的回答；相关不代表因果。"),
            wide: true,
            columns: [
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric)},
                {key: "measure", label: cx.t("Measure", "运营指标"), show: row => cx.label("measure", row.measure)},
                {key: "unit_type", label: cx.t("Measured in", "测量单位"), show: row => cx.label("unit_type", row.unit_type)},
                {key: "message", label: cx.t("What was found", "结论"), isLong: true, show: row => cx.inLanguage(row, "message")},
            ],
            rows,
            empty: cx.t("No measure of operations was delivered (operations.measures).", "没有交付运营指标（operations.measures）。"),
        });
    }

    // Customers whose buying follows promotions, or whose satisfaction follows quick replies.
    function groupsCard(page) {
        const rows = cx.rows("sensitive_groups");
        page.card({
            id: "sensitive-groups",
            title: cx.t("Who is sensitive to price or service", "价格敏感与服务敏感客户"),
            question: cx.t("Do some customers follow promotions, or quick replies?", "是否有客户随促销购买，或看重响应速度？"),
            note: cx.t("The earlier half of a customer's history chooses the group; the later half is the evidence.", "以客户历史的前半段分组，以后半段验证。"),
            wide: true,
            columns: [
                {key: "sensitivity", label: cx.t("Sensitive to", "敏感类型"), show: row => cx.label("sensitivity", row.sensitivity)},
                {key: "message", label: cx.t("What was found", "结论"), isLong: true, show: row => cx.inLanguage(row, "message")},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "difference_points", label: cx.t("Against others, points", "与其他客户之差，个百分点"), kind: "number"},
                {key: "difference_points_low", label: cx.t("From", "区间下限"), kind: "number"},
                {key: "difference_points_high", label: cx.t("To", "区间上限"), kind: "number"},
            ],
            rows,
            empty: cx.t("No customers to examine.", "没有可供检验的客户。"),
        });
    }

    cx.screen({
        id: "drivers",
        place: 6,
        title: ["Drivers", "驱动因素"],
        draw(page) {
            const models = modelsOf(cx.rows("drivers"));
            page.section(cx.t("What to fix first", "优先改进什么"),
                cx.t("These go together; whether one causes the other, only a change that is measured shows.", "以下为相关关系；是否为因果，须经改进并再次测量才能确定。"));
            quadrantCard(page);
            page.section(cx.t("What goes with each score", "各项得分的相关因素"),
                cx.t("A driver's share is its part of the differences that all drivers explain.", "份额是该因素在全部因素所解释差异中的部分。"));
            if (models.length) models.forEach(rows => forestCard(page, rows));
            else page.card({id: "drivers", title: cx.t("Drivers", "驱动因素"), columns: [], rows: [], empty: cx.t("No score has enough answers for a regression.", "没有得分具备足够的回答进行回归。")});
            page.section(cx.t("What satisfaction is worth", "满意度的价值"), cx.t("What customers did after they answered or complained.", "客户在回答或投诉之后的行为。"));
            loyaltyCards(page);
            page.section(cx.t("Deliveries and survey channels", "配送与调查渠道"));
            deliveryCard(page);
            modeCard(page);
            page.section(cx.t("Operations and groups of customers", "运营与客户群体"));
            operationsCard(page);
            groupsCard(page);
        },
    });
})();
