// Opens the page from disk in Chromium and uses it as a person would.
//
// HONGBI names the command whose findings must be the same; HONGBI_PAGE the page (default: dist/红笔.html);
// CHROMIUM the browser. HONGBI_PICTURES=FOLDER keeps pictures of the page to look at.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { longDraft, word } from "./draft.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "..", "..");
const file = process.env.HONGBI_PAGE ?? join(here, "..", "dist", "红笔.html");
const hongbi = process.env.HONGBI ?? join(root, "target", "debug", "hongbi");
const sample = join(root, "tests", "cases", "sample", "report.txt");
const pictures = process.env.HONGBI_PICTURES;
const browsers = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"];

let browser;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "hongbi-page-"));
  browser = await chromium.launch({
    executablePath: browsers.find((path) => path && existsSync(path)),
    args: ["--no-sandbox"],
  });
});
after(() => browser?.close());

/** The page as it opens by a double click, in a context of its own; `requests` lists all that it asks for. */
const open = async (options = {}) => {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 900 }, ...options });
  const requests = [];
  const wrong = [];
  context.on("request", (request) => requests.push(request.url()));
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { context, page, requests, wrong };
};

const drop = (page, name, bytes) =>
  page.evaluate(
    ([name, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], name));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    [name, Buffer.from(bytes).toString("base64")],
  );

const settled = async (page) => {
  await page.waitForFunction(() => !document.body.hasAttribute("aria-busy"), undefined, { timeout: 120_000 });
};

const paste = async (page, text) => {
  await page.fill("#draft-text", text);
  await page.click("#check");
  await settled(page);
};

/** Rule, place and message of each finding on the page. */
const found = (page) =>
  page.$$eval(".card", (cards) =>
    cards.map((card) => [
      card.dataset.rule,
      card.querySelector("h3 a").lastChild.textContent,
      card.querySelector("p").textContent,
    ]),
  );

/** The same by the command. */
const byCommand = (path, lang) => {
  const report = (() => {
    try {
      // The page has no model for this rule.
      const all = ["check", "--no-config", "--ignore", "doubtful-character", "--lang", lang, "--format", "json", path];
      return execFileSync(hongbi, all, { encoding: "utf8", maxBuffer: 1 << 28 });
    } catch (error) {
      return error.stdout;
    }
  })();
  return JSON.parse(report).diagnostics.map((one) => [
    one.rule,
    lang === "zh" ? `第 ${one.span.start.line} 行` : `line ${one.span.start.line}`,
    one.message,
  ]);
};

const download = async (page, selector) => {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
};

const picture = async (page, name) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
};

test("the page is small enough to be sent", () => {
  assert.ok(statSync(file).size <= 6_000_000, `${statSync(file).size} bytes`);
});

test("the sample has the findings of the command, in both languages, without a request", async () => {
  const { page, requests, wrong, context } = await open();
  await drop(page, "report.txt", readFileSync(sample));
  await page.waitForSelector(".card");
  assert.deepEqual(await found(page), byCommand(sample, "zh"));
  await page.click("#lang");
  await page.waitForFunction(() => document.querySelector(".card h3 a").textContent.includes("line"));
  assert.deepEqual(await found(page), byCommand(sample, "en"));
  const others = requests.filter((url) => !url.startsWith("file:") && !url.startsWith("blob:"));
  assert.deepEqual(others, []);
  assert.deepEqual(requests.filter((url) => url.startsWith("file:")).length, 1);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("the page's policy forbids every connection", async () => {
  const { page, context } = await open();
  let seen = 0;
  await context.route(/^https?:/, (route) => {
    seen += 1;
    return route.abort();
  });
  const kinds = await page.evaluate(async () => {
    const kinds = new Set();
    document.addEventListener("securitypolicyviolation", (event) => kinds.add(event.effectiveDirective));
    const url = "http://192.0.2.1/";
    await fetch(url).catch(() => {});
    new Image().src = url;
    navigator.sendBeacon(url, "x");
    try {
      new WebSocket("ws://192.0.2.1/");
    } catch {
      // Refused at once.
    }
    document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
    document.body.append(Object.assign(document.createElement("script"), { src: url }));
    document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = true" }));
    document.body.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: url }));
    const work = `fetch(${JSON.stringify(url)}).then(() => postMessage("sent"), () => postMessage("refused"))`;
    const worker = new Worker(URL.createObjectURL(new Blob([work])));
    const said = await new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
    await new Promise((resolve) => setTimeout(resolve, 200));
    return [...kinds, `worker ${said}`, `script ran ${Boolean(window.ran)}`].sort();
  });
  assert.deepEqual(kinds, [
    "connect-src",
    "frame-src",
    "img-src",
    "script ran false",
    "script-src-elem",
    "style-src-elem",
    "worker refused",
  ]);
  assert.equal(seen, 0);
  await context.close();
});

