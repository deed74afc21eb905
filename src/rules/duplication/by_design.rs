//! What occurs twice on purpose: the contents of a bulletin and its items, clauses under two heads, the
//! quoted clauses of an amendment, penalties, motions.

use std::{collections::BTreeSet, ops::Range};

use crate::{
    document::{Block, OrdinalStyle},
    language::{
        beginnings,
        han::{count_han, is_terminal},
        numeral,
    },
    reading::Draft,
};

/// What a draft says twice on purpose.
pub(crate) struct ByDesign<'a> {
    doc: &'a Draft,
    /// The blocks of contents, digests and tables of headlines.
    contents: Vec<Range<usize>>,
    /// Whether it has articles.
    is_law: bool,
}

/// What contents are headed with.
const CONTENTS: [&str; 24] = [
    "目录",
    "目錄",
    "目次",
    "摘要",
    "提要",
    "要目",
    "要闻",
    "要聞",
    "导读",
    "導讀",
    "主要内容",
    "主要內容",
    "内容简介",
    "标题新闻",
    "头条",
    "速览",
    "速覽",
    "快讯",
    "看点",
    "预告",
    "本期内容",
    "今日关注",
    "Contents",
    "CONTENTS",
];

/// What ends them.
const BODIES: [&str; 7] = [
    "详细新闻",
    "詳細新聞",
    "详细内容",
    "正文",
    "新闻内容",
    "具体内容",
    "新闻详情",
];

/// The longest line of contents, in Han characters.
const LINE: usize = 90;

impl<'a> ByDesign<'a> {
    pub(crate) fn new(doc: &'a Draft) -> Self {
        let article = |block: &Block| {
            block
                .label
                .as_ref()
                .is_some_and(|label| label.style == OrdinalStyle::Article)
        };
        Self {
            doc,
            contents: contents(doc),
            is_law: doc
                .blocks
                .iter()
                .any(|block| article(block) || is_quoted_article(doc.block_text(block))),
        }
    }

    /// Why the blocks `earlier` and `later` say the same on purpose, if they do: the key of the reason.
    pub(crate) fn reason(&self, earlier: usize, later: usize) -> Option<&'static str> {
        let (one, other) = (self.text(earlier), self.text(later));
        if self
            .contents
            .iter()
            .any(|lines| lines.contains(&earlier) && !lines.contains(&later))
        {
            return Some("contents");
        }
        if is_motion(one) && is_motion(other) {
            return Some("motion");
        }
        if is_attendance(one) && is_attendance(other) && self.heads_between(earlier, later) {
            return Some("motion");
        }
        let heads = || Some((self.head(earlier)?, self.head(later)?));
        if is_quoted(one)
            && is_quoted(other)
            && let (Some(here), Some(there)) = (self.amendment(earlier), self.amendment(later))
            && here != there
        {
            return Some("clauses");
        }
        let labels = (
            &self.doc.blocks[earlier].label,
            &self.doc.blocks[later].label,
        );
        if let ((Some(one), Some(other)), Some((here, there))) = (labels, heads())
            && one.style == other.style
            && one.number == other.number
            && here != there
            && (self.is_law || is_legal(self.text(here)) && is_legal(self.text(there)))
        {
            return Some("clauses");
        }
        let punishes = |text: &str| PENALTIES.iter().any(|word| text.contains(word));
        (self.is_law && punishes(one) && punishes(other)).then_some("clauses")
    }

    /// Whether the blocks each open the text under a heading of their own, as the leads of news items do:
    /// what the two items tell is another matter.
    pub(crate) fn are_leads(&self, earlier: usize, later: usize) -> bool {
        let head = |block: usize| {
            let above = block.checked_sub(1)?;
            self.doc.blocks[above]
                .is_heading()
                .then(|| self.text(above))
                .filter(|_| beginnings::is_lead(self.text(block)))
        };
        match (head(earlier), head(later)) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        }
    }

    /// Whether a heading is between the two blocks.
    fn heads_between(&self, earlier: usize, later: usize) -> bool {
        self.doc
            .blocks
            .get(earlier..later)
            .is_some_and(|blocks| blocks.iter().any(Block::is_heading))
    }

    fn text(&self, block: usize) -> &'a str {
        self.doc
            .blocks
            .get(block)
            .map_or("", |block| self.doc.block_text(block))
    }

    /// The block that announces the list in which `block` is.
    fn head(&self, block: usize) -> Option<usize> {
        /// How far back it is sought, in blocks.
        const FAR: usize = 40;
        let style = self.doc.blocks[block].label.as_ref()?.style;
        (block.saturating_sub(FAR)..block).rev().find(|&at| {
            let other = &self.doc.blocks[at];
            let same = other
                .label
                .as_ref()
                .is_some_and(|label| label.style == style);
            let text = self.text(at);
            !same
                && (text.ends_with(['：', ':'])
                    || ["下列", "以下", "如下"]
                        .iter()
                        .any(|word| text.contains(word)))
        })
    }

    /// The block that says which words are amended by the quotation in `block`.
    fn amendment(&self, block: usize) -> Option<usize> {
        const FAR: usize = 20;
        const AMENDS: [&str; 8] = [
            "修改为",
            "增加",
            "改为",
            "修正为",
            "修正為",
            "修改為",
            "删去",
            "作为第",
        ];
        (block.saturating_sub(FAR)..block)
            .rev()
            .find(|&at| !is_quoted(self.text(at)))
            .filter(|&at| AMENDS.iter().any(|word| self.text(at).contains(word)))
    }
}

