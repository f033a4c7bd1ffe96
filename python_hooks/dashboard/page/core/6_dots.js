// Points with their intervals, in rows or upright, and heat maps: what most reports are drawn as.

cx.isNarrow = () => innerWidth < 640;

// The height of a chart of so many rows, with room for the axis and a legend.
cx.rowsHeight = (count, perRow = 34) => Math.max(120, 70 + perRow * count);

const isKnown = value => value !== null && value !== undefined;

// Points with whiskers. names: the categories in order; axis: {name, format, min, max, type};
// series: [{name, colour, symbol, points: [{place, value, low, high, colour, symbol, hollow, tip}]}];
// references: [{value, name, colour}]; upright: categories from left to right.
cx.dotsOption = function (colours, {names, series, axis, references = [], upright = false, joined = false}) {
    const size = cx.textSize();
    const gap = 12;
    const shiftOf = place => (place - (series.length - 1) / 2) * gap;
    const pair = (category, value) => (upright ? [category, value] : [value, category]);

    // Each whisker is [place, low, high]; it is drawn in pixels, so that series stand side by side.
    const whiskers = (each, shift) => ({
        name: each.name,
        type: "custom",
        silent: true,
        clip: true,
        data: each.points.filter(point => isKnown(point.low) && isKnown(point.high))
            .map(point => ({value: [point.place, point.low, point.high], tone: point.colour ?? each.colour})),
        encode: upright ? {x: 0, y: [1, 2]} : {x: [1, 2], y: 0},
        renderItem(parameters, api) {
            const point = each.points.filter(one => isKnown(one.low) && isKnown(one.high))[parameters.dataIndex];
            const [from, to] = [1, 2].map(place => api.coord(pair(api.value(0), api.value(place))));
            const move = ([x, y]) => (upright ? [x + shift, y] : [x, y + shift]);
            const [[x1, y1], [x2, y2]] = [move(from), move(to)];
            const style = {stroke: point.colour ?? each.colour, lineWidth: 2, opacity: 0.55};
            const cap = 4;
            const caps = [[x1, y1], [x2, y2]].map(([x, y]) => (upright
                ? {x1: x - cap, y1: y, x2: x + cap, y2: y}
                : {x1: x, y1: y - cap, x2: x, y2: y + cap}));
            return {
                type: "group",
                children: [{x1, y1, x2, y2}, ...caps].map(shape => ({type: "line", shape, style})),
            };
        },
    });

    const dots = (each, shift) => ({
        name: each.name,
        type: joined ? "line" : "scatter",
        color: each.colour,
        symbol: each.symbol ?? "circle",
        symbolSize: 10,
        symbolOffset: upright ? [shift, 0] : [0, shift],
        ...(joined ? {lineStyle: {width: 1, opacity: 0.5}, showSymbol: true} : {}),
        data: each.points.filter(point => isKnown(point.value)).map(point => ({
            value: pair(point.place, point.value),
            tip: point.tip,
            symbol: point.symbol ?? each.symbol ?? "circle",
            itemStyle: point.hollow
                ? {color: colours.surface, borderColor: point.colour ?? each.colour, borderWidth: 2}
                : {color: point.colour ?? each.colour},
        })),
    });

    const drawn = series.flatMap((each, place) => {
        const shift = shiftOf(place);
        return [whiskers(each, shift), dots(each, shift)];
    });
    drawn[1].markLine = {
        symbol: "none",
        silent: true,
        data: references.map(({value, name, colour}) => ({
            [upright ? "yAxis" : "xAxis"]: value,
            lineStyle: {color: colour ?? colours.muted, type: "dashed", width: 1},
            label: {
                formatter: name ?? "", color: colour ?? colours.muted, fontSize: size,
                position: upright ? "insideEndTop" : "end",
            },
        })),
    };
    const labelWidth = cx.isNarrow() ? 104 : 190;
    const category = {
        type: "category",
        data: names,
        inverse: !upright,
        axisLabel: upright
            ? {interval: 0, hideOverlap: true, width: 88, overflow: "break"}
            : {interval: 0, width: labelWidth, overflow: "break", color: colours.text},
    };
    const value = {
        type: axis.type ?? "value",
        name: axis.name,
        nameLocation: upright ? "end" : "middle",
        nameGap: upright ? 12 : 26,
        ...(upright ? {nameTextStyle: {align: "left"}} : {}),
        min: axis.min,
        max: axis.max,
        scale: axis.min === undefined,
        splitNumber: cx.isNarrow() ? 3 : 5,
        axisLabel: {formatter: axis.format, hideOverlap: true},
    };
    const isTold = series.length > 1;
    return {
        grid: {top: (isTold ? 34 : 8) + (upright || references.some(each => each.name) ? 18 : 0), bottom: upright ? 8 : 26},
        legend: isTold ? {data: series.map(each => ({name: each.name, icon: each.symbol ?? "circle"}))} : undefined,
        xAxis: upright ? category : value,
        yAxis: upright ? value : category,
        tooltip: {formatter: point => cx.tipLines(point.data.tip ?? [point.name])},
        series: drawn,
    };
};

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
// value has a mark and no colour; scale: {colours, min, max, format, name}.
cx.heatOption = function (colours, {columns, rows, cells, scale, shape}) {
    const size = cx.textSize();
    const shown = cells.filter(cell => isKnown(cell.value));
    const marked = cells.filter(cell => !isKnown(cell.value));
    const ink = value => cx.inkOn(cx.colourAt(scale.colours, (value - scale.min) / (scale.max - scale.min || 1)));
    const label = {show: true, fontSize: size, formatter: point => point.data.text};
    return {
        grid: {top: 8, bottom: 64, ...shape},
        xAxis: {type: "category", data: columns, axisLabel: {interval: 0, hideOverlap: true, rotate: columns.length > 6 && cx.isNarrow() ? 60 : 0}, splitArea: {show: false}},
        yAxis: {type: "category", data: rows, inverse: true, axisLabel: {interval: 0, width: cx.isNarrow() ? 84 : 150, overflow: "break", color: colours.text}},
        visualMap: {
            type: "continuous", dimension: 2, seriesIndex: 0, min: scale.min, max: scale.max,
            inRange: {color: scale.colours}, orient: "horizontal", left: 0, bottom: 0, calculable: false,
            itemWidth: 12, itemHeight: 120, textStyle: {color: colours.muted, fontSize: size},
            text: [scale.format(scale.max), scale.format(scale.min)],
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
