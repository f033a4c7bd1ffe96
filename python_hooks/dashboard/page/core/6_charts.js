// ECharts: colours of the theme, common settings, and drawing only what is in view.

cx.isDark = () => (cx.view.theme ? cx.view.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);

cx.colours = function () {
    const dark = cx.isDark();
    return dark
        ? {
            text: "#e6e8ee", muted: "#a3abbd", grid: "#323a4b", surface: "#171c27",
            series: ["#7aa7ff", "#f2b35e", "#5cc8a8", "#d59bf0", "#f08a8a", "#9fb4c7", "#c8d46a", "#e0a3c2"],
            good: "#5cc8a8", warning: "#f2b35e", bad: "#ff8f8f", neutral: "#a3abbd", band: "rgba(122,167,255,.22)",
            heat: ["#1d2738", "#2c4a86", "#7aa7ff"], diverging: ["#e07a7a", "#2a3140", "#4fb897"],
        }
        : {
            text: "#1c2333", muted: "#5a6478", grid: "#e3e7ee", surface: "#ffffff",
            series: ["#2f62d8", "#b4650c", "#0f7f62", "#8a3fb0", "#c03b3b", "#56708a", "#6b7a10", "#a8407a"],
            good: "#0f7f62", warning: "#a85b00", bad: "#c0262d", neutral: "#5a6478", band: "rgba(47,98,216,.15)",
            heat: ["#eef3fd", "#9bb8f2", "#2f62d8"], diverging: ["#d9534f", "#f4f5f7", "#2a9d7c"],
        };
};

// The size of the page's text in pixels: it grows on very large screens, and charts follow it.
cx.textSize = () => 0.8125 * parseFloat(getComputedStyle(document.documentElement).fontSize);

// What every chart has unless it says otherwise: our colours and text size, no animation.
function withDefaults(option, colours) {
    const size = cx.textSize();
    const axis = given => [given ?? []].flat().map(each => ({
        ...each,
        axisLine: {lineStyle: {color: colours.grid}, ...each.axisLine},
        axisTick: {show: false, ...each.axisTick},
        splitLine: {lineStyle: {color: colours.grid}, ...(each.type === "category" ? {show: false} : {}), ...each.splitLine},
        axisLabel: {color: colours.muted, fontSize: size, ...each.axisLabel},
        nameTextStyle: {color: colours.muted, fontSize: size, ...each.nameTextStyle},
    }));
    return {
        animation: false,
        color: colours.series,
        textStyle: {color: colours.text, fontSize: size},
        ...option,
        grid: {left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: "same", ...option.grid},
        ...(option.xAxis ? {xAxis: axis(option.xAxis)} : {}),
        ...(option.yAxis ? {yAxis: axis(option.yAxis)} : {}),
        ...(option.legend
            ? {legend: {top: 0, left: 0, type: "scroll", itemGap: 10, itemWidth: 14, textStyle: {color: colours.text, fontSize: size}, inactiveColor: colours.muted, pageTextStyle: {color: colours.text, fontSize: size}, pageIconColor: colours.text, pageIconInactiveColor: colours.muted, ...option.legend}}
            : {}),
        tooltip: {
            confine: true,
            backgroundColor: colours.surface,
            borderColor: colours.grid,
            textStyle: {color: colours.text, fontSize: size},
            ...option.tooltip,
        },
    };
}

// A text in lines of so many pixels: words stay whole, Chinese breaks anywhere.
cx.wrapped = (text, width) => text.split("\n").flatMap(line => {
    const lines = [""];
    for (const part of line.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+/g) ?? []) {
        const last = lines[lines.length - 1];
        if (last && cx.textWidth(last + part.trimEnd()) > width) lines.push(part);
        else lines[lines.length - 1] = last + part;
    }
    return lines;
});

// How many pixels a chart with rows lacks, so that the name of no row runs into the next.
function heightMissing(option, height) {
    const [{type, data, axisLabel, inverse} = {}] = option.yAxis ?? [];
    if (type !== "category" || !inverse || axisLabel.overflow !== "break" || !data.length) return 0;
    const lineHeight = axisLabel.lineHeight ?? 1.3 * cx.textSize();
    const perRow = lineHeight * Math.max(...data.map(name => cx.wrapped(name, axisLabel.width).length)) + 4;
    const [top, bottom] = [option.grid.top, option.grid.bottom];
    const axis = (2 + 1.5 * (option.xAxis[0].name ?? "").split("\n").length) * cx.textSize(); // labels and name
    return Math.ceil(perRow * data.length - (height - top - bottom - axis));
}

cx.charts = [];

