// Starts `hongbi lsp` and connects it with the editor. Everything else is the server's.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
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
  const wanted = settings.get<string>("path", "").trim() || "hongbi";
  const command = program(wanted);
  if (command === undefined) {
    const chinese = vscode.env.language.startsWith("zh");
    void explain(wanted, chinese ? "没有找到程序，或程序在工作区里" : "it is not found, or lies in the workspace");
    return;
  }
  const lang = settings.get<string>("lang", "auto");
  // Started elsewhere: on some systems a program is looked for in the working folder first.
  const server: ServerOptions = { command, args: ["lsp"], options: { cwd: os.homedir() } };
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

// The program called `name`, never one out of the workspace, which somebody else may have made. A bare name
// is looked for on PATH, in absolute folders only.
function program(name: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ""] : [""];
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const candidates = path.isAbsolute(name)
    ? [name]
    : name !== path.basename(name)
      ? []
      : folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)));
  const found = candidates.find((candidate) => {
    try {
      fs.accessSync(candidate, fs.constants.X_OK);
      return fs.statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
  return found !== undefined && (vscode.workspace.isTrusted || !isInWorkspace(found)) ? found : undefined;
}

function isInWorkspace(file: string): boolean {
  const real = fs.realpathSync(file);
  return (vscode.workspace.workspaceFolders ?? []).some((folder) => {
    if (folder.uri.scheme !== "file") {
      return false;
    }
    const between = path.relative(fs.realpathSync(folder.uri.fsPath), real);
    return between !== "" && !between.startsWith("..") && !path.isAbsolute(between);
  });
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
