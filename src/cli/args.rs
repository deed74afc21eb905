//! The arguments, with help in both languages: each text is `中文 | English`.

use std::{
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
};

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::StyledStr,
    error::{ContextKind, ContextValue, ErrorKind},
};
use clap_complete::Shell;

use super::{Exit, rows::args::RowOptions, terminal};
use hongbi::{
    config::FailOn,
    format::Changes,
    report::{Format, Order},
    rules::Lang,
};

#[derive(Debug, Parser)]
#[command(
    name = "hongbi",
    version,
    about = "红笔：中文稿件检查工具，发布前找出重复段落、断句、遮盖字样、年份矛盾、数字不合、繁简混用等问题 | hongbi, a linter for Chinese reports: duplicated paragraphs, cut sentences, redaction marks, contradicting years and numbers, mixed scripts",
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(super) struct Arguments {
    /// 消息的语言 | Language of messages
    #[arg(long, global = true, value_enum)]
    pub(super) lang: Option<Lang>,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 检查文件、文件夹，或用 - 检查标准输入 | Lint files, folders, or - for standard input
    Check(Check),
    /// 给文稿打分：每万字问题数、受损段落、文字和乱码，供筛选语料 | Score drafts for filtering a corpus: findings for each 10,000 characters, damaged paragraphs, script, wrong decoding
    Score(Score),
    /// 修改可以放心改的地方 | Apply the fixes that are safe
    Fix(Fix),
    /// 记下已有问题，以后只报新的 | Record today's findings, so that only new ones are reported
    Baseline(Baseline),
    /// 列出全部规则 | List the rules
    Rules(Rules),
    /// 说明一条规则或一类规则：为什么、例子、选项、怎样关掉 | Explain a rule or a category: why, examples, options, how to turn it off
    Explain {
        /// 规则或类别的名称，如 周年不符、时序 | Name of the rule or category
        name: String,
        /// 写全：全部理由、例子 | All there is: every reason and example
        #[arg(long)]
        all: bool,
    },
    /// 列出稿件的标题层次和所在行 | Print the outline of a draft with line numbers
    Outline {
        /// 稿件 | The draft
        file: PathBuf,
        /// 文件的编码（默认自动识别） | Encoding of the file (found by default)
        #[arg(long, value_name = "NAME")]
        encoding: Option<String>,
    },
    /// 列出稿件中的数字：指标、时间、数值、作用和所在行 | Print the figures of a draft: indicator, time, value, role and line
    Figures {
        /// 稿件 | The draft
        file: PathBuf,
        /// 文件的编码（默认自动识别） | Encoding of the file (found by default)
        #[arg(long, value_name = "NAME")]
        encoding: Option<String>,
        /// 输出格式 | Format
        #[arg(long, value_enum, default_value_t = FigureFormat::Text)]
        format: FigureFormat,
    },
    /// 列出稿件说到的年份、届次、规划和各处所说的时间 | Print what a draft says of time: years, sessions, plans, and when each is
    Timeline {
        /// 稿件 | The draft
        file: PathBuf,
        /// 文件的编码（默认自动识别） | Encoding of the file (found by default)
        #[arg(long, value_name = "NAME")]
        encoding: Option<String>,
        /// 输出格式 | Output format
        #[arg(long, value_enum, default_value = "text")]
        format: Table,
    },
    /// 查检查时序所依据的史实 | Look up the dated facts that chronology is checked against
    Facts {
        /// 名称中的文字或年份；不写则列出全部 | A part of a name, or a year; all by default
        query: Option<String>,
    },
    /// 启动语言服务器（标准输入输出），供编辑器使用 | Run the language server on standard input and output, for editors
    #[cfg(feature = "lsp")]
    Lsp,
    /// 在当前文件夹写一份带注释的 hongbi.toml | Write a commented hongbi.toml here
    Init,
    /// 输出 JSON Schema | Print a JSON Schema
    Schema {
        /// 报告或配置 | Of the report or the configuration
        #[arg(value_enum)]
        what: Schema,
    },
    /// 输出命令行补全脚本 | Print shell completions
    Completions {
        /// 命令行环境 | The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// 输出手册页 | Print the man page
    Man,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Table {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Schema {
    Report,
    Config,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FigureFormat {
    Text,
    Csv,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Pretty,
    Json,
}

// What `check`, `fix` and `baseline` all take. No doc comments on these two: they would become the command's.
#[derive(Debug, Args)]
pub(super) struct Setting {
    /// 使用这个配置文件 | Use this configuration
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// 不读任何配置文件 | Read no configuration
    #[arg(long)]
    pub(super) no_config: bool,
    /// 文件的编码，如 gb18030、big5、utf-16le（默认自动识别） | Encoding of the files, such as gb18030, big5, utf-16le (found by default)
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// 把这一天当作今天，如 2025-01-20 | Take this day for today, such as 2025-01-20
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<jiff::civil::Date>,
}

#[derive(Debug, Args)]
pub(super) struct Selected {
    /// 只用这些规则或类别 | Only these rules or categories
    #[arg(long, value_name = "NAME|CATEGORY", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// 不用这些规则或类别 | Not these rules or categories
    #[arg(long, value_name = "NAME|CATEGORY", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// 文件、文件夹，或 -（标准输入）；不写则检查当前文件夹 | Files, folders, or - for standard input; the current folder by default
    pub(super) paths: Vec<PathBuf>,
    /// 输出格式 | Output format
    #[arg(long, value_enum, default_value = "pretty")]
    pub(super) format: Format,
    /// 把结果写入文件 | Write the report to a file
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) setting: Setting,
    #[command(flatten)]
    pub(super) selected: Selected,
    #[command(flatten)]
    pub(super) rows: RowOptions,
    /// 更改规则或类别的级别 | Change the level of a rule or category
    #[arg(long, value_name = "NAME=LEVEL", value_delimiter = ',')]
    pub(super) level: Vec<String>,
    /// 达到哪一级算不通过（默认 warning） | From which level on findings fail the run (default warning)
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(super) fail_on: Option<FailOn>,
    /// 颜色 | Colours
    #[arg(long, value_enum, default_value = "auto")]
    pub(super) color: terminal::Color,
    /// 标准输入当作哪个文件（决定格式和配置） | What standard input is called (gives format and configuration)
    #[arg(long, value_name = "PATH", default_value = "stdin.txt")]
    pub(super) stdin_filename: PathBuf,
    /// 线程数 | Threads
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// 同时比较文件之间的重复段落 | Also find paragraphs that are in several files
    #[arg(long, conflicts_with = "input")]
    pub(super) across: bool,
    /// 最后按规则统计问题数，按文件统计每万字的问题数 | End with findings by rule, and by file for each 10,000 characters
    #[arg(long, conflicts_with = "input")]
    pub(super) statistics: bool,
    /// 守候所查的文件，改动后重新检查，按 Ctrl-C 结束 | Watch the files and lint again what changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["output", "across", "explain_silence", "input"])]
    pub(super) watch: bool,
    /// 问题的次序：place 按文中位置，level 按轻重；默认不满一屏按位置，否则按轻重 | The order of findings: as they lie in the draft, or the worst first; by default the former where they fit one screen
    #[arg(long, value_enum, conflicts_with = "input")]
    pub(super) sort: Option<Order>,
    /// 只输出一屏结论：能否发布、各类问题数、最要紧的三处、差错率 | Print one screen: the verdict, counts by category, the three worst, the rate
    #[arg(long, conflicts_with_all = ["format", "statistics", "input"])]
    pub(super) summary: bool,
    /// 写成网页并打开 | Write the report as a page and open it
    #[arg(long, conflicts_with_all = ["format", "watch", "summary", "input"])]
    pub(super) open: bool,
    /// 同一规则的问题逐处列出，不归并 | Show every finding of a rule, however many
    #[arg(long)]
    pub(super) all: bool,
    /// 说明这条规则为什么没有判断某些地方 | Say why this rule did not judge some places
    #[arg(long, value_name = "RULE", conflicts_with = "input")]
    pub(super) explain_silence: Option<String>,
    /// 只报这个基线文件里没有的问题 | Report only findings that this baseline does not know
    #[arg(long, value_name = "FILE", conflicts_with = "input")]
    pub(super) baseline: Option<PathBuf>,
    /// 按修订的哪一面检查 Word 文档：接受修订后，或修订前 | Which side of tracked changes in Word documents is checked
    #[arg(long, value_enum, default_value = "accepted")]
    pub(super) changes: Changes,
    /// 把发现的问题写成批注，存为这个文件；查多个文件时存入这个文件夹 | Write what was found as comments into a copy of the Word document; into a folder where several files are checked
    #[cfg(feature = "docx")]
    #[arg(long, value_name = "PATH", conflicts_with_all = ["watch", "input"])]
    pub(super) comments: Option<PathBuf>,
    /// 没有可查的文件也算通过 | Pass where there is no file to check
    #[arg(long)]
    pub(super) allow_empty: bool,
    /// 只输出发现的问题 | Print findings only
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ScoreFormat {
    Text,
    Jsonl,
}

#[derive(Debug, Args)]
pub(super) struct Score {
    /// 文件、文件夹；与 --input 同用时为数据文件，或 -（标准输入） | Files and folders; with --input files of data, or - for standard input
    pub(super) paths: Vec<PathBuf>,
    /// 输出格式 | Output format
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: ScoreFormat,
    /// 把结果写入文件（与 --input 同用） | Write the result to a file (with --input)
    #[arg(long, short, value_name = "FILE", requires = "input")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) rows: RowOptions,
    #[command(flatten)]
    pub(super) setting: Setting,
    #[command(flatten)]
    pub(super) selected: Selected,
    /// 线程数 | Threads
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
    /// 只输出结果 | Print the result only
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct Fix {
    /// 文件、文件夹，或 -（读标准输入，写标准输出）；不写则是当前文件夹 | Files, folders, or - for standard input to standard output; the current folder by default
    pub(super) paths: Vec<PathBuf>,
    /// 也修改需要人看一眼的地方 | Also apply fixes that a person should look at
    #[arg(long)]
    pub(super) r#unsafe: bool,
    /// 只显示会怎样改，不写文件 | Only show what would change
    #[arg(long)]
    pub(super) diff: bool,
    /// 改法怎样显示：pretty 供人看，unified 供程序用（即 --diff） | How changes are shown: for people, or as a patch for programs (implies --diff)
    #[arg(long, value_enum, default_value = "pretty")]
    pub(super) format: DiffFormat,
    /// 逐处询问是否修改 | Ask about each fix
    #[arg(long, short, conflicts_with_all = ["diff", "format"])]
    pub(super) interactive: bool,
    /// Word 文档直接改好，不留修订痕迹 | Change Word documents plainly, without tracked changes
    #[arg(long)]
    pub(super) accept: bool,
    /// 只改这些规则或类别的问题 | Only findings of these rules or categories
    #[arg(long, value_name = "NAME|CATEGORY", value_delimiter = ',')]
    pub(super) rule: Vec<String>,
    #[command(flatten)]
    pub(super) setting: Setting,
    /// 标准输入当作哪个文件（决定格式和配置） | What standard input is called (gives format and configuration)
    #[arg(long, value_name = "PATH", default_value = "stdin.txt")]
    pub(super) stdin_filename: PathBuf,
    /// 不说改了多少 | Do not say how much was changed
    #[arg(long, short)]
    pub(super) quiet: bool,
}

impl Fix {
    /// Whether nothing is to be written.
    pub(super) fn only_shows(&self) -> bool {
        self.diff || self.format == DiffFormat::Unified
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    Pretty,
    Unified,
}

#[derive(Debug, Args)]
pub(super) struct Baseline {
    /// 文件或文件夹；不写则是当前文件夹 | Files or folders; the current folder by default
    pub(super) paths: Vec<PathBuf>,
    /// 基线文件 | The baseline
    #[arg(long, short, value_name = "FILE", default_value = hongbi::engine::Baseline::FILE)]
    pub(super) output: PathBuf,
    /// 更新已有的基线文件 | Bring an existing baseline up to date
    #[arg(long)]
    pub(super) update: bool,
    #[command(flatten)]
    pub(super) setting: Setting,
    #[command(flatten)]
    pub(super) rules: Selected,
}

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// 输出格式 | Output format
    #[arg(long, value_enum, default_value = "pretty")]
    pub(super) format: ListFormat,
    /// 运行全部规则（含配置里自己写的）的例子 | Run the examples of all rules, those of the configuration included
    #[arg(long)]
    pub(super) test: bool,
    /// 使用这个配置文件 | Use this configuration
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

/// The language that the arguments name, before they are parsed: help and errors speak it too.
pub(super) fn lang(arguments: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = arguments
        .iter()
        .filter_map(|argument| argument.to_str())
        .collect();
    let named = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let next = texts
        .windows(2)
        .find(|pair| pair[0] == "--lang")
        .map(|pair| pair[1]);
    Lang::from_str(named.or(next)?, true).ok()
}

/// Keeps the half of every help text that is in `lang`.
pub(super) fn localised(command: clap::Command, lang: Lang) -> clap::Command {
    let pick = |text: Option<&StyledStr>| {
        let text = text.map(ToString::to_string).unwrap_or_default();
        match (text.split_once(" | "), lang) {
            (Some((zh, _)), Lang::Zh) => zh.to_owned(),
            (Some((_, en)), Lang::En) => en.to_owned(),
            (None, _) => text,
        }
    };
    let about = pick(command.get_about());
    let default = match lang {
        Lang::Zh => "默认",
        Lang::En => "default",
    };
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let values = match lang {
        Lang::Zh => "可用",
        Lang::En => "values",
    };
    let mut command = command.about(about).mut_args(|argument| {
        let mut help = pick(argument.get_help());
        let known: Vec<String> = argument
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        if !argument.get_action().takes_values() {
            return argument.help(help);
        }
        if !known.is_empty() {
            help.push_str(&format!(" [{values}: {}]", known.join(", ")));
        }
        let defaults: Vec<String> = argument
            .get_default_values()
            .iter()
            .map(|value| value.to_string_lossy().into_owned())
            .collect();
        if !defaults.is_empty() {
            help.push_str(&format!(" [{default}: {}]", defaults.join(", ")));
        }
        let names: Vec<String> = match argument.get_value_names() {
            Some(names) => names.iter().map(|name| value_name(name, lang)).collect(),
            None => vec![value_name(&argument.get_id().as_str().to_uppercase(), lang)],
        };
        argument
            .help(help)
            .value_names(names)
            .hide_possible_values(true)
            .hide_default_value(true)
    });
    for name in names {
        command = command.mut_subcommand(name, |sub| localised(sub, lang));
    }
    match lang {
        Lang::En => command,
        Lang::Zh => {
            if command.get_version().is_some() {
                command = command.arg(
                    clap::Arg::new("version")
                        .short('V')
                        .long("version")
                        .action(clap::ArgAction::Version)
                        .help("显示版本"),
                );
            }
            let template = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";
            command
                .help_template(template)
                .subcommand_help_heading("命令")
                .next_help_heading("选项")
                .disable_help_flag(true)
                .disable_version_flag(true)
                .arg(
                    clap::Arg::new("help")
                        .short('h')
                        .long("help")
                        .action(clap::ArgAction::Help)
                        .help("显示帮助")
                        .global(true),
                )
                .mut_args(|argument| {
                    let heading = if argument.is_positional() {
                        "参数"
                    } else {
                        "选项"
                    };
                    argument.help_heading(heading)
                })
        }
    }
}

/// Prints the help or the version that clap made, its own words in `lang` too.
fn help(error: &clap::Error, lang: Lang) {
    if lang == Lang::En {
        let _ = error.print();
        return;
    }
    let text = error.render().to_string();
    let text = text
        .replace("[OPTIONS]", "[选项]")
        .replace("<COMMAND>", "<命令>");
    let text = ["命令", "选项", "参数"].iter().fold(text, |text, head| {
        text.replace(&format!("\n{head}:\n"), &format!("\n{head}：\n"))
    });
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// What a value is called in help.
fn value_name(name: &str, lang: Lang) -> String {
    const CHINESE: [(&str, &str); 20] = [
        ("PATHS", "文件"),
        ("PATH", "路径"),
        ("FILE", "文件"),
        ("NAME", "名称"),
        ("NAME|CATEGORY", "规则或类别"),
        ("NAME=LEVEL", "规则=级别"),
        ("LEVEL", "级别"),
        ("RULE", "规则"),
        ("DATE", "日期"),
        ("N", "数目"),
        ("LANG", "语言"),
        ("FORMAT", "格式"),
        ("FAIL_ON", "级别"),
        ("COLOR", "何时"),
        ("CHANGES", "哪一面"),
        ("SORT", "次序"),
        ("SHELL", "环境"),
        ("WHAT", "内容"),
        ("QUERY", "文字"),
        ("ENCODING", "编码"),
    ];
    let known = CHINESE.iter().find(|(english, _)| *english == name);
    match (lang, known) {
        (Lang::Zh, Some((_, chinese))) => (*chinese).to_owned(),
        _ => name.to_owned(),
    }
}

/// Prints help, version or what is wrong with the arguments.
pub(super) fn explain(error: &clap::Error, lang: Lang) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            help(error, lang);
            return Exit::Clean;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            help(error, lang);
            return Exit::Failure;
        }
        _ => {}
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let message = match (error.kind(), lang) {
        (_, Lang::En) => None,
        (ErrorKind::UnknownArgument, _) => Some((
            format!("没有选项 {}", context(ContextKind::InvalidArg)),
            context(ContextKind::SuggestedArg),
        )),
        (ErrorKind::InvalidSubcommand, _) => Some((
            format!("没有命令 {}", context(ContextKind::InvalidSubcommand)),
            context(ContextKind::SuggestedSubcommand),
        )),
        (ErrorKind::InvalidValue, _) if context(ContextKind::InvalidValue).is_empty() => Some((
            format!("{} 后面要写值", context(ContextKind::InvalidArg)),
            context(ContextKind::ValidValue),
        )),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, _) => Some((
            format!(
                "{} 不能取 `{}`",
                context(ContextKind::InvalidArg),
                context(ContextKind::InvalidValue)
            ),
            Some(context(ContextKind::ValidValue))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(|| context(ContextKind::SuggestedValue)),
        )),
        (ErrorKind::MissingRequiredArgument, _) => Some((
            format!("缺少 {}", context(ContextKind::InvalidArg)),
            String::new(),
        )),
        (ErrorKind::MissingSubcommand, _) => {
            Some(("缺少命令".to_owned(), context(ContextKind::ValidSubcommand)))
        }
        (ErrorKind::ArgumentConflict, _) => Some((
            format!(
                "{} 与 {} 不能同时用",
                context(ContextKind::InvalidArg),
                context(ContextKind::PriorArg)
            ),
            String::new(),
        )),
        _ => Some((
            format!("{} 的写法不对", context(ContextKind::InvalidArg)),
            String::new(),
        )),
    };
    match message {
        Some((problem, hint)) if hint.is_empty() => {
            terminal::print_error(&format!("{problem}。用 hongbi --help 查看用法"));
        }
        Some((problem, hint)) => terminal::print_error(&format!(
            "{problem}。可用：{hint}；用 hongbi --help 查看用法"
        )),
        None => {
            let _ = error.print();
        }
    }
    Exit::Failure
}
