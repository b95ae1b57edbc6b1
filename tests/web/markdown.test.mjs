import assert from "node:assert/strict";
import { test } from "node:test";
import { html, rendered } from "./page.mjs";

const cases = {
  // Paragraphs and breaks
  "": "",
  "  \n\t\n": "",
  "one": "<p>one</p>",
  "one\ntwo": "<p>one<br>two</p>",
  "one\r\ntwo\rthree": "<p>one<br>two<br>three</p>",
  "one  \ntwo": "<p>one<br>two</p>",
  "one\\\ntwo": "<p>one<br>two</p>",
  "one\n\n\n two": "<p>one</p><p>two</p>",
  "　　首行缩进": "<p>　　首行缩进</p>",

  // Headings and rules
  "# a": "<h3>a</h3>",
  "## a ##": "<h4>a</h4>",
  "###### a": "<h6>a</h6>",
  "# C#": "<h3>C#</h3>",
  "#": "<h3></h3>",
  "#1 order": "<p>#1 order</p>",
  "####### a": "<p>####### a</p>",
  "text\n# a\ntext": "<p>text</p><h3>a</h3><p>text</p>",
  "a\n---\nb": "<p>a</p><hr><p>b</p>",
  "* * *": "<hr>",
  "--": "<p>--</p>",

  // Emphasis
  "*a* **b** ***c*** ~~d~~": "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <del>d</del></p>",
  "_a_ __b__": "<p><em>a</em> <strong>b</strong></p>",
  "**a *b* c**": "<p><strong>a <em>b</em> c</strong></p>",
  "*a**b*": "<p><em>a**b</em></p>",
  "**a": "<p>**a</p>",
  "2 * 3 * 4": "<p>2 * 3 * 4</p>",
  "snake_case_name": "<p>snake_case_name</p>",
  "3~5 天，您好~": "<p>3~5 天，您好~</p>",
  "**注意：**请看": "<p><strong>注意：</strong>请看</p>",
  "请看**「重点」**文字": "<p>请看<strong>「重点」</strong>文字</p>",
  "请看**“重点”**文字": "<p>请看<strong>“重点”</strong>文字</p>",
  "**Note:**请看": "<p><strong>Note:</strong>请看</p>",
  "**一\n二**": "<p><strong>一<br>二</strong></p>",
  "*a **b* c**": "<p><em>a <em><em>b</em> c</em></em></p>",

  // Code
  "`a*b*`": "<p><code>a*b*</code></p>",
  "``a`b``": "<p><code>a`b</code></p>",
  "`` ` ``": "<p><code>`</code></p>",
  "`open": "<p>`open</p>",
  "**a `b** c`": "<p>**a <code>b** c</code></p>",
  "```js\nlet a;\n\n  b\n```\nend": "<pre><code>let a;\n\n  b</code></pre><p>end</p>",
  "~~~\n```\n~~~": "<pre><code>```</code></pre>",
  "```\nopen": "<pre><code>open</code></pre>",
  "  ```\n    a\n  ```": "<pre><code>  a</code></pre>",

  // Lists
  "- a\n- b": "<ul><li>a</li><li>b</li></ul>",
  "1. a\n2. b": "<ol><li>a</li><li>b</li></ol>",
  "3) a\n4) b": '<ol start="3"><li>a</li><li>b</li></ol>',
  "步骤：\n1. a\n2. b": "<p>步骤：</p><ol><li>a</li><li>b</li></ol>",
  "in\n2024. That": "<p>in<br>2024. That</p>",
  "- a\n  - b\n    - c\n  - d\n- e": "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>",
  "1. a\n  - b\n    - c\n  - d": "<ol><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li></ol>",
  "- a\n    1. b\n    2. c": "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>",
  "- a\n\n- b": "<ul><li>a</li><li>b</li></ul>",
  "- a\n\n  b": "<ul><li><p>a</p><p>b</p></li></ul>",
  "- a\nb": "<ul><li>a<br>b</li></ul>",
  "- a\n\nb": "<ul><li>a</li></ul><p>b</p>",
  "- a\n* b": "<ul><li>a</li></ul><ul><li>b</li></ul>",
  "1. a\n   ```\n   b\n   ```\n2. c": "<ol><li>a<pre><code>b</code></pre></li><li>c</li></ol>",
  "-a": "<p>-a</p>",
  "-": "<ul><li></li></ul>",

  // Quotes
  "> a\n> b\n\nc": "<blockquote><p>a<br>b</p></blockquote><p>c</p>",
  "> a\n>> b": "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>",
  "> - a": "<blockquote><ul><li>a</li></ul></blockquote>",

  // Links
  "[a](https://a.cn/b)": '<p><a href="https://a.cn/b">a</a></p>',
  '[a](https://a.cn "b")': '<p><a title="b" href="https://a.cn">a</a></p>',
  "[a](<https://a.cn/(>)": '<p><a href="https://a.cn/(">a</a></p>',
  "[a](/b_(c))": '<p><a href="/b_(c)">a</a></p>',
  "[**a** `b`](/c)": '<p><a href="/c"><strong>a</strong> <code>b</code></a></p>',
  "[a](mailto:a@b.cn) [b](tel:+861088)": '<p><a href="mailto:a@b.cn">a</a> <a href="tel:+861088">b</a></p>',
  "[a](./b) [c](../d) [e](f.html) [g](#h) [i](?j=k:l)":
    '<p><a href="./b">a</a> <a href="../d">c</a> <a href="f.html">e</a> <a href="#h">g</a> <a href="?j=k:l">i</a></p>',
  "[](https://a.cn)": '<p><a href="https://a.cn">https://a.cn</a></p>',
  "[a] (b)": "<p>[a] (b)</p>",
  "[a [b](/c) d](/e)": '<p>[a <a href="/c">b</a> d](/e)</p>',
  "[https://a.cn](https://b.cn)": '<p><a href="https://b.cn">https://a.cn</a></p>',
  "*[a*](/b)": '<p>*<a href="/b">a*</a></p>',
  "[a](b c)": "<p>[a](b c)</p>",

  // Bare addresses
  "见https://a.cn/b?c=d&e，谢谢": '<p>见<a href="https://a.cn/b?c=d&e">https://a.cn/b?c=d&amp;e</a>，谢谢</p>',
  "(https://a.cn/b_(c)).": '<p>(<a href="https://a.cn/b_(c)">https://a.cn/b_(c)</a>).</p>',
  "**https://a.cn**": '<p><strong><a href="https://a.cn">https://a.cn</a></strong></p>',
  "<https://a.cn/b>": '<p><a href="https://a.cn/b">https://a.cn/b</a></p>',
  "https://": "<p>https://</p>",
  "`https://a.cn`": "<p><code>https://a.cn</code></p>",

  // Escapes and entities
  "\\*a\\* \\[b](c) \\`d\\` \\# \\\\": "<p>*a* [b](c) `d` # \\</p>",
  "C:\\temp": "<p>C:\\temp</p>",
  "&amp; &lt;b&gt;": "<p>&amp;amp; &amp;lt;b&amp;gt;</p>",
  "a\0b": "<p>a\uFFFDb</p>",

  // Tables
  "| a | b |\n|---|---|\n| 1 | 2 |":
    '<div class="table-scroller"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    + "<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>",
  "a|b\n:-:|-:\n1": '<div class="table-scroller"><table><thead><tr><th class="align-center" scope="col">a</th>'
    + '<th class="align-right" scope="col">b</th></tr></thead><tbody></tbody></table></div><p>1</p>',
  "|a|\n|-|\n|b\\|c|d|": '<div class="table-scroller"><table><thead><tr><th scope="col">a</th></tr></thead>'
    + "<tbody><tr><td>b|c</td></tr></tbody></table></div>",
  "a | b\n--": "<p>a | b<br>--</p>",
};

