// Nothing is fetched from or sent to another host: no fonts, no proxy, no assistant, no telemetry.
window.Scalar.createApiReference("#reference", {
  url: new URL("../openapi/v1.json", import.meta.url).href,
  withDefaultFonts: false,
  proxyUrl: "",
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: "never",
  persistAuth: false,
});
