import assert from "node:assert/strict";
import { test } from "node:test";
import { texts as chat } from "../../src/FaqBot/wwwroot/chat/texts.js";
import { texts as similarity } from "../../src/FaqBot/wwwroot/similarity/texts.js";
import { texts as widget } from "../../src/FaqBot/Channels/Widget/texts.js";

for (const [page, texts] of Object.entries({ chat, similarity, widget })) {
  const reference = texts["zh-Hans"];
  for (const [language, own] of Object.entries(texts)) {
    test(`${language} says everything the ${page} page says`, () => {
      assert.deepEqual(Object.keys(own), Object.keys(reference));
      for (const key of Object.keys(own)) {
        assert.equal(typeof own[key], typeof reference[key], key);
      }
    });
  }
}
