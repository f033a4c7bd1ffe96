// Words that the reports on satisfaction share.

// The name of a score of surveys, also of one that is no metric, and of churn.
cx.scoreName = name => (cx.catalogue.has(name)
    ? cx.metric(name).label
    : name === "churn" ? cx.t("Churn", "客户流失") : cx.label("survey_metric", name));

// What "satisfied" is, for the notes of cards.
cx.satisfiedNote = () => cx.t(
    "Satisfied: the best boxes of the scale; for NPS the promoters.",
    "“满意”指选择量表中最高几档的回答；NPS 指推荐者。");

// "12.1 to 19.4 %", of values that are percentages already.
cx.percentInterval = (low, high, decimals = 1) => (low === null || high === null
    ? cx.format.missing
    : cx.t(
        `${cx.format.number(low, decimals)} to ${cx.format.number(high, decimals)} %`,
        `${cx.format.number(low, decimals)}% 至 ${cx.format.number(high, decimals)}%`));
cx.pointsInterval = (low, high, decimals = 1) => (low === null || high === null
    ? cx.format.missing
    : cx.t(
        `${cx.format.signed(cx.format.number(low, decimals))} to ${cx.format.signed(cx.format.number(high, decimals))} points`,
        `${cx.format.signed(cx.format.number(low, decimals))} 至 ${cx.format.signed(cx.format.number(high, decimals))} 个百分点`));
cx.percentOf = (value, decimals = 1) => cx.format.percent(value === null ? null : value / 100, decimals);

cx.intervalWord = () => cx.t("95 % interval", "95%区间");
cx.answers = n => cx.t(`${cx.format.count(n)} answers`, `${cx.format.count(n)} 份回答`);
