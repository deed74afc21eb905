// Starts `hongbi lsp` and connects it with the editor. Everything else is the server's.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;
// One start or stop after the other, however fast the settings change.
let last: Promise<void> = Promise.resolve();

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("hongbi.restart", () => queue(restart)),
    vscode.workspace.onDidChangeConfiguration((change) =>
      change.affectsConfiguration("hongbi") ? queue(restart) : undefined,
    ),
  );
  await queue(start);
}

export function deactivate(): Promise<void> {
  return queue(stop);
}

function queue(task: () => Promise<void>): Promise<void> {
  last = last.then(task, task);
  return last;
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("hongbi");
  const command = settings.get<string>("path", "").trim() || "hongbi";
  const lang = settings.get<string>("lang", "auto");
  const server: ServerOptions = { command, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: "plaintext", scheme: "file" },
      { language: "plaintext", scheme: "untitled" },
      { language: "markdown", scheme: "file" },
      { language: "markdown", scheme: "untitled" },
      { pattern: "**/hongbi.toml", scheme: "file" },
    ],
    initializationOptions: lang === "auto" ? {} : { lang },
  };
  const starting = new LanguageClient("hongbi", "红笔 hongbi", server, options);
  try {
    await starting.start();
    client = starting;
  } catch (error) {
    // Not waited for: a restart must not wait until the message is read.
    void explain(command, error);
  }
}

async function explain(command: string, error: unknown): Promise<void> {
  const chinese = vscode.env.language.startsWith("zh");
  const reason = error instanceof Error ? error.message : String(error);
  const [text, open] = chinese
    ? [`红笔无法启动 ${command}（${reason}）。请先安装 hongbi，或在设置中写明 hongbi.path`, "打开设置"]
    : [`hongbi cannot start ${command} (${reason}). Install hongbi, or set hongbi.path`, "Open settings"];
  if ((await vscode.window.showErrorMessage(text, open)) === open) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "hongbi.path");
  }
}
