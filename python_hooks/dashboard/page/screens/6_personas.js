// Personas: who the customers are, what sets them apart, and how each group fares.
(function () {
    const nameOf = row => cx.label("persona", row.persona);
    const month = start => cx.format.period("month", start);
    // Why there are none, and what to do with that.
    const empty = () => [
        cx.rows("notices").filter(row => row.subject === "personas").map(row => cx.inLanguage(row, "message")).join(" ")
            || cx.t("No personas: the history is too short, or has no customers.", "没有客户画像：历史太短，或没有客户。"),
        cx.t(
            "Nothing is broken, and you need not act. Until there are groups, compare segments and value tiers, for example with the filters above. The build looks again at the end of each year.",
            "这不是故障，无需处理。在出现分组之前，请比较客群和价值等级，例如使用上方的筛选。每年年末会重新尝试分组。"),
    ].join(cx.space());
    const measured = ["nps", "csat", "ces", "customer_retention", "complaint_rate", "historical_clv"];

    function portraitsCard(page) {
        const rows = cx.rows("personas");
        page.card({
            id: "personas", wide: true,
            title: cx.t("Who our customers are", "客户画像一览"),
            question: cx.t("Which groups of customers behave alike?", "哪些客户行为相近？"),
            note: rows.length ? cx.t(
                `Customers of ${month(rows[0].month_start)}; groups of ${cx.format.date(rows[0].fitted_on)}. Stability ${cx.format.number(rows[0].stability, 2)}; 1 is always the same.`,
                `${month(rows[0].month_start)}的客户，${cx.format.date(rows[0].fitted_on)}的分组。稳定性 ${cx.format.number(rows[0].stability, 2)}，1 表示始终相同。`) : undefined,
            columns: [
                {key: "persona", label: cx.t("Persona", "画像"), show: nameOf},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "customer_percent", label: cx.t("Share, %", "占比，%"), kind: "number"},
                {key: "portrait", label: cx.t("What sets it apart", "突出特征"), isLong: true, show: row => cx.inLanguage(row, "portrait")},
                {key: "topic", label: cx.t("Criticised most", "批评最多的主题"), show: row => cx.inLanguage(row, "most_criticised_topic") ?? cx.format.missing},
            ],
            rows,
            empty: empty(),
        });
    }

    function profileCard(page) {
        const rows = cx.rows("persona_profiles");
        const people = cx.rows("personas").map(row => row.persona);
        const features = [...new Set(rows.map(row => row.feature))].sort();
        const rowOf = (persona, feature) => rows.find(row => row.persona === persona && row.feature === feature);
        const labelOf = feature => cx.inLanguage(rows.find(row => row.feature === feature), "label");
        const hasRoom = !cx.isNarrow() || people.length < 4;
        const shown = (row, key) => cx.format.number(row[key], row.decimals);
        page.card({
            id: "persona-profiles", wide: true, height: 90 + 34 * Math.max(features.length, 3),
            title: cx.t("What sets each persona apart", "各画像的特征"),
            question: cx.t("What does each group do more or less than others?", "各画像哪些行为更多，哪些更少？"),
            note: cx.t("A cell has the mean of the persona. The colour is its distance from the mean customer.", "格内为该画像的均值，颜色表示与平均客户的差距。"),
            columns: [
                {key: "persona", label: cx.t("Persona", "画像"), show: nameOf},
                {key: "feature", label: cx.t("Feature", "特征"), show: row => cx.inLanguage(row, "label")},
                {key: "average", label: cx.t("Persona", "该画像"), kind: "number"},
                {key: "average_of_all", label: cx.t("All customers", "全体客户"), kind: "number"},
                {key: "distance", label: cx.t("Distance, standard deviations", "差距（标准差）"), kind: "number", decimals: 2},
            ],
            rows,
            chart: colours => cx.heatOption(colours, {
                columns: people.map(persona => cx.label("persona", persona)),
                rows: features.map(labelOf),
                cells: features.flatMap((feature, y) => people.map((persona, x) => {
                    const row = rowOf(persona, feature);
                    const head = `${cx.label("persona", persona)} · ${labelOf(feature)}`;
                    if (!row) return {x, y, value: null, text: "", tip: [head, cx.state("no_data")]};
                    return {x, y, value: row.distance, text: hasRoom ? shown(row, "average") : "", tip: [head, `${shown(row, "average")}${cx.t("; all customers ", "；全体客户 ")}${shown(row, "average_of_all")}`]};
                })),
                scale: {colours: colours.diverging, min: -2, max: 2, format: value => cx.format.number(value, 0)},
            }),
            summary: rows.filter(row => row.place === 1).map(row => `${nameOf(row)}${cx.colon()}${cx.inLanguage(row, "label")} ${shown(row, "average")}`).join(cx.t("; ", "；")),
            empty: empty(),
        });
    }

    function metricsCard(page) {
        const rows = measured.filter(metric => cx.catalogue.has(metric))
            .flatMap(metric => cx.cells({metric, period: "all", by: "persona"}).map(row => ({...row, metric})));
        page.card({
            id: "persona-metrics", wide: true,
            title: cx.t("How each persona fares", "各画像的指标"),
            question: cx.t("Which group is satisfied, stays and is worth most?", "哪类客户更满意、更留得住、价值更高？"),
            note: cx.t("Events of all time, by the persona at the start of their month.", "全部时间的事件，按当月月初的画像划分。"),
            columns: [
                {key: "metric_name", label: cx.t("Metric", "指标"), show: row => cx.metric(row.metric).label, link: row => cx.urlWith({screen: "metric", metric: row.metric})},
                {key: "persona", label: cx.t("Persona", "画像"), show: nameOf},
                ...cx.cellColumns().filter(column => ["value", "interval", "n", "state"].includes(column.key)),
            ],
            rows,
            empty: empty(),
        });
    }

    function sizeCard(page) {
        const rows = cx.rows("persona_movements");
        const months = [...new Set(rows.map(row => row.month_start))].sort();
        const people = [...new Set(rows.map(row => row.persona))].sort();
        const rowOf = (start, persona) => rows.find(row => row.month_start === start && row.persona === persona);
        const countOf = (start, persona) => rowOf(start, persona)?.customer_count ?? null;
        const last = months[months.length - 1];
        const words = last ? people.map(persona => `${cx.label("persona", persona)} ${cx.format.count(countOf(last, persona))}`).join(cx.t(", ", "，")) : "";
        page.card({
            id: "persona-months", wide: true, height: 320,
            title: cx.t("Personas by month", "各月的画像"),
            question: cx.t("Which groups grow, and who changes group?", "哪些画像在增长，有多少客户换了画像？"),
            note: cx.t("In the month of a new fit customers move without a change in what they do.", "启用新分组的月份，客户的行为没有变化也可能换画像。"),
            columns: [
                {key: "month_start", label: cx.t("Month", "月份"), show: row => month(row.month_start)},
                {key: "persona", label: cx.t("Persona", "画像"), show: nameOf},
                {key: "customer_count", label: cx.t("Customers", "客户数"), kind: "count"},
                {key: "moved_count", label: cx.t("From another persona", "来自其他画像"), kind: "count"},
                {key: "is_new_model", label: cx.t("New fit", "新分组"), show: row => (row.is_new_model ? cx.t("yes", "是") : cx.t("no", "否"))},
            ],
            rows: [...rows].reverse(),
            chart: colours => cx.stackOption(colours, {
                names: months.map(month), axis: {name: cx.t("customers", "客户数"), format: value => cx.format.count(value)},
                tip: place => [month(months[place]), ...people.map(persona => `${cx.label("persona", persona)}${cx.colon()}${cx.format.count(countOf(months[place], persona))}`)],
                series: people.map((persona, number) => ({name: cx.label("persona", persona), colour: colours.series[number % colours.series.length], values: months.map(start => countOf(start, persona))})),
            }),
            summary: words ? `${month(last)}${cx.colon()}${words}${cx.t(".", "。")}` : "",
            empty: empty(),
        });
    }

    cx.screen({id: "personas", place: 5.5, title: ["Personas", "客户画像"], draw(page) {
        page.section(cx.t("Groups of customers", "客户群体"), cx.t("Groups are shown only where they are stable.", "只有稳定的分组才会显示。"));
        portraitsCard(page);
        if (!cx.rows("personas").length) return; // the reason once is enough
        profileCard(page);
        page.section(cx.t("How they fare", "表现"));
        metricsCard(page);
        sizeCard(page);
    }});
})();
