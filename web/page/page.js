(() => {
  "use strict";
  const WORDS = {
    zh: {
      code: "zh-CN",
      promise: "在浏览器里检查文稿。不联网，稿件不离开这台电脑。",
      give: "文稿",
      paste: "把文稿粘贴在这里，或把文件拖到页面上",
      check: "检查",
      open: "选择文件…",
      formats: ".txt .md .html .docx .odt .ofd .doc .wps .xlsx",
      settings: "配置与例外",
      config: "hongbi.toml（可粘贴，也可把文件拖到页面上）",
      saveConfig: "下载 hongbi.toml（含例外）",
      found: "检查结果",
      undo: "撤销",
      saveComments: "下载带批注的 Word 文档",
      back: "返回改稿",
      saveText: "下载改后的文件",
      saveWord: "下载带修订的 Word 文档",
      acceptAll: (count) => `采纳全部可放心改的（${count} 处）`,
      accept: "采纳修改",
      allow: "不再提示",
      errors: "错误",
      warnings: "警告",
      infos: "提示",
      characters: "字",
      pasted: "文稿.txt",
      loading: "正在准备…",
      working: "正在检查…",
      clean: "未发现问题。",
      done: (count, ms) => `查出 ${count} 处，用时 ${ms} 毫秒。按 F8 到下一处，Shift+F8 到上一处。`,
      applied: (count) => `已修改 ${count} 处。`,
      unchanged: "这里不能自动修改（跨段落，或在自动编号、域、文本框等处），请下载批注后手工改。",
      allowed: "已记住这个例外，今后不再提示。可在“配置与例外”中取消。",
      exceptions: "例外（记在这个浏览器里）",
      none: "还没有例外。",
      place: "（没有文字的一处）",
      remove: "取消",
      empty: "请先粘贴文稿，或选择文件。",
      configured: (name) => `已读入配置 ${name}。`,
      crashed: "程序内部出错。这是红笔的缺陷，请附上文稿片段告诉我们。",
      unsupported: "这个浏览器太旧，不能运行红笔。请换用近年的 Chrome、Edge、Firefox 或 Safari。",
      failure: "未能完成：",
      fixed: "改",
      reviewed: "审",
    },
    en: {
      code: "en",
      promise: "Checks Chinese drafts in the browser. No network: the draft does not leave this computer.",
      give: "Draft",
      paste: "Paste the draft here, or drop a file on the page",
      check: "Check",
      open: "Choose a file…",
      formats: ".txt .md .html .docx .odt .ofd .doc .wps .xlsx",
      settings: "Configuration and exceptions",
      config: "hongbi.toml (paste it, or drop the file on the page)",
      saveConfig: "Download hongbi.toml with the exceptions",
      found: "Findings",
      undo: "Undo",
      saveComments: "Download the Word document with comments",
      back: "Back to the draft",
      saveText: "Download the changed file",
      saveWord: "Download the Word document with tracked changes",
      acceptAll: (count) => `Accept all safe fixes (${count})`,
      accept: "Accept the fix",
      allow: "Do not report again",
      errors: "errors",
      warnings: "warnings",
      infos: "infos",
      characters: "characters",
      pasted: "draft.txt",
      loading: "Getting ready…",
      working: "Checking…",
      clean: "Nothing was found.",
      done: (count, ms) => `${count} findings in ${ms} ms. F8 goes to the next one, Shift+F8 to the one before.`,
      applied: (count) => `${count} fixed.`,
      unchanged: "This place cannot be changed automatically (it spans paragraphs, or is in an automatic number, a field or a text box); download the comments and change it by hand.",
      allowed: "The exception is remembered. It can be removed under “Configuration and exceptions”.",
      exceptions: "Exceptions, kept in this browser",
      none: "There are no exceptions yet.",
      place: "(a place without text)",
      remove: "Remove",
      empty: "Paste a draft or choose a file first.",
      configured: (name) => `The configuration ${name} is read.`,
      crashed: "Internal error. This is a bug in hongbi; please report it with a piece of the draft.",
      unsupported: "This browser is too old to run hongbi. Please use a recent Chrome, Edge, Firefox or Safari.",
      failure: "Not done: ",
      fixed: "fixed",
      reviewed: "reviewed",
    },
  };

  const $ = (id) => document.getElementById(id);
  const text = $("draft-text");
  const config = $("config");

  // A browser may refuse to remember anything, above all for a page on disk.
  const recall = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(`hongbi.${key}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const remember = (key, value) => {
    try {
      localStorage.setItem(`hongbi.${key}`, JSON.stringify(value));
    } catch {
      // It holds until the page is closed.
    }
  };

  const usual = /^zh/i.test(navigator.language) || !navigator.language ? "zh" : "en";
  let lang = recall("lang", usual) === "en" ? "en" : "zh";
  let exceptions = recall("exceptions", []);
  if (!Array.isArray(exceptions)) exceptions = [];
  /** The draft: its name and bytes, those before each change, what was found, and the text as it was shown. */
  let draft = null;
  const words = () => WORDS[lang];

  const say = (message, wrong = false) => {
    $("said").textContent = message;
    $("said").classList.toggle("wrong", wrong);
  };

  // The linter

  let worker = null;
  let asked = 0;
  const waiting = new Map();

  const startWorker = () => {
    const url = URL.createObjectURL(new Blob([$("worker").textContent], { type: "text/javascript" }));
    worker = new Worker(url);
    worker.onmessage = ({ data }) => {
      const { resolve, reject } = waiting.get(data.id) ?? {};
      waiting.delete(data.id);
      if (data.crash === undefined) return resolve?.(data);
      // Its memory may be in any state.
      stopWorker();
      console.error(data.crash);
      reject?.(new Error(words().crashed));
    };
    worker.onerror = () => {
      stopWorker();
      for (const { reject } of waiting.values()) reject(new Error(words().unsupported));
      waiting.clear();
    };
    const { textContent: wasm, dataset } = $("wasm");
    worker.postMessage({ wasm, at: Number(dataset.at), records: Number(dataset.records) });
  };
  const stopWorker = () => {
    worker?.terminate();
    worker = null;
  };

  const ask = (what, file, more = {}) => {
    if (!worker) startWorker();
    const id = ++asked;
    const request = { do: what, name: draft?.name ?? "", lang, config: config.value, exceptions, ...more };
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, request, file });
    }).then((data) => {
      if (data.answer.error !== undefined) throw new Error(data.answer.error);
      return data;
    });
  };

  /** Runs one action at a time and says what went wrong. */
  let busy = false;
  const run = async (action) => {
    if (busy) return;
    busy = true;
    document.body.setAttribute("aria-busy", "true");
    try {
      await action();
    } catch (error) {
      say(`${words().failure}${error.message}`, true);
    } finally {
      busy = false;
      document.body.removeAttribute("aria-busy");
    }
  };

  // What is shown

  const put = () => {
    const w = words();
    document.documentElement.lang = w.code;
    document.title = lang === "zh" ? "红笔" : "hongbi";
    for (const one of document.querySelectorAll("[data-say]")) one.textContent = w[one.dataset.say];
    const other = $("lang");
    other.textContent = lang === "zh" ? "English" : "中文";
    other.lang = lang === "zh" ? "en" : "zh-CN";
    putExceptions();
  };

  const element = (name, content, more = {}) =>
    Object.assign(document.createElement(name), { textContent: content, ...more });

  const putExceptions = () => {
    const w = words();
    const list = document.createElement("ul");
    exceptions.forEach((one, index) => {
      const item = document.createElement("li");
      const label = `${one.rule}：${one.text || w.place}`;
      item.append(
        element("span", label),
        element("button", w.remove, {
          type: "button",
          ariaLabel: `${w.remove} ${label}`,
          onclick: () => {
            exceptions = exceptions.filter((_, at) => at !== index);
            remember("exceptions", exceptions);
            putExceptions();
            $("settings").querySelector("summary").focus();
          },
        }),
      );
      list.append(item);
    });
    $("exceptions").replaceChildren(element("p", exceptions.length ? w.exceptions : w.none), list);
  };

  const cards = () => [...$("draft").querySelectorAll(".card")];
  const findingOf = (card) => draft.found.diagnostics[Number(card.dataset.f.split("-")[1])];

  const putFound = (ms) => {
    const w = words();
    const { found } = draft;
    const { counts, diagnostics } = found;
    const list = ["errors", "warnings", "infos"].map((level) => [level.slice(0, -1), counts[level], w[level]]);
    $("counts").replaceChildren(
      ...[...list, ["", found.characters, w.characters]].map(([level, count, what]) => {
        const item = element("li", ` ${what}`, { className: level });
        item.prepend(element("b", String(count)));
        return item;
      }),
    );
    // All that comes from the draft is escaped in it, and the page's policy runs no script of it.
    $("draft").innerHTML = found.html;
    for (const card of cards()) putActs(card);
    const safe = diagnostics.filter((one) => one.fix?.safety === "safe").length;
    const writable = found.kind !== "other";
    $("accept-all").textContent = w.acceptAll(safe);
    $("accept-all").hidden = !writable;
    $("accept-all").disabled = safe === 0;
    $("undo").disabled = draft.before.length === 0;
    $("undo").hidden = !writable;
    $("save").hidden = !writable;
    $("save").textContent = found.kind === "word" ? w.saveWord : w.saveText;
    $("save-comments").hidden = found.kind !== "word";
    $("tools").ariaLabel = w.found;
    $("give").hidden = true;
    $("found").hidden = false;
    const failures = found.failures.map((one) => `${w.failure}${one}`);
    const closing = diagnostics.length ? w.done(diagnostics.length, Math.max(1, Math.round(ms))) : w.clean;
    say([...failures, closing].join("\n"), failures.length > 0);
  };

  const putActs = (card) => {
    const w = words();
    const finding = findingOf(card);
    card.tabIndex = -1;
    const acts = document.createElement("div");
    acts.className = "acts";
    const place = card.querySelector("h3 a")?.textContent ?? "";
    const button = (what, act) =>
      acts.append(element("button", w[what], { type: "button", ariaLabel: `${w[what]} ${place}`, onclick: () => act(finding, card) }));
    if (finding.fix?.edits.length && draft.found.kind !== "other") button("accept", accept);
    button("allow", allow);
    card.append(acts);
  };

  // What is done

  /** Lints the draft as it is now and shows the findings. */
  const lint = async () => {
    const { answer, ms } = await ask("lint", draft.bytes);
    draft.found = answer;
    if (answer.text !== undefined) text.value = answer.text;
    draft.shown = text.value;
    putFound(ms);
  };

  const take = (name, bytes) =>
    run(async () => {
      say(words().working);
      const before = draft;
      draft = { name, bytes, before: [] };
      try {
        await lint();
        scrollTo(0, 0);
        $("found-title").focus({ preventScroll: true });
      } catch (error) {
        draft = before;
        throw error;
      }
    });

  const check = () => {
    if (!text.value.trim() && !(draft && text.value === draft.shown)) {
      say(words().empty, true);
      text.focus();
      return;
    }
    // What was not edited keeps its bytes, its encoding among them.
    const same = draft && text.value === draft.shown;
    if (same) return take(draft.name, draft.bytes);
    const name = draft?.found?.kind === "text" ? draft.name : words().pasted;
    return take(name, new TextEncoder().encode(text.value));
  };

  const change = (fingerprints, number) =>
    run(async () => {
      const { answer, file } = await ask("fix", draft.bytes, { fingerprints });
      if (answer.applied === 0) {
        say(words().unchanged, true);
        return;
      }
      draft.before.push(draft.bytes);
      draft.bytes = file;
      await lint();
      say(`${words().applied(answer.applied)} ${$("said").textContent}`);
      goTo(number);
    });

  /** Sets the focus to the finding with this number, or the last one. */
  const goTo = (number) => {
    const all = cards();
    const card = all[Math.min(number, all.length - 1)];
    if (!card) return $("found-title").focus();
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "center" });
  };

  const accept = (finding, card) => change([finding.fingerprint], cards().indexOf(card));

  const allow = (finding, card) =>
    run(async () => {
      const number = cards().indexOf(card);
      // The beginning names a long passage as well.
      const beginning = [...finding.text].slice(0, 40).join("");
      exceptions = [...exceptions, { rule: finding.rule, text: beginning, fingerprint: finding.fingerprint }];
      remember("exceptions", exceptions);
      putExceptions();
      await lint();
      say(words().allowed);
      goTo(number);
    });

  const save = (name, bytes) => {
    const url = URL.createObjectURL(new Blob([bytes]));
    element("a", "", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  const named = (what) => draft.name.replace(/(\.[^.]*)?$/, (ending) => `.${what}${ending}`);

  const read = async (files) => {
    for (const file of files) {
      if (!/\.toml$/i.test(file.name)) continue;
      config.value = await file.text();
      $("settings").open = true;
      say(words().configured(file.name));
      if (draft && !$("found").hidden) await run(lint);
    }
    const file = [...files].find((one) => !/\.toml$/i.test(one.name));
    if (file) await take(file.name, new Uint8Array(await file.arrayBuffer()));
  };

  // Where it begins

  $("check").onclick = check;
  text.onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
  };
  $("open").onclick = () => $("file").click();
  $("file").onchange = () => read([...$("file").files]).finally(() => ($("file").value = ""));
  document.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    read([...event.clipboardData.files]);
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("over");
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    read([...event.dataTransfer.files]);
  });
  $("accept-all").onclick = () => change(undefined, 0);
  $("undo").onclick = () =>
    run(async () => {
      draft.bytes = draft.before.pop();
      await lint();
    });
  $("save").onclick = () => save(named(words().fixed), draft.bytes);
  $("save-comments").onclick = () =>
    run(async () => save(named(words().reviewed), (await ask("comment", draft.bytes)).file));
  $("save-config").onclick = () => run(async () => save("hongbi.toml", (await ask("config", new Uint8Array())).file));
  $("back").onclick = () => {
    $("found").hidden = true;
    $("give").hidden = false;
    say("");
    text.focus();
  };
  $("lang").onclick = () => {
    lang = lang === "zh" ? "en" : "zh";
    remember("lang", lang);
    put();
    say("");
    if (draft && !$("found").hidden) run(lint);
  };

  const light = (event, lit) => {
    const at = event.target.closest?.("[data-m], .card");
    if (!at) return;
    const ids = new Set((at.dataset.m ?? at.dataset.f).split(" ").map((one) => one.replace("r", "")));
    for (const one of $("draft").querySelectorAll("[data-m], .card")) {
      const own = (one.dataset.m ?? one.dataset.f).split(" ");
      if (own.some((id) => ids.has(id.replace("r", "")))) one.classList.toggle("lit", lit);
    }
  };
  $("draft").addEventListener("mouseover", (event) => light(event, true));
  $("draft").addEventListener("mouseout", (event) => light(event, false));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "F8" || !draft || $("found").hidden) return;
    event.preventDefault();
    const all = cards();
    if (all.length === 0) return;
    const now = all.indexOf(document.activeElement?.closest(".card"));
    const next = event.shiftKey ? (now <= 0 ? all.length - 1 : now - 1) : (now + 1) % all.length;
    goTo(next);
  });

  put();
  if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined") {
    say(words().unsupported, true);
  } else {
    startWorker();
  }
})();
