#!/usr/bin/env python3
"""Times the language server on a long draft: how long after an edit the findings of the new text come,
and how long an answer takes that needs them.

    server.py [--bin target/release/hongbi] [--characters 100000] [--max MILLISECONDS] FILE...

The draft is the beginning of the files, one after the other. Edits are single characters typed in its
middle. Fails where the median of either figure is over --max.
"""
import argparse, json, random, statistics, subprocess, sys, time
from pathlib import Path

EDITS = 30


class Server:
    def __init__(self, binary):
        self.process = subprocess.Popen([binary, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.id = 0

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def ask(self, method, params):
        self.id += 1
        self.send(id=self.id, method=method, params=params)
        return self.until(lambda message: message.get("id") == self.id and "method" not in message)

    def until(self, wanted):
        while True:
            length = 0
            while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            body = self.process.stdout.read(length)
            if not body:
                sys.exit("the server went away")
            message = json.loads(body)
            if wanted(message):
                return message


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("files", nargs="+", type=Path)
    ap.add_argument("--bin", default="target/release/hongbi")
    ap.add_argument("--characters", type=int, default=100_000)
    ap.add_argument("--max", type=float, default=float("inf"))
    a = ap.parse_args()
    text = "".join(path.read_text(encoding="utf-8-sig") + "\n" for path in a.files)[:a.characters]
    lines = text.split("\n")
    uri = "untitled:draft.txt"
    server = Server(a.bin)
    server.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    server.send(method="initialized", params={})
    begun = time.perf_counter()
    server.send(method="textDocument/didOpen", params={"textDocument": {"uri": uri, "languageId": "plaintext", "version": 1, "text": text}})
    published = lambda version: lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"].get("version") == version
    found = server.until(published(1))["params"]["diagnostics"]
    print(f"{len(text)} characters, {len(found)} findings, opened in {1000 * (time.perf_counter() - begun):.0f} ms")
    rng = random.Random(1)
    version = 1
    figures = {"findings after an edit": [], "code actions after an edit": []}
    for edit in range(2 * EDITS):
        version += 1
        line = rng.randrange(len(lines) // 4, 3 * len(lines) // 4)
        place = {"line": line, "character": rng.randrange(len(lines[line]) + 1)}
        begun = time.perf_counter()
        server.send(method="textDocument/didChange", params={
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"range": {"start": place, "end": place}, "text": "的"}]})
        if edit % 2:
            server.ask("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": {"start": place, "end": place}, "context": {"diagnostics": []}})
        else:
            server.until(published(version))
        figures[list(figures)[edit % 2]].append(1000 * (time.perf_counter() - begun))
        time.sleep(0.02)
    for name, times in figures.items():
        print(f"{name:28} median {statistics.median(times):6.1f} ms, most {max(times):6.1f} ms")
    server.process.kill()
    if max(statistics.median(times) for times in figures.values()) > a.max:
        sys.exit(f"more than {a.max:g} ms")


if __name__ == "__main__":
    main()
