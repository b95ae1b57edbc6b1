import { frame } from "./frame.js";
import { questions } from "./questions.js";
import { editor } from "./editor.js";
import { testing } from "./testing.js";
import { publishing } from "./publishing.js";
import { history } from "./history.js";
import { inbox } from "./inbox.js";
import { importing } from "./import.js";
import { overview } from "./overview.js";
import { audit } from "./audit.js";
import { models } from "./models.js";
import { settingsTexts } from "./settings.js";
import { starting } from "./starting.js";

/** All that the pages say: simplified Chinese, traditional Chinese, English. A bar parts the form for one from the form for many. */
export const texts = { ...frame, ...questions, ...editor, ...testing, ...publishing, ...history, ...inbox,
  ...importing, ...overview, ...audit, ...models, ...settingsTexts, ...starting };
