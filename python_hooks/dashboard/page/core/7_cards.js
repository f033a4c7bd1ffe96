// The parts of a screen: sections and cards, each a chart with the table and the CSV behind it.

// An element; properties: attributes, "on..." listeners, "text"; children: elements or texts.
cx.element = function (tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (value === null || value === undefined || value === false) continue;
        if (name === "text") element.textContent = value;
        else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
};

const shows = {
    text: value => (value === null || value === undefined ? cx.format.missing : String(value)),
    count: value => cx.format.count(value),
    number: (value, column) => cx.format.number(value, column.decimals ?? 1),
    percent: (value, column) => cx.format.percent(value, column.decimals ?? 1),
    points: (value, column) => cx.format.points(value, column.decimals ?? 1),
    money: (value, column) => cx.format.money(value, column.decimals ?? 0),
    date: value => cx.format.date(value),
    metric: (value, column, row) => cx.format.value(column.metric ?? row.metric, value),
};

// The text of a column's cell.
cx.shown = function (column, row) {
    if (column.show) return String(column.show(row));
    return shows[column.kind ?? "text"](row[column.key], column, row);
};

const isNumber = column => !["text", "date", undefined].includes(column.kind);

cx.table = function (columns, rows, caption) {
    const {element} = cx;
    const head = element("tr", {}, ...columns.map(column => element("th", {scope: "col", class: isNumber(column) ? "number" : null, text: column.label})));
    const body = rows.map(row => element("tr", {}, ...columns.map((column, place) => {
        const text = cx.shown(column, row);
        const cell = element(place ? "td" : "th", {scope: place ? null : "row", class: isNumber(column) ? "number" : column.kind === "date" ? "date" : column.isLong ? "long" : null});
        const link = column.link?.(row);
        cell.append(link ? element("a", {href: link, text}) : text);
        return cell;
    })));
    return element("div", {class: "table-box", tabindex: 0, role: "region", "aria-label": cx.t(`Table: ${caption}`, `表格：${caption}`)},
        element("table", {}, element("caption", {class: "unseen", text: caption}), element("thead", {}, head), element("tbody", {}, ...body)));
};

// A cell of a CSV file: quoted, and no formula for a spreadsheet.
function csvCell(value) {
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Save the rows of a table as CSV: plain numbers, UTF-8 with a mark so that Excel reads Chinese.
cx.saveCsv = function (name, columns, rows) {
    const lines = [columns.map(column => column.label), ...rows.map(row => columns.map(column =>
        column.kind === undefined || column.kind === "text" ? cx.shown(column, row) : row[column.key] ?? (column.show ? column.show(row) : "")))];
    const text = `\ufeff${lines.map(line => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
    const link = cx.element("a", {href: URL.createObjectURL(new Blob([text], {type: "text/csv;charset=utf-8"})), download: `${name}.csv`});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

// A button that shows what the catalogue says of a metric, on hover, focus and click.
cx.definition = function (name) {
    const metric = cx.metric(name);
    const id = `definition-${name}-${cx.definitionCount = (cx.definitionCount ?? 0) + 1}`;
    const line = (label, text) => (text ? cx.element("p", {}, cx.element("b", {text: label}), ` ${text}`) : null);
    const colon = cx.t(":", "：");
    const tip = cx.element("div", {class: "definition", role: "tooltip", id},
        cx.element("p", {class: "definition-name", text: metric.label}),
        cx.element("p", {text: metric.description ?? ""}),
        line(cx.t("Formula", "公式") + colon, metric.formula),
        line(cx.t("Owner", "负责人") + colon, metric.owner && cx.label("owner", metric.owner)),
        line(cx.t("Stage", "阶段") + colon, metric.lifecycle_stage && cx.stage(metric.lifecycle_stage)),
        line(cx.t("Better", "方向") + colon, cx.better(metric)));
    const button = cx.element("a", {
        class: "info", href: cx.urlWith({screen: "metric", metric: name}), "aria-describedby": id,
        "aria-label": cx.t(`${metric.label}: definition and slices`, `${metric.label}：定义与切片`),
        onkeydown: event => { if (event.key === "Escape") event.currentTarget.blur(); },
    }, "i");
    return cx.element("span", {class: "info-box"}, button, tip);
};

// The filters that are set, as words; names: those to name.
cx.filterWords = names => names.map(name => cx.t(`${cx.dimension(name)}: ${cx.label(name, cx.filters[name])}`, `${cx.dimension(name)}：${cx.label(name, cx.filters[name])}`)).join(cx.t(", ", "，"));

// Which filters do not act, as a note; names: those filters.
cx.idleNote = names => (names.length
    ? [cx.element("p", {class: "note idle", text: cx.t(`Not filtered by ${cx.filterWords(names)}.`, `未按${cx.filterWords(names)}筛选。`)})]
    : []);

cx.page = function (main) {
    let box = main;
    return {
        section(title, sentence) {
            box = cx.element("div", {class: "cards"});
            main.append(cx.element("section", {class: "section"},
                cx.element("h2", {text: title}), sentence ? cx.element("p", {class: "lead", text: sentence}) : null, box));
        },
        append(...elements) {
            box.append(...elements);
        },
        card(given) {
            box.append(cx.card(given));
        },
    };
};

cx.card = function (given) {
    const {element} = cx;
    const {id, title, question, note, metric, filters = [], columns, rows, chart, height = 300, wide, summary, empty} = given;
    const {acting, isNotComputed} = cx.noted;
    cx.noted = {acting: new Set(), isNotComputed: false};
    filters.forEach(name => acting.add(name));
    const idle = cx.activeFilters().filter(name => !acting.has(name));
    const headingId = `card-${id}`;
    const tools = element("div", {class: "tools"});
    const card = element("section", {class: wide ? "card wide" : "card", "aria-labelledby": headingId},
        element("header", {}, element("h3", {id: headingId, text: title}), metric ? cx.definition(metric) : null, tools),
        question ? element("p", {class: "question", text: question}) : null);
    if (!rows.length) {
        const text = isNotComputed
            ? cx.t("This combination of filters is not computed. Remove one filter.", "未计算该筛选组合，请去掉一个筛选条件。")
            : empty ?? cx.t("No data.", "无数据。");
        card.append(element("p", {class: "empty", text}));
    } else {
        const table = cx.table(columns, rows, title);
        if (chart) {
            const picture = element("div", {class: "chart", role: "img", "aria-label": summary ?? title, style: `height:${height / 16}rem`});
            table.hidden = true;
            tools.append(element("button", {
                type: "button", "aria-pressed": "false", text: cx.t("Table", "表格"),
                onclick: event => {
                    table.hidden = !table.hidden;
                    picture.hidden = !table.hidden;
                    event.currentTarget.setAttribute("aria-pressed", String(!table.hidden));
                },
            }));
            card.append(picture);
            cx.drawChart(picture, chart);
        }
        card.append(table);
        tools.append(element("button", {
            type: "button", text: "CSV", "aria-label": cx.t(`Save ${title} as CSV`, `将“${title}”保存为 CSV`),
            onclick: () => cx.saveCsv(id, columns, rows),
        }));
    }
    // A note speaks of the rows; without rows it would say what nobody knows.
    if (note && rows.length) card.append(element("p", {class: "note", text: note}));
    card.append(...cx.idleNote(idle));
    return card;
};
