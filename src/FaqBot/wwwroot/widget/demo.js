const address = new URL("../widget.js", import.meta.url).href;
document.querySelector("#embed").textContent = `<script src="${address}" data-kb="shop" defer></script>`;
