"use strict";

// The text of an element that Python packed: gzip in base64.
async function unpackedText(element) {
    const bytes = Uint8Array.from(atob(element.textContent), sign => sign.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// Run a packed script. The policy of the page allows its text by its hash.
async function runPacked(element) {
    const script = document.createElement("script");
    script.textContent = await unpackedText(element);
    document.head.append(script);
}

runPacked(document.getElementById("page"));