test("fixes are accepted one by one, undone, accepted together, and the file keeps its encoding", async () => {
  const { page, context, wrong } = await open();
  const text = "会议强调,要抓好落实。\n会议指出,要再研究。\n";
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  await drop(page, "纪要.txt", utf16);
  await page.waitForSelector(".card");
  const before = await page.inputValue("#draft-text");
  assert.equal(before, text);
  assert.equal(await page.isDisabled("#undo"), true);
  await page.click(".acts button >> nth=0");
  await settled(page);
  const once = await page.inputValue("#draft-text");
  assert.notEqual(once, before);
  await page.click("#undo");
  await settled(page);
  assert.equal(await page.inputValue("#draft-text"), before);
  await page.click("#accept-all");
  await settled(page);
  const after = text.replaceAll(",", "，");
  assert.equal(await page.inputValue("#draft-text"), after);
  const saved = await download(page, "#save");
  assert.equal(saved.name, "纪要.改.txt");
  assert.equal(saved.bytes.subarray(2).toString("utf16le"), after);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("a Word document comes back with tracked changes, and with comments", async () => {
  const { page, context } = await open();
  await drop(page, "纪要.docx", word(["会议纪要", "会议强调,要抓好落实。", "会议感谢***同志。", "会议指出,要再研究。"]));
  await page.waitForSelector(".card");
  const comments = await download(page, "#save-comments");
  assert.equal(comments.name, "纪要.审.docx");
  const commented = join(folder, "commented.docx");
  writeFileSync(commented, comments.bytes);
  await page.click(".card[data-rule=halfwidth-punctuation] .acts button >> nth=0");
  await settled(page);
  await page.click("#accept-all", { timeout: 2000 }).catch(() => {});
  await settled(page);
  const tracked = await download(page, "#save");
  assert.equal(tracked.name, "纪要.改.docx");
  const changed = join(folder, "changed.docx");
  writeFileSync(changed, tracked.bytes);
  const rules = (path) => byCommand(path, "zh").map(([rule]) => rule);
  assert.ok(rules(commented).includes("halfwidth-punctuation"));
  assert.deepEqual(rules(changed), ["redaction-placeholder"]);
  await context.close();
});

test("an exception is remembered until it is removed, and goes into the configuration", async () => {
  const { page, context } = await open();
  const text = "会议感谢***同志。\n";
  await paste(page, text);
  assert.equal((await found(page)).length, 1);
  await page.click(".card .acts button:last-child");
  await settled(page);
  assert.deepEqual(await found(page), []);
  await page.reload();
  await paste(page, text);
  assert.deepEqual(await found(page), []);
  await page.click("#back");
  await page.click("#settings summary");
  const kept = await download(page, "#save-config");
  assert.match(kept.bytes.toString(), /\[\[allow\]\]\nrule = "redaction-placeholder"\ntext = "\*\*\*"\n/);
  await page.click("#exceptions button");
  await page.click("#check");
  await settled(page);
  assert.equal((await found(page)).length, 1);
  await context.close();
});

test("a configuration is dropped, and its mistakes are said with their lines", async () => {
  const { page, context } = await open();
  await paste(page, "会议感谢***同志。\n");
  await drop(page, "hongbi.toml", Buffer.from('[rules]\nredaction-placeholder = "off"\n'));
  await page.waitForFunction(() => !document.querySelector(".card"));
  await page.click("#back");
  await page.fill("#config", '[rules]\nredaction-placeholdr = "off"\n');
  await page.click("#check");
  await settled(page);
  assert.match(await page.textContent("#said"), /第 2 行.*redaction-placeholder/s);
  await drop(page, "扫描.pdf", Buffer.from("%PDF-1.7\n"));
  await page.fill("#config", "");
  await drop(page, "扫描.pdf", Buffer.from("%PDF-1.7\n"));
  await page.waitForFunction(() => document.querySelector("#said").textContent.includes("PDF"));
  await context.close();
});

test("what a draft holds is shown and never run", async () => {
  const { page, context, wrong } = await open();
  const hostile = `<img src=x onerror="window.ran=1">会议感谢***同志。<script>window.ran=1</script>,"><svg onload=window.ran=1>\n`;
  await paste(page, hostile);
  await drop(page, `"><img src=x onerror=window.ran=1>.txt`, Buffer.from(hostile));
  await settled(page);
  await page.waitForSelector(".card");
  assert.equal(await page.evaluate(() => window.ran), undefined);
  assert.equal(await page.$("#draft img, #draft svg, #draft script"), null);
  assert.deepEqual(wrong, []);
  await context.close();
});

test("the keyboard alone suffices", async () => {
  const { page, context } = await open();
  const press = (...keys) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  await page.focus("#draft-text");
  await page.keyboard.insertText("会议强调,要抓好落实。感谢***同志。\n");
  await press("Control+Enter");
  await page.waitForSelector(".card");
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "found-title");
  await press("F8");
  const focused = () => page.evaluate(() => document.activeElement.closest(".card")?.dataset.rule);
  assert.equal(await focused(), "halfwidth-punctuation");
  await press("F8");
  assert.equal(await focused(), "redaction-placeholder");
  await press("Shift+F8");
  while ((await page.evaluate(() => document.activeElement.textContent)) !== "采纳修改") await press("Tab");
  await press("Enter");
  await page.waitForFunction(() => document.querySelector("#said").textContent.includes("已修改 1 处"));
  assert.equal(await focused(), "redaction-placeholder");
  await context.close();
});

test("100,000 characters take 300 ms at most, and the page stays responsive", async () => {
  const { page, context } = await open();
  await paste(page, "热身。\n");
  await page.click("#back");
  const text = longDraft(100_000);
  await page.fill("#draft-text", text);
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
      window.ticking = setTimeout(tick, 4);
    };
    tick();
  });
  const times = [];
  for (let round = 0; round < 5; round++) {
    await page.click("#check");
    await settled(page);
    times.push(Number((await page.textContent("#said")).match(/(\d+) 毫秒/)[1]));
    if (round < 4) await page.click("#back");
  }
  const longest = await page.evaluate(() => Math.round(window.longest));
  console.log(`100,000 characters: ${times.join(", ")} ms in the worker; the page was never silent for more than ${longest} ms`);
  const most = Number(process.env.HONGBI_MOST_MS ?? 300);
  assert.ok(Math.min(...times) <= most, `${times.join(", ")} ms`);
  await context.close();
});

for (const [name, options] of [
  ["wide", {}],
  ["narrow", { viewport: { width: 390, height: 844 } }],
  ["dark", { colorScheme: "dark" }],
  ["narrow dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark" }],
]) {
  test(`it can be used by everyone: ${name}`, async () => {
    const { page, context } = await open(options);
    const check = async (what) => {
      await picture(page, `${name} ${what}`);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => window.axe.run());
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      const told = serious.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html)}`);
      assert.deepEqual(told, [], what);
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(width <= 0, `${what}: ${width} pixels too wide`);
    };
    await page.click("#settings summary");
    await check("empty");
    await drop(page, basename(sample), readFileSync(sample));
    await page.waitForSelector(".card");
    await settled(page);
    await check("found");
    await page.keyboard.press("F8");
    await page.keyboard.press("F8");
    await page.waitForTimeout(600);
    await check("second finding");
    await page.click("#lang");
    await settled(page);
    await page.evaluate(() => scrollTo(0, 0));
    await check("english");
    await context.close();
  });
}
