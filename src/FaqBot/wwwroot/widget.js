// Not a module, so that one tag is enough: only a classic script knows which tag it came with.
{
  const script = document.currentScript;
  const main = new URL("widget/main.js", script.src).href;
  const load = async () => {
    try {
      const { start } = await import(main);
      await start(script.dataset);
    } catch {
      // A page without its widget is still a page. The connection may be back later.
      addEventListener("online", load, { once: true });
    }
  };
  if (document.readyState === "loading") {
    addEventListener("DOMContentLoaded", load, { once: true });
  } else {
    load();
  }
}
