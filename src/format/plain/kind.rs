//! What a line of plain text is.
//!
//! Two passes: what a line says of itself, then what its neighbours and the habits of the document
//! say of the lines that could be several things.

use crate::{
    document::{Block, Kind, Meta, Ordinal, OrdinalStyle},
    language::{
        beginnings,
        endings::{self, Tail, open_pair},
        han::{begins, count_bytes, count_han, is_closing, is_han, is_terminal},
        numeral,
        surnames::is_surname,
    },
};

use std::ops::Range;

/// The longest heading without ordinal, in characters.
const HEADING: usize = 60;

/// The longest heading with an ordinal, in characters: old reports have headings of two clauses.
const NUMBERED_HEADING: usize = 84;

/// A heading without ordinal is seldom longer than this, in Han characters; where a document has
/// several longer ones, they are its habit.
const PLAIN_HEADING: usize = 30;

/// Marks that items of lists begin with.
const BULLETS: &[char] = &['●', '■', '◆', '•', '·', '▪', '▲', '★', '○', '◎', '➢', '➤'];

/// The block of one line.
pub(in crate::format) fn block(text: &str, range: Range<usize>, after_blank: bool) -> Block {
    let line = &text[range.clone()];
    let marks = line.chars().take_while(|&c| c == '#').count();
    if (1..=6).contains(&marks) && line[marks..].starts_with([' ', '\u{3000}']) {
        let content = line[marks..].trim_start();
        let start = range.end - content.len();
        let label = Ordinal::read(content, start);
        return Block {
            kind: Kind::Heading { depth: marks as u8 },
            range: start..range.end,
            label,
            after_blank,
        };
    }
    let label = Ordinal::read(line, range.start);
    Block {
        kind: kind(line, label.as_ref(), range.start),
        range,
        label,
        after_blank,
    }
}

fn kind(line: &str, label: Option<&Ordinal>, start: usize) -> Kind {
    let characters = characters(line);
    if let Some(label) = label {
        return numbered(line, label, start, characters);
    }
    if characters <= 110 && is_adoption(line) {
        return Kind::Meta(Meta::DateLine);
    }
    if characters <= NUMBERED_HEADING && is_point(line) {
        return Kind::Heading { depth: 0 };
    }
    if line.contains(['\u{3000}', ' ', '、']) && is_names(line) {
        return Kind::Meta(Meta::Names);
    }
    if beginnings::is_spaced_title(line) {
        return Kind::Meta(Meta::Other);
    }
    // No title ends with 与.
    if characters > HEADING || breaks_off(line) {
        return Kind::Paragraph;
    }
    let closed = line.ends_with(is_terminal)
        || line.contains('。')
        || line.ends_with(is_closing) && line.contains(['！', '？']);
    if let Some(rest) = line.strip_prefix("——").or_else(|| line.strip_prefix("──")) {
        // 「——2024年1月30日在……会议上」 「——开幕侧记」; a point that begins with a dash is a sentence.
        return if closed || matches!(endings::tail(line), Tail::Open(_)) {
            Kind::Paragraph
        } else if dated(rest) {
            Kind::Meta(Meta::DateLine)
        } else {
            Kind::Meta(Meta::Other)
        };
    }
    if line.starts_with(['（', '(']) && line.contains('年') && !closed {
        return Kind::Meta(Meta::DateLine);
    }
    if is_salutation(line, characters) {
        return Kind::Meta(Meta::Salutation);
    }
    if line.starts_with(BULLETS) {
        return Kind::ListItem;
    }
    if is_caption(line, characters) {
        return Kind::Meta(Meta::Caption);
    }
    if closed || matches!(endings::tail(line), Tail::Open(_)) || line.ends_with(['：', ':']) {
        return Kind::Paragraph;
    }
    if is_byline(line, characters) {
        return Kind::Meta(Meta::Byline);
    }
    if is_names(line) {
        return Kind::Meta(Meta::Names);
    }
    if is_date(line) {
        return Kind::Meta(Meta::DateLine);
    }
    Kind::Meta(Meta::Other)
}

