//! What Markdown is written with beyond CommonMark: front matter, admonitions, containers, shortcodes,
//! templates, components, formulas, links of wikis, and emphasis that CommonMark does not see beside
//! full-width punctuation.
//!
//! The parser is given a text in which such marks are gone, or one [`OPAQUE`] character where they
//! are in a sentence, and whose paragraphs inside indented containers are no blocks of code. A map
//! leads back to the file.

mod inline;

use std::ops::Range;

use super::html;
use crate::document::{Map, MapBuilder, OPAQUE};

/// The text that the parser is given, and where its parts are in the file.
pub(super) struct Cleaned {
    pub(super) text: String,
    pub(super) map: Map,
}

/// `file` without the marks of dialects.
pub(super) fn clean(file: &str) -> Cleaned {
    let mut cleaner = Cleaner {
        file,
        out: MapBuilder::of(file.len()),
        fence: None,
        containers: Vec::new(),
    };
    cleaner.run();
    let (text, map) = cleaner.out.finish();
    Cleaned {
        text: text.to_string(),
        map,
    }
}

struct Cleaner<'a> {
    file: &'a str,
    out: MapBuilder,
    /// The mark and length of the fence of a block of code around this place.
    fence: Option<(u8, usize)>,
    /// How far the contents of the admonitions around this place are indented, in bytes.
    containers: Vec<usize>,
}

/// The longest formula or component that is sought, in bytes.
const LONGEST: usize = 4096;

impl Cleaner<'_> {
    fn run(&mut self) {
        let mut at = front_matter(self.file);
        while at < self.file.len() {
            let end = line_end(self.file, at);
            at = self.line(at..end);
        }
    }

    /// Reads the line `whole`, its line end included, and returns where the next one begins.
    fn line(&mut self, whole: Range<usize>) -> usize {
        let line = &self.file[whole.clone()];
        let content = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - content.len();
        let blank = content.trim().is_empty();
        if let Some((mark, length)) = self.fence {
            if fence(content).is_some_and(|(other, run)| other == mark && run >= length)
                && content.trim().bytes().all(|byte| byte == mark)
            {
                self.fence = None;
            }
            self.copy(whole.start + self.dedent(line)..whole.end);
            return whole.end;
        }
        if !blank {
            while self
                .containers
                .last()
                .is_some_and(|&level| width(&line[..indent]) < level)
            {
                self.containers.pop();
            }
        }
        let start = whole.start + self.dedent(line);
        let content_start = whole.start + indent;
        if let Some(fence) = fence(content) {
            self.fence = Some(fence);
            self.copy(start..whole.end);
            return whole.end;
        }
        if let Some(title) = admonition(content) {
            self.containers.push(width(&line[..indent]) + 4);
            self.own_line(content_start + title.start..content_start + title.end);
            return whole.end;
        }
        if let Some(title) = container(content) {
            self.own_line(content_start + title.start..content_start + title.end);
            return whole.end;
        }
        if let Some(end) = program_end(self.file, content_start) {
            self.own_line(end..end);
            return end;
        }
        if is_machinery(content) {
            self.own_line(whole.start..whole.start);
            return whole.end;
        }
        if let Some(end) = formula_block(self.file, content_start) {
            self.opaque(content_start..end);
            let rest = line_end(self.file, end);
            self.copy(end..rest);
            return rest;
        }
        if let Some(end) = html::component_end(self.file, content_start)
            && self.file[end..line_end(self.file, end)].trim().is_empty()
        {
            self.own_line(end..end);
            return line_end(self.file, end);
        }
        if let Some((mark, title)) = callout(line) {
            self.copy(start..whole.start + mark.start);
            let title = whole.start + title..whole.end;
            self.inline(title);
            self.insert(">\n", whole.end);
            return whole.end;
        }
        self.inline(start..whole.end);
        whole.end
    }

    /// How many bytes of `line` are the indent of the containers around it.
    fn dedent(&self, line: &str) -> usize {
        let Some(&level) = self.containers.last() else {
            return 0;
        };
        let mut columns = 0;
        line.bytes()
            .take_while(|&byte| {
                columns += if byte == b'\t' { 4 } else { 1 };
                matches!(byte, b' ' | b'\t') && columns <= level
            })
            .count()
    }

    /// Appends the line that `content` is, between blank ones.
    fn own_line(&mut self, content: Range<usize>) {
        self.insert("\n", content.start);
        if !content.is_empty() {
            self.inline(content.clone());
            self.insert("\n\n", content.end);
        }
    }

    fn copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.push(&self.file[range.clone()], range);
        }
    }

    /// Appends `text`, which is not in the file, before its byte `at`.
    fn insert(&mut self, text: &str, at: usize) {
        self.out.push(text, at..at);
    }

    fn opaque(&mut self, range: Range<usize>) {
        let mut buffer = [0; 4];
        self.out.push(OPAQUE.encode_utf8(&mut buffer), range);
    }
}

