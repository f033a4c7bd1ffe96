// Numbers, dates and periods as a person writes them. A missing value is a dash, never 0.

cx.format = (function () {
    const missing = "–";
    const locale = () => (cx.language === "zh" ? "zh-CN" : "en-GB");
    const formats = new Map();

    function number(value, decimals = 1) {
        if (value === null || value === undefined) return missing;
        const key = `${locale()}${decimals}`;
        if (!formats.has(key)) {
            formats.set(key, new Intl.NumberFormat(locale(), {
                minimumFractionDigits: decimals, maximumFractionDigits: decimals,
            }));
        }
        const text = formats.get(key).format(value);
        return /^-[0.,]*$/.test(text) ? text.slice(1) : text; // -0.0 is 0.0
    }
    const signed = text => (text === missing || text.startsWith("-") ? text : `+${text}`);
    const spaced = (text, unit) => (text === missing || !unit ? text : `${text}${cx.language === "zh" ? "" : " "}${unit}`);

    // The number and the word of its unit, as the catalogue has them; a share is shown as percent.
    const isShare = metric => cx.metric(metric).unit === "share";
    function parts(metric, value, decimals) {
        const found = cx.metric(metric);
        const scaled = value === null || value === undefined ? null : isShare(metric) ? 100 * value : value;
        return [number(scaled, decimals ?? found.decimals ?? 1), cx.inLanguage(found, "unit") ?? ""];
    }

    return {
        missing,
        number,
        signed,
        count: value => number(value, 0),
        percent: (share, decimals = 1) => spaced(number(share === null || share === undefined ? null : 100 * share, decimals), "%"),
        points: (value, decimals = 1) => spaced(signed(number(value, decimals)), cx.t("points", "个百分点")),
        // A code of letters stands apart from its number in Chinese too.
        money: (value, decimals = 0) => (value === null || value === undefined ? missing : `${number(value, decimals)} ${cx.currency}`),
        minutes: value => spaced(number(value, 0), cx.t("min", "分钟")),
        days: value => spaced(number(value, 0), cx.t("days", "天")),
        p: value => (value === null || value === undefined ? missing : value < 0.001 ? "p < 0.001" : `p = ${number(value, 3)}`),
        value(metric, value) {
            return spaced(...parts(metric, value));
        },
        // A value with its unit in smaller letters.
        figure(metric, value) {
            const [number, unit] = parts(metric, value);
            return unit && number !== missing ? [number, cx.t(" ", ""), cx.element("small", {text: unit})] : [number];
        },
        interval(metric, low, high) {
            if ((low ?? null) === null && (high ?? null) === null) return missing;
            const [from] = parts(metric, low ?? null), [to, name] = parts(metric, high ?? null);
            const open = text => (text === missing ? "?" : text);
            return spaced(cx.t(`${open(from)} to ${open(to)}`, `${open(from)} 至 ${open(to)}`), name);
        },
        change(metric, value) {
            const [text] = parts(metric, value);
            return spaced(signed(text), cx.inLanguage(cx.metric(metric), "change_unit") ?? "");
        },
        // The number that a chart draws: shares in percent.
        plotted: (metric, value) => (value === null || value === undefined ? null : isShare(metric) ? 100 * value : value),
        axisUnit: metric => cx.inLanguage(cx.metric(metric), "unit") ?? "",
        date(day) {
            if (!day) return missing;
            const [year, month, date] = day.split("-").map(Number);
            return cx.language === "zh"
                ? `${year}年${month}月${date}日`
                : `${date} ${"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[month - 1]} ${year}`;
        },
        period(kind, start) {
            if (!start || kind === "all") return cx.t("All time", "全部时间");
            const [year, month] = start.split("-").map(Number);
            if (kind === "year") return cx.t(`${year}`, `${year}年`);
            if (kind === "quarter") return cx.t(`Q${(month + 2) / 3} ${year}`, `${year}年第${(month + 2) / 3}季度`);
            if (kind === "month") {
                return cx.t(`${"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[month - 1]} ${year}`, `${year}年${month}月`);
            }
            return cx.t(`week of ${cx.format.date(start)}`, `${cx.format.date(start)}起的一周`);
        },
    };
})();