/// Tells what the paragraphs among `blocks` are that may as well be titles, dates or signatures.
pub(in crate::format) fn classify(text: &str, blocks: &mut [Block]) {
    for block in blocks.iter_mut() {
        if block.kind == Kind::Paragraph {
            let line = &text[block.range.clone()];
            block.kind = kind(line, block.label.as_ref(), block.range.start);
        }
    }
    refine(text, blocks);
}

/// How many characters `line` has, or that it has more than any that is no paragraph.
fn characters(line: &str) -> usize {
    /// No character has more bytes.
    const BYTES: usize = 4;
    if line.len() > 2 * HEADING * BYTES {
        return 2 * HEADING;
    }
    count_bytes(line.as_bytes(), begins)
}

/// 「第二，进一步调整结构，更好地适应发展的需要」 on a line of its own and without an end mark.
fn is_point(line: &str) -> bool {
    line.strip_prefix('第')
        .and_then(|rest| Some(&rest[numeral::integer_at(rest)?.1..]))
        .is_some_and(|rest| rest.starts_with(['，', '、', '：', ',']))
        && !line.contains(['。', '；', '！', '？'])
        && endings::tail(line) == Tail::Bare
}

/// A line with an ordinal: a heading, or a paragraph that begins with one.
fn numbered(line: &str, label: &Ordinal, start: usize, characters: usize) -> Kind {
    let body = &line[label.range.end - start..];
    let one_sentence = || {
        !body
            .trim_end_matches(is_terminal)
            .contains(['。', '！', '？', '；', ';'])
    };
    let ended = body.ends_with(is_terminal);
    let outline = matches!(
        label.style,
        OrdinalStyle::Part
            | OrdinalStyle::Chapter
            | OrdinalStyle::Section
            | OrdinalStyle::Han
            | OrdinalStyle::HanBracket
    );
    let longest = match (outline, ended) {
        (true, false) => NUMBERED_HEADING,
        _ => HEADING / 2,
    };
    let heading = characters <= longest
        && label.style != OrdinalStyle::Article
        && (outline || !ended)
        && one_sentence()
        && !breaks_off(body)
        && !matches!(endings::tail(line), Tail::Open(_));
    if heading {
        Kind::Heading { depth: 0 }
    } else {
        Kind::Paragraph
    }
}

/// Whether `line` ends on a word that no heading ends with: 「（一）明确责任，按照」.
fn breaks_off(line: &str) -> bool {
    const JOINS: [&str; 12] = [
        "按照",
        "对于",
        "對於",
        "关于",
        "關於",
        "由于",
        "由於",
        "以及",
        "并且",
        "並且",
        "进一步",
        "進一步",
    ];
    const ONE: [char; 10] = ['与', '與', '和', '及', '并', '並', '对', '對', '把', '向'];
    // 「会议还听取并」: nothing is called so, while 「甲与」 may be cut short on purpose.
    JOINS.iter().any(|word| line.ends_with(word))
        || line.ends_with(['并', '並'])
            && !["合并", "合並", "兼并", "兼並", "吞并", "一并", "一並"]
                .iter()
                .any(|word| line.ends_with(word))
        || line.contains(['，', '；']) && line.ends_with(ONE)
}

/// 「2006年8月27日　第十届全国人大常委会第二十三次会议通过」: the lines under the title of a law.
fn is_adoption(line: &str) -> bool {
    let line = line.strip_prefix(['（', '(']).unwrap_or(line);
    date_length(line).is_some_and(|length| {
        let rest = &line[length..];
        !line.contains(['。', '，'])
            && (rest.starts_with(char::is_whitespace)
                || ["通过", "公布", "发布", "施行", "修正", "修订", "会议上"]
                    .iter()
                    .any(|word| rest.trim_end_matches([')', '）']).ends_with(word)))
    })
}

/// Whether the whole line is a date.
fn is_date(line: &str) -> bool {
    date_length(line).is_some_and(|length| line[length..].trim().is_empty())
}