/// Where the line that holds byte `at` ends, its line end included.
fn line_end(file: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &file.as_bytes()[at..]).map_or(file.len(), |length| at + length + 1)
}

/// How many columns `indent` takes.
fn width(indent: &str) -> usize {
    indent
        .bytes()
        .map(|byte| if byte == b'\t' { 4 } else { 1 })
        .sum()
}

/// Where the front matter of `file` ends, in YAML, TOML or JSON.
fn front_matter(file: &str) -> usize {
    let body = file.trim_start_matches('\u{feff}');
    let start = file.len() - body.len();
    let first = body.lines().next().map_or("", str::trim_end);
    let close: &[&str] = match first {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        "{" => &["}"],
        _ => return 0,
    };
    let mut at = line_end(file, start);
    // A blank line behind --- shows a rule across the page.
    if file[at..].starts_with(['\n', '\r']) {
        return 0;
    }
    while at < file.len() {
        let end = line_end(file, at);
        if close.contains(&file[at..end].trim_end()) {
            return end;
        }
        at = end;
    }
    0
}

/// The mark and length of the fence that `content` begins with.
fn fence(content: &str) -> Option<(u8, usize)> {
    let mark = *content.as_bytes().first()?;
    if !matches!(mark, b'`' | b'~') {
        return None;
    }
    let run = content.bytes().take_while(|&byte| byte == mark).count();
    let info = &content[run..];
    (run >= 3 && (mark == b'~' || !info.contains('`'))).then_some((mark, run))
}

/// The title of the admonition or tab that `content` opens: 「!!! note "注意"」 「???+ tip」 「=== "标签"」.
fn admonition(content: &str) -> Option<Range<usize>> {
    let line = content.trim_end();
    let rest = ["!!!", "???+", "???", "==="]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))?;
    let tab = line.starts_with("===");
    let body = rest.trim_start();
    if body.is_empty() || tab && !body.starts_with(['"', '!', '+']) {
        return None;
    }
    if !tab && !body.starts_with(|c: char| c.is_ascii_alphabetic() || c == '"') {
        return None;
    }
    let open = line.find('"').map_or(line.len(), |at| at + 1);
    let close = line.rfind('"').filter(|&close| close >= open);
    Some(open..close.unwrap_or(open))
}

/// The title of the container that `content` opens or closes: 「::: tip 提示」 「:::」 「:::note[提示]」.
fn container(content: &str) -> Option<Range<usize>> {
    let line = content.trim_end();
    let rest = line.trim_start_matches(':');
    let marks = line.len() - rest.len();
    if marks < 3 {
        return None;
    }
    let name = rest.trim_start();
    let word = name
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    let mut title = line.len() - name.len() + word..line.len();
    let text = &line[title.clone()];
    if text.starts_with('[')
        && let Some(close) = text.find(']')
    {
        title = title.start + 1..title.start + close;
    } else if let Some(open) = text.find('{') {
        title.end = title.start + open;
    }
    let inner = &line[title.clone()];
    let start = title.end - inner.trim_start().len();
    Some(start..start + inner.trim().len())
}

/// Whether a line holds nothing but what a program reads: modules, abbreviations, a table of contents,
/// tags of templates, attributes.
fn is_machinery(content: &str) -> bool {
    let line = content.trim();
    let quoted = |text: &str| text.ends_with(['\'', '"', ';']) && text.contains(['\'', '"']);
    if line.starts_with("import ") {
        return quoted(line);
    }
    if line.starts_with("export ") {
        return ["default ", "const ", "function ", "let "]
            .iter()
            .any(|word| line["export ".len()..].starts_with(word));
    }
    if matches!(
        line.to_ascii_lowercase().as_str(),
        "[toc]" | "[[toc]]" | "[[_toc_]]" | "\\newpage" | "\\pagebreak" | "{:toc}"
    ) {
        return true;
    }
    line.starts_with("*[") && line.contains("]:")
        || line.starts_with("{%") && line.ends_with("%}") && line.matches("{%").count() == 1
        || line.starts_with("{{<") && line.ends_with(">}}") && line.matches("{{<").count() == 1
        || line.starts_with("{{%") && line.ends_with("%}}") && line.matches("{{%").count() == 1
        || line.starts_with("{:") && line.ends_with('}')
        || line.starts_with("{/*") && line.ends_with("*/}")
}

