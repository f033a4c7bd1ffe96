// The words of metrics, dimensions and their values, from the published catalogue and labels.

cx.inLanguage = (row, name) => (cx.language === "zh" ? row[`${name}_zh`] : row[`${name}_en`] ?? row[name]);

// What the catalogue says of a metric, in the language.
cx.metric = function (name) {
    const row = cx.catalogue.get(name);
    if (!row) return {metric: name, label: name, unit: "", better: "higher", decimals: 1};
    return {
        ...row,
        label: cx.inLanguage(row, "label"),
        description: cx.inLanguage(row, "description") ?? row.description,
        formula: cx.inLanguage(row, "formula") ?? row.formula,
        message: cx.inLanguage(row, "message"),
    };
};

// The shown word of a dimension's value, such as 个人客户; without one the value as it stands.
cx.label = function (dimension, value) {
    if (value === null || value === undefined) return cx.t("(unknown)", "（未知）");
    if (value === "all") return cx.t("All", "全部");
    const row = cx.labels.get(`${dimension}\n${value}`) ?? cx.labels.get(`any\n${value}`);
    return row ? cx.inLanguage(row, "label") : String(value);
};

cx.dimension = name => cx.label("dimension", name);

cx.stageNames = {
    acquisition: ["Acquisition", "获客"],
    purchase: ["Purchase", "购买"],
    use: ["Use", "使用"],
    service: ["Service", "服务"],
    care: ["Care", "关怀"],
    retention: ["Retention", "留存"],
};
cx.stage = name => (cx.stageNames[name] ? cx.t(...cx.stageNames[name]) : name);

cx.statusNames = {
    green: ["On target", "达标"],
    amber: ["Misses target", "未达标"],
    red: ["Beyond red line", "越过红线"],
    none: ["No target", "无目标"],
};
cx.status = name => cx.t(...(cx.statusNames[name] ?? cx.statusNames.none));

cx.stateNames = {
    too_few: ["too few to show", "样本过少，不显示"],
    not_yet_known: ["not yet known", "尚不可知"],
    no_data: ["no data", "无数据"],
    history_too_short: ["history too short", "历史过短"],
    all_left_out: ["all rows left out", "数据均未采用"],
    not_computed: ["this combination of filters is not computed", "未计算该筛选组合"],
};
cx.state = name => cx.t(...(cx.stateNames[name] ?? ["", ""]));
