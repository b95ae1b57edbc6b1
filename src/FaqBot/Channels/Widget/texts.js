import { texts as chat } from "../../wwwroot/chat/texts.js";

const own = {
  "zh-Hans": {
    title: "在线客服",
    open: "打开客服对话",
    close: "关闭",
    clear: "清空对话",
    helped: "这个回答有帮助吗？",
    yes: "有帮助",
    no: "没帮助",
    thanks: "谢谢你的反馈！",
    feedbackFailed: "反馈没有送达，请再试一次。",
  },
  "zh-Hant": {
    title: "線上客服",
    open: "開啟客服對話",
    close: "關閉",
    clear: "清除對話",
    helped: "這個回答有幫助嗎？",
    yes: "有幫助",
    no: "沒幫助",
    thanks: "謝謝你的回饋！",
    feedbackFailed: "回饋沒有送達，請再試一次。",
  },
  en: {
    title: "Help",
    open: "Open the help chat",
    close: "Close",
    clear: "Clear the conversation",
    helped: "Did this help?",
    yes: "Yes",
    no: "No",
    thanks: "Thank you!",
    feedbackFailed: "That did not arrive. Please try again.",
  },
};

/** Everything the widget says itself, by language: what the chat page says, and what only the widget does. */
export const texts = Object.fromEntries(Object.entries(own).map(([language, said]) => [language, { ...chat[language], ...said }]));