/// Where a block of code ends that tags of a template enclose from byte `at` of `file` on:
/// 「{% highlight python %}」 「{{< mermaid >}}」.
fn program_end(file: &str, at: usize) -> Option<usize> {
    const CODE: [&str; 9] = [
        "highlight",
        "raw",
        "code",
        "codeblock",
        "mermaid",
        "katex",
        "plantuml",
        "gist",
        "math",
    ];
    let rest = &file[at..];
    let body = ["{%-", "{%", "{{<", "{{%"]
        .iter()
        .find_map(|open| rest.strip_prefix(open))?
        .trim_start();
    let name = CODE.iter().find(|name| {
        body.strip_prefix(**name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })?;
    let mut line = line_end(file, at);
    while line < file.len() {
        let end = line_end(file, line);
        let content = file[line..end].trim_start();
        let tag = content
            .strip_prefix("{%")
            .or_else(|| content.strip_prefix("{{<"))
            .map(|tag| tag.trim_start_matches(['-', ' ', '/', '%']));
        if tag.is_some_and(|tag| {
            tag.starts_with(*name)
                || tag
                    .strip_prefix("end")
                    .is_some_and(|tag| tag.starts_with(*name))
        }) {
            return Some(end);
        }
        line = end;
    }
    None
}

/// Where the formula ends that is at byte `at` of `file` on lines of its own: `$$…$$`, `\[…\]`.
fn formula_block(file: &str, at: usize) -> Option<usize> {
    let rest = file.get(at..(at + LONGEST).min(file.len())).or_else(|| {
        let mut limit = (at + LONGEST).min(file.len());
        while !file.is_char_boundary(limit) {
            limit -= 1;
        }
        file.get(at..limit)
    })?;
    let close = match rest {
        _ if rest.starts_with("$$") => "$$",
        // In a line of prose it is a bracket.
        _ if rest.lines().next()?.trim_end() == "\\[" => "\\]",
        _ => return None,
    };
    let length = rest[2..].find(close)?;
    // A blank line is not in a formula.
    (!rest[2..2 + length].contains("\n\n")).then_some(at + 2 + length + close.len())
}

/// The mark of the callout that a quotation begins with, and where its title does: 「> [!note]- 标题」.
fn callout(line: &str) -> Option<(Range<usize>, usize)> {
    let body = line.trim_start_matches([' ', '>']);
    let start = line.len() - body.len();
    if !line[..start].contains('>') {
        return None;
    }
    let name = body.strip_prefix("[!")?;
    let word = name
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'|'))
        .count();
    let rest = name[word..].strip_prefix(']')?;
    let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let title = rest.trim_start_matches(' ');
    (word > 0).then(|| (start..start, line.len() - title.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        clean(text).text
    }

    #[test]
    fn what_is_no_prose_is_gone_or_opaque() {
        for (text, expected) in [
            ("---\ntitle: 甲,乙\n---\n正文\n", "正文\n"),
            ("+++\na = 1\n+++\n正文", "正文"),
            ("{\n\"a\": 1\n}\n正文", "正文"),
            (
                "!!! note \"注意\"\n\n    正文\n外\n",
                "\n注意\n\n\n正文\n外\n",
            ),
            ("::: tip 提示\n正文\n:::\n", "\n提示\n\n正文\n\n"),
            ("> [!tip]- 提示\n> 正文\n", "> 提示\n>\n> 正文\n"),
            (
                "见[[页面|网络配置]]与![[图.png]]。",
                "见网络配置与\u{fffc}。",
            ),
            ("取 $[0, 1)$ 与 \\(f'(x)\\)。", "取 \u{fffc} 与 \u{fffc}。"),
            ("每吨$5，共$10。", "每吨$5，共$10。"),
            (
                "{{ site.url }} {{姓名}} {% raw %}",
                "\u{fffc} {{姓名}} \u{fffc}",
            ),
            ("明确**“重点”**任务", "明确“重点”任务"),
            ("临江**路**号", "临江\\*\\*路\\*\\*号"),
            ("好的 :) 见下:)", "好的 \u{fffc} 见下\u{fffc}"),
            ("`**“码”**`", "`**“码”**`"),
            ("甲==重点==乙%%待定%%", "甲重点乙"),
            ("<Tabs a={1}>\n正文\n", "\n正文\n"),
            ("import A from './a'\n正文", "\n正文"),
            (
                "{% highlight c %}\nint a;\n{% endhighlight %}\n正文",
                "\n正文",
            ),
        ] {
            assert_eq!(cleaned(text), expected, "{text}");
        }
    }

    #[test]
    fn every_character_that_is_left_maps_to_itself() {
        let text = "!!! note \"注意\"\n\n    正文**“重点”**，见 $x$ 与[[甲|乙]]。\n";
        let cleaned = clean(text);
        for needle in ["注意", "正文", "重点", "乙"] {
            let at = cleaned.text.find(needle).expect(needle);
            let range = cleaned.map.source_range(&(at..at + needle.len()));
            assert_eq!(&text[range], needle);
        }
    }
}
