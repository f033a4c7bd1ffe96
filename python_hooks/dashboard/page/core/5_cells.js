// Values of metrics under the active filters. Nothing is worked out here: each filter and each pair of
// filters is a slice of its own in the published roll-up.

// What the cells asked for since the last card say of the filters: which act, and what is not there.
cx.noted = {acting: new Set(), isNotComputed: false};

// Where the cells of each metric and dimension stand (they are sorted so), which values a dimension
// has, and which periods there are. The rows themselves are made when they are asked for.
cx.indexCells = function () {
    const {columns, texts, length} = cx.datasets.tables.values;
    const places = new Map(), values = new Map(), starts = new Map();
    const allCode = (texts.dimension ?? []).indexOf("all"); // a company without any value has no texts
    for (let place = 0; place < length; place += 1) {
        const dimension = columns.dimension[place];
        const key = `${texts.metric[columns.metric[place]]}\n${texts.dimension[dimension]}`;
        const range = places.get(key);
        if (range) range.until = place + 1;
        else places.set(key, {from: place, until: place + 1});
        if (!values.has(dimension)) values.set(dimension, new Set());
        values.get(dimension).add(columns.dimension_value[place]);
        if (dimension !== allCode || columns.period_start[place] === null) continue;
        if (!starts.has(columns.period[place])) starts.set(columns.period[place], new Set());
        starts.get(columns.period[place]).add(columns.period_start[place]);
    }
    const sorted = (codes, names) => [...codes].map(code => names[code]).sort();
    cx.cellPlaces = places;
    cx.cellRows = new Map();
    cx.dimensionValues = new Map([...values].map(([code, codes]) => [texts.dimension[code], sorted(codes, texts.dimension_value)]));
    cx.periodStarts = new Map([...starts].map(([code, codes]) => [texts.period[code], sorted(codes, texts.period_start).reverse()]));
    // A combination is named by its dimensions in any order.
    cx.combinations = new Map(cx.datasets.combinations.map(each => [[...each.dimensions].sort().join(), each]));
};

cx.cellsOf = function (metric, dimension) {
    const key = `${metric}\n${dimension}`;
    const range = cx.cellPlaces.get(key);
    if (!range) return [];
    if (!cx.cellRows.has(key)) cx.cellRows.set(key, cx.rowsBetween("values", range.from, range.until));
    return cx.cellRows.get(key);
};

cx.hasDimension = (metric, dimension) => cx.cellPlaces.has(`${metric}\n${dimension}`);

// The single dimensions of a metric, those that one can filter by first.
cx.dimensionsOf = function (metric) {
    const combined = [...cx.combinations.values()].map(each => each.name);
    const single = [...cx.dimensionValues.keys()].filter(each => each !== "all" && !combined.includes(each));
    return [...new Set([...cx.filterNames, ...single])].filter(each => cx.hasDimension(metric, each));
};

// The grain a metric is shown in: the chosen one, or months where it has no weeks.
cx.grainOf = (metric, period) => {
    const wanted = period ?? cx.filters.period;
    return wanted === "week" && !cx.cellsOf(metric, "all").some(row => row.period === "week") ? "month" : wanted;
};

// The newest start of a period with a row of the metric; later ones are not yet known.
function newestStart(metric, period) {
    const starts = cx.cellsOf(metric, "all").filter(row => row.period === period).map(row => row.period_start);
    return starts.length ? starts.reduce((a, b) => (a > b ? a : b)) : null;
}

// How many of the last digit make 1; see queries/values.sql.
function scaleOf(metric) {
    const {decimals, unit} = cx.catalogue.get(metric);
    return 10 ** (decimals + (unit === "share" ? 2 : 0));
}

function shownCell(row, parts) {
    const scale = scaleOf(row.metric);
    const plain = whole => (whole === null ? null : whole / scale);
    const {whole_value: value, steps_to_low: below, steps_to_high: above} = row;
    return {
        ...parts,
        period: row.period,
        period_start: row.period_start,
        value: plain(value),
        low: plain(value === null || below === null ? null : value - below),
        high: plain(value === null || above === null ? null : value + above),
        n: row.event_count,
        change: plain(row.whole_change),
        change_low: plain(row.whole_change_low),
        change_high: plain(row.whole_change_high),
        is_significant: row.is_significant,
        target: row.target,
        red_line: row.red_line,
        status: row.status,
        is_complete: row.is_complete,
        state: row.is_suppressed || value === null ? "too_few" : "shown",
    };
}