// ECharts is read after the first screen is drawn; charts in view then follow.
cx.loadCharts = async function (packed) {
    await runPacked(packed);
    cx.charts.filter(chart => chart.isInView).forEach(chart => chart.draw());
    document.documentElement.dataset.charts = "ready";
};

// Draw a chart in an element when it comes into view; make: colours => an ECharts option.
cx.drawChart = function (element, make) {
    const chart = {element, make, isInView: false, drawn: null};
    chart.draw = function () {
        if (chart.drawn || !window.echarts) return;
        const colours = cx.colours();
        const option = withDefaults(make(colours), colours);
        const missing = heightMissing(option, element.clientHeight);
        if (missing > 0) element.style.height = `${element.clientHeight + missing}px`;
        chart.drawn = echarts.init(element, null, {renderer: "svg", locale: cx.t("EN", "ZH")});
        chart.drawn.setOption(option);
    };
    cx.charts.push(chart);
    cx.inView.observe(element);
};

cx.inView = new IntersectionObserver(entries => {
    for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        cx.inView.unobserve(entry.target);
        const chart = cx.charts.find(each => each.element === entry.target);
        if (!chart) continue;
        chart.isInView = true;
        chart.draw();
    }
}, {rootMargin: "200px"});

cx.disposeCharts = function () {
    for (const chart of cx.charts) chart.drawn?.dispose();
    cx.inView.disconnect();
    cx.charts = [];
};

addEventListener("resize", () => cx.charts.forEach(chart => chart.drawn?.resize()));
addEventListener("beforeprint", () => cx.charts.forEach(chart => {
    chart.draw();
    chart.drawn?.resize();
}));

// Whether all values and bounds of cells are above 0: then an axis need not begin there.
const areAbove0 = cells => cells.flatMap(row => [row.value, row.low, row.high]).filter(cx.isKnown).every(value => value > 0);

// A line over periods with its 95 % interval as a band; cells: of cx.cells, one group.
cx.bandSeries = function (metric, cells, name, colour, band) {
    const plotted = value => cx.format.plotted(metric, value);
    const hasBand = row => row.state === "shown" && (row.low ?? null) !== null && (row.high ?? null) !== null;
    const low = cells.map(row => (hasBand(row) ? plotted(row.low) : null));
    const high = cells.map(row => (hasBand(row) ? plotted(row.high) : null));
    const hidden = {lineStyle: {opacity: 0}, symbol: "none", silent: true, tooltip: {show: false}};
    return [
        {name: `${name} low`, type: "line", stack: `${name} band`, stackStrategy: "all", data: low, ...hidden},
        {
            name: `${name} band`, type: "line", stack: `${name} band`, stackStrategy: "all", ...hidden,
            data: high.map((value, place) => (value === null ? null : value - low[place])),
            areaStyle: {color: band},
        },
        {
            name, type: "line", symbol: "circle", symbolSize: 6, color: colour, connectNulls: false,
            lineStyle: {width: 2, color: colour},
            data: cells.map(row => ({
                value: plotted(row.value),
                // An unfinished period is a hollow point.
                ...(row.is_complete ? {} : cx.symbolStyle(cx.colours(), "emptyCircle", colour)),
            })),
        },
    ];
};

// The cells of one group with a cell of no data for each period between that has none.
cx.withHoles = function (cells) {
    if (!cells.length) return cells;
    const [{period, period_start: first}] = cells;
    const last = cells[cells.length - 1].period_start;
    const known = new Map(cells.map(row => [row.period_start, row]));
    const hole = {value: null, low: null, high: null, n: null, target: null, red_line: null, is_complete: true, state: "no_data"};
    return [...cx.startsOf(period)].reverse()
        .filter(start => start >= first && start <= last)
        .map(start => known.get(start) ?? {...hole, period, period_start: start});
};

