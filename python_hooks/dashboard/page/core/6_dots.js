// Points with their intervals, in rows or upright, and heat maps: what most reports are drawn as.

cx.isNarrow = () => innerWidth < 640;

// The height of a chart of so many rows, with room for the axis and a legend; names take two lines
// on a narrow screen.
cx.rowsHeight = (count, perRow = 34) => Math.max(130, 66 + (cx.isNarrow() ? Math.max(perRow, 42) : perRow) * count);

// About how wide a text is, so that names take no more room than they need.
cx.textWidth = text => cx.textSize() * [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 1.02 : 0.56), 0);

// Points with whiskers. names: the categories in order; axis: {name, format, min, max, type};
// series: [{name, colour, symbol (as ECharts names them), points: [{place, value, low, high, colour, symbol, tip}]}];
// references: [{value, name, colour}]; upright: categories from left to right; joined: a line through
// the points of a series ("all": also across categories without one); gap: pixels between series, 0
// to set them on one line, which then joins the first two; labelWidth: pixels of a category's name.
cx.dotsOption = function (colours, {names, series, axis, references = [], upright = false, joined = false, gap = 12, labelWidth}) {
    const size = cx.textSize();
    // Pixels of a normal screen, larger where the text is.
    const scaled = pixels => pixels * size / 13;
    const pair = (category, value) => (upright ? [category, value] : [value, category]);
    const colourOf = (each, point) => point.colour ?? each.colour;
    const line = (from, to, style) => ({type: "line", shape: {x1: from[0], y1: from[1], x2: to[0], y2: to[1]}, style});

    const drawn = series.flatMap((each, number) => {
        const shift = (number - (series.length - 1) / 2) * scaled(gap);
        const points = each.points.filter(point => cx.isKnown(point.value));
        // Whiskers and lines are drawn in pixels, so that series can stand side by side.
        const shapes = {
            name: each.name,
            type: "custom",
            color: each.colour,
            silent: true,
            clip: true,
            data: points.map(point => [point.place, point.low ?? point.value, point.high ?? point.value, point.value]),
            encode: upright ? {x: 0, y: [1, 2]} : {x: [1, 2], y: 0},
            renderItem(parameters, api) {
                const at = parameters.dataIndex;
                const point = points[at];
                const pixel = (category, value) => {
                    const [x, y] = api.coord(pair(category, value));
                    return upright ? [x + shift, y] : [x, y + shift];
                };
                const children = [];
                const before = points[at - 1];
                if (joined && upright && before && (joined === "all" || point.place - before.place === 1)) {
                    children.push(line(pixel(before.place, before.value), pixel(point.place, point.value), {stroke: each.colour, lineWidth: 1, opacity: 0.5}));
                }
                const partner = gap === 0 && number === 0 ? series[1]?.points.find(other => other.place === point.place) : null;
                if (partner && cx.isKnown(partner.value)) {
                    children.push(line(pixel(point.place, point.value), pixel(partner.place, partner.value), {stroke: colours.muted, lineWidth: 2, opacity: 0.4}));
                }
                if (cx.isKnown(point.low) && cx.isKnown(point.high)) {
                    const style = {stroke: colourOf(each, point), lineWidth: 2, opacity: 0.55};
                    const [from, to] = [pixel(point.place, point.low), pixel(point.place, point.high)];
                    const cap = upright ? [scaled(4), 0] : [0, scaled(4)];
                    children.push(line(from, to, style));
                    for (const [x, y] of [from, to]) children.push(line([x - cap[0], y - cap[1]], [x + cap[0], y + cap[1]], style));
                }
                return {type: "group", children};
            },
        };
        const dots = {
            name: each.name,
            type: "scatter",
            color: each.colour,
            symbolSize: scaled(10),
            symbolOffset: upright ? [shift, 0] : [0, shift],
            data: points.map(point => ({
                value: pair(point.place, point.value),
                tip: point.tip,
                ...cx.symbolStyle(colours, point.symbol ?? each.symbol, colourOf(each, point)),
            })),
        };
        return [shapes, dots];
    });
    drawn[1].markLine = {
        symbol: "none",
        silent: true,
        data: references.map(({value, name, colour}) => ({
            [upright ? "yAxis" : "xAxis"]: value,
            lineStyle: {color: colour ?? colours.muted, type: "dashed", width: 1},
            label: {
                formatter: name ?? "", color: colour ?? colours.muted, fontSize: size,
                position: upright ? "insideEndTop" : "start",
            },
        })),
    };
    // A letter more, since some are wider than most.
    const widest = size + Math.max(...names.map(name => Math.max(...name.split("\n").map(cx.textWidth))));
    const perName = Math.floor((cx.isNarrow() ? innerWidth - 110 : scaled(330)) / names.length);
    const category = {
        type: "category",
        data: names,
        inverse: !upright,
        axisLabel: upright
            ? {interval: 0, hideOverlap: names.length > 8, width: Math.max(labelWidth ? scaled(labelWidth) : perName, 32), overflow: "break", lineHeight: 1.3 * size}
            : {interval: 0, width: Math.min(widest, cx.isNarrow() ? 104 : scaled(labelWidth ?? 190)), overflow: "break", lineHeight: 1.3 * size, color: colours.text},
    };
    const value = {
        type: axis.type ?? "value",
        // ECharts breaks no name of an axis.
        name: upright || !axis.name ? axis.name : cx.wrapped(axis.name, cx.isNarrow() ? 175 : scaled(400)).join("\n"),
        nameLocation: upright ? "end" : "middle",
        nameGap: scaled(upright ? 12 : 26),
        nameTextStyle: upright ? {align: "left"} : {lineHeight: 1.3 * size},
        min: axis.min,
        max: axis.max,
        scale: axis.min === undefined,
        splitNumber: cx.isNarrow() && !upright ? 3 : 5,
        ...(axis.min === 0 && axis.max === 100 ? {interval: cx.isNarrow() && !upright ? 50 : 20} : {}),
        axisLabel: {formatter: axis.format, hideOverlap: true},
    };
    const isTold = series.length > 1;
    return {
        grid: {top: scaled((isTold ? 34 : 8) + (!upright && references.some(each => each.name) ? 18 : 0)), bottom: 8},
        legend: isTold ? cx.symbolLegend(colours, series) : undefined,
        xAxis: upright ? category : value,
        yAxis: upright ? value : category,
        tooltip: {formatter: point => cx.tipLines(point.data.tip ?? [point.name])},
        series: drawn,
    };
};

