// The words of metrics, dimensions and their values, from the published catalogue and labels.

cx.inLanguage = (row, name) => (cx.language === "zh" ? row[`${name}_zh`] : row[`${name}_en`] ?? row[name]);

cx.better = metric => (metric.better === "lower" ? cx.t("lower", "越低越好") : cx.t("higher", "越高越好"));

// What the catalogue says of a metric, in the language.
cx.metric = function (name) {
    const row = cx.catalogue.get(name);
    if (!row) return {metric: name, label: name, unit: "", better: "higher", decimals: 1};
    return {
        ...row,
        label: cx.inLanguage(row, "label"),
        description: cx.inLanguage(row, "description") ?? row.description,
        formula: cx.inLanguage(row, "formula") ?? row.formula,
        when_red: cx.inLanguage(row, "when_red"),
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

// The stages of a customer's life that metrics speak of, in their order.
cx.stages = ["acquisition", "purchase", "use", "service", "care", "retention"];
cx.stage = name => cx.label("lifecycle_stage", name);
// The sign beside the word of a status, so that colour is never the only carrier.
cx.statusSigns = {green: "●", amber: "▲", red: "■"};
cx.status = name => cx.label("status", name ?? "none");
cx.state = name => (name === "not_computed"
    ? cx.t("This combination of filters is not computed", "未计算该筛选组合")
    : cx.label("state", name));