// The trend of a metric under the filters, with band, target and red line; marks: alerts at the periods
// where they begin, [{start, text, direction}].
cx.trendOption = function (metric, given, colours, marks = []) {
    const cells = cx.withHoles(given);
    const {label} = cx.metric(metric);
    const newest = [...cells].reverse().find(row => row.target !== null || row.red_line !== null);
    const line = (value, colour, text) => ({
        yAxis: cx.format.plotted(metric, value),
        lineStyle: {color: colour, type: "dashed"},
        label: {formatter: text, color: colour, position: "end", fontSize: cx.textSize()},
    });
    const lines = [];
    if (newest && newest.target !== null) lines.push(line(newest.target, colours.good, cx.t("target", "目标")));
    if (newest && newest.red_line !== null) lines.push(line(newest.red_line, colours.bad, cx.t("red line", "红线")));
    const series = cx.bandSeries(metric, cells, label, colours.series[0], colours.band);
    series[2].markLine = {symbol: "none", silent: true, data: lines};
    series[2].markPoint = {
        symbolSize: 10, silent: true,
        data: marks
            .map(mark => ({...mark, place: cells.findIndex(row => row.period_start === mark.start)}))
            .filter(({place}) => place >= 0 && cells[place].state === "shown")
            .map(({place, direction}) => ({
                coord: [place, cx.format.plotted(metric, cells[place].value)],
                symbolOffset: [0, -12],
                symbol: direction === "better" ? "diamond" : "triangle",
                itemStyle: {color: direction === "better" ? colours.good : colours.bad},
            })),
    };
    // Points that nobody sees keep target and red line within the axis.
    series.push({type: "line", silent: true, symbol: "none", lineStyle: {opacity: 0}, tooltip: {show: false}, data: lines.slice(0, cells.length).map(each => each.yAxis)});
    const room = Math.max(4, ...lines.map(each => cx.textWidth(each.label.formatter)));
    return {
        grid: {top: 24, right: 12 + room},
        xAxis: {type: "category", data: cells.map(row => cx.format.period(row.period, row.period_start)), axisLabel: {hideOverlap: true, alignMinLabel: "left", alignMaxLabel: "right"}},
        yAxis: {type: "value", scale: areAbove0(cells), name: cx.format.axisUnit(metric), nameTextStyle: {align: "left"}},
        tooltip: {
            trigger: "axis",
            formatter: points => {
                const row = cells[points[0].dataIndex];
                const texts = marks.filter(mark => mark.start === row.period_start).map(mark => cx.escape(mark.text));
                return `<div style="max-width:20rem;white-space:normal">${[cx.cellTip(metric, row), ...texts].join("<br>")}</div>`;
            },
        },
        series,
    };
};

// The text of a tooltip on a cell.
cx.cellTip = function (metric, row) {
    if (!row) return "";
    const head = cx.escape(cx.format.period(row.period, row.period_start));
    if (row.state !== "shown") return `${head}<br>${cx.escape(cx.state(row.state))}`;
    const lines = [
        `<b>${cx.escape(cx.format.value(metric, row.value))}</b>`,
        `${cx.t("95 % interval", "95%区间")}: ${cx.escape(cx.format.interval(metric, row.low, row.high))}`,
        `n = ${cx.format.count(row.n)}`,
    ];
    if (!row.is_complete) lines.push(cx.t("unfinished period", "未完整的时段"));
    return [head, ...lines].join("<br>");
};

// Values with their intervals as dots on lines, one row each, the first at the top.
cx.dotOption = function (metric, rows, name, colours) {
    const plotted = value => cx.format.plotted(metric, value);
    const target = rows.find(row => row.target !== null)?.target;
    const colourOf = row => ({green: colours.good, amber: colours.warning, red: colours.bad}[row.status] ?? colours.series[0]);
    return {
        grid: {top: 8, left: 4},
        xAxis: {type: "value", scale: areAbove0(rows), name: cx.format.axisUnit(metric), nameLocation: "middle", nameGap: 28, axisLabel: {hideOverlap: true}},
        yAxis: {type: "category", inverse: true, data: rows.map(name), axisLabel: {color: colours.text, width: 130, overflow: "truncate"}},
        tooltip: {trigger: "item", formatter: point => `${cx.escape(name(rows[point.dataIndex]))}<br>${cx.cellTip(metric, rows[point.dataIndex])}`},
        series: [
            {
                type: "custom", silent: true, data: rows.map((row, place) => [place, plotted(row.low), plotted(row.high)]), encode: {x: [1, 2], y: 0},
                renderItem(_, api) {
                    if (Number.isNaN(api.value(1)) || Number.isNaN(api.value(2))) return null;
                    const [x1, y] = api.coord([api.value(1), api.value(0)]);
                    const [x2] = api.coord([api.value(2), api.value(0)]);
                    return {type: "line", shape: {x1, y1: y, x2, y2: y}, style: {stroke: colours.muted, lineWidth: 2}};
                },
            },
            {
                type: "scatter", symbolSize: 11, z: 3,
                data: rows.map((row, place) => ({value: [plotted(row.value), place], itemStyle: {color: colourOf(row)}})),
                ...(target !== undefined && target !== null
                    ? {markLine: {symbol: "none", silent: true, data: [{xAxis: plotted(target), lineStyle: {color: colours.good, type: "dashed"}, label: {formatter: cx.t("target", "目标"), color: colours.good, position: "insideEndTop"}}]}}
                    : {}),
            },
        ],
    };
};