for (const [text, expected] of Object.entries(cases)) {
  test(`renders ${JSON.stringify(text)}`, () => assert.equal(html(text), expected));
}

test("every link opens apart from the page and says nothing about it", () => {
  for (const link of rendered("[a](https://a.cn) https://b.cn <https://c.cn> [d](/e)").querySelectorAll("a")) {
    assert.equal(link.getAttribute("target"), "_blank");
    assert.equal(link.getAttribute("rel"), "noopener noreferrer nofollow");
  }
});

test("an image loads late, sends no referrer and has its label as alternative text", () => {
  const image = rendered('![a *b* `c`](https://a.cn/d.png "e")').querySelector("img");
  assert.equal(image.getAttribute("alt"), "a b c");
  assert.equal(image.getAttribute("title"), "e");
  assert.equal(image.getAttribute("src"), "https://a.cn/d.png");
  assert.equal(image.getAttribute("loading"), "lazy");
  assert.equal(image.getAttribute("referrerpolicy"), "no-referrer");
});

test("an image may be a link's content", () => {
  const link = rendered("[![a](/b.png)](https://c.cn)").querySelector("a");
  assert.equal(link.getAttribute("href"), "https://c.cn");
  assert.equal(link.querySelector("img").getAttribute("src"), "/b.png");
});

test("a link around an image without alternative text still has a name", () => {
  const link = rendered("[![](/b.png)](https://c.cn)").querySelector("a");
  assert.equal(link.getAttribute("aria-label"), "https://c.cn");
});

test("anything but a string renders to nothing", () => {
  for (const value of [undefined, null, 0, 7, true, {}, [], Symbol("a"), Object.create(null), () => "a"]) {
    assert.equal(html(value), "");
  }
});
