//! `hongbi explain`: a rule, or a category, on one screen.

use std::{
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use super::{
    Exit,
    terminal::{self, print_error},
};
use hongbi::{
    Linter,
    config::{Config, Discovery, Selection, nearest_rule},
    report::{width, wrap},
    rules::{self, Category, Lang, Rule, Safety},
};

/// The lines of reasons on one screen.
const REASONS: usize = 6;
/// The examples with findings, and without, on one screen.
const EXAMPLES: (usize, usize) = (2, 1);

pub(super) fn run(name: &str, all: bool, lang: Lang) -> io::Result<Exit> {
    let config = Discovery::nearest().config(Path::new("draft.txt")).ok();
    let own: &[Arc<Rule>] = config.as_ref().map_or(&[], |config| &config.custom);
    let rule = rules::find(name).or_else(|| own.iter().find(|rule| rule.is_named(name)));
    let page = match (rule, Category::from_name(name)) {
        (Some(rule), _) => Page {
            rule,
            lang,
            columns: terminal::columns(),
            all,
        }
        .text(),
        (None, Some(category)) => members(category, own, lang),
        (None, None) => {
            print_error(&unknown(name, lang));
            return Ok(Exit::Failure);
        }
    };
    let mut out = io::stdout().lock();
    out.write_all(page.as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}

fn unknown(name: &str, lang: Lang) -> String {
    match (lang, nearest_rule(name)) {
        (Lang::Zh, Some(near)) => format!("没有名为 `{name}` 的规则；是否要看 `{near}`？"),
        (Lang::Zh, None) => format!("没有名为 `{name}` 的规则；`hongbi rules` 列出全部规则"),
        (Lang::En, Some(near)) => format!("there is no rule `{name}`; did you mean `{near}`?"),
        (Lang::En, None) => format!("there is no rule `{name}`; `hongbi rules` lists all"),
    }
}

/// The rules of a category, a line or two each.
fn members(category: Category, own: &[Arc<Rule>], lang: Lang) -> String {
    let columns = terminal::columns();
    let mut out = match lang {
        Lang::Zh => format!("{} {}\n\n", category.title(), category.name()),
        Lang::En => format!("{}\n\n", category.name()),
    };
    for rule in rules::all()
        .iter()
        .chain(own)
        .filter(|rule| rule.category == category)
    {
        let head = match lang {
            Lang::Zh => format!(
                "{}[{}] {}",
                rule.level.called(lang),
                rule.called(lang),
                rule.name
            ),
            Lang::En => format!("{}[{}]", rule.level.called(lang), rule.name),
        };
        out.push_str(&format!("{}\n", head.trim_end()));
        out.push_str(&indented(rule.summary.get(lang), columns));
    }
    out
}

/// `text` without the line ends inside of its paragraphs.
fn flowing(text: &str, lang: Lang) -> String {
    let between = match lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    let paragraphs = text.trim().split("\n\n");
    let joined: Vec<String> = paragraphs
        .map(|paragraph| paragraph.lines().collect::<Vec<_>>().join(between))
        .collect();
    joined.join("\n")
}

/// `text` behind an indent, within `columns`.
fn indented(text: &str, columns: usize) -> String {
    text.trim()
        .lines()
        .map(|line| format!("  {}\n", wrap(line, columns, 2)))
        .collect()
}

/// The page of a rule.
struct Page<'a> {
    rule: &'a Rule,
    lang: Lang,
    columns: usize,
    /// Whether all is said, rather than what fits one screen.
    all: bool,
}

impl Page<'_> {
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn text(&self) -> String {
        let (rule, lang) = (self.rule, self.lang);
        let level = rule.level.called(lang);
        let mut out = match lang {
            Lang::Zh => format!(
                "{} {}（{}，{level}）\n",
                rule.title,
                rule.name,
                rule.category.title()
            ),
            Lang::En => format!("{} ({}, {level})\n", rule.name, rule.category.name()),
        };
        out.push_str(&indented(rule.summary.get(lang), self.columns));
        let why = indented(&flowing(rule.why.get(lang), lang), self.columns);
        let lines: Vec<&str> = why.lines().collect();
        let mut cut = false;
        if self.all || lines.len() <= REASONS {
            self.part(&mut out, self.pick("为什么", "Why"), &why);
        } else {
            cut = true;
            let why = format!("{}\n  …\n", lines[..REASONS].join("\n"));
            self.part(&mut out, self.pick("为什么", "Why"), &why);
        }
        let help = indented(rule.help.get(lang), self.columns);
        self.part(
            &mut out,
            self.pick("怎么办", "What to do"),
            &format!("{help}{}", self.fix()),
        );
        let (bad, good, more) = self.examples();
        cut |= more;
        self.part(
            &mut out,
            self.pick(
                "有问题的例子（⟦…⟧ 是指出的地方）",
                "Examples with findings (⟦…⟧ marks each)",
            ),
            &bad,
        );
        self.part(
            &mut out,
            self.pick("没有问题的例子", "Examples without"),
            &good,
        );
        self.part(&mut out, self.pick("选项", "Options"), &self.options());
        self.part(
            &mut out,
            self.pick("关掉或放行", "To turn it off, or allow a place"),
            &self.exceptions(),
        );
        if cut {
            let called = rule.called(lang);
            out.push_str(&match lang {
                Lang::Zh => format!("\n写全：hongbi explain {called} --all\n"),
                Lang::En => format!("\nall there is: hongbi explain {called} --all\n"),
            });
        }
        out
    }

    fn part(&self, out: &mut String, head: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if self.all {
            out.push('\n');
        }
        out.push_str(&format!("{head}\n{text}"));
    }

    /// Whether there is a fix, which its examples show.
    fn fix(&self) -> String {
        let selection = Selection {
            select: vec![self.rule.name.clone()],
            ..Selection::default()
        };
        let linter = Linter::new(Discovery::fixed(Config::default())).selection(selection);
        let mut safety = None;
        for example in self.rule.examples().iter().take(8) {
            let Some(bad) = &example.bad else { continue };
            let text: String = bad.chars().filter(|c| !matches!(c, '⟦' | '⟧')).collect();
            let path = Path::new(example.file.as_deref().unwrap_or("example.txt"));
            let Ok(report) = linter.lint_text(path, &text) else {
                continue;
            };
            for fix in report.diagnostics.iter().filter_map(|one| one.fix.as_ref()) {
                safety = match (safety, fix.safety) {
                    (Some(Safety::Safe), _) | (_, Safety::Safe) => Some(Safety::Safe),
                    _ => Some(Safety::Unsafe),
                };
            }
        }
        let text = match safety {
            None => return String::new(),
            Some(Safety::Safe) => self.pick("hongbi fix 可以改。", "hongbi fix can fix it."),
            Some(Safety::Unsafe) => self.pick(
                "看过后，hongbi fix --unsafe 可以改。",
                "After a look, hongbi fix --unsafe can fix it.",
            ),
        };
        indented(text, self.columns)
    }

    /// Examples with findings and without, and whether there are more.
    fn examples(&self) -> (String, String, bool) {
        let examples = self.rule.examples();
        let bad: Vec<&str> = examples
            .iter()
            .filter_map(|one| one.bad.as_deref())
            .collect();
        // A place that is left unjudged on purpose is shown with its reason.
        let good: Vec<String> = examples
            .iter()
            .filter_map(|one| {
                let good = one.good.as_deref()?.trim();
                let reason = one.silent.as_deref();
                Some(match reason.map(|key| self.rule.template(key, self.lang)) {
                    Some(reason) => {
                        format!(
                            "{good}\n{}{reason}",
                            self.pick("→ 不判：", "→ not judged: ")
                        )
                    }
                    None => good.to_owned(),
                })
            })
            .collect();
        let good: Vec<&str> = good.iter().map(String::as_str).collect();
        let (many_bad, many_good) = EXAMPLES;
        let more = bad.len() > many_bad || good.len() > many_good;
        let (bad, good) = if self.all {
            (bad.join("\n\n"), good.join("\n\n"))
        } else {
            (shortest(&bad, many_bad), shortest(&good, many_good))
        };
        (
            indented(&bad, self.columns),
            indented(&good, self.columns),
            more && !self.all,
        )
    }

    fn options(&self) -> String {
        let options = self.rule.options.iter().map(|(name, spec)| {
            let what = match self.lang {
                Lang::En if !spec.en.is_empty() => &spec.en,
                _ => &spec.zh,
            };
            indented(&format!("{name} = {}  {what}", spec.default), self.columns)
        });
        options.collect()
    }

    /// How to turn the rule off, and how to allow one place.
    fn exceptions(&self) -> String {
        let called = self.rule.called(self.lang);
        let (rule, reason) = (&self.rule.name, self.pick("理由", "REASON"));
        let off = format!("hongbi.toml: [rules] {rule} = \"off\"");
        let allow = match self.lang {
            Lang::Zh => format!(
                "一处：hongbi.toml 里写 [[allow]] rule = \"{rule}\"、text = \"原文\"、reason = \"理由\"；Markdown 里写 <!-- hongbi: allow({called}) {reason} -->"
            ),
            Lang::En => format!(
                "one place: [[allow]] rule = \"{rule}\", text = \"…\", reason = \"…\" in hongbi.toml; <!-- hongbi: allow({called}) {reason} --> in Markdown"
            ),
        };
        let once = match self.lang {
            Lang::Zh => format!("这一次：hongbi check --ignore {called} …"),
            Lang::En => format!("this once: hongbi check --ignore {called} …"),
        };
        [once, off, allow]
            .iter()
            .map(|line| indented(line, self.columns))
            .collect()
    }
}

/// What examples may cost: 100 a line, and their width.
const MOST_COST: usize = 600;

/// The `most` shortest of `texts`, in their order.
fn shortest(texts: &[&str], most: usize) -> String {
    let cost = |text: &str| text.trim().lines().count() * 100 + width(text);
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&one| cost(texts[one]));
    order.truncate(most);
    // Of two long ones the shorter does.
    if order.iter().map(|&one| cost(texts[one])).sum::<usize>() > MOST_COST {
        order.truncate(1);
    }
    order.sort_unstable();
    let chosen: Vec<String> = order.iter().map(|&one| passage(texts[one])).collect();
    chosen.join("\n")
}

/// The lines of a long example that hold what is found, or its first ones.
fn passage(text: &str) -> String {
    const LINES: usize = 4;
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    if lines.len() <= LINES {
        return lines.join("\n");
    }
    let is_marked = |line: &&&str| line.contains(['⟦', '⟧']);
    let mut kept: Vec<&str> = lines
        .iter()
        .filter(is_marked)
        .take(LINES)
        .copied()
        .collect();
    if kept.is_empty() {
        kept.extend(lines.iter().take(LINES - 1));
    }
    format!("{}\n…", kept.join("\n"))
}
