"use strict";

// The page's one global: data, words, formats, filters, cards and screens. See docs/dashboard.md.
const cx = {language: "en", screens: []};

// The words of the language in use.
cx.t = (en, zh) => (cx.language === "zh" ? zh : en);

// A text for places that read HTML, such as ECharts' tooltips.
cx.escape = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);

// Read the datasets: columns, of which texts are places in a list.
cx.unpack = async function () {
    cx.datasets = JSON.parse(await unpackedText(document.getElementById("data")));
    cx.unpackedRows = {};
};

// Some rows of a dataset, from a place up to another.
cx.rowsBetween = function (name, from, until) {
    const {columns, texts} = cx.datasets.tables[name];
    const names = Object.keys(columns);
    return Array.from({length: until - from}, (_, step) => {
        const row = {};
        for (const column of names) {
            const value = columns[column][from + step];
            row[column] = value !== null && texts[column] ? texts[column][value] : value;
        }
        return row;
    });
};

// A dataset (queries/<name>.sql) as rows; each is made once.
cx.rows = function (name) {
    cx.unpackedRows[name] ??= cx.rowsBetween(name, 0, cx.datasets.tables[name].length);
    return cx.unpackedRows[name];
};

// Whether there is a value.
cx.isKnown = value => value !== null && value !== undefined;

// Rows by the value of a column: a Map of lists.
cx.grouped = function (rows, key) {
    const groups = new Map();
    for (const row of rows) {
        const value = typeof key === "function" ? key(row) : row[key];
        if (!groups.has(value)) groups.set(value, []);
        groups.get(value).push(row);
    }
    return groups;
};
