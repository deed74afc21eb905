//! What a file is that cannot be read, and what its owner can do.

/// Why a document cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Encrypted with a password.
    Password,
    /// Encrypted by a rights management system.
    Rights,
    /// A zip container that is damaged or incomplete.
    BrokenZip,
    /// A file that is damaged in another way.
    BrokenFile,
    /// A zip container that is no document.
    Archive,
    /// XML of a part that is damaged.
    BrokenXml {
        /// The part.
        part: String,
    },
    /// A part with a document type definition, which no office program writes.
    Doctype {
        /// The part.
        part: String,
    },
    /// More than a document needs: parts, size, nesting.
    TooLarge,
    /// The document lacks its main part.
    NoText,
    /// An empty file.
    Empty,
    /// A format that is known but not read, or is not what the name says.
    Other(Kind),
    /// A format that this build leaves out.
    LeftOut {
        /// The feature that reads it.
        feature: &'static str,
    },
    /// A document that can be read but that changes could damage.
    Unwritable,
}

/// What a file is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Rich text format.
    Rtf,
    /// A web page with the name of a document.
    Html,
    /// A web archive.
    Mht,
    /// Word's XML in one file.
    FlatXml,
    /// Microsoft Works.
    Works,
    /// Word 95 or older.
    OldWord,
    /// Slides.
    Slides,
    /// A table, a drawing of OpenDocument.
    OtherOpen,
    /// An old workbook.
    OldSheet,
    /// An image.
    Image,
    /// Data of another kind than rows of JSON.
    Data,
    /// Rows of JSON, one a line.
    Rows,
    /// One JSON value.
    Json,
    /// Rows in columns.
    Parquet,
    /// Fixed pages of images without text.
    ScannedPdf,
    /// Fixed pages whose fonts do not say which characters their glyphs are.
    UnreadablePdf,
    /// Some other compound file.
    Compound,
    /// An `.xps` or other page description.
    Pages,
}

impl Refusal {
    /// What it is and what to do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Password => "文档设有打开密码；请在 Word 或 WPS 中去掉密码后再查".to_owned(),
            Self::Rights => {
                "文档被文档安全（权限管理）系统加密；请在系统中解密或导出后再查".to_owned()
            }
            Self::BrokenZip => {
                "文档已损坏或没有传完（压缩包不完整）；请用 Word 或 WPS 打开修复后另存，或重新取得文件"
                    .to_owned()
            }
            Self::BrokenFile => "文件已损坏，读不出内容；请重新取得文件或提供原始稿件".to_owned(),
            Self::Archive => "这是压缩包，不是文档；请解压后检查其中的稿件".to_owned(),
            Self::BrokenXml { part } => {
                format!("文档已损坏（{part} 不是完好的 XML）；请用 Word 或 WPS 打开修复后另存")
            }
            Self::Doctype { part } => format!(
                "{part} 中有文档类型定义（DTD），办公软件不会这样写，为安全起见不读；请用 Word 或 WPS 打开后另存"
            ),
            Self::TooLarge => {
                "文档展开后过大或嵌套过深，像是特意构造的，为安全起见不读；请用 Word 或 WPS 打开后另存".to_owned()
            }
            Self::NoText => "压缩包里没有文档正文，文件已损坏或不是文档；请用 Word 或 WPS 打开后另存".to_owned(),
            Self::Empty => "文件是空的（0 字节）；请确认是否保存成功".to_owned(),
            Self::LeftOut { feature } => format!(
                "这个版本的红笔没有编入读取 {feature} 的功能；请另存为 .docx，或用 cargo install hongbi --features {feature} 安装"
            ),
            Self::Unwritable => {
                "文档的写法不合常规，写回去可能损坏它，没有改动；请用 Word 或 WPS 打开后另存再试".to_owned()
            }
            Self::Other(kind) => kind.zh().to_owned(),
        }
    }

    /// What it is and what to do, in English.
    pub fn en(&self) -> String {
        match self {
            Self::Password => {
                "the document needs a password; remove it in Word or WPS first".to_owned()
            }
            Self::Rights => {
                "a rights management system encrypts the document; decrypt or export it there first"
                    .to_owned()
            }
            Self::BrokenZip => {
                "the document is damaged or incomplete (broken zip); let Word or WPS repair and save it, or fetch it again"
                    .to_owned()
            }
            Self::BrokenFile => "the file is damaged; fetch it again or use the original draft".to_owned(),
            Self::Archive => "this is an archive, no document; unpack it first".to_owned(),
            Self::BrokenXml { part } => format!(
                "the document is damaged ({part} is not well-formed XML); let Word or WPS repair and save it"
            ),
            Self::Doctype { part } => format!(
                "{part} has a document type definition, which no office program writes; it is not read for safety, open and save it in Word or WPS"
            ),
            Self::TooLarge => {
                "unpacked, the document is too large or nested too deeply; it is not read for safety, open and save it in Word or WPS"
                    .to_owned()
            }
            Self::NoText => {
                "the package has no document in it; open and save it in Word or WPS".to_owned()
            }
            Self::Empty => "the file is empty (0 bytes); check that it was saved".to_owned(),
            Self::LeftOut { feature } => format!(
                "this build cannot read {feature}; save it as .docx, or install with cargo install hongbi --features {feature}"
            ),
            Self::Unwritable => {
                "the document is written in an unusual way and could be damaged, it was left alone; open and save it in Word or WPS"
                    .to_owned()
            }
            Self::Other(kind) => kind.en().to_owned(),
        }
    }
}

