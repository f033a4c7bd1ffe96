"use strict";

// The text of an element that Python packed: gzip in base64.
async function unpackedText(id) {
    const packed = document.getElementById(id).textContent;
    const bytes = Uint8Array.from(atob(packed), sign => sign.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// Run ECharts, then the page. The policy of the page allows these two texts by their hashes.
(async function () {
    for (const id of ["charts", "page"]) {
        const script = document.createElement("script");
        script.textContent = await unpackedText(id);
        document.head.append(script);
    }
})();
