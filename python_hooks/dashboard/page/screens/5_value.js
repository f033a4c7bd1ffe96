// Value: who is worth how much, who moves, what is expected, and who is about to leave.
(function () {
    const percent = share => (share === null || share === undefined ? null : 100 * share);
    const tiers = ["vip", "core", "regular", "new", "lapsed", "none"];
    const tierName = value => (value === "none" ? cx.t("Before the first purchase", "首次购买前") : cx.label("value_tier", value));
    const month = start => cx.format.period("month", start);
    const intervalLine = text => `${cx.t("95 % interval", "95%区间")}${cx.colon()}${text}`;
    const moneyInterval = (low, high) => (cx.isKnown(low) && cx.isKnown(high)
        ? cx.t(`${cx.format.money(low)} to ${cx.format.money(high)}`, `${cx.format.money(low)} 至 ${cx.format.money(high)}`) : cx.format.missing);
    const movementNames = {
        up: ["Moved up", "升级"], down: ["Moved down", "降级"], returned: ["Came back", "回流"], lapsed: ["Lapsed", "流失"],
        settled: ["Out of new", "新客转正"], joined: ["First purchase", "首次购买"], stayed: ["Stayed", "不变"], other: ["Other", "其他"],
    };
    const movementName = key => cx.t(...(movementNames[key] ?? movementNames.other));
    const noTiers = () => cx.t("No month with a known tier: tiers need twelve months of purchases.", "尚无可判断等级的月份：等级需要十二个月的购买记录。");

    // The chosen month of the tiers, or their newest.
    function tierMonth() {
        const months = [...new Set(cx.rows("value_tier_movements").map(row => row.month_start))].sort();
        const asked = cx.filters.period === "month" ? cx.filters.start : null;
        return asked && months.includes(asked) ? asked : months[months.length - 1] ?? null;
    }

    function tierSizeCard(page) {
        const rows = cx.rows("value_tier_movements").filter(row => row.kind === "tier");
        const months = [...new Set(rows.map(row => row.month_start))].sort();
        const present = tiers.filter(tier => rows.some(row => row.to_value_tier === tier));
        const countOf = (start, tier) => rows.find(row => row.month_start === start && row.to_value_tier === tier)?.customer_count ?? null;
        const last = months[months.length - 1];
        const sentence = last ? `${month(last)}${cx.colon()}${present.map(tier => `${tierName(tier)} ${cx.format.count(countOf(last, tier))}`).join(cx.t(", ", "，"))}${cx.t(".", "。")}` : "";
        page.card({
            id: "tiers", title: cx.t("Customers by value tier", "各价值等级的客户数"), height: 320,
            question: cx.t("Does the base of valuable customers grow?", "高价值客户群是否在扩大？"),
            columns: [
                {key: "month_start", label: cx.t("Month", "月份"), show: row => month(row.month_start)},
                ...present.map(tier => ({key: tier, label: tierName(tier), kind: "count"})),
            ],
            rows: [...months].reverse().map(start => ({month_start: start, ...Object.fromEntries(present.map(tier => [tier, countOf(start, tier)]))})),
            chart: colours => cx.stackOption(colours, {
                names: months.map(month), axis: {name: cx.t("customers", "客户数"), format: value => cx.format.count(value)},
                tip: place => [month(months[place]), ...present.map(tier => `${tierName(tier)}${cx.colon()}${cx.format.count(countOf(months[place], tier))}`)],
                series: present.map((tier, number) => ({name: tierName(tier), colour: tier === "lapsed" ? colours.grid : colours.series[number], values: months.map(start => countOf(start, tier))})),
            }),
            summary: sentence, note: sentence, empty: noTiers(),
        });
    }

    function movementCard(page) {
        const rows = cx.rows("value_tier_movements").filter(row => row.kind === "movement");
        const months = [...new Set(rows.map(row => row.month_start))].sort();
        const countOf = (start, movement) => rows.find(row => row.month_start === start && row.movement === movement)?.customer_count ?? null;
        const drawn = [["up", 2, 1], ["returned", 0, 1], ["down", 1, -1], ["lapsed", 4, -1]];
        const last = months[months.length - 1];
        const words = last ? drawn.map(([key]) => `${movementName(key)} ${cx.format.count(countOf(last, key))}`).join(cx.t(", ", "，")) : "";
        page.card({
            id: "tier-movements", title: cx.t("Up and down", "升级与降级"), height: 320,
            question: cx.t("Do more customers move up than down?", "升级的客户是否多于降级的？"),
            columns: [
                {key: "month_start", label: cx.t("Month", "月份"), show: row => month(row.month_start)},
                ...Object.keys(movementNames).filter(key => rows.some(row => row.movement === key)).map(key => ({key, label: movementName(key), kind: "count"})),
            ],
            rows: [...months].reverse().map(start => ({month_start: start, ...Object.fromEntries(Object.keys(movementNames).map(key => [key, countOf(start, key)]))})),
            chart: colours => cx.stackOption(colours, {
                names: months.map(month), signed: true, axis: {name: cx.t("customers", "客户数"), format: value => cx.format.count(Math.abs(value))},
                tip: place => [month(months[place]), ...drawn.map(([key]) => `${movementName(key)}${cx.colon()}${cx.format.count(countOf(months[place], key))}`)],
                series: drawn.map(([key, colour, sign]) => ({
                    name: movementName(key), colour: colours.series[colour],
                    values: months.map(start => (countOf(start, key) === null ? null : sign * countOf(start, key))),
                })),
            }),
            summary: last ? `${month(last)}${cx.colon()}${words}` : "",
            note: last ? cx.t(`${month(last)}: ${words}. Above the line: for the better.`, `${month(last)}：${words}。横轴以上为向好。`) : "",
            empty: noTiers(),
        });
    }

    function matrixCard(page) {
        const start = tierMonth();
        const rows = cx.rows("value_tier_movements").filter(row => row.kind === "cell" && row.month_start === start && row.from_value_tier !== "none");
        const from = tiers.filter(tier => rows.some(row => row.from_value_tier === tier));
        const to = tiers.filter(tier => rows.some(row => row.to_value_tier === tier));
        const shown = rows.filter(row => row.share !== null);
        const moved = shown.filter(row => row.movement !== "stayed").sort((a, b) => b.customer_count - a.customer_count);
        const [most] = moved;
        page.card({
            id: "tier-matrix", title: cx.t("From tier to tier", "等级迁移"), height: Math.max(260, 110 + 34 * from.length),
            question: cx.t("Where do customers of each tier go within a month?", "各等级客户一个月后流向哪里？"),
            columns: [
                {key: "from_value_tier", label: cx.t("From", "起始等级"), show: row => tierName(row.from_value_tier)},
                {key: "to_value_tier", label: cx.t("To", "结束等级"), show: row => tierName(row.to_value_tier)},
                {key: "movement", label: cx.t("Movement", "变动"), show: row => movementName(row.movement)},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "share", label: cx.t("Of the tier", "占起始等级"), kind: "percent"},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => (row.is_suppressed ? cx.state("too_few") : cx.shareInterval(row.share_low, row.share_high))},
            ],
            rows: [...rows].sort((a, b) => tiers.indexOf(a.from_value_tier) - tiers.indexOf(b.from_value_tier) || tiers.indexOf(a.to_value_tier) - tiers.indexOf(b.to_value_tier)),
            chart: shown.length ? colours => cx.heatOption(colours, {
                columns: to.map(tierName), rows: from.map(tier => cx.t(`from ${tierName(tier)}`, `原${tierName(tier)}`)),
                cells: rows.map(row => ({
                    x: to.indexOf(row.to_value_tier), y: from.indexOf(row.from_value_tier), value: percent(row.share),
                    text: row.share === null ? "·" : cx.format.percent(row.share, 0),
                    tip: [`${tierName(row.from_value_tier)} → ${tierName(row.to_value_tier)}`, ...(row.share === null ? [cx.state("too_few")] : [
                        cx.t(`${cx.format.count(row.customer_count)} customers, ${cx.format.percent(row.share)}`, `${cx.format.count(row.customer_count)} 位客户，${cx.format.percent(row.share)}`),
                        intervalLine(cx.shareInterval(row.share_low, row.share_high))])],
                })),
                scale: {colours: colours.heat, min: 0, max: 100, format: value => cx.percentOf(value, 0)},
            }) : undefined,
            summary: most ? cx.t(`Most moved from ${tierName(most.from_value_tier)} to ${tierName(most.to_value_tier)}: ${most.customer_count}.`, `变动最多：由${tierName(most.from_value_tier)}到${tierName(most.to_value_tier)}，${most.customer_count} 位。`) : "",
            note: start ? [month(start) + cx.t(".", "。"), most ? cx.t(
                `Most moves: ${tierName(most.from_value_tier)} to ${tierName(most.to_value_tier)}, ${cx.format.count(most.customer_count)} customers.`,
                `变动最多：${tierName(most.from_value_tier)}→${tierName(most.to_value_tier)}，${cx.format.count(most.customer_count)} 位客户。`) : "",
            cx.t("A row adds up to 100 %.", "每行合计100%。")].join(cx.space()) : "",
            empty: noTiers(),
        });
    }

    const segmentName = row => (row.segment === "all" ? cx.t("All", "全部") : row.segment === "unknown" ? cx.t("(unknown)", "（未知）") : cx.label("segment", row.segment));
    const noModels = () => cx.t("No prediction: the models could not be fitted. The table of models says why.", "没有预测：模型未能拟合，原因见模型表。");

    function clvCard(page) {
        const chosen = cx.filters.segment;
        const rows = cx.rows("customer_lifetime_value").filter(row => row.segment === "all" || !chosen || row.segment === chosen);
        const drawn = rows.filter(row => row.mean_value_12_months !== null);
        const horizons = [["mean_value_3_months", 3], ["mean_value_12_months", 12], ["mean_value_36_months", 36]];
        const whole = rows.find(row => row.segment === "all");
        const name = months => cx.t(`${months} months`, `${months} 个月`);
        page.card({
            id: "clv", title: cx.t("Expected value of a customer", "客户预期价值"), filters: ["segment"], height: cx.rowsHeight(drawn.length, 62),
            question: cx.t("Which customers will bring most from today on?", "哪类客户未来价值最高？"),
            columns: [
                {key: "segment", label: cx.dimension("segment"), show: segmentName},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "probability_alive", label: cx.t("Still customers, mean chance", "仍为客户的平均概率"), kind: "percent"},
                {key: "expected_purchases_12_months", label: cx.t("Purchases in 12 months", "12个月预期购买次数"), kind: "number", decimals: 2},
                ...horizons.map(([key, months]) => ({key, label: cx.t(`Value in ${months} months`, `${months} 个月预期价值`), kind: "money"})),
                {key: "value_12_months", label: cx.t("Sum, 12 months", "12个月合计"), kind: "money"},
                {key: "value_share", label: cx.t("Of all", "占比"), kind: "percent"},
                {key: "is_suppressed", label: cx.t("Remark", "备注"), show: row => (row.is_suppressed ? cx.state("too_few") : "")},
            ],
            rows,
            chart: drawn.length ? colours => ({
                grid: {top: 34, right: 76},
                legend: {data: horizons.map(([, months]) => name(months))},
                xAxis: {type: "value", splitNumber: cx.isNarrow() ? 2 : 5, name: cx.t(`${cx.currency} per customer`, `每位客户（${cx.currency}）`), nameLocation: "middle", nameGap: 26, axisLabel: {formatter: value => cx.format.count(value), hideOverlap: true}},
                yAxis: {type: "category", inverse: true, data: drawn.map(segmentName), axisLabel: {color: colours.text, interval: 0}},
                tooltip: {formatter: point => {
                    const row = drawn[point.dataIndex];
                    return cx.tipLines([segmentName(row), ...horizons.map(([key, months]) => `${name(months)}${cx.colon()}${cx.format.money(row[key])}`), cx.t(`${cx.format.count(row.customer_count)} customers`, `${cx.format.count(row.customer_count)} 位客户`)]);
                }},
                series: horizons.map(([key, months], number) => ({
                    name: name(months), type: "bar", barMaxWidth: 13, barGap: "15%", color: [colours.heat[1], colours.series[0], colours.neutral][number],
                    data: drawn.map(row => row[key]),
                    label: {show: true, position: "right", color: colours.muted, fontSize: cx.textSize(), formatter: point => cx.format.count(point.value)},
                })),
            }) : undefined,
            summary: whole && whole.mean_value_12_months !== null ? cx.t(`A customer is expected to bring ${cx.format.money(whole.mean_value_12_months)} within 12 months.`, `每位客户12个月预期价值 ${cx.format.money(whole.mean_value_12_months)}。`) : "",
            note: whole ? [
                cx.isKnown(whole.value_12_months) ? cx.t(`All customers: ${cx.format.money(whole.value_12_months)} expected within 12 months from ${cx.format.date(whole.as_of_date)}.`, `全部客户自${cx.format.date(whole.as_of_date)}起12个月预期合计 ${cx.format.money(whole.value_12_months)}。`) : "",
                cx.t("Net revenue, discounted. A forecast has no interval; the back-test shows how right it was.", "净收入，已折现。预测不带区间，其准确度见回测。"),
            ].join(cx.space()) : "",
            empty: noModels(),
        });
    }

    function backtestCard(page, measure, {title, unit, format}) {
        const rows = cx.rows("clv_backtest").filter(row => row.measure === measure);
        const whole = rows.find(row => row.decile === 0);
        const tenths = rows.filter(row => row.decile > 0);
        const isBetter = whole && whole.predicted_error < whole.past_error;
        const verdict = whole ? cx.t(
            `Predicted ${format(whole.predicted)}, actual ${format(whole.actual)}. Mean error of a customer ${format(whole.predicted_error, true)}; by past spend ${format(whole.past_error, true)}: the model is ${isBetter ? "closer" : "not closer"}.`,
            `预测 ${format(whole.predicted)}，实际 ${format(whole.actual)}。单客平均误差 ${format(whole.predicted_error, true)}，按过往消费推算为 ${format(whole.past_error, true)}：模型${isBetter ? "更准" : "并不更准"}。`) : "";
        const tip = row => [
            cx.t(`Tenth ${row.decile}`, `第 ${row.decile} 组`), cx.t(`actual ${format(row.actual_mean, true)}`, `实际 ${format(row.actual_mean, true)}`),
            cx.t(`95 % interval: ${format(row.actual_mean_low, true)} to ${format(row.actual_mean_high, true)}`, `95%区间：${format(row.actual_mean_low, true)} 至 ${format(row.actual_mean_high, true)}`),
            cx.t(`predicted ${format(row.predicted_mean, true)}`, `预测 ${format(row.predicted_mean, true)}`), cx.t(`past ${format(row.past_mean, true)}`, `过往 ${format(row.past_mean, true)}`),
        ];
        page.card({
            id: `clv-backtest-${measure}`, title, height: 320,
            question: cx.t("Were the models right, and better than past spend?", "模型的预测是否应验？是否优于按过往消费推算？"),
            columns: [
                {key: "decile", label: cx.t("Tenth", "十分位组"), show: row => (row.decile === 0 ? cx.t("All", "全部") : String(row.decile))},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "predicted_mean", label: cx.t("Predicted", "预测"), kind: "number", show: row => format(row.predicted_mean, true)},
                {key: "actual_mean", label: cx.t("Actual", "实际"), kind: "number", show: row => format(row.actual_mean, true)},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => cx.t(`${format(row.actual_mean_low, true)} to ${format(row.actual_mean_high, true)}`, `${format(row.actual_mean_low, true)} 至 ${format(row.actual_mean_high, true)}`)},
                {key: "past_mean", label: cx.t("Past", "过往"), kind: "number", show: row => format(row.past_mean, true)},
                {key: "actual_share", label: cx.t("Share of the total", "占实际总额"), kind: "percent"},
            ],
            rows,
            chart: tenths.length ? colours => cx.dotsOption(colours, {
                names: tenths.map(row => String(row.decile)), upright: true, gap: cx.isNarrow() ? 6 : 12, axis: {name: unit, min: 0, format: value => cx.format.number(value, measure === "purchases" ? 1 : 0)},
                series: [
                    {name: cx.t("Actual", "实际"), colour: colours.text, points: tenths.map((row, place) => ({place, value: row.actual_mean, low: row.actual_mean_low, high: row.actual_mean_high, tip: tip(row)}))},
                    {name: cx.t("Predicted", "预测"), colour: colours.series[0], symbol: "diamond", points: tenths.map((row, place) => ({place, value: row.predicted_mean, tip: tip(row)}))},
                    {name: cx.t("Past spend", "过往消费"), colour: colours.series[1], symbol: "triangle", points: tenths.map((row, place) => ({place, value: row.past_mean, tip: tip(row)}))},
                ],
            }) : undefined,
            summary: verdict,
            note: whole ? `${verdict}${cx.space()}${cx.t(
                `Tenths of customers, 1: most expected. Fitted up to ${cx.format.date(whole.calibration_end_on)}, judged on ${whole.holdout_days} days after it.`,
                `客户按预期分为十组，第1组预期最高。模型以${cx.format.date(whole.calibration_end_on)}前的数据拟合，以其后 ${whole.holdout_days} 天检验。`)}` : "",
            empty: noModels(),
        });
    }

    function modelCard(page) {
        const periods = {to_date: cx.t("Prediction", "预测"), calibration: cx.t("Back-test", "回测")};
        page.card({
            id: "clv-models", title: cx.t("The models", "所用模型"), wide: true,
            question: cx.t("Which models stand behind these figures, and why not others?", "这些数字背后是哪些模型？其他模型为何未用？"),
            columns: [
                {key: "fit_period", label: cx.t("For", "用途"), show: row => periods[row.fit_period] ?? row.fit_period},
                {key: "model", label: cx.t("Model", "模型"), show: row => cx.label("model", row.model)},
                {key: "segment", label: cx.dimension("segment"), show: segmentName},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "is_used", label: cx.t("Used", "是否采用"), show: row => (row.is_used ? cx.t("● yes", "● 是") : cx.t("○ no", "○ 否"))},
                {key: "verdict", isLong: true, label: cx.t("Why", "原因"), show: row => cx.t(row.verdict, row.verdict_zh)},
            ],
            rows: cx.rows("clv_models"), empty: cx.t("Nobody has bought yet.", "尚无购买记录。"),
        });
    }

    function loyaltyCards(page) {
        const effects = cx.rows("loyalty_programme_effect").filter(row => !cx.filters.value_tier || [cx.filters.value_tier, "all"].includes(row.value_tier));
        const told = effects.filter(row => row.measure === "net_revenue");
        const drawn = told.filter(row => row.effect_per_month !== null);
        const several = new Set(told.map(row => row.programme)).size > 1;
        const name = row => `${several ? `${cx.label("programme", row.programme)}, ` : ""}${row.value_tier === "all" ? cx.t("All members", "全部会员") : tierName(row.value_tier)}`;
        const amount = (row, value) => (row.measure === "net_revenue" ? cx.format.money(value) : cx.format.number(value, 3));
        const [whole] = drawn.filter(row => row.value_tier === "all");
        const isReal = row => row.effect_low > 0 || row.effect_high < 0;
        const verdict = whole ? cx.t(
            `${cx.label("programme", whole.programme)}: ${cx.format.signed(cx.format.money(whole.effect_per_month))} per member and month; ${isReal(whole) ? "more than chance" : "no effect shown"}.`,
            `${cx.label("programme", whole.programme)}：每位会员每月 ${cx.format.signed(cx.format.money(whole.effect_per_month))}；${isReal(whole) ? "效果显著" : "未见显著效果"}。`) : "";
        page.card({
            id: "loyalty-effect", title: cx.t("What the loyalty programme changed", "会员计划的效果"), filters: ["value_tier"], height: cx.rowsHeight(drawn.length, 40),
            question: cx.t("Do members buy more than comparable others since they joined?", "入会后会员是否比可比客户买得更多？"),
            columns: [
                {key: "programme", label: cx.t("Programme", "计划"), show: row => cx.label("programme", row.programme)},
                {key: "value_tier", label: cx.t("Tier when joining", "入会时等级"), show: row => (row.value_tier === "all" ? cx.t("All", "全部") : tierName(row.value_tier))},
                {key: "measure", label: cx.t("Measure, per month", "指标（每月）"), show: row => cx.label("measure", row.measure)},
                {key: "matched_count", label: cx.t("Members compared", "可比会员"), kind: "count"},
                {key: "comparison_customer_count", label: cx.t("Comparable others", "可比非会员"), kind: "count"},
                {key: "member_before", label: cx.t("Before", "入会前"), kind: "number", show: row => amount(row, row.member_before)},
                {key: "member_after", label: cx.t("After", "入会后"), kind: "number", show: row => amount(row, row.member_after)},
                {key: "effect_per_month", label: cx.t("Effect", "效果"), kind: "number", show: row => cx.format.signed(amount(row, row.effect_per_month))},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => (cx.isKnown(row.effect_low) ? cx.t(`${amount(row, row.effect_low)} to ${amount(row, row.effect_high)}`, `${amount(row, row.effect_low)} 至 ${amount(row, row.effect_high)}`) : cx.format.missing)},
                {key: "explanation", isLong: true, label: cx.t("Can an effect be told", "能否判断效果"), show: row => cx.t(row.explanation_en, row.explanation_zh)},
            ],
            rows: effects,
            chart: drawn.length ? colours => cx.dotsOption(colours, {
                names: drawn.map(name), axis: {name: cx.t(`${cx.currency} per member and month`, `每位会员每月（${cx.currency}）`), format: value => cx.format.count(value)},
                references: [{value: 0, name: cx.t("no effect", "无效果")}],
                series: [{
                    name: cx.t("Effect", "效果"), colour: colours.series[0],
                    points: drawn.map((row, place) => ({
                        place, value: row.effect_per_month, low: row.effect_low, high: row.effect_high, symbol: isReal(row) ? "circle" : "emptyCircle",
                        tip: [name(row), cx.format.signed(cx.format.money(row.effect_per_month)), intervalLine(moneyInterval(row.effect_low, row.effect_high)),
                            cx.t(`${row.matched_count} members, ${row.comparison_customer_count} others`, `会员 ${row.matched_count}，可比非会员 ${row.comparison_customer_count}`)],
                    })),
                }],
            }) : undefined,
            summary: verdict,
            note: `${verdict}${cx.space()}${cx.t("Difference in differences against customers of the same tier and tenure. Hollow: the interval holds 0.", "与同等级、同客龄的客户作双重差分比较；空心点表示区间包含0。")}`,
            empty: cx.t("No loyalty programme in the data (commerce.loyalty_transactions).", "数据中没有会员计划（commerce.loyalty_transactions）。"),
        });
        const months = cx.rows("loyalty_programme_months");
        const programmes = [...new Set(months.map(row => row.programme))];
        const starts = [...new Set(months.map(row => row.month_start))].sort();
        const of = (programme, start) => months.find(row => row.programme === programme && row.month_start === start);
        const newest = months[months.length - 1];
        const owed = newest ? cx.t(
            `${month(newest.month_start)}: ${cx.format.count(newest.points_liability)} points owed to ${cx.format.count(newest.member_count)} members; ${cx.format.percent(newest.redeemed_share_to_date)} of all points were redeemed so far.`,
            `${month(newest.month_start)}：欠 ${cx.format.count(newest.member_count)} 位会员 ${cx.format.count(newest.points_liability)} 积分；迄今积分兑换率 ${cx.format.percent(newest.redeemed_share_to_date)}。`) : "";
        page.card({
            id: "loyalty-liability", title: cx.t("Points owed", "未兑付积分"), height: 300,
            question: cx.t("How many points do we still owe to members?", "对会员的积分负债有多大？"),
            columns: [
                {key: "programme", label: cx.t("Programme", "计划"), show: row => cx.label("programme", row.programme)},
                {key: "month_start", label: cx.t("Month", "月份"), show: row => month(row.month_start)},
                {key: "points_liability", label: cx.t("Points owed", "未兑付积分"), kind: "count"},
                {key: "points_earned", label: cx.t("Earned", "获得"), kind: "count"},
                {key: "points_redeemed", label: cx.t("Redeemed", "兑换"), kind: "count"},
                {key: "points_expired", label: cx.t("Expired", "过期"), kind: "count"},
                {key: "member_count", label: cx.t("Members", "会员数"), kind: "count"},
                {key: "joined_count", label: cx.t("Joined", "新入会"), kind: "count"},
                {key: "left_count", label: cx.t("Left", "退会"), kind: "count"},
            ],
            rows: [...months].reverse(),
            chart: months.length ? colours => cx.linesOption(colours, {
                names: starts.map(month), axis: {name: cx.t("points", "积分"), min: 0, format: value => cx.format.count(value)},
                tip: place => [month(starts[place]), ...programmes.flatMap(programme => {
                    const row = of(programme, starts[place]);
                    return row ? [`${cx.label("programme", programme)}${cx.colon()}${cx.format.count(row.points_liability)}`, cx.t(`${cx.format.count(row.member_count)} members`, `会员 ${cx.format.count(row.member_count)}`)] : [];
                })],
                series: programmes.map((programme, number) => ({
                    name: cx.label("programme", programme), colour: colours.series[number % colours.series.length], area: programmes.length === 1,
                    points: starts.map((start, place) => ({x: place, value: of(programme, start)?.points_liability ?? null})),
                })),
            }) : undefined,
            summary: owed, note: owed,
            empty: cx.t("No loyalty programme in the data (commerce.loyalty_transactions).", "数据中没有会员计划（commerce.loyalty_transactions）。"),
        });
    }

    const actionName = row => (row.next_best_action === "all" ? cx.t("All", "全部") : cx.t(row.next_best_action_en, row.next_best_action_zh));
    const sliceName = row => {
        if (row.dimension !== "health_band") return cx.label(row.dimension, row.dimension_value);
        return row.dimension_value === "unknown"
            ? cx.t("Lapsed, no score", "已流失，无评分")
            : `${cx.statusSigns[row.dimension_value] ?? ""} ${cx.label("health_band", row.dimension_value)}`;
    };
    const watchColumns = () => [
        {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
        {key: "value_at_stake", label: cx.t("Value at stake", "风险金额"), kind: "money"},
        {key: "expected_loss", label: cx.t("Expected loss", "预期损失"), kind: "money"},
        {key: "is_suppressed", label: cx.t("Remark", "备注"), show: row => (row.is_suppressed ? cx.state("too_few") : "")},
    ];
    const noWatch = () => cx.t("Nobody is on the watch list, or no health score is known yet.", "关注名单为空，或尚无健康评分。");

    // Bars of the value at stake and the expected loss, one row a group.
    function stakeOption(colours, drawn, name) {
        return {
            grid: {top: 34, right: 24},
            legend: {data: [cx.t("Value at stake", "风险金额"), cx.t("Expected loss", "预期损失")]},
            xAxis: {type: "value", name: cx.currency, nameLocation: "middle", nameGap: 26, splitNumber: cx.isNarrow() ? 3 : 5, axisLabel: {formatter: value => cx.format.count(value), hideOverlap: true}},
            yAxis: {type: "category", inverse: true, data: drawn.map(name), axisLabel: {color: colours.text, interval: 0, width: cx.isNarrow() ? 104 : 210, overflow: "break", lineHeight: 1.3 * cx.textSize()}},
            tooltip: {formatter: point => {
                const row = drawn[point.dataIndex];
                return cx.tipLines([name(row), cx.t(`${cx.format.count(row.customer_count)} customers`, `${cx.format.count(row.customer_count)} 位客户`),
                    cx.t(`${cx.format.money(row.value_at_stake)} at stake`, `风险金额 ${cx.format.money(row.value_at_stake)}`),
                    cx.t(`${cx.format.money(row.expected_loss)} expected loss`, `预期损失 ${cx.format.money(row.expected_loss)}`)]);
            }},
            series: [["value_at_stake", cx.t("Value at stake", "风险金额"), colours.heat[1]], ["expected_loss", cx.t("Expected loss", "预期损失"), colours.bad]]
                .map(([key, text, colour]) => ({name: text, type: "bar", barMaxWidth: 13, color: colour, data: drawn.map(row => row[key])})),
        };
    }

    function watchCards(page) {
        // The list has one slice at a time: the first of these filters that is set.
        const acting = ["segment", "region", "value_tier"].find(name => cx.filters[name] !== null);
        const all = cx.rows("churn_watchlist");
        const rows = all.filter(row => (acting ? row.dimension === acting && row.dimension_value === cx.filters[acting] : row.dimension === "all"));
        const actions = rows.filter(row => row.next_best_action !== "all");
        const drawn = actions.filter(row => row.value_at_stake !== null);
        const whole = rows.find(row => row.next_best_action === "all");
        const hidden = actions.length - drawn.length;
        const sentence = whole && !whole.is_suppressed ? cx.t(
            `${cx.format.count(whole.customer_count)} customers, ${cx.format.money(whole.value_at_stake)} at stake, ${cx.format.money(whole.expected_loss)} expected loss.`,
            `${cx.format.count(whole.customer_count)} 位客户，风险金额 ${cx.format.money(whole.value_at_stake)}，预期损失 ${cx.format.money(whole.expected_loss)}。`) : "";
        page.card({
            id: "watchlist", title: cx.t("What to do first", "优先行动"), filters: acting ? [acting] : [], height: cx.rowsHeight(drawn.length, 52),
            question: cx.t("Which action protects most value?", "哪项行动能保住最多价值？"),
            columns: [{key: "next_best_action", label: cx.t("Next best action", "建议行动"), show: actionName}, ...watchColumns()],
            rows: actions, chart: drawn.length ? colours => stakeOption(colours, drawn, actionName) : undefined,
            summary: sentence,
            note: [sentence, hidden ? cx.t(`Groups of too few customers, not shown: ${hidden}.`, `客户过少而未显示的分组：${hidden} 个。`) : "",
                cx.t("A customer who has lapsed has no churn probability, so no expected loss. Whom to call is in reporting.churn_watchlist, by call_rank.", "已流失客户没有流失概率，因此无预期损失。应联系的客户见 reporting.churn_watchlist，按 call_rank 排序。")].filter(Boolean).join(cx.space()),
            empty: noWatch(),
        });
        const slices = ["health_band", "value_tier", "segment", "region"];
        const grouped = all.filter(row => slices.includes(row.dimension) && row.next_best_action === "all"
            && (cx.filters[row.dimension] === undefined || cx.filters[row.dimension] === null || cx.filters[row.dimension] === row.dimension_value));
        const dimensionName = name => (name === "health_band" ? cx.t("Health band", "健康等级") : cx.dimension(name));
        const order = ["red", "amber", "green", "unknown"];
        grouped.sort((a, b) => slices.indexOf(a.dimension) - slices.indexOf(b.dimension)
            || (a.dimension === "health_band" ? order.indexOf(a.dimension_value) - order.indexOf(b.dimension_value) : (b.value_at_stake ?? -1) - (a.value_at_stake ?? -1)));
        const named = row => `${dimensionName(row.dimension)}${cx.colon()}${cx.isNarrow() ? "\n" : ""}${sliceName(row)}`;
        const shown = grouped.filter(row => row.value_at_stake !== null && row.dimension !== "region");
        page.card({
            id: "watchlist-groups", title: cx.t("Who is at risk", "哪些客户有风险"), filters: ["segment", "region", "value_tier"], height: cx.rowsHeight(shown.length, 34),
            question: cx.t("How is the value at stake spread over health bands, tiers and segments?", "风险金额在健康等级、价值等级和客群间如何分布？"),
            columns: [
                {key: "dimension", label: cx.t("By", "维度"), show: row => dimensionName(row.dimension)}, {key: "dimension_value", label: cx.t("Group", "分组"), show: sliceName}, ...watchColumns(),
            ],
            rows: grouped, chart: shown.length ? colours => stakeOption(colours, shown, named) : undefined,
            summary: shown.length ? named(shown[0]).replace("\n", "") : "",
            note: cx.t("Regions are in the table. Each customer counts once in each of the groupings.", "各地区见表格。每位客户在每种分组中各计一次。"),
            empty: noWatch(),
        });
    }

    function healthCards(page) {
        // Customers with and without a contract have rows where each group has a model of its own.
        const rows = cx.rows("health_backtest");
        const ofAll = rows.filter(row => row.customer_group === "all");
        const isOfAll = row => row.customer_group === "all";
        const groupName = row => (isOfAll(row) ? cx.t("All", "全部") : cx.label("customer_group", row.customer_group));
        const drawn = rows.filter(row => row.auc !== null && (isOfAll(row) || ["model", "recency"].includes(row.score)));
        const name = row => cx.t(row.label_en, row.label_zh);
        const fullName = row => (isOfAll(row) ? name(row) : `${groupName(row)}${cx.colon()}${name(row)}`);
        const model = ofAll.find(row => row.score === "model");
        const points = ofAll.find(row => row.score === "points");
        const judged = model ?? points;
        const verdict = !judged ? "" : judged.is_better_than_recency
            ? cx.t(`${name(judged)} ranks customers better than days since the last activity.`, `${name(judged)}的排序优于“距最近活动的天数”。`)
            : cx.t(`${name(judged)} ranks customers no better than days since the last activity: the difference is within chance.`, `${name(judged)}的排序并不优于“距最近活动的天数”：差异可能是偶然。`);
        // Days that are the same for everybody rank nobody, and are no rival.
        const tellsNothing = row => (rows.some(each => each.customer_group === row.customer_group && each.score === "recency" && each.auc_low === 0.5 && each.auc_high === 0.5)
            ? cx.t(" (there those days are the same for all customers, and tell nothing)", "（该组客户的天数都相同，没有区分力）") : "");
        const ofGroups = rows.filter(row => !isOfAll(row) && row.score === "model").map(row => (row.is_better_than_recency
            ? cx.t(`${groupName(row)}: better too${tellsNothing(row)}.`, `${groupName(row)}：同样更优${tellsNothing(row)}。`)
            : cx.t(`${groupName(row)}: no better, so the watch list goes by those days.`, `${groupName(row)}：并不更优，因此关注名单按该天数计算。`)));
        const warned = ofAll.find(row => row.warned_churn_rate !== null);
        const warning = warned ? cx.t(
            `Of ${cx.format.count(warned.warned_count)} warnings ${cx.format.percent(warned.warned_churn_rate)} came true; at random ${cx.format.percent(warned.churn_rate)} would.`,
            `${cx.format.count(warned.warned_count)} 次预警中 ${cx.format.percent(warned.warned_churn_rate)} 应验；随机预警为 ${cx.format.percent(warned.churn_rate)}。`) : "";
        page.card({
            id: "health-backtest", title: cx.t("Back-test of the health score", "健康评分回测"), height: cx.rowsHeight(drawn.length, 42),
            question: cx.t("Would it have found the customers who left?", "评分能否提前识别流失客户？"),
            columns: [
                {key: "customer_group", label: cx.t("Customers", "客户"), show: groupName},
                {key: "score", label: cx.t("Ranked by", "排序依据"), show: name},
                {key: "auc", label: "AUC", kind: "number", decimals: 3},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => cx.t(`${cx.format.number(row.auc_low, 3)} to ${cx.format.number(row.auc_high, 3)}`, `${cx.format.number(row.auc_low, 3)} 至 ${cx.format.number(row.auc_high, 3)}`)},
                {key: "auc_beyond_recency", label: cx.t("Beyond recency", "较最近活动天数"), kind: "number", show: row => cx.format.signed(cx.format.number(row.auc_beyond_recency, 3))},
                {key: "beyond", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => (cx.isKnown(row.auc_beyond_recency_low) ? cx.t(`${cx.format.number(row.auc_beyond_recency_low, 3)} to ${cx.format.number(row.auc_beyond_recency_high, 3)}`, `${cx.format.number(row.auc_beyond_recency_low, 3)} 至 ${cx.format.number(row.auc_beyond_recency_high, 3)}`) : cx.format.missing)},
                {key: "top_decile_churn_rate", label: cx.t("Churn of the riskiest tenth", "最高风险组流失率"), kind: "percent"},
                {key: "lift_over_random", label: cx.t("Lift", "提升度"), kind: "number", decimals: 2},
            ],
            rows,
            chart: drawn.length ? colours => cx.dotsOption(colours, {
                names: drawn.map(fullName), axis: {name: cx.t("AUC: 0.5 is chance, 1 is perfect", "AUC：0.5为随机，1为完全准确"), min: 0.4, max: 1, format: value => cx.format.number(value, 1)},
                references: [{value: 0.5, name: cx.t("chance", "随机")}],
                series: [{name: "AUC", colour: colours.series[0], points: drawn.map((row, place) => ({
                    place, value: row.auc, low: row.auc_low, high: row.auc_high,
                    tip: [fullName(row), `AUC ${cx.format.number(row.auc, 3)}`, intervalLine(cx.t(`${cx.format.number(row.auc_low, 3)} to ${cx.format.number(row.auc_high, 3)}`, `${cx.format.number(row.auc_low, 3)} 至 ${cx.format.number(row.auc_high, 3)}`))],
                }))}],
            }) : undefined,
            summary: verdict,
            note: [verdict, ...ofGroups, warning, judged ? cx.t(`${month(judged.first_month_start)} to ${month(judged.last_month_start)}, ${cx.format.count(judged.customer_count)} customers.`, `${month(judged.first_month_start)}至${month(judged.last_month_start)}，${cx.format.count(judged.customer_count)} 位客户。`) : ""].filter(Boolean).join(cx.space()),
            empty: cx.t("No outcome of a health score is known yet.", "尚无健康评分的结果可供检验。"),
        });
        const tenths = cx.rows("health_calibration");
        const outside = tenths.filter(row => row.predicted_churn_rate < row.churn_rate_low || row.predicted_churn_rate > row.churn_rate_high).length;
        const judgement = tenths.length ? cx.t(
            `${outside} of ${tenths.length} tenths of the customers lie off the line by more than chance.`, `${tenths.length} 组中有 ${outside} 组显著偏离对角线。`) : "";
        const most = Math.ceil(Math.max(0.1, ...tenths.flatMap(row => [row.churn_rate_high ?? 0, row.predicted_churn_rate])) * 10) * 10;
        page.card({
            id: "health-calibration", title: cx.t("Calibration of the health model", "健康模型校准"), height: 300,
            question: cx.t("When it says 30 %, do 30 % leave?", "模型说30%时，是否真有30%流失？"),
            columns: [
                {key: "decile", label: cx.t("Tenth", "十分位组"), show: row => String(row.decile)},
                {key: "customer_month_count", label: cx.t("Customer-months", "客户月数"), kind: "count"},
                {key: "predicted_churn_rate", label: cx.t("Predicted", "预测流失率"), kind: "percent"},
                {key: "churn_rate", label: cx.t("Actual", "实际流失率"), kind: "percent"},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => cx.shareInterval(row.churn_rate_low, row.churn_rate_high)},
            ],
            rows: tenths,
            chart: tenths.length ? colours => ({
                grid: {top: 26},
                xAxis: {type: "value", min: 0, max: most, name: cx.t("predicted churn, %", "预测流失率（%）"), nameLocation: "middle", nameGap: 26},
                yAxis: {type: "value", min: 0, max: most, name: cx.t("actual churn, %", "实际流失率（%）"), nameTextStyle: {align: "left"}},
                tooltip: {formatter: point => {
                    const row = tenths[point.dataIndex];
                    return cx.tipLines([cx.t(`Tenth ${row.decile}`, `第 ${row.decile} 组`), cx.t(`predicted ${cx.format.percent(row.predicted_churn_rate)}`, `预测 ${cx.format.percent(row.predicted_churn_rate)}`),
                        cx.t(`actual ${cx.format.percent(row.churn_rate)}`, `实际 ${cx.format.percent(row.churn_rate)}`), intervalLine(cx.shareInterval(row.churn_rate_low, row.churn_rate_high))]);
                }},
                series: [
                    {type: "line", symbol: "none", silent: true, lineStyle: {type: "dashed", color: colours.muted, width: 1}, data: [[0, 0], [most, most]], tooltip: {show: false}},
                    {
                        type: "custom", silent: true, encode: {x: 0, y: [1, 2]}, data: tenths.map(row => [percent(row.predicted_churn_rate), percent(row.churn_rate_low), percent(row.churn_rate_high)]),
                        renderItem(_, api) {
                            const [x, y1] = api.coord([api.value(0), api.value(1)]);
                            const [, y2] = api.coord([api.value(0), api.value(2)]);
                            return {type: "line", shape: {x1: x, y1, x2: x, y2}, style: {stroke: colours.series[0], lineWidth: 2, opacity: 0.55}};
                        },
                    },
                    {type: "scatter", symbolSize: 10, color: colours.series[0], data: tenths.map(row => [percent(row.predicted_churn_rate), percent(row.churn_rate)])},
                ],
            }) : undefined,
            summary: judgement,
            note: `${judgement}${cx.space()}${cx.t("On the dashed line the model is right. Above it more customers leave than predicted.", "落在虚线上表示预测准确；在其上方表示实际流失高于预测。")}`,
            empty: cx.t("No outcome of the model's score is known yet.", "尚无模型评分的结果可供检验。"),
        });
    }

    function offerCard(page) {
        const rows = cx.rows("recommendation_back_tests");
        const name = row => `${cx.label("item_kind", row.item_kind)}${cx.t(", ", "，")}${cx.label("method", row.method)}`;
        const drawn = rows.filter(row => row.hit_rate !== null);
        const published = drawn.filter(row => row.is_published);
        const verdict = published.map(row => (row.method === "item_to_item"
            ? cx.t(`${name(row)}: better than both simple rules, so customers are offered this.`, `${name(row)}：优于两种简单规则，故采用。`)
            : cx.t(`${name(row)}: “item to item” is not better than this simple rule, so customers are offered this.`, `${name(row)}：“关联推荐”并不优于这一简单规则，故采用此规则。`))).join(cx.space());
        page.card({
            id: "offers", title: cx.t("Back-test of offers", "推荐回测"), height: cx.rowsHeight(drawn.length, 42),
            question: cx.t("Would customers have bought what was offered?", "客户会购买所推荐的商品吗？"),
            columns: [
                {key: "item_kind", label: cx.t("Offered", "推荐对象"), show: row => cx.label("item_kind", row.item_kind)},
                {key: "method", label: cx.t("Chosen by", "推荐方法"), show: row => cx.label("method", row.method)},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "hit_rate", label: cx.t("Hit rate of 3 offers", "三项推荐命中率"), kind: "percent"},
                {key: "interval", label: cx.t("95 % interval", "95%区间"), kind: "number", show: row => (row.is_suppressed ? cx.state("too_few") : cx.shareInterval(row.hit_rate_low, row.hit_rate_high))},
                {key: "recall", label: cx.t("Recall", "召回率"), kind: "percent"},
                {key: "is_published", label: cx.t("Shown", "是否展示"), show: row => (row.is_published ? cx.t("● yes", "● 是") : cx.t("○ no", "○ 否"))},
            ],
            rows,
            chart: drawn.length ? colours => cx.dotsOption(colours, {
                names: drawn.map(name), axis: {name: cx.t("customers who bought an offer, %", "购买了推荐项的客户占比（%）"), min: 0, format: value => cx.format.number(value, 0)},
                series: [{name: cx.t("Hit rate", "命中率"), colour: colours.series[0], points: drawn.map((row, place) => ({
                    place, value: percent(row.hit_rate), low: percent(row.hit_rate_low), high: percent(row.hit_rate_high), symbol: row.is_published ? "circle" : "emptyCircle",
                    tip: [name(row), cx.format.percent(row.hit_rate), intervalLine(cx.shareInterval(row.hit_rate_low, row.hit_rate_high))],
                }))}],
            }) : undefined,
            summary: verdict,
            note: drawn.length ? [verdict, cx.t(
                `Filled: what customers are offered. Learned from purchases until ${cx.format.date(drawn[0].learned_until)}, judged by those until ${cx.format.date(drawn[0].judged_until)}.`,
                `实心点为所采用的方法。用${cx.format.date(drawn[0].learned_until)}前的购买学习，用此后至${cx.format.date(drawn[0].judged_until)}的购买检验。`)].join(cx.space()) : "",
            empty: cx.t("No purchase can judge an offer yet.", "尚无购买可供检验推荐。"),
        });
    }

    function offerOutcomeCard(page) {
        const rows = cx.rows("recommendation_outcomes");
        const sliceOf = row => (row.dimension === "all" ? cx.t("All", "全部") : cx.label("persona", row.dimension_value));
        const name = row => `${cx.label("item_kind", row.item_kind)}${cx.t(", ", "，")}${sliceOf(row)}`;
        const between = (row, key, format) => (row.is_suppressed ? cx.state("too_few") : cx.isKnown(row[`${key}_low`])
            ? cx.t(`${format(row[`${key}_low`])} to ${format(row[`${key}_high`])}`, `${format(row[`${key}_low`])} 至 ${format(row[`${key}_high`])}`) : cx.format.missing);
        const signedPercent = value => cx.format.signed(cx.format.percent(value));
        const signedMoney = value => cx.format.signed(cx.format.money(value));
        const drawn = rows.filter(row => cx.isKnown(row.acceptance_difference_low));
        const verdict = drawn.filter(row => row.dimension === "all").map(row => {
            const isReal = row.acceptance_difference_low > 0 || row.acceptance_difference_high < 0;
            return cx.t(`${cx.label("item_kind", row.item_kind)}: acceptance ${signedPercent(row.acceptance_difference)}; ${isReal ? "more than chance" : "no difference shown"}.`,
                `${cx.label("item_kind", row.item_kind)}：接受率 ${signedPercent(row.acceptance_difference)}；${isReal ? "差异显著" : "未见显著差异"}。`);
        }).join(cx.space());
        page.card({
            id: "offer-outcomes", title: cx.t("Offers on the list against others", "列表内推荐与其他推荐"), height: cx.rowsHeight(drawn.length, 40),
            question: cx.t("Are offers on the list accepted more often?", "列表内的推荐是否更常被接受？"),
            columns: [
                {key: "item_kind", label: cx.t("Offered", "推荐对象"), show: row => cx.label("item_kind", row.item_kind)},
                {key: "dimension_value", label: cx.t("Customers", "客户"), show: sliceOf},
                {key: "listed_offer_count", label: cx.t("On the list", "列表内推荐数"), kind: "count"},
                {key: "other_offer_count", label: cx.t("Others", "其他推荐数"), kind: "count"},
                {key: "listed_acceptance_rate", label: cx.t("Accepted, on the list", "列表内接受率"), kind: "percent"},
                {key: "other_acceptance_rate", label: cx.t("Accepted, others", "其他接受率"), kind: "percent"},
                {key: "acceptance", label: cx.t("Difference, 95 % interval", "差异的95%区间"), kind: "number", show: row => between(row, "acceptance_difference", signedPercent)},
                {key: "listed_revenue_30_days", label: cx.t("Revenue of 30 days, on the list", "列表内推荐后 30 天收入"), kind: "money"},
                {key: "other_revenue_30_days", label: cx.t("Revenue of 30 days, others", "其他推荐后 30 天收入"), kind: "money"},
                {key: "revenue", label: cx.t("Revenue of 30 days, difference, 95 % interval", "30 天收入差异的95%区间"), kind: "number", show: row => between(row, "revenue_difference", signedMoney)},
            ],
            rows,
            chart: drawn.length ? colours => cx.dotsOption(colours, {
                names: drawn.map(name), axis: {name: cx.t("acceptance on the list minus others, points", "列表内减其他的接受率（百分点）"), format: value => cx.format.number(value, 0)},
                series: [{name: cx.t("Difference", "差异"), colour: colours.series[0], points: drawn.map((row, place) => ({
                    place, value: percent(row.acceptance_difference), low: percent(row.acceptance_difference_low), high: percent(row.acceptance_difference_high), symbol: "circle",
                    tip: [name(row), signedPercent(row.acceptance_difference), intervalLine(between(row, "acceptance_difference", signedPercent))],
                }))}],
            }) : undefined,
            summary: verdict,
            note: rows.length ? [verdict, cx.t(
                `Offers from ${cx.format.date(rows[0].learned_until)} to ${cx.format.date(rows[0].judged_until)}; the list knows nothing later than its first day.`,
                `${cx.format.date(rows[0].learned_until)}至${cx.format.date(rows[0].judged_until)}期间的推荐；列表只用期初之前的数据。`)].join(cx.space()) : "",
            empty: cx.t(
                "Not known: no offer in crm.activities names what was offered. To compare, fill offered_product_id or offered_product_category there.",
                "无法比较：crm.activities 中的推荐都没有写明推荐内容。请填写其中的 offered_product_id 或 offered_product_category。"),
        });
    }

    cx.screen({id: "value", place: 5, title: ["Value", "价值"], draw(page) {
        page.section(cx.t("Value tiers", "价值等级"), cx.t("What a customer is worth by recency, frequency and money.", "按最近购买、购买频率和金额评定。"));
        tierSizeCard(page);
        movementCard(page);
        matrixCard(page);

        page.section(cx.t("Expected value", "预期价值"), cx.t("What is expected of customers, and how right such expectations were.", "对客户的预期，以及过去的预期有多准。"));
        clvCard(page);
        backtestCard(page, "net_revenue", {
            title: cx.t("Back-test: revenue", "回测：收入"), unit: cx.t(`${cx.currency} per customer`, `每位客户（${cx.currency}）`), format: value => cx.format.money(value),
        });
        backtestCard(page, "purchases", {
            title: cx.t("Back-test: purchases", "回测：购买次数"), unit: cx.t("days with a purchase per customer", "每位客户的购买天数"),
            format: (value, isMean) => cx.format.number(value, isMean ? 2 : 0),
        });
        modelCard(page);

        page.section(cx.t("Loyalty programme", "会员计划"), "");
        loyaltyCards(page);

        page.section(cx.t("Customers at risk", "风险客户"), cx.t("Groups, never names.", "仅按分组展示，不含客户身份。"));
        watchCards(page);

        page.section(cx.t("What to offer", "推荐什么"), "");
        offerCard(page);
        offerOutcomeCard(page);

        page.section(cx.t("Can the warning be trusted", "预警可信吗"), "");
        healthCards(page);
    }});
})();