/// The length of the date that `line` begins with, its month at least.
fn date_length(line: &str) -> Option<usize> {
    let (year, length) = numeral::integer_at(line)?;
    (1900..2200).contains(&year).then_some(())?;
    let mut at = length;
    at += line[at..].strip_prefix('年').map(|_| '年'.len_utf8())?;
    let (_, length) = numeral::integer_at(&line[at..])?;
    at += length;
    at += line[at..].strip_prefix('月').map(|_| '月'.len_utf8())?;
    if let Some((_, length)) = numeral::integer_at(&line[at..])
        && line[at + length..].starts_with('日')
    {
        at += length + '日'.len_utf8();
    }
    Some(at)
}

fn dated(line: &str) -> bool {
    line.contains('年') && line.contains('月') || line.contains("会议") || line.contains("大会")
}

/// 「各位委员：」 「同志们！」 「各市、县人民政府：」.
fn is_salutation(line: &str, characters: usize) -> bool {
    let Some(body) = line.strip_suffix(['：', ':', '！', '!']) else {
        return false;
    };
    if characters > 40 || body.contains(['。', '；']) {
        return false;
    }
    let to_people = [
        "各位",
        "同志们",
        "尊敬的",
        "女士们",
        "朋友们",
        "代表们",
        "委员们",
    ];
    if to_people.iter().any(|head| body.starts_with(head)) {
        return !body.contains('，');
    }
    // The bodies that a document is sent to.
    line.ends_with(['：', ':'])
        && [
            "人民政府",
            "委员会",
            "办公室",
            "各部门",
            "市直部门",
            "各直属机构",
            "有关单位",
            "直属单位",
            "各单位",
            "同志",
            "先生",
            "女士",
        ]
        .iter()
        .any(|end| body.ends_with(end))
}

/// 「图1　…」 「表2　…」 「注：…」 「本报记者 某某 摄」.
fn is_caption(line: &str, characters: usize) -> bool {
    if characters > HEADING {
        return false;
    }
    let mut chars = line.chars();
    let numbered = match chars.next() {
        Some('图' | '表' | '圖') => chars
            .find(|c| !c.is_whitespace())
            .is_some_and(|c| c.is_ascii_digit() || numeral::chinese_digit(c).is_some()),
        _ => false,
    };
    let noted = [
        "注：",
        "注:",
        "备注：",
        "资料来源：",
        "数据来源：",
        "图为",
        "单位：",
    ]
    .iter()
    .any(|head| line.starts_with(head));
    let photographed = line
        .trim_end_matches(['）', ')'])
        .strip_suffix('摄')
        .is_some_and(|rest| {
            ["记者", "通讯员", "供图"]
                .iter()
                .any(|who| rest.contains(who))
        });
    (numbered || noted) && !line.contains('。') || photographed
}

/// Names of people parted by spaces: 「林知远　周慕白　陈思齐」.
fn is_names(line: &str) -> bool {
    let mut names = 0;
    let mut surnames = 0;
    let mut paused = false;
    for piece in line
        .split(|c| {
            paused |= c == '、';
            matches!(c, ' ' | '\u{3000}' | '\t' | '、')
        })
        .filter(|piece| !piece.is_empty())
    {
        // 「（女）」 「（回族）」 「（青禾）」 may be behind a name, and nothing else.
        let (name, note) = piece.split_once(['（', '(']).unwrap_or((piece, ""));
        let note = note.trim_end_matches(['）', ')']);
        if note.chars().count() > 6 || !note.chars().all(|c| is_han(c) || c == '，') {
            return false;
        }
        let longest = if name.contains('·') { DOTTED } else { 4 };
        let length = name.chars().count();
        if !(1..=longest).contains(&length) || !name.chars().all(|c| is_han(c) || c == '·') {
            return false;
        }
        names += 1;
        surnames += usize::from(name.starts_with(is_surname));
    }
    // Things are listed with pause marks too: 「米、面、油」.
    names >= 3 && (!paused || names >= LISTED && surnames * 3 >= names * 2)
}