/// Of pairs of an earlier block and a later one with the same words, those whose earlier blocks are in a
/// row and whose later ones each head a text: a digest and its items.
pub(crate) fn digests(doc: &Draft, pairs: &[(usize, usize)]) -> BTreeSet<(usize, usize)> {
    let short = |block: usize| count_han(doc.block_text(&doc.blocks[block])) <= LINE;
    let mut pairs: Vec<(usize, usize)> = pairs
        .iter()
        .copied()
        .filter(|&(earlier, later)| earlier < later && short(earlier))
        .collect();
    pairs.sort_unstable();
    let mut found = BTreeSet::new();
    for pair in pairs.windows(2) {
        let [(one, first), (other, second)] = *pair else {
            continue;
        };
        // In between is what the first item says.
        if other == one + 1 && second > first + 1 {
            found.extend([(one, first), (other, second)]);
        }
    }
    found
}

fn is_quoted(text: &str) -> bool {
    text.starts_with(['“', '「'])
}

/// 「“第一百二十条之二　有下列情形之一的，……」
fn is_quoted_article(text: &str) -> bool {
    text.strip_prefix(['“', '「'])
        .and_then(|rest| rest.strip_prefix('第'))
        .and_then(|rest| Some(&rest[numeral::integer_at(rest)?.1..]))
        .is_some_and(|rest| rest.starts_with(['条', '條']))
}

/// Whether `text` tells who was there, as each item of a bulletin does: 「甲乙丙、丁戊己、庚辛等参加会见。」
fn is_attendance(text: &str) -> bool {
    /// The longest such sentence, in bytes.
    const LONGEST: usize = 480;
    const THERE: [&str; 12] = [
        "参加", "出席", "陪同", "列席", "参观", "在座", "參加", "參觀", "一同", "随同", "主持",
        "见证",
    ];
    let Some(sentence) = text.strip_suffix('。').filter(|text| text.len() <= LONGEST) else {
        return false;
    };
    let names = sentence
        .split(['、', '，'])
        .take_while(|name| name.chars().count() <= 8)
        .count();
    names >= 2
        && !sentence.contains('。')
        && sentence
            .rsplit(['、', '，'])
            .next()
            .is_some_and(|last| THERE.iter().any(|word| last.contains(word)))
}

/// Words that lists of laws are announced with.
fn is_legal(text: &str) -> bool {
    [
        "情形",
        "情节",
        "情節",
        "条件",
        "條件",
        "行为之一",
        "行為之一",
        "规定",
        "規定",
        "处罚",
        "處罰",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// What clauses on penalties hold.
const PENALTIES: [&str; 14] = [
    "罚款",
    "罰鍰",
    "罰金",
    "罚金",
    "有期徒刑",
    "拘役",
    "处分",
    "處分",
    "刑事责任",
    "刑事責任",
    "责令",
    "没收",
    "吊销",
    "治安管理处罚",
];

/// Whether `text` is a formula of minutes: 「以上提案，敬請公決。」
fn is_motion(text: &str) -> bool {
    const FORMULAS: [&str; 18] = [
        "公決",
        "公决",
        "是否有當",
        "是否有当",
        "爰提案",
        "建請",
        "照案通過",
        "照案通过",
        "無異議",
        "无异议",
        "提案人：",
        "連署人：",
        "连署人：",
        "散會",
        "現在休息",
        "现在休息",
        "請宣讀",
        "宣讀",
    ];
    FORMULAS.iter().any(|word| text.contains(word))
}

/// The blocks of contents: the lines behind a head that says so, up to the first text.
fn contents(doc: &Draft) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut index = 0;
    while index < doc.blocks.len() {
        let text = doc.block_text(&doc.blocks[index]);
        if !is_head(text) {
            index += 1;
            continue;
        }
        let start = index + 1;
        let mut lines = BTreeSet::new();
        let mut end = start;
        while end < doc.blocks.len() {
            let text = doc.block_text(&doc.blocks[end]);
            let core = core(text);
            let long = count_han(text) > LINE || beginnings::is_lead(text);
            if long
                || BODIES.iter().any(|word| text.contains(word))
                || !is_head(text) && !lines.insert(core)
            {
                break;
            }
            end += 1;
        }
        if end > start {
            found.push(start..end);
        }
        index = end.max(index + 1);
    }
    found
}

/// Whether `text` heads contents: 「本期节目主要内容：」 「目　录」.
fn is_head(text: &str) -> bool {
    /// The longest head, in bytes.
    const HEAD: usize = 60;
    if text.len() > HEAD || text.ends_with(is_terminal) {
        return false;
    }
    let words: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    CONTENTS.iter().any(|word| words.ends_with(word))
}

/// A line of contents without its ordinal, its page and its marks.
fn core(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphabetic() || "一二三四五六七八九十".contains(c))
        .trim_end_matches(|c: char| !c.is_alphabetic())
}
