// The filters and the screen in view, all kept in the URL, so that a link shows the same picture.

cx.filterNames = ["segment", "region", "channel", "value_tier", "team"];
cx.periods = {week: ["Weeks", "周"], month: ["Months", "月"], quarter: ["Quarters", "季度"], year: ["Years", "年"]};
cx.filters = {period: "month", start: null, segment: null, region: null, channel: null, value_tier: null, team: null};
cx.view = {screen: "overview", metric: null, theme: null};

cx.readUrl = function () {
    const [screen, query] = location.hash.replace(/^#/, "").split("?");
    const given = new URLSearchParams(query ?? "");
    cx.view.screen = cx.screens.some(each => each.id === screen) ? screen : "overview";
    cx.view.metric = cx.catalogue.has(given.get("metric")) ? given.get("metric") : [...cx.catalogue.keys()][0];
    cx.view.theme = ["light", "dark"].includes(given.get("theme")) ? given.get("theme") : null;
    cx.language = ["en", "zh"].includes(given.get("lang"))
        ? given.get("lang")
        : navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
    cx.filters.period = Object.hasOwn(cx.periods, given.get("period")) ? given.get("period") : "month";
    cx.filters.start = cx.startsOf(cx.filters.period).includes(given.get("start")) ? given.get("start") : null;
    for (const name of cx.filterNames) {
        const value = given.get(name);
        cx.filters[name] = cx.valuesOf(name).includes(value) ? value : null;
    }
};

// The URL of this page with something changed, such as {screen: "service", segment: "vip"}.
cx.urlWith = function (changes) {
    const wanted = {...cx.view, ...cx.filters, lang: cx.language, ...changes};
    const query = new URLSearchParams();
    for (const name of ["lang", "theme", "metric", "period", "start", ...cx.filterNames]) {
        const value = wanted[name];
        if (value && !(name === "period" && value === "month") && !(name === "metric" && wanted.screen !== "metric")) {
            query.set(name, value);
        }
    }
    return `#${wanted.screen}?${query}`;
};

cx.go = changes => { location.hash = cx.urlWith(changes); };

// The values of a dimension that any metric has, in a stable order.
cx.valuesOf = dimension => cx.dimensionValues.get(dimension) ?? [];

// The starts of a kind of period, the newest first.
cx.startsOf = period => cx.periodStarts.get(period) ?? [];

cx.activeFilters = () => cx.filterNames.filter(name => cx.filters[name] !== null);

// Rows of a dataset whose columns of these names meet the active filters.
cx.filtered = function (rows, names) {
    const acting = cx.activeFilters().filter(name => names.includes(name));
    acting.forEach(name => cx.noted.acting.add(name));
    return rows.filter(row => acting.every(name => row[name] === cx.filters[name]));
};