/// The longest name of two parts, in characters: 「玉素甫·艾合买提江」.
const DOTTED: usize = 14;

/// From this many on names may be listed with pause marks.
const LISTED: usize = 5;

/// Who writes or speaks, with a name: 「市政协主席　某某某」 「记者 某某 某某」.
fn is_byline(line: &str, characters: usize) -> bool {
    const POSTS: &[&str] = &[
        "主席",
        "市长",
        "省长",
        "县长",
        "区长",
        "州长",
        "镇长",
        "书记",
        "主任",
        "记者",
        "通讯员",
        "总理",
        "院长",
        "检察长",
        "秘书长",
        "部长",
        "局长",
        "厅长",
        "会长",
        "委员长",
        "作者",
        "副主席",
    ];
    if characters > 40 {
        return false;
    }
    let mut pieces = line
        .split([' ', '\u{3000}', '\t', '：'])
        .filter(|piece| !piece.is_empty());
    let Some(post) = pieces.next() else {
        return false;
    };
    let mut names = pieces.peekable();
    names.peek().is_some()
        && POSTS.iter().any(|end| post.ends_with(end))
        && names
            .all(|name| name.chars().count() <= 6 && name.chars().all(|c| is_han(c) || c == '·'))
}

/// What only its neighbours speak of a line: titles, headings without ordinal, verse, signatures.
pub(in crate::format) fn refine(text: &str, blocks: &mut [Block]) {
    close_brackets(text, blocks);
    verse(text, blocks);
    items(text, blocks);
    let first_prose = blocks
        .iter()
        .position(Block::is_prose)
        .unwrap_or(blocks.len());
    let long_headings = long_headings(text, blocks, first_prose);
    for index in 0..blocks.len() {
        if blocks[index].kind != Kind::Meta(Meta::Other) {
            continue;
        }
        let line = &text[blocks[index].range.clone()];
        let han = count_han(line);
        let next_is_prose = blocks.get(index + 1).is_some_and(Block::is_prose);
        // What stays open, and a run of clauses at the very top, is text that was cut.
        let clauses = line.contains(['，', ',']);
        let cut = open_pair(line).is_some() && (clauses || index >= first_prose)
            || index == 0 && line.matches(['，', ',']).count() > usize::from(han <= 26);
        blocks[index].kind = if cut && han >= 8 {
            Kind::Paragraph
        } else if index < first_prose {
            if index == 0 || han >= 4 && index < 4 && matches!(blocks[index - 1].kind, Kind::Title)
            {
                Kind::Title
            } else {
                Kind::Meta(Meta::Other)
            }
        } else if is_table_row(line) {
            Kind::Meta(Meta::Other)
        } else if !next_is_prose && is_title(line, han) {
            Kind::Title
        } else if han > PLAIN_HEADING && !long_headings && !beginnings::is_spaced_title(line) {
            Kind::Paragraph
        } else if next_is_prose && han >= 4 {
            Kind::Heading { depth: 0 }
        } else if index + 4 >= blocks.len() && han >= 4 && !next_is_prose {
            Kind::Meta(Meta::Signature)
        } else {
            Kind::Meta(Meta::Other)
        };
    }
}

/// Whether a line inside the file is the title of a document appended to it.
fn is_title(line: &str, han: usize) -> bool {
    let line = line.trim_end();
    let name = line
        .strip_suffix(['）', ')'])
        .and_then(|line| line.rsplit_once(['（', '(']))
        .map_or(line, |(name, _)| name);
    (10..=45).contains(&han)
        && [
            "报告",
            "决议",
            "决定",
            "通知",
            "意见",
            "讲话",
            "方案",
            "办法",
            "情况说明",
        ]
        .iter()
        .any(|end| name.ends_with(end))
}

