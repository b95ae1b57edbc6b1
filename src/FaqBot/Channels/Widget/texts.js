import { texts as chat } from "../../wwwroot/chat/texts.js";

const own = {
  "zh-Hans": {
    title: "在线客服",
    open: "打开客服对话",
    close: "关闭",
    unread: (count) => `打开客服对话，${count} 条新回答`,
  },
  "zh-Hant": {
    title: "線上客服",
    open: "開啟客服對話",
    close: "關閉",
    unread: (count) => `開啟客服對話，${count} 則新回答`,
  },
  en: {
    title: "Help",
    open: "Open the help chat",
    close: "Close",
    unread: (count) => `Open the help chat, ${count} new`,
  },
};

/** Everything the widget says itself, by language: what the chat page says, and what only the widget does. */
export const texts = Object.fromEntries(Object.entries(own).map(([language, said]) => [language, { ...chat[language], ...said }]));
