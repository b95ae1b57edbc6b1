import { html } from "lit";
import { t } from "../language.js";

const told = {
  unreachable: "faultUnreachable", offline: "faultOffline", starting: "faultStarting", timeout: "faultTimeout", tooMany: "faultTooMany", unavailable: "faultUnavailable",
  forbidden: "faultForbidden", notFound: "faultNotFound", failed: "faultFailed",
};

/** What went wrong, in words of this page and, where it says more, of the service. */
export function faultText(error) {
  const own = told[error.kind];
  return own ? t(own) : [t("faultRejected"), error.detail].filter(Boolean).join(" ");
}

/** A failure with a way to try again. */
export const faultBox = (error, again) => html`<div class="notice-box error" role="alert">
  <p>${faultText(error)}</p>
  ${again ? html`<button class="button" @click=${again}>${t("tryAgain")}</button>` : ""}
</div>`;

export const loading = (text = t("loading")) => html`<div class="loading" role="status"><span class="spinner"></span>${text}</div>`;

/** Nothing is there yet: why, and what to do next. */
export const empty = (title, text, ...actions) => html`<div class="empty"><h2>${title}</h2><p>${text}</p>
  <div class="actions">${actions}</div></div>`;
