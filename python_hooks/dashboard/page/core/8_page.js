// The frame around the screens: header, navigation, filters; and the start of everything.

cx.screen = screen => { cx.screens.push(screen); };

function choice(label, options, value, onchange) {
    const select = cx.element("select", {onchange: event => onchange(event.target.value || null)},
        ...options.map(([key, text]) => cx.element("option", {value: key ?? "", selected: (key ?? null) === value, text})));
    return cx.element("label", {class: "choice"}, cx.element("span", {text: label}), select);
}

function filterBar() {
    const all = cx.t("All", "全部");
    const {period} = cx.filters;
    return cx.element("div", {class: "filters"},
        choice(cx.t("Period", "周期"), Object.entries(cx.periods).map(([key, words]) => [key, cx.t(...words)]), period,
            value => cx.go({period: value, start: null})),
        choice(cx.t("From", "时段"), [[null, cx.t("newest complete", "最近完整时段")], ...cx.startsOf(period).map(start => [start, cx.format.period(period, start)])],
            cx.filters.start, start => cx.go({start})),
        ...cx.filterNames.filter(name => cx.valuesOf(name).length).map(name =>
            choice(cx.dimension(name), [[null, all], ...cx.valuesOf(name).map(value => [value, cx.label(name, value)])],
                cx.filters[name], value => cx.go({[name]: value}))));
}

function header() {
    const {element} = cx;
    const [generation] = cx.rows("generation");
    const other = cx.t("zh", "en");
    const theme = cx.isDark() ? "light" : "dark";
    return element("header", {class: "top"},
        element("div", {class: "brand"},
            element("p", {class: "title", text: cx.t("Customer experience", "客户体验")}),
            element("p", {class: "as-of", text: cx.t(`As of ${cx.format.date(generation.as_of)}`, `截至${cx.format.date(generation.as_of)}`)})),
        element("nav", {"aria-label": cx.t("Screens", "页面")},
            ...cx.screens.filter(screen => screen.title).map(screen => element("a", {
                href: cx.urlWith({screen: screen.id}), "aria-current": screen.id === cx.view.screen ? "page" : null,
                text: cx.t(...screen.title),
            }))),
        element("div", {class: "switches"},
            element("a", {href: cx.urlWith({lang: other}), lang: other, text: cx.t("中文", "English")}),
            element("a", {href: cx.urlWith({theme}), text: theme === "dark" ? cx.t("Dark", "深色") : cx.t("Light", "浅色")}),
            element("button", {type: "button", text: cx.t("Print", "打印"), onclick: () => print()})));
}

function activeLine() {
    const active = cx.activeFilters();
    const words = [cx.t(...cx.periods[cx.filters.period]),
        cx.filters.start ? cx.format.period(cx.filters.period, cx.filters.start) : cx.t("newest complete period", "最近完整时段"),
        active.length ? cx.filterWords(active) : cx.t("no filter", "无筛选")];
    const clear = active.length || cx.filters.start
        ? cx.element("a", {href: cx.urlWith({start: null, ...Object.fromEntries(cx.filterNames.map(name => [name, null]))}), text: cx.t("Clear", "清除")})
        : null;
    return cx.element("p", {class: "active"}, words.join(" · "), " ", clear);
}

// What was left out of this page to keep it small, in words.
function omissions() {
    const texts = cx.datasets.omitted.map(each => cx.inLanguage(each, "message"));
    return texts.length ? cx.element("p", {class: "note", text: texts.join(" ")}) : null;
}

cx.draw = function () {
    cx.readUrl();
    cx.disposeCharts();
    document.documentElement.lang = cx.t("en", "zh-CN");
    document.documentElement.dataset.theme = cx.isDark() ? "dark" : "light";
    const screen = cx.screens.find(each => each.id === cx.view.screen);
    const title = screen.title ? cx.t(...screen.title) : cx.metric(cx.view.metric).label;
    document.title = `${title} · ${cx.t("Customer experience", "客户体验")}`;
    const main = cx.element("main", {id: "main", tabindex: -1}, cx.element("h1", {text: title}));
    const [generation] = cx.rows("generation");
    document.body.replaceChildren(
        cx.element("a", {class: "skip", href: "#main", text: cx.t("Skip to the content", "跳到正文"), onclick: event => {
            event.preventDefault();
            main.focus();
        }}),
        header(), cx.element("section", {"aria-label": cx.t("Filters", "筛选")}, filterBar(), activeLine()), main,
        cx.element("footer", {},
            cx.element("p", {text: cx.t(
                `Generation ${generation.generation_number}, made from published.duckdb. Every interval is a 95 % interval.`,
                `第 ${generation.generation_number} 代发布，由 published.duckdb 生成。所有区间均为95%区间。`)}),
            omissions()));
    cx.noted = {acting: new Set(), isNotComputed: false};
    screen.draw(cx.page(main));
    document.body.dataset.drawn = `${cx.view.screen}/${cx.language}`;
};

cx.start = async function () {
    await cx.unpack();
    cx.currency = cx.datasets.currency;
    cx.catalogue = new Map(cx.rows("catalogue").map(row => [row.metric, row]));
    cx.labels = new Map(cx.rows("labels").map(row => [`${row.kind}\n${row.key}`, row]));
    cx.screens.sort((a, b) => a.place - b.place);
    cx.indexCells();
    const charts = document.getElementById("charts"); // drawing takes it off the page
    cx.draw();
    requestAnimationFrame(() => setTimeout(() => cx.loadCharts(charts)));
    addEventListener("hashchange", () => {
        const {screen} = cx.view;
        cx.draw();
        if (screen !== cx.view.screen) {
            scrollTo(0, 0);
            document.getElementById("main").focus({preventScroll: true});
        }
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", cx.draw);
};
