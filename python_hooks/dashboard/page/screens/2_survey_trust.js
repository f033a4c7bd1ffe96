// The surveys behind the scores: who was asked, who answered, and what weighting changes.
cx.surveyCards = (function () {
    function trustCard(page) {
        const order = ["nps", "csat", "ces"];
        const rows = [...cx.rows("survey_trust")].sort((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric));
        const of = (row, key) => cx.format.value(row.metric, row[key]);
        const told = rows.filter(row => row.raw_value !== null && row.raked_value !== null);
        page.card({
            id: "trust",
            wide: true,
            title: cx.t("As answered, and weighted to all customers", "原始结果与加权结果"),
            question: cx.t("Would all customers together say the same?", "若按全体客户加权，结论是否相同？"),
            note: cx.t(
                "Weighted: answers count so that segments and regions have their share of the customer base. Effective answers: how many equal answers that is worth. Customers who never answer stay unheard.",
                "加权后各客群和区域的占比与客户总体一致。有效回答数：相当于多少份等权回答。从不回答的客户仍无法反映。"),
            columns: [
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric)},
                {key: "raw_value", label: cx.t("As answered", "原始结果"), kind: "metric"},
                {key: "raw", label: cx.intervalWord(), kind: "text"},
                {key: "raked_value", label: cx.t("Weighted", "加权结果"), kind: "metric"},
                {key: "raked", label: cx.intervalWord(), kind: "text"},
                {key: "answer_count", label: cx.t("Answers", "回答数"), kind: "count"},
                {key: "effective_count", label: cx.t("Effective answers", "有效回答数"), kind: "count"},
                {key: "response_rate", label: cx.t("Response rate", "回收率"), kind: "percent"},
                {key: "covered_share", label: cx.t("Base with answers", "覆盖的客户占比"), kind: "percent"},
                {key: "verdict", label: cx.t("Weights", "权重"), kind: "text"},
            ],
            rows: rows.map(row => ({
                ...row,
                raw: cx.format.interval(row.metric, row.raw_low, row.raw_high),
                raked: cx.format.interval(row.metric, row.raked_low, row.raked_high),
                verdict: row.is_converged ? cx.t("fit the base", "与总体一致") : cx.t("do not fit the base", "未能与总体一致"),
            })),
            summary: told.map(row => cx.t(
                `${cx.scoreName(row.metric)}: ${of(row, "raw_value")} as answered, ${of(row, "raked_value")} weighted.`,
                `${cx.scoreName(row.metric)}：原始${of(row, "raw_value")}，加权后${of(row, "raked_value")}。`)).join(" "),
            empty: cx.t("No answers of NPS, CSAT or CES in the newest days.", "近期没有 NPS、CSAT 或 CES 的回答。"),
        });
    }

    function respondentsCard(page) {
        const all = cx.rows("survey_respondents").filter(row => row.answer_share !== null);
        const metric = ["nps", "csat", "ces"].find(name => all.some(row => row.metric === name));
        const rows = all.filter(row => row.metric === metric).sort((a, b) => a.dimension.localeCompare(b.dimension) || a.representation - b.representation);
        const name = row => cx.label(row.dimension, row.dimension_value);
        const least = [...rows].sort((a, b) => a.representation - b.representation)[0];
        page.card({
            id: "respondents",
            title: cx.t("Who answers", "谁在回答"),
            question: cx.t("Which groups are heard less than their part?", "哪些群体的声音偏少？"),
            note: metric ? cx.t(
                `Answers for ${cx.scoreName(metric)}. Hollow: share of customers. Filled: share of answers. The table has every score.`,
                `${cx.scoreName(metric)}的回答。空心为客户占比，实心为回答占比。表格包含各项得分。`) : "",
            columns: [
                {key: "metric", label: cx.t("Metric", "指标"), show: row => cx.scoreName(row.metric)},
                {key: "dimension", label: cx.t("Dimension", "维度"), show: row => cx.dimension(row.dimension)},
                {key: "dimension_value", label: cx.t("Group", "群体"), show: name},
                {key: "customer_share", label: cx.t("Of customers", "客户占比"), kind: "percent"},
                {key: "answer_share", label: cx.t("Of answers", "回答占比"), kind: "percent"},
                {key: "representation", label: cx.t("Answers per customers", "代表性（回答占比/客户占比）"), kind: "number", decimals: 2},
            ],
            rows: all,
            chart: colours => cx.dotsOption(colours, {
                names: rows.map(name),
                axis: {name: cx.t("Share, %", "占比，%"), min: 0},
                gap: 0,
                series: [
                    {name: cx.t("answers", "回答"), colour: colours.series[0], points: rows.map((row, place) => ({
                        place, value: 100 * row.answer_share, tip: [name(row), `${cx.t("of answers", "回答占比")}: ${cx.format.percent(row.answer_share)}`],
                    }))},
                    {name: cx.t("customers", "客户"), symbol: "emptyCircle", colour: colours.neutral, points: rows.map((row, place) => ({
                        place, value: 100 * row.customer_share, tip: [name(row), `${cx.t("of customers", "客户占比")}: ${cx.format.percent(row.customer_share)}`],
                    }))},
                ],
            }),
            height: cx.rowsHeight(rows.length, 32),
            summary: least ? cx.t(
                `Heard least: ${name(least)}, ${cx.format.percent(least.answer_share)} of answers and ${cx.format.percent(least.customer_share)} of customers.`,
                `代表性最低：${name(least)}，占回答的${cx.format.percent(least.answer_share)}、占客户的${cx.format.percent(least.customer_share)}。`) : "",
            empty: cx.t("No answer can be set beside a customer. Answers need customer_id.", "没有回答能对应到客户。回答需要 customer_id。"),
        });
    }

    function loadCard(page) {
        const all = cx.rows("survey_load");
        // A group is a count, such as "4 or more", or the id of a survey.
        const count = row => parseInt(row.group_value, 10);
        const more = (row, en, zh) => (String(row.group_value).includes("more") ? cx.t(en, zh) : "");
        const names = {
            invited_before: row => cx.t(`${count(row)}${more(row, " or more", "")} invitation${row.group_value === "1" ? "" : "s"} before`, `此前受邀 ${count(row)} 次${more(row, "", "及以上")}`),
            question_count: row => cx.t(`${count(row)}${more(row, " or more", "")} question${row.group_value === "1" ? "" : "s"}`, `${count(row)} 道题${more(row, "", "及以上")}`),
            survey: row => cx.t(`Survey ${row.group_value}`, `问卷 ${row.group_value}`),
        };
        const name = row => names[row.aspect](row);
        const rows = all.filter(row => row.response_rate !== null);
        const bad = all.filter(row => ["too_often", "too_long", "too_fast"].includes(row.advice));
        page.card({
            id: "load",
            title: cx.t("What asking costs", "邀请频率与问卷长度"),
            question: cx.t("Do customers still answer when they are asked often or long?", "邀请多了、问卷长了，客户还回答吗？"),
            note: bad.length
                ? bad.map(row => cx.t(`${name(row)}: ${cx.label("advice", row.advice)}.`, `${name(row)}：${cx.label("advice", row.advice)}。`)).join(" ")
                : cx.t("Nothing to change: no group answers clearly less. An association, not a cause.", "无需调整：没有哪一组的回收率明显偏低。这是相关，不是因果。"),
            columns: [
                {key: "aspect", label: cx.t("Aspect", "方面"), show: row => cx.label("aspect", row.aspect)},
                {key: "group_value", label: cx.t("Group", "分组"), show: name},
                {key: "response_rate", label: cx.t("Response rate", "回收率"), kind: "percent"},
                {key: "response_rate_low", label: cx.t("From", "区间下限"), kind: "percent"},
                {key: "response_rate_high", label: cx.t("To", "区间上限"), kind: "percent"},
                {key: "delivered_count", label: cx.t("Invitations", "邀请数"), kind: "count"},
                {key: "median_seconds", label: cx.t("Median seconds", "作答时长中位数（秒）"), kind: "count"},
                {key: "speeder_share", label: cx.t("Too fast", "作答过快占比"), kind: "percent"},
                {key: "advice", label: cx.t("Advice", "建议"), show: row => cx.label("advice", row.advice)},
            ],
            rows: all,
            chart: rows.length ? colours => cx.dotsOption(colours, {
                names: rows.map(name),
                axis: {name: cx.t("Response rate, %", "回收率，%")},
                series: [{
                    name: cx.t("Response rate", "回收率"), colour: colours.series[0],
                    points: rows.map((row, place) => ({
                        place, value: 100 * row.response_rate, low: 100 * row.response_rate_low, high: 100 * row.response_rate_high,
                        colour: bad.includes(row) ? colours.bad : colours.series[0],
                        tip: [name(row), cx.format.percent(row.response_rate), `${cx.intervalWord()}: ${cx.percentInterval(100 * row.response_rate_low, 100 * row.response_rate_high)}`,
                            cx.t(`${cx.format.count(row.delivered_count)} invitations`, `${cx.format.count(row.delivered_count)} 次邀请`)],
                    })),
                }],
            }) : undefined,
            height: cx.rowsHeight(rows.length, 32),
            summary: bad.length
                ? bad.map(row => `${name(row)}: ${cx.label("advice", row.advice)}`).join("; ")
                : cx.t("No group of invitations is answered clearly less than the group asked least.", "没有哪一组的回收率明显低于受邀最少的一组。"),
            empty: cx.t("No invitations. Deliver surveys.invitations.", "没有邀请记录。请交付 surveys.invitations。"),
        });
    }

    return {trustCard, respondentsCard, loadCard};
})();
