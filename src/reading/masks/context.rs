//! Signs that look like masks and are none: those that a text speaks of, those of a form annexed to it,
//! and those that stand for anybody.

use std::ops::Range;

use crate::{
    document::{Block, Document, Kind},
    language::{
        han::{is_closing, is_han, is_opening, is_terminal},
        surnames::is_surname,
    },
    scan::signs::{after, before},
};

/// Words of sentences that say how something is written: 「格式为XXX」 「不得以“某某”代替」.
const WRITING: [&str; 22] = [
    "格式",
    "写作",
    "寫作",
    "写成",
    "写为",
    "写明",
    "代替",
    "替代",
    "占位",
    "样式",
    "樣式",
    "示例",
    "范例",
    "例句",
    "规范用语",
    "用语是",
    "编号规则",
    "命名",
    "字样",
    "字樣",
    "表述为",
    "表示为",
];

/// Words right before a sign that is an example: 「如XX.XX万元」.
const SUCH_AS: [&str; 12] = [
    "如",
    "例如",
    "比如",
    "譬如",
    "即",
    "形如",
    "像",
    "如“",
    "例如“",
    "如：",
    "例如：",
    "如《",
];

/// Words of clauses that speak of anybody: 「譬如某某国小」.
const ANYBODY: [&str; 30] = [
    "有人说",
    "有人說",
    "有人讲",
    "自称",
    "自稱",
    "谎称",
    "谎稱",
    "声称",
    "聲稱",
    "譬如",
    "例如",
    "比如",
    "比方",
    "好比",
    "假如",
    "假设",
    "假設",
    "如果",
    "所谓",
    "所謂",
    "诸如",
    "諸如",
    "叫做",
    "说是",
    "說是",
    "像是",
    "无论",
    "無論",
    "不管",
    "哪",
];

/// Words behind what somebody may say: 「以“某某领导打过招呼”为由」.
const EXCUSES: [&str; 6] = ["”为由", "」為由", "”之类", "」之類", "”等理由", "”的借口"];

/// What the head of an annex says that is a form.
const FORMS: [&str; 21] = [
    "样式",
    "樣式",
    "格式",
    "式样",
    "样本",
    "样表",
    "樣表",
    "范本",
    "範本",
    "模板",
    "示范文本",
    "参考文本",
    "表样",
    "文书",
    "文書",
    "申请表",
    "申請表",
    "登记表",
    "填报表",
    "示例",
    "例文",
];

/// The stretches of `doc` that are forms: from the head of an annex to the next one.
pub(crate) fn forms(doc: &Document) -> Vec<Range<usize>> {
    if is_form(doc) {
        return std::iter::once(0..doc.text.len()).collect();
    }
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = None;
    for (index, block) in doc.blocks.iter().enumerate() {
        // The title may be on a line of its own: 「附件2」 「决定书（样式）」.
        let below = doc
            .blocks
            .get(index + 1)
            .map_or("", |next| doc.block_text(next));
        let Some(form) = annex(doc.block_text(block), below) else {
            continue;
        };
        if let Some(start) = open.take() {
            found.push(start..block.range.start);
        }
        open = form.then_some(block.range.start);
    }
    if let Some(start) = open {
        found.push(start..doc.text.len());
    }
    found
}

/// Whether all of `doc` is a form, as a line at its head says: 「申请书（样式）」 「文书样式之三」.
fn is_form(doc: &Document) -> bool {
    /// Where such a line is, in blocks, and how long it is at most, in bytes.
    const HEAD: usize = 5;
    const LINE: usize = 90;
    const SAYS: [&str; 9] = [
        "样式",
        "樣式",
        "式样",
        "格式",
        "范本",
        "範本",
        "示范文本",
        "样本",
        "模板",
    ];
    doc.blocks.iter().take(HEAD).any(|block| {
        let line = doc.block_text(block);
        let bare = line.trim_end_matches(|c: char| {
            c.is_numeric() || "）)〕】一二三四五六七八九十之 \u{3000}".contains(c)
        });
        line.len() <= LINE && SAYS.iter().any(|word| bare.ends_with(word))
    })
}

/// Whether `text` is the head of an annex, and if it is, whether of a form.
fn annex(text: &str, below: &str) -> Option<bool> {
    /// The longest head, in bytes.
    const HEAD: usize = 150;
    let begins = ["附件", "附錄", "附录", "附表", "附："]
        .iter()
        .any(|word| text.starts_with(word));
    if !begins || text.len() > HEAD || text.contains('。') {
        return None;
    }
    /// The longest head without a title, in bytes.
    const BARE: usize = 14;
    let named = |text: &str| FORMS.iter().any(|word| text.contains(word));
    Some(named(text) || text.len() <= BARE && below.len() <= HEAD && named(below))
}

/// Whether the signs at `span` are spoken of, or are in an example.
pub(crate) fn is_mentioned(doc: &Document, span: &Range<usize>) -> bool {
    let text = &*doc.text;
    let head = sentence_head(text, span.start);
    if SUCH_AS.iter().any(|words| {
        head.strip_suffix(words).is_some_and(|rest| {
            !rest.ends_with(['例', '假', '比', '譬', '诸', '犹']) || words.len() > 3
        })
    }) {
        return true;
    }
    let sentence_tail = tail(text, span.end);
    WRITING
        .iter()
        .any(|word| head.contains(word) || sentence_tail.contains(word))
        && !speaks_of_people(sentence_tail)
}