// A symbol in a colour; the inside of an empty one is that of the card, also in the dark.
cx.symbolStyle = function (colours, symbol = "circle", colour) {
    const isEmpty = symbol.startsWith("empty");
    return {
        symbol: isEmpty ? symbol.slice(5).toLowerCase() : symbol,
        itemStyle: isEmpty ? {color: colours.surface, borderColor: colour, borderWidth: 2} : {color: colour},
    };
};

// A legend whose entries have the symbols of the points; series: [{name, symbol, colour}].
cx.symbolLegend = (colours, series) => ({
    itemWidth: 11,
    itemHeight: 11,
    data: series.map(each => {
        const {symbol, itemStyle} = cx.symbolStyle(colours, each.symbol, each.colour);
        return {name: each.name, icon: symbol, itemStyle};
    }),
});

// The lines of a tooltip, escaped; the first is bold.
cx.tipLines = ([head, ...lines]) => [`<b>${cx.escape(head)}</b>`, ...lines.map(cx.escape)].join("<br>");

// The colour at a place from 0 to 1 of a scale of hex colours, as red, green and blue.
cx.colourAt = function (scale, place) {
    const at = Math.min(Math.max(place, 0), 1) * (scale.length - 1);
    const first = Math.min(Math.floor(at), scale.length - 2);
    const parts = hex => [1, 3, 5].map(from => parseInt(hex.slice(from, from + 2), 16));
    const [low, high] = [parts(scale[first]), parts(scale[first + 1])];
    return low.map((value, part) => value + (at - first) * (high[part] - value));
};

// Black or white, whichever is read better on a colour.
cx.inkOn = function (colour) {
    const linear = colour.map(part => part / 255).map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    return luminance > 0.179 ? "#000000" : "#ffffff";
};

// A heat map. cells: [{x, y, value, text, tip}]: places and what stands in the cell; a cell without a
// value has a mark and no colour; scale: {colours, min, max, and format or words: of its two ends}.
cx.heatOption = function (colours, {columns, rows, cells, scale}) {
    const size = cx.textSize();
    const [lowWord, highWord] = scale.words ?? [scale.format(scale.min), scale.format(scale.max)];
    const shown = cells.filter(cell => cx.isKnown(cell.value));
    const marked = cells.filter(cell => !cx.isKnown(cell.value));
    const ink = value => cx.inkOn(cx.colourAt(scale.colours, (value - scale.min) / (scale.max - scale.min || 1)));
    const label = {show: true, fontSize: size, formatter: point => point.data.text};
    return {
        grid: {top: 8, bottom: 5 * size},
        xAxis: {type: "category", data: columns, axisLabel: {interval: 0, hideOverlap: true, rotate: cx.isNarrow() && columns.length > 3 ? 45 : 0}},
        yAxis: {type: "category", data: rows, inverse: true, axisLabel: {interval: 0, width: cx.isNarrow() ? 84 : 11.5 * size, overflow: "break", color: colours.text}},
        visualMap: {
            type: "continuous", dimension: 2, seriesIndex: 0, min: scale.min, max: scale.max,
            inRange: {color: scale.colours}, orient: "horizontal", left: 0, bottom: 0, calculable: false,
            itemWidth: 12, itemHeight: cx.isNarrow() ? 80 : 9 * size, textStyle: {color: colours.muted, fontSize: size},
            text: [highWord, lowWord],
        },
        tooltip: {formatter: point => cx.tipLines(point.data.tip)},
        series: [
            {
                type: "heatmap",
                data: shown.map(cell => ({value: [cell.x, cell.y, cell.value], text: cell.text, tip: cell.tip, label: {color: ink(cell.value)}})),
                label,
                itemStyle: {borderColor: colours.surface, borderWidth: 2},
            },
            {
                type: "scatter",
                symbolSize: 16,
                itemStyle: {color: "transparent"},
                data: marked.map(cell => ({value: [cell.x, cell.y], text: cell.text, tip: cell.tip})),
                label: {...label, color: colours.muted},
            },
        ],
    };
};
