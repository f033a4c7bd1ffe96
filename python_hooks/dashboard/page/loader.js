"use strict";

// The text of an element that Python packed: gzip in base64.
async function unpackedText(element) {
    const signs = atob(element.textContent);
    const bytes = new Uint8Array(signs.length);
    for (let place = 0; place < signs.length; place += 1) bytes[place] = signs.charCodeAt(place); // from() takes longer
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// Run a packed script. The policy of the page allows its text by its hash.
async function runPacked(element) {
    const script = document.createElement("script");
    script.textContent = await unpackedText(element);
    document.head.append(script);
}

runPacked(document.getElementById("page"));
