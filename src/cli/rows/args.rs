//! The options for drafts that are rows of data.

use clap::{Args, ValueEnum};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Input {
    /// One JSON object a line, compressed or not.
    Jsonl,
    /// Parquet.
    Parquet,
}

// No doc comment: it would become the command's.
#[derive(Debug, Args)]
pub(crate) struct RowOptions {
    /// 逐行检查数据，一行一份文稿：每行一条的 JSON（可为 .gz、.zst）或 Parquet | Lint rows of data, a draft each: JSON lines (.gz, .zst too) or Parquet
    #[arg(long, value_enum)]
    pub(crate) input: Option<Input>,
    /// 正文所在的字段（默认 text，或 MNBVC 的 段落） | Column with the text (by default text, or the 段落 of MNBVC)
    #[arg(long, value_name = "COLUMN", requires = "input")]
    pub(crate) text_key: Option<String>,
    /// 编号所在的字段，随问题一同列出 | Column that identifies a row, listed with what is found
    #[arg(long, value_name = "COLUMN", requires = "input")]
    pub(crate) id_key: Option<String>,
    /// 输出各行数据本身，加一个字段 hongbi：计数、比率和问题 | Print the rows themselves with a column hongbi: counts, rate and findings
    #[arg(long, requires = "input")]
    pub(crate) output_rows: bool,
    /// 接着上次中断的地方做（要有 --output） | Go on where a run was cut short (needs --output)
    #[arg(long, requires_all = ["input", "output"])]
    pub(crate) resume: bool,
}