/// 「格式条款由××公司」: what follows is done by somebody.
fn speaks_of_people(tail: &str) -> bool {
    ["同志", "委员", "代表", "先生", "女士"]
        .iter()
        .any(|title| tail.starts_with(title))
}

/// Whether 某某 at `span` stands for anybody: 「譬如某某国小」.
pub(crate) fn is_anybody(doc: &Document, span: &Range<usize>) -> bool {
    let text = &*doc.text;
    let head = sentence_head(text, span.start);
    ANYBODY.iter().any(|word| head.contains(word))
        || EXCUSES
            .iter()
            .any(|word| tail(text, span.end).contains(word))
        || head.ends_with('“') && after(text, span.end) == Some('”')
        || text[span.end..].starts_with(['人', '者', '某'])
        || head.ends_with('「') && after(text, span.end) == Some('」')
}

/// The sentence before byte `at`, as far as it can matter.
fn sentence_head(text: &str, at: usize) -> &str {
    /// In characters.
    const FAR: usize = 60;
    let start = text[..at]
        .char_indices()
        .rev()
        .take(FAR)
        .take_while(|&(_, c)| !is_terminal(c) && c != '\n')
        .last()
        .map_or(at, |(at, _)| at);
    &text[start..at]
}

/// The clause from byte `at` on.
fn tail(text: &str, at: usize) -> &str {
    /// In characters.
    const FAR: usize = 24;
    let length: usize = text[at..]
        .chars()
        .take(FAR)
        .take_while(|&c| !is_terminal(c) && c != '\n')
        .map(char::len_utf8)
        .sum();
    &text[at..at + length]
}

/// Whether `doc` is a judgment or the like, which is published with persons and places left out.
pub(crate) fn is_court_paper(doc: &Document) -> bool {
    /// Where its title is, in blocks.
    const TITLE: usize = 6;
    const PAPERS: [&str; 8] = [
        "判决书",
        "裁定书",
        "調解書",
        "调解书",
        "起诉书",
        "判決書",
        "裁定書",
        "不起诉决定书",
    ];
    const WORDS: [&str; 9] = [
        "本院认为",
        "本院認為",
        "审判员",
        "審判員",
        "审判长",
        "書記官",
        "案件受理费",
        "公诉机关",
        "上诉于",
    ];
    let titled = doc.blocks.iter().take(TITLE).any(|block| {
        let title: String = doc
            .block_text(block)
            .chars()
            .take(60)
            .filter(|c| !c.is_whitespace())
            .collect();
        PAPERS.iter().any(|paper| title.ends_with(paper))
    });
    let words = WORDS.iter().filter(|word| doc.holds(word)).count();
    words >= if titled { 1 } else { 2 }
}

/// Words by which a person in a case is called before the name.
pub(crate) const PARTIES: [&str; 31] = [
    "当事人",
    "被告人",
    "被告",
    "原告",
    "申请人",
    "被申请人",
    "上诉人",
    "被上诉人",
    "证人",
    "嫌疑人",
    "被害人",
    "受害人",
    "第三人",
    "被执行人",
    "执行人",
    "同案人",
    "同案犯",
    "罪犯",
    "患者",
    "男子",
    "女子",
    "驾驶员",
    "司机",
    "村民",
    "居民",
    "员工",
    "学生",
    "死者",
    "伤者",
    "举报人",
    "投诉人",
];

/// Persons of `doc` that are called by their family names alone, 「张某某」: the names, each once.
pub(crate) fn hidden_surnames(doc: &Document) -> Vec<(char, Range<usize>)> {
    let text = &*doc.text;
    let mut found: Vec<(char, Range<usize>)> = Vec::new();
    for at in doc.find("某") {
        let Some(surname) = before(text, at).filter(|&c| is_surname(c)) else {
            continue;
        };
        let start = at - surname.len_utf8();
        // 「一某」 「在某」 are no names, nor is the end of a longer word: a party is called so.
        let head = &text[..start];
        let party = PARTIES.iter().any(|word| head.ends_with(word))
            || before(head, head.len()).is_none_or(|c| {
                c.is_whitespace() || is_opening(c) || "、，。：；对与和及".contains(c)
            });
        let doubled = text[at + '某'.len_utf8()..].starts_with('某');
        if (party || doubled) && !found.iter().any(|&(other, _)| other == surname) {
            found.push((surname, start..at + '某'.len_utf8()));
        }
    }
    found
}

/// Whether the block at `index` is an article of a law, which masks nobody.
pub(crate) fn is_article(block: Option<&Block>) -> bool {
    block.is_some_and(|block| {
        block.kind != Kind::Title
            && block
                .label
                .as_ref()
                .is_some_and(|label| label.style == crate::document::OrdinalStyle::Article)
    })
}

/// Where a name ends that begins with the family name at byte `start`: two characters, or three where
/// the third is none that follows names.
pub(crate) fn name_at(text: &str, start: usize) -> Option<Range<usize>> {
    const FOLLOWS: &str = "于在因与和及的为以向从将被称系是有到已并同经提涉说予承曾未不";
    let mut chars = text[start..].char_indices().take(4);
    chars.next()?;
    let (_, first) = chars.next()?;
    let (second_at, second) = chars.next()?;
    if !is_han(first) || "某×".contains(first) || FOLLOWS.contains(first) {
        return None;
    }
    let end = if is_han(second) && !FOLLOWS.contains(second) {
        let (third_at, third) = chars.next()?;
        // Four characters and more are another word.
        let ends = !is_han(third) || FOLLOWS.contains(third) || is_closing(third);
        ends.then_some(third_at)?
    } else {
        second_at
    };
    Some(start..start + end)
}