impl Kind {
    fn zh(self) -> &'static str {
        match self {
            Self::Rtf => "这是 RTF 格式；请用 Word 或 WPS 打开，另存为 .docx 后再查",
            Self::Html => {
                "名为 .doc，实际是网页（HTML）；请用 Word 或 WPS 打开，另存为 .docx，或改名为 .html"
            }
            Self::Mht => "这是网页归档（MHT）；请用 Word 或 WPS 打开，另存为 .docx 后再查",
            Self::FlatXml => "这是 Word 的单文件 XML；请用 Word 打开，另存为 .docx 后再查",
            Self::Works => "这是 Microsoft Works 文档，不是 WPS 文字；请转换为 .docx 后再查",
            Self::OldWord => {
                "这是 Word 95 或更早的文档；请用 Word 或 WPS 打开，另存为 .docx 后再查"
            }
            Self::Slides => "这是演示文稿，红笔不查；请把要查的文字存为 .docx 或 .txt",
            Self::OtherOpen => {
                "这是 OpenDocument 的表格或图形，红笔只查其文字文档（.odt）；请把要查的文字存为 .docx 或 .odt"
            }
            Self::OldSheet => "这是旧版工作簿（.xls）；请另存为 .xlsx 后再查",
            Self::Image => "这是图片，里面没有文字可查；请提供原始稿件，或先作文字识别",
            Self::Data => {
                "这是数据文件，不是稿件；要逐条检查，请转成每行一条的 JSON（.jsonl），再加 --input jsonl --text-key 正文字段"
            }
            Self::Rows => {
                "这是逐行的数据，每行一条，不是一份稿件；要逐条检查，请加 --input jsonl --text-key 正文字段"
            }
            Self::Json => {
                "这是 JSON 数据，不是稿件；若每行一条，请加 --input jsonl --text-key 正文字段，若是一个数组，请先转成每行一条（jq -c '.[]'）"
            }
            Self::Parquet => {
                "这是 Parquet 数据，不是一份稿件；要逐条检查，请加 --input parquet --text-key 正文字段"
            }
            Self::ScannedPdf => {
                "这份 PDF 里没有文字，多半是扫描图片；请提供原始文稿（.docx、.odt、.txt），或先作文字识别"
            }
            Self::UnreadablePdf => {
                "这份 PDF 的字体没有标明各字形是什么字，文字读不出来；请提供原始文稿，或安装 pdftotext（poppler-utils）后再查"
            }
            Self::Compound => {
                "认不出是哪种文档（复合文档）；请用 Word 或 WPS 打开，另存为 .docx 后再查"
            }
            Self::Pages => "这种版式文件红笔不读；请提供原始稿件（.docx、.txt）",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Rtf => "this is RTF; open it in Word or WPS and save it as .docx",
            Self::Html => {
                "this is a web page named .doc; save it as .docx in Word or WPS, or rename it to .html"
            }
            Self::Mht => "this is a web archive (MHT); open it in Word or WPS and save it as .docx",
            Self::FlatXml => "this is Word's XML in one file; open it in Word and save it as .docx",
            Self::Works => "this is a Microsoft Works document; convert it to .docx",
            Self::OldWord => {
                "this is a document of Word 95 or older; open it in Word or WPS and save it as .docx"
            }
            Self::Slides => {
                "these are slides, which are not read; save their text as .docx or .txt"
            }
            Self::OtherOpen => {
                "this is an OpenDocument sheet or drawing; only its text documents (.odt) are read"
            }
            Self::OldSheet => "this is an old workbook (.xls); save it as .xlsx",
            Self::Image => {
                "this is an image without text; use the original draft, or recognise the text first"
            }
            Self::Data => {
                "this is a data file, no draft; to lint it row by row, turn it into JSON lines (.jsonl) and use --input jsonl --text-key COLUMN"
            }
            Self::Rows => {
                "these are rows of data, no draft; to lint each row, use --input jsonl --text-key COLUMN"
            }
            Self::Json => {
                "this is JSON data, no draft; with a row a line, use --input jsonl --text-key COLUMN; an array must be turned into lines first (jq -c '.[]')"
            }
            Self::Parquet => {
                "this is Parquet data, no draft; to lint each row, use --input parquet --text-key COLUMN"
            }
            Self::ScannedPdf => {
                "this PDF holds no text, most likely scanned images; use the original draft (.docx, .odt, .txt), or recognise the text first"
            }
            Self::UnreadablePdf => {
                "the fonts of this PDF do not name the characters of their glyphs; use the original draft, or install pdftotext (poppler-utils) and try again"
            }
            Self::Compound => {
                "an unknown compound document; open it in Word or WPS and save it as .docx"
            }
            Self::Pages => {
                "page descriptions of this kind are not read; use the original draft (.docx, .txt)"
            }
        }
    }
}