// The cells of a metric in one grain, oldest first; by: a dimension, or two, whose values are told apart.
cx.cells = function ({metric, period, by}) {
    const told = by === undefined || by === null ? [] : [by].flat();
    const acting = cx.activeFilters().filter(name => cx.hasDimension(metric, name));
    acting.forEach(name => cx.noted.acting.add(name));
    const dimensions = [...new Set([...acting, ...told])].sort();
    const grain = cx.grainOf(metric, period);
    let source = dimensions[0] ?? "all";
    let split = value => [value];
    if (dimensions.length > 1) {
        const combination = cx.combinations.get(dimensions.join());
        if (!combination || !cx.hasDimension(metric, combination.name)) {
            cx.noted.isNotComputed = true;
            return [];
        }
        source = combination.name;
        const places = dimensions.map(name => combination.dimensions.indexOf(name));
        split = value => {
            // A bar within a value is doubled, so a single one always parts two values.
            const values = value.split(cx.datasets.combination_separator).map(each => each.replaceAll("||", "|"));
            return places.map(place => values[place]);
        };
    }
    const cells = [];
    for (const row of cx.cellsOf(metric, source)) {
        if (row.period !== grain) continue;
        const values = split(row.dimension_value);
        const isWanted = dimensions.every((name, place) => !acting.includes(name) || values[place] === cx.filters[name]);
        if (!isWanted) continue;
        const parts = {};
        dimensions.forEach((name, place) => { parts[name] = values[place]; });
        if (told.length === 1) parts.by = parts[told[0]];
        cells.push(shownCell(row, parts));
    }
    return cells.sort((a, b) => (a.period_start < b.period_start ? -1 : a.period_start > b.period_start ? 1 : 0));
};

// The cells of the chosen period, or of the newest complete one that has any value; where none is
// complete, of the newest unfinished one, such as of a value that is predicted on the last day.
cx.newest = function ({metric, period, by}) {
    const cells = cx.cells({metric, period, by});
    if (cx.filters.start !== null && period === undefined) {
        return cells.filter(row => row.period_start === cx.filters.start);
    }
    const start = (cx.newestShown(cells) ?? cells.findLast(row => row.state === "shown"))?.period_start ?? null;
    return cells.filter(row => row.period_start === start);
};

// The values of a dimension that a metric has, but for those that the filter leaves out. Of a
// combination only cells that can be shown are published, so these say what there might be.
cx.valuesUnderFilters = (metric, dimension) => (cx.filters[dimension] !== null && cx.filters[dimension] !== undefined
    ? [cx.filters[dimension]]
    : [...new Set(cx.cellsOf(metric, dimension).map(row => row.dimension_value))].sort());

// The newest cells by one or two dimensions, of the shortest period from the chosen one up in which at
// least three of four slices can be shown; without one, that in which most can.
cx.readable = function (metric, by) {
    const chosen = cx.newest({metric, by});
    if (cx.filters.start !== null) return chosen;
    const wanted = 0.75 * [by].flat().reduce((product, name) => product * cx.valuesUnderFilters(metric, name).length, 1);
    const ladder = ["week", "month", "quarter", "year"];
    const count = rows => rows.filter(row => row.state === "shown").length;
    let best = chosen;
    for (const period of ladder.slice(Math.max(ladder.indexOf(cx.filters.period), 0) + 1)) {
        if (count(best) >= wanted) break;
        const rows = cx.newest({metric, period, by});
        if (count(rows) > count(best)) best = rows;
    }
    return best;
};

// Of cells, the newest of a complete period that can be shown; undefined without any.
cx.newestShown = cells => cells.findLast(row => row.is_complete && row.state === "shown");

// Why a metric has no shown cell in the chosen period.
cx.stateOf = function (metric) {
    const {has_values: hasValues, state} = cx.metric(metric);
    if (cx.noted.isNotComputed) return "not_computed";
    if (!hasValues) return state;
    const newest = newestStart(metric, cx.grainOf(metric));
    if (cx.filters.start !== null && newest !== null && cx.filters.start > newest) return "not_yet_known";
    // A combination of too few events has no row.
    const isCombined = cx.activeFilters().filter(name => cx.hasDimension(metric, name)).length > 1;
    return isCombined || cx.cells({metric}).some(row => row.state === "too_few") ? "too_few" : "no_data";
};

// Alerts of a metric's cells under the filters: of the whole, or of the one slice that is chosen; null of more.
cx.alertsOf = function (metric) {
    const active = cx.activeFilters();
    if (active.length > 1) return null;
    const [dimension, value] = active.length ? [active[0], cx.filters[active[0]]] : ["all", "all"];
    return cx.rows("alerts").filter(row =>
        row.metric === metric && row.dimension === dimension && row.dimension_value === value);
};

// Each alert at the period in which it begins.
cx.alertMarks = (alerts, cells) => alerts.flatMap(alert => {
    const before = cells.filter(row => row.period_start <= alert.since_on);
    return before.length ? [{start: before[before.length - 1].period_start, text: cx.inLanguage(alert, "message"), direction: alert.direction}] : [];
});
