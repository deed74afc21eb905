// Builds 红笔.html: the linter as WebAssembly, compressed, within one page that needs no other file.
//
//     node build.mjs [OUTPUT]      (default: dist/红笔.html)
//
// Needs Rust with the target wasm32-unknown-unknown; CARGO_TARGET_DIR is honoured.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** What a mail server lets through, and a slow disk opens at once. */
const MOST_BYTES = 6_000_000;
const TARGET = "wasm32-unknown-unknown";

const here = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(here, "dist", "红笔.html"));
const read = (...path) => readFileSync(join(here, ...path), "utf8");

const messages = execFileSync(
  "cargo",
  ["build", "--locked", "--release", "--target", TARGET, "--message-format", "json-render-diagnostics"],
  { cwd: here, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] },
).trim().split("\n").map((line) => JSON.parse(line));
const made = (kind, find) => messages.filter(({ reason }) => reason === kind).map(find).find((path) => path && existsSync(path));
const wasm = readFileSync(made("compiler-artifact", ({ filenames }) => filenames.find((name) => name.endsWith("hongbi_web.wasm"))));
const words = readFileSync(made("build-script-executed", ({ out_dir: folder }) => join(folder, "words.bin")));

/** The dictionary's records are of 8 bytes: all first bytes, then all second ones and so on, take 1 MB less when compressed. */
const RECORD = 8;
const shuffled = Buffer.from(wasm);
const at = wasm.indexOf(words);
if (at < 0) throw new Error("the dictionary is not in the WebAssembly");
const records = words.length / RECORD;
for (let byte = 0; byte < RECORD; byte++) {
  for (let record = 0; record < records; record++) {
    shuffled[at + byte * records + record] = words[record * RECORD + byte];
  }
}
const packed = gzipSync(shuffled, { level: 9 });

const script = `\n${read("page", "page.js")}`;
const parts = {
  "report.css": read("..", "src", "report", "html", "page.css"),
  "page.css": read("page", "page.css"),
  "worker.js": read("page", "worker.js"),
  "page.js": script,
  wasm: packed.toString("base64"),
  "words.at": String(at),
  "words.records": String(records),
  // Only this script may run, whatever a draft holds.
  hash: `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
};
const page = read("page", "index.html").replace(/\{\{([a-z.]+)\}\}/g, (_, name) => parts[name]);

mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, page);
const size = Buffer.byteLength(page);
const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(`${output}: ${inMegabytes(size)} (WebAssembly ${inMegabytes(wasm.length)}, compressed ${inMegabytes(packed.length)})`);
if (size > MOST_BYTES) {
  console.error(`the page may have ${inMegabytes(MOST_BYTES)} at most`);
  process.exit(1);
}