/// A date line that was broken: 「（2024年1月17日」 「在……第一次会议上）」.
fn close_brackets(text: &str, blocks: &mut [Block]) {
    for index in 0..blocks.len() {
        let line = &text[blocks[index].range.clone()];
        if blocks[index].kind != Kind::Meta(Meta::DateLine)
            || !line.starts_with(['（', '('])
            || line.contains(['）', ')'])
        {
            continue;
        }
        let last = (index + 1..blocks.len().min(index + 4))
            .take_while(|&next| !text[blocks[next].range.clone()].contains(['。', '（', '(']))
            .find(|&next| text[blocks[next].range.clone()].ends_with(['）', ')']));
        if let Some(last) = last {
            for block in &mut blocks[index + 1..=last] {
                block.kind = Kind::Meta(Meta::DateLine);
            }
        }
    }
}

/// What looks like a numbered heading is an item of a list that lost its end, where the items before and
/// behind it are sentences.
fn items(text: &str, blocks: &mut [Block]) {
    let found: Vec<usize> = (0..blocks.len())
        .filter(|&index| {
            let block = &blocks[index];
            let Some(label) = block.label.as_ref() else {
                return false;
            };
            if !matches!(block.kind, Kind::Heading { depth: 0 })
                || !text[block.range.clone()].contains('，')
                || text[block.range.clone()].ends_with(is_terminal)
            {
                return false;
            }
            let sentence = |other: &Block, number: u32| {
                let line = &text[other.range.clone()];
                other
                    .label
                    .as_ref()
                    .is_some_and(|found| found.style == label.style && found.number == number)
                    && line.ends_with(['；', '。'])
            };
            let before = index
                .checked_sub(1)
                .and_then(|before| blocks.get(before))
                .map(|other| sentence(other, label.number.wrapping_sub(1)));
            let behind = blocks
                .get(index + 1..blocks.len().min(index + 3))
                .is_some_and(|next| next.iter().any(|other| sentence(other, label.number + 1)));
            behind && (before == Some(true) || label.number == 1 || before.is_none())
        })
        .collect();
    for index in found {
        blocks[index].kind = Kind::Paragraph;
    }
}

/// Four lines or more of five or seven characters each are verse, whatever marks end them.
fn verse(text: &str, blocks: &mut [Block]) {
    let measure = |block: &Block| {
        let line = &text[block.range.clone()];
        let plain = matches!(block.kind, Kind::Paragraph | Kind::Meta(Meta::Other));
        (plain && block.label.is_none() && line.len() <= 66)
            .then(|| count_han(line))
            .filter(|han| matches!(han, 5 | 7 | 10 | 14))
    };
    let mut start = 0;
    while start < blocks.len() {
        let han = measure(&blocks[start]);
        let mut end = start + 1;
        while han.is_some() && end < blocks.len() && measure(&blocks[end]) == han {
            end += 1;
        }
        // Points of one sentence each may be of one length too.
        let points = blocks[start..end]
            .iter()
            .all(|block| text[block.range.clone()].ends_with('。'));
        if end - start >= 4 && !points {
            for block in &mut blocks[start..end] {
                block.kind = Kind::Meta(Meta::Verse);
            }
        }
        start = end;
    }
}

/// Whether headings of more than [`PLAIN_HEADING`] characters are a habit of the document: several,
/// each before a paragraph and behind a finished one.
fn long_headings(text: &str, blocks: &[Block], first_prose: usize) -> bool {
    let long = (first_prose..blocks.len())
        .filter(|&index| {
            blocks[index].kind == Kind::Meta(Meta::Other)
                && count_han(&text[blocks[index].range.clone()]) > PLAIN_HEADING
                && blocks.get(index + 1).is_some_and(Block::is_prose)
                && index.checked_sub(1).is_none_or(|before| {
                    endings::tail(&text[blocks[before].range.clone()]) == Tail::Closed
                })
        })
        .count();
    let all = blocks.iter().filter(|block| block.is_prose()).count();
    long >= 3 && long * 100 >= all
}

/// A row of a table that was taken off a page: cells parted by tabs or wide gaps.
fn is_table_row(line: &str) -> bool {
    line.matches(['\t', '|']).count() >= 2
        || line
            .split("  ")
            .filter(|cell| !cell.trim().is_empty())
            .count()
            >= 3
}
