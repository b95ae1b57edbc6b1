import { html } from "lit";
import uPlot from "uplot";
import { count, day, t } from "../language.js";
import { View } from "../view.js";

const height = 240;
const kinds = [["answered", "--high"], ["suggested", "--medium"], ["noMatch", "--low"]];

/** What was answered day by day, one upon the other, with the publications on the axis of time. */
class DayChart extends View {
  static properties = { days: { attribute: false }, publications: { attribute: false }, span: { type: Number } };

  #plot = null;
  #watch = null;
  #scheme = matchMedia("(prefers-color-scheme: dark)");
  #draw = () => this.#make();

  connectedCallback() {
    super.connectedCallback();
    this.#scheme.addEventListener("change", this.#draw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#scheme.removeEventListener("change", this.#draw);
    this.#watch?.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }

  render() {
    return html`<div class="legend" aria-hidden="true">${kinds.map(([name]) => html`<span class="key ${name}">${t(`kind_${name}`)}</span>`)}
      ${this.publications?.length > 0 ? html`<span class="key mark">${t("publications")}</span>` : ""}</div>
      <div class="plot" role="img" aria-label=${t("daysChart")}></div>`;
  }

  updated() {
    this.#make();
    if (!this.#watch) {
      this.#watch = new ResizeObserver(() => this.#plot?.setSize({ width: this.$(".plot").clientWidth, height }));
      this.#watch.observe(this.$(".plot"));
    }
  }

  #make() {
    const host = this.$(".plot");
    if (!host || !this.days) {
      return;
    }
    this.#plot?.destroy();
    const colour = (name) => getComputedStyle(this).getPropertyValue(name).trim();
    const days = whole(this.days, this.span);
    const times = days.map((one) => Date.parse(one.day) / 1000);
    const sums = kinds.map((_, i) => days.map((one) => kinds.slice(0, i + 1).reduce((sum, [name]) => sum + (one[name] ?? 0), 0)));
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: `12px ${getComputedStyle(this).fontFamily}` };
    const bars = uPlot.paths.bars({ size: [.72, 40] });
    this.#plot = new uPlot({
      width: host.clientWidth || 600,
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: true, range: () => [times[0] - 43_200, times.at(-1) + 43_200] }, y: { range: (_, _min, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
      axes: [
        { ...axis, grid: { show: false }, values: (_, ticks) => ticks.map((tick) => day(tick * 1000).replace(/,? ?\d{4}年?/, "")), space: 90 },
        { ...axis, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? count(tick) : "")), size: 48 },
      ],
      // The highest sum is drawn first, those below it upon it.
      series: [{}, ...kinds.map(([name, variable]) => ({ label: name, fill: colour(variable), stroke: colour(variable), width: 0, paths: bars, points: { show: false } })).reverse()],
      hooks: { draw: [(plot) => this.#mark(plot, colour("--ink"))] },
    }, [times, ...sums.reverse()], host);
  }

  #mark(plot, stroke) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = stroke;
    ctx.setLineDash([4, 4]);
    for (const { at } of this.publications ?? []) {
      const x = plot.valToPos(Date.parse(at) / 1000, "x", true);
      if (x >= bbox.left && x <= bbox.left + bbox.width) {
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
      }
    }
    ctx.restore();
  }
}

/** All days of the period: those without questions, too. */
function whole(days, span) {
  const known = new Map(days.map((one) => [one.day, one]));
  const last = Date.parse(days.at(-1)?.day ?? new Date().toISOString().slice(0, 10));
  return Array.from({ length: span }, (_, i) => {
    const name = new Date(Math.max(last, Date.now()) - (span - 1 - i) * 86_400_000).toISOString().slice(0, 10);
    return known.get(name) ?? { day: name };
  });
}

customElements.define("faqbot-day-chart", DayChart);
