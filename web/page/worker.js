// Runs the linter beside the page, so that the page stays responsive.
"use strict";

let linter;

const bytesOf = (base64) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
};

/** Puts the dictionary back in order: `records` of 8 bytes from `at` on, which lie byte by byte. */
const order = (code, at, records) => {
  const apart = code.slice(at, at + 8 * records);
  for (let byte = 0; byte < 8; byte++) {
    for (let record = 0; record < records; record++) code[at + record * 8 + byte] = apart[byte * records + record];
  }
};

const start = async ({ wasm, at, records }) => {
  const unpacked = new Blob([bytesOf(wasm)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const code = new Uint8Array(await new Response(unpacked).arrayBuffer());
  order(code, at, records);
  const compiled = await WebAssembly.compile(code);
  // The library for zip files can ask a browser for random numbers, to encrypt: nothing here does.
  const imports = {};
  for (const { module, name } of WebAssembly.Module.imports(compiled)) {
    imports[module] ??= {};
    imports[module][name] = () => {
      throw new Error(`${name} is not there`);
    };
  }
  return (await WebAssembly.instantiate(compiled, imports)).exports;
};

const ask = (exports, request, file) => {
  const head = new TextEncoder().encode(JSON.stringify(request));
  const length = 4 + head.length + file.length;
  // The memory may move while the linter works, so its buffer is taken anew each time.
  const place = exports.input(length);
  const room = new Uint8Array(exports.memory.buffer, place, length);
  new DataView(room.buffer, place, 4).setUint32(0, head.length, true);
  room.set(head, 4);
  room.set(file, 4 + head.length);
  const answered = exports.answer();
  const answer = new Uint8Array(exports.memory.buffer, exports.output(), answered).slice();
  const end = 4 + new DataView(answer.buffer).getUint32(0, true);
  return { answer: JSON.parse(new TextDecoder().decode(answer.subarray(4, end))), file: answer.slice(end) };
};

self.onmessage = async ({ data }) => {
  if (data.wasm) {
    linter = start(data);
    return;
  }
  try {
    const exports = await linter;
    const before = performance.now();
    const { answer, file } = ask(exports, data.request, data.file);
    self.postMessage({ id: data.id, answer, file, ms: performance.now() - before }, [file.buffer]);
  } catch (error) {
    self.postMessage({ id: data.id, crash: String(error) });
  }
};
