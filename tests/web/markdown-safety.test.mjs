import assert from "node:assert/strict";
import { test } from "node:test";
import { rendered } from "./page.mjs";

// What an answer may turn into, and with which attributes. Everything else is a hole.
const allowed = {
  a: ["href", "target", "rel", "title", "aria-label"],
  img: ["src", "alt", "title", "loading", "decoding", "referrerpolicy"],
  ol: ["start"],
  th: ["scope", "class"],
  td: ["class"],
  div: ["class"],
  p: [], br: [], hr: [], ul: [], li: [], em: [], strong: [], del: [], code: [], pre: [], blockquote: [],
  h3: [], h4: [], h5: [], h6: [], table: [], thead: [], tbody: [], tr: [],
};

const page = "https://shop.example/chat/";

function assertHarmless(text) {
  const host = rendered(text);
  for (const element of host.querySelectorAll("*")) {
    const name = element.localName;
    assert.ok(name in allowed, `${JSON.stringify(text)} made <${name}>`);
    for (const attribute of element.getAttributeNames()) {
      assert.ok(allowed[name].includes(attribute), `${JSON.stringify(text)} made <${name} ${attribute}>`);
    }
    if (name === "a") {
      const { protocol } = new URL(element.getAttribute("href"), page);
      assert.ok(["http:", "https:", "mailto:", "tel:"].includes(protocol), `${JSON.stringify(text)} links to ${protocol}`);
    }
    if (name === "img") {
      assert.equal(new URL(element.getAttribute("src"), page).protocol, "https:");
    }
  }
  return host;
}

const markup = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<a href=\"javascript:alert(1)\">x</a>",
  "<style>@import '//evil.example'</style>",
  "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<details open ontoggle=alert(1)>",
  "```\n</code></pre><script>alert(1)</script>\n```",
  "`</code><script>alert(1)</script>`",
  "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
  "# <script>alert(1)</script>",
  "> <object data=javascript:alert(1)>",
  "<base href=//evil.example>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
];

for (const text of markup) {
  test(`markup stays text: ${JSON.stringify(text)}`, () => {
    const host = assertHarmless(text);
    assert.equal(host.querySelectorAll("a, img").length, 0);
    assert.ok(host.textContent.includes("<"));
  });
}

const badTargets = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "<javascript:alert(1)>",
  "<java\tscript:alert(1)>",
  "<java\u0000script:alert(1)>",
  "< javascript:alert(1)>",
  "\u0001javascript:alert(1)",
  "\u00A0javascript:alert(1)",
  "\u3000javascript:alert(1)",
  "\u200Bjavascript:alert(1)",
  "\uFEFFjavascript:alert(1)",
  "java\u00ADscript:alert(1)",
  "javascript\\:alert(1)",
  "\\javascript:alert(1)",
  "javascript&colon;alert(1)",
  "javascript&#58;alert(1)",
  "&#106;avascript:alert(1)",
  "&#x6A;avascript:alert(1)",
  "java&Tab;script:alert(1)",
  "java&NewLine;script:alert(1)",
  "javascript%3Aalert(1)",
  "%6Aavascript:alert(1)",
  "javascript://a.cn/%0Aalert(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
  "vbscript:msgbox(1)",
  "blob:https://a.cn/1",
  "file:///etc/passwd",
  "view-source:https://a.cn",
  "feed:javascript:alert(1)",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\\\\\evil.example",
  "/\t/evil.example",
  "</\n/evil.example>",
  "https:evil.example",
  "https:/evil.example",
  "https://",
  "https://a b.cn",
  "https://[",
  "ｊavascript：alert(1)",
  "/\u202Egpj.exe",
  ":alert(1)",
];

for (const target of badTargets) {
  test(`no link to ${JSON.stringify(target)}`, () => {
    for (const text of [`[label](${target})`, `[label](${target} "title")`, `![label](${target})`]) {
      const host = assertHarmless(text);
      assert.equal(host.querySelectorAll("a[href*=alert], a[href*=evil], img").length, 0, text);
      assert.ok(host.textContent.includes("label"));
    }
  });
}

test("a refused target leaves the label alone", () => {
  assert.equal(rendered("[a **b**](javascript:c)").innerHTML, "<p>a <strong>b</strong></p>");
  assert.equal(rendered("![a](data:image/svg+xml,x)").innerHTML, "<p>a</p>");
});

test("an image comes from https or this site only", () => {
  for (const source of ["http://a.cn/b.png", "mailto:a@b.cn", "tel:1"]) {
    assert.equal(rendered(`![a](${source})`).querySelector("img"), null);
  }
  for (const source of ["https://a.cn/b.png", "/b.png", "b.png", "../b.png"]) {
    assert.ok(rendered(`![a](${source})`).querySelector("img"));
  }
});

const injections = [
  '[a](https://a.cn "b\\" onclick=alert(1) c=\\"")',
  '[a](https://a.cn/"onmouseover="alert(1))',
  "[a](https://a.cn/'onmouseover='alert(1))",
  '![a" onerror="alert(1)](https://a.cn/b.png)',
  "https://a.cn/\"onclick=alert(1)",
  "<https://a.cn/\"onclick=alert(1)>",
  "[a](https://a.cn)[b](javascript:alert(1))",
  "[![a](javascript:alert(1))](javascript:alert(2))",
  "[a](javascript:alert(1)) https://a.cn",
  "[https://a.cn](javascript:alert(1))",
  "```\" onload=\"alert(1)\ncode\n```",
  "| a |\n|:-:|\n| [b](javascript:alert(1)) |",
  "99999999999. a",
  "[a]: javascript:alert(1)\n\n[a]",
  "<javascript:alert(1)>",
];

for (const text of injections) {
  test(`nothing is smuggled in by ${JSON.stringify(text)}`, () => {
    assertHarmless(text);
  });
}

test("random text of special characters is harmless and does not throw", () => {
  const pieces = [..."*_~`[]()<>!#|-+\\\"':&/.\n\n\t 12ab中，", "](", "![", "https://", "javascript:", "|-|", "```", "  - ", "\uD800"];
  const random = generator(20_24);
  for (let round = 0; round < 3_000; round++) {
    const text = Array.from({ length: 1 + random(60) }, () => pieces[random(pieces.length)]).join("");
    assertHarmless(text);
  }
});

/** A linear congruential generator: the same texts on every run. */
function generator(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
