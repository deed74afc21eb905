//! The places where a draft masks something or leaves it blank.

pub(crate) mod context;
pub(crate) mod numbers;

use std::ops::Range;

use crate::{
    document::{Document, Kind},
    language::{
        han::{is_closing, is_han, is_opening, is_terminal},
        numeral,
        surnames::is_surname,
    },
    scan::signs::{self, Sign, after, before},
};

/// The signs that people mask with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// 「***」 「＊＊」
    Star,
    /// 「××」
    Cross,
    /// 「XX」 「X月X日」
    Letter,
    /// 「某某」
    Someone,
    /// 「○○」 「●●」 「△△」
    Circle,
    /// 「□□」 「■■」
    Box,
    /// 「____」
    Line,
}

impl Style {
    fn of(c: char) -> Option<Self> {
        Some(match c {
            '*' | '＊' => Self::Star,
            '×' | '✕' | '╳' => Self::Cross,
            'X' | 'x' | 'Ｘ' | 'ｘ' => Self::Letter,
            '○' | '◯' | '〇' | '●' | '△' | '▲' => Self::Circle,
            '□' | '■' | '█' | '▇' => Self::Box,
            '_' | '＿' => Self::Line,
            _ => return None,
        })
    }
}

/// A place where something is masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mask {
    /// What is to be pointed at: the masking signs, with the digits and 年月日 of a masked date.
    pub(crate) span: Range<usize>,
    /// How it is masked.
    pub(crate) style: Style,
    /// Whether digits are on both sides, as in a telephone number made unrecognisable on purpose.
    pub(crate) in_number: bool,
    /// Why it hides nothing, where it does not.
    pub(crate) excuse: Option<Excuse>,
}

/// Why signs hide nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excuse {
    /// They are an example, or spoken of.
    Mentioned,
    /// They belong to a form that is annexed.
    Form,
    /// They stand for a party of a case, or for anybody.
    Person,
}

impl Excuse {
    /// The key of the reason to keep silent.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::Mentioned => "mentioned",
            Self::Form => "form",
            Self::Person => "person",
        }
    }
}

/// Every place of `doc` where something is masked, in order.
pub(crate) fn masks(doc: &Document) -> Vec<Mask> {
    let mut masks = all_masks(doc);
    masks.retain(|mask| mask.excuse.is_none());
    masks
}

/// The same with the places that look masked and hide nothing.
pub(crate) fn all_masks(doc: &Document) -> Vec<Mask> {
    let mut masks = signs_of(doc).0;
    if masks.is_empty() {
        return masks;
    }
    let forms = context::forms(doc);
    let court = context::is_court_paper(doc);
    for mask in &mut masks {
        let block = doc
            .block_at(mask.span.start)
            .and_then(|index| doc.blocks.get(index));
        let line = matches!(mask.style, Style::Line | Style::Box);
        mask.excuse = if court && !line {
            Some(Excuse::Person)
        } else if forms.iter().any(|form| form.contains(&mask.span.start)) {
            Some(Excuse::Form)
        } else if mask.style == Style::Someone && context::is_anybody(doc, &mask.span)
            || mask.excuse == Some(Excuse::Person)
        {
            Some(Excuse::Person)
        } else if !line && context::is_mentioned(doc, &mask.span) {
            Some(Excuse::Mentioned)
        } else if !line && context::is_article(block) {
            Some(Excuse::Form)
        } else {
            None
        };
    }
    masks
}

/// The blank stretches of forms annexed to `doc`.
pub(crate) fn forms(doc: &Document) -> Vec<Range<usize>> {
    context::forms(doc)
}

/// Every ** of `doc` that is a bold mark of Markdown, in order.
pub(crate) fn bold_marks(doc: &Document) -> Vec<Range<usize>> {
    signs_of(doc).1
}

/// The masked places, and the marks that look like some.
fn signs_of(doc: &Document) -> (Vec<Mask>, Vec<Range<usize>>) {
    let text = &*doc.text;
    let signs = doc.signs_where(|c| Style::of(c).is_some());
    let mut found = Vec::new();
    let mut bold = Bold::default();
    let mut at = 0;
    while at < signs.len() {
        let Some(style) = Style::of(signs[at].c) else {
            at += 1;
            continue;
        };
        let start = at;
        at += 1;
        while at < signs.len()
            && signs[at - 1].end() == signs[at].at
            && Style::of(signs[at].c) == Some(style)
        {
            at += 1;
        }
        let span = signs[start].at..signs[at - 1].end();
        let run = Run {
            doc,
            text,
            style,
            length: at - start,
            before: before(text, span.start),
            after: after(text, span.end),
            span,
        };
        if run.masks(&mut bold) {
            found.push(run.mask());
        }
    }
    let stars = |mask: &Mask| mask.style == Style::Star && !mask.in_number;
    if found.iter().any(stars) {
        single_stars(text, signs, &mut found);
    }
    someone(doc, &mut found);
    found.sort_by_key(|mask| mask.span.start);
    (joined(text, found), bold.marks)
}

struct Run<'a> {
    doc: &'a Document,
    text: &'a str,
    style: Style,
    length: usize,
    span: Range<usize>,
    before: Option<char>,
    after: Option<char>,
}

/// What a masked place or thing is followed by: 「X市」 「X月」 「X%」 「X同志」.
const MASKED_UNITS: &str = "省市县縣区區乡鄉镇鎮村州盟旗局月日年个個项項件次名户戶家亿億万萬%％元篇场場期届屆号號同位条條所批";
/// 「X光」 「X射线」 and other words with a letter are among these, and no place is called so.
const PLACE_UNITS: &str = "省市县縣区區乡鄉镇鎮村州局月日年";

/// What persons are called, before their names or after.
const PERSONS: [&str; 24] = [
    "委员",
    "同志",
    "先生",
    "女士",
    "代表",
    "书记",
    "主席",
    "主任",
    "市长",
    "县长",
    "区长",
    "局长",
    "镇长",
    "院长",
    "校长",
    "处长",
    "科长",
    "教授",
    "经理",
    "记者",
    "秘书长",
    "主持人",
    "联系人",
    "负责人",
];

/// The longest rule across the page, in bytes.
const RULE: usize = 400;

impl Run<'_> {
    fn masks(&self, bold: &mut Bold) -> bool {
        let alone = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
        let years = self.masked_year().is_some();
        match self.style {
            Style::Star => {
                if self.length < 2 {
                    return years;
                }
                // **p<0.01 is a note to a table.
                let note = self.after.is_some_and(|c| c.is_ascii_alphabetic());
                if note || self.fills_block() || self.is_power() {
                    return false;
                }
                // 「A级***」 is a rating.
                if self.before.is_some_and(|c| "级級星".contains(c))
                    && self.after.is_none_or(|c| !is_han(c))
                {
                    return false;
                }
                !(self.length <= 3 && bold.is_mark(self))
            }
            Style::Cross => {
                if years {
                    return true;
                }
                if self.length == 1 {
                    if self.names_person() || self.names_school() {
                        return true;
                    }
                    return self.after.is_some_and(|c| PLACE_UNITS.contains(c))
                        && self
                            .before
                            .is_none_or(|c| !is_number(c) && !c.is_ascii_alphanumeric());
                }
                // 一九××年 is so in forms and in old writings.
                self.before
                    .is_none_or(|c| numeral::chinese_digit(c).is_none())
                    && !(is_ascii_digit(self.before) && is_ascii_digit(self.after))
                    && !self.fills_block()
            }
            Style::Letter => {
                if years {
                    return true;
                }
                if self.is_decimal() {
                    return true;
                }
                let digits_around = is_ascii_digit(self.before) || is_ascii_digit(self.after);
                if !alone(self.before) || !alone(self.after) || digits_around {
                    return false;
                }
                if matches!(self.before, Some('-' | '.' | '/' | '_' | '+' | '&' | '\''))
                    || matches!(self.after, Some('-' | '.' | '/' | '_' | '+' | '&' | '\''))
                        && !self.after_han_date()
                {
                    return self.length >= 4;
                }
                if self.length == 1 {
                    if self.names_person() || self.names_school() {
                        return true;
                    }
                    return self.after.is_some_and(|c| MASKED_UNITS.contains(c))
                        && !self.text[self.span.end..].starts_with("年级")
                        && !self.text[self.span.end..].starts_with("个性");
                }
                // XX as a Roman numeral.
                !(self.length <= 3
                    && (self.text[self.span.end..].starts_with("世纪")
                        || self.text[self.span.end..].starts_with('大')
                        || self.text[self.span.end..].starts_with("染色体")
                        || self.text[self.span.end..].starts_with("染色體")
                        || self.text[self.span.end..].starts_with('型')
                        || self.text[self.span.end..].starts_with('级')))
                    && (self.length >= 3 || self.touches_han() || self.is_bracketed())
            }
            Style::Circle => {
                // ○ for 〇 in years, ●● before list items, ○│ in tables.
                let digit = |c: Option<char>| {
                    c.is_some_and(|c| is_number(c) || "十百千零第年月".contains(c))
                };
                if years || self.length == 1 && self.names_person() {
                    return true;
                }
                // 〇〇 is rather a part of a number.
                let zeros = self.text[self.span.clone()].starts_with('〇');
                self.length >= if zeros { 3 } else { 2 }
                    && !digit(self.before)
                    && !self
                        .after
                        .is_some_and(|c| is_number(c) || "年后後".contains(c))
                    && (self.touches_han() || self.ends_byline())
                    && (self.text[self.span.clone()].contains(['○', '◯', '〇'])
                        || self.after.is_some_and(|c| MASKED_UNITS.contains(c)))
            }
            Style::Box => self.length >= 2 && self.touches_han() && !self.fills_block(),
            Style::Someone => true,
            Style::Line => {
                years && self.text[self.span.end..].starts_with('年')
                    || self.length >= 2
                        && alone(self.before)
                        && alone(self.after)
                        && !self.fills_block()
                        && (self.length >= 3 || self.touches_han())
            }
        }
    }

    fn mask(&self) -> Mask {
        let mut span = self.span.clone();
        if let Some(year) = self.masked_year() {
            span = year;
        }
        Mask {
            span,
            style: self.style,
            in_number: is_ascii_digit(self.before) && is_ascii_digit(self.after),
            excuse: None,
        }
    }

    /// 「202X年」 「20**年」 「20××」: two or three digits of a year and signs for the rest.
    fn masked_year(&self) -> Option<Range<usize>> {
        let digits = self.text[..self.span.start]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_digit)
            .take(5)
            .count();
        if !(2..=3).contains(&digits) || digits + self.length != 4 {
            return None;
        }
        let start = self.span.start - digits;
        let century = &self.text[start..start + 2];
        let outside = before(self.text, start).is_none_or(|c| !c.is_ascii_alphanumeric());
        let ends = self.after.is_none_or(|c| !c.is_ascii_alphanumeric());
        if !matches!(century, "19" | "20") || !outside || !ends {
            return None;
        }
        match self.after {
            Some('年') => Some(start..self.span.end + '年'.len_utf8()),
            _ => Some(start..self.span.end),
        }
    }

    /// 「X.X%」 「XX.X亿元」: letters on one side of a point at least, no file name.
    fn is_decimal(&self) -> bool {
        let rest = &self.text[self.span.end..];
        let head = &self.text[..self.span.start];
        let follows = rest.strip_prefix('.').is_some_and(|rest| {
            let digits = rest
                .bytes()
                .take_while(|byte| matches!(byte, b'X' | b'x'))
                .count();
            digits > 0 && after(rest, digits).is_some_and(|c| "%％亿万倍个元百千公".contains(c))
        });
        let leads = self
            .after
            .is_some_and(|c| "%％亿万倍个元百千公".contains(c))
            && head.strip_suffix('.').is_some_and(|head| {
                head.ends_with(|c: char| matches!(c, 'X' | 'x') || c.is_ascii_digit())
            });
        (follows || leads)
            && before(self.text, self.span.start)
                .is_none_or(|c| c == '.' || !c.is_ascii_alphanumeric())
    }

    /// 「委员张×、李×」: a family name that begins a name, and one sign for the rest.
    fn names_person(&self) -> bool {
        let head = &self.text[..self.span.start];
        let Some(surname) = self.before.filter(|&c| is_surname(c)) else {
            return false;
        };
        // These are more often other words.
        if "向于任时方万石钱金安成江文单华和同".contains(surname) {
            return false;
        }
        let head = &head[..head.len() - surname.len_utf8()];
        let tail = &self.text[self.span.end..];
        let titled = PERSONS.iter().any(|title| head.ends_with(title));
        let begins = before(head, head.len()).is_none_or(|c| "\n、，。：；（　“ ".contains(c));
        let ends = after(tail, 0).is_none_or(|c| "\n、，。；）（　 ".contains(c))
            || PERSONS.iter().any(|title| tail.starts_with(title));
        titled || begins && ends
    }

    /// 「市X中」 「区×小」.
    fn names_school(&self) -> bool {
        let rest = &self.text[self.span.end..];
        let ends = |c: char| "、，。；）（和与等学校附高初".contains(c);
        self.before.is_some_and(|c| "省市县縣区區镇州".contains(c))
            && rest
                .strip_prefix(['中', '小'])
                .is_some_and(|rest| rest.starts_with(ends))
    }

    /// 「市政协副主席　○○○」 on a line of its own.
    fn ends_byline(&self) -> bool {
        /// The longest office and name, in characters.
        const BYLINE: usize = 30;
        if self.length != 3 || self.after.is_some_and(|c| c != '\n') {
            return false;
        }
        let line = self.text[..self.span.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let head = self.text[line..self.span.start].trim();
        head.ends_with(is_han) && head.chars().count() <= BYLINE
    }

    /// 「（三）**群众参与促提升」: a bold mark of a heading that was never closed. `line` is where the
    /// line ends.
    fn heads_heading(&self, line: usize) -> bool {
        let Some(block) = self
            .doc
            .block_at(self.span.start)
            .and_then(|index| self.doc.blocks.get(index))
        else {
            return false;
        };
        let head = self.text[block.range.start..self.span.start]
            .trim_start_matches(|c: char| c == '#' || c.is_whitespace());
        let rest = self.text[self.span.end..line].trim_end();
        self.length == 2
            && matches!(block.kind, Kind::Heading { .. })
            && head.chars().count() <= 8
            && (head.is_empty() || head.ends_with(['）', ')', '、', '.', '．', ' ']))
            && rest.chars().count() >= 4
            && rest.chars().all(is_han)
    }

    fn after_han_date(&self) -> bool {
        self.before.is_some_and(|c| "年月日".contains(c))
    }

    fn touches_han(&self) -> bool {
        self.before.is_some_and(is_han) || self.after.is_some_and(is_han)
    }

    fn is_bracketed(&self) -> bool {
        self.before.is_some_and(is_opening) && self.after.is_some_and(is_closing)
    }

    /// 2**3, x**2.
    fn is_power(&self) -> bool {
        self.length == 2
            && self.before.is_some_and(|c| c.is_ascii_alphanumeric())
            && self.after.is_some_and(|c| c.is_ascii_alphanumeric())
            && self.masked_year().is_none()
    }

    /// Rules across the page: a line of stars, dashes or underscores.
    fn fills_block(&self) -> bool {
        let Some(block) = self
            .doc
            .block_at(self.span.start)
            .and_then(|index| self.doc.blocks.get(index))
        else {
            return true;
        };
        let mut head = self.text[block.range.start..self.span.start].chars().rev();
        if self.span.end > block.range.end {
            return true;
        }
        // A rule is no longer than a line; a longer block is not searched again for each run.
        if block.range.len() > RULE {
            return false;
        }
        let tail = &self.text[self.span.end..block.range.end];
        let blank = |c: char| c.is_whitespace() || Style::of(c).is_some() || c == '-';
        head.all(blank) && tail.chars().all(blank)
    }
}

/// Bold marks of Markdown that a conversion has left in a plain text: 「**加强学习。**围绕…」.
#[derive(Default)]
struct Bold {
    /// Where the closing mark is that goes with an opening one already seen.
    close: Option<usize>,
    /// From where on the text was searched without one being found.
    none_before: usize,
    /// Where the line ends that was looked at last.
    line_end: usize,
    /// Whether that line holds such marks in pairs: what masks comes in any number.
    paired: bool,
    /// The marks found.
    marks: Vec<Range<usize>>,
}

/// Words that end no bold phrase: what follows them is masked.
const LEADING: &str = "到在与和向对为以从由及给把是的被将于赴就同至、，";
/// What people do: 「**提出的建议和**反映的问题」.
const TELLING: [&str; 8] = [
    "提出", "反映", "介绍", "认为", "表示", "指出", "出席", "参加",
];

impl Bold {
    fn is_mark(&mut self, run: &Run<'_>) -> bool {
        if self.close == Some(run.span.start) {
            self.close = None;
            self.marks.push(run.span.clone());
            return true;
        }
        let text = run.text;
        let opens = run.before.is_none_or(|c| {
            c.is_whitespace()
                || is_terminal(c)
                || is_opening(c)
                || is_closing(c)
                || "，：".contains(c)
        });
        // 「以上为**初步设想**，供讨论」 where other text is bold for sure.
        let opens = (opens || run.before.is_some_and(is_han) && !self.marks.is_empty())
            && run
                .after
                .is_some_and(|c| !c.is_whitespace() && !is_closing(c) && !"，。、；：".contains(c));
        if !opens || run.span.end < self.none_before {
            return false;
        }
        // What is masked is often a place: 「**省…**市」 is no bold text.
        if is_masked_thing(&text[run.span.end..]) {
            return false;
        }
        if run.span.end > self.line_end {
            self.line_end = memchr::memchr(b'\n', &text.as_bytes()[run.span.end..])
                .map_or(text.len(), |length| run.span.end + length);
            let rest = &text[run.span.start..self.line_end];
            self.paired = rest
                .split(|c| c != '*')
                .filter(|stars| !stars.is_empty())
                .try_fold(0, |count, stars| (stars.len() == 2).then_some(count + 1))
                .is_some_and(|count| count % 2 == 0);
        }
        let line = self.line_end.max(run.span.end);
        let marks = &text[run.span.clone()];
        let Some(close) = text[run.span.end..line].find(marks) else {
            self.none_before = line;
            return run.heads_heading(line);
        };
        let close = run.span.end + close;
        let after_close = after(text, close + marks.len());
        let inner = &text[run.span.end..close];
        // Three stars make a paragraph bold and slanted as a whole, or they mask.
        let whole = run.length == 2 || close + marks.len() >= line.saturating_sub(1);
        let closes = after_close != Some('*')
            && whole
            && !is_masked_thing(&text[close + marks.len()..])
            && inner
                .chars()
                .next_back()
                .is_some_and(|c| !c.is_whitespace())
            && (after_close.is_none_or(|c| c.is_whitespace() || "：:，。".contains(c))
                || inner.ends_with(|c: char| is_terminal(c) || "：:".contains(c))
                || self.paired && is_phrase(inner))
            && inner.chars().filter(|&c| is_han(c)).count() >= 2;
        if closes {
            self.close = Some(close);
            self.marks.push(run.span.clone());
        }
        closes
    }
}

/// Whether `inner` is one phrase that can be set in bold: 「**重点提案督办**成效明显」.
fn is_phrase(inner: &str) -> bool {
    let count = inner.chars().count();
    (4..=20).contains(&count)
        && inner
            .chars()
            .all(|c| is_han(c) || c.is_ascii_digit() || matches!(c, '“' | '”'))
        && !inner.ends_with(|c| LEADING.contains(c))
        && !inner.starts_with(|c| LEADING.contains(c))
        && !TELLING.iter().any(|word| inner.contains(word))
}

/// Whether `rest` begins with what something masked is followed by: 「**省」 「***委员」 「***、***」.
fn is_masked_thing(rest: &str) -> bool {
    rest.starts_with(|c| MASKED_UNITS.contains(c) || "、等和与".contains(c))
        || ["委员", "同志", "先生", "女士", "书记", "主席", "主任"]
            .iter()
            .any(|title| rest.starts_with(title))
}

/// In a draft that masks with stars, one star between Han characters masks too: 「李*明」.
fn single_stars(text: &str, signs: &[Sign], found: &mut Vec<Mask>) {
    for run in signs::runs(signs).filter(|run| run.len() == 1) {
        let sign = run[0];
        let around = (before(text, sign.at), after(text, sign.end()));
        if matches!(sign.c, '*' | '＊')
            && matches!(around, (Some(a), Some(b)) if is_han(a) && is_han(b))
        {
            found.push(Mask {
                span: sign.at..sign.end(),
                style: Style::Star,
                in_number: false,
                excuse: None,
            });
        }
    }
}

/// Words of a court's or a prosecutor's paper, which leaves persons out by law.
const CASE_WORDS: [&str; 21] = [
    "被告",
    "原告",
    "嫌疑人",
    "上诉人",
    "判处",
    "受贿",
    "诈骗",
    "被害人",
    "当事人",
    "案例",
    "经查",
    "违规",
    "违纪",
    "涉嫌",
    "抓获",
    "被执行人",
    "申请人",
    "受害人",
    "民警",
    "起诉",
    "行政处罚",
];

/// Parties of a case that are no persons.
const BODIES: [&str; 12] = [
    "公司",
    "集团",
    "银行",
    "法院",
    "医院",
    "学校",
    "中心",
    "合作社",
    "工厂",
    "酒店",
    "单位",
    "有限",
];

/// Whether some person of `doc` is named by surname alone: 「张某某」.
fn names_by_surname(doc: &Document) -> bool {
    doc.find("某某")
        .any(|at| before(&doc.text, at).is_some_and(is_surname))
}

fn someone(doc: &Document, found: &mut Vec<Mask>) {
    const WORD: &str = "某某";
    let text = &*doc.text;
    let mut end = 0;
    let mut case = None;
    for at in doc.find(WORD) {
        if at < end {
            continue;
        }
        end = at + WORD.len();
        while text[end..].starts_with('某') {
            end += '某'.len_utf8();
        }
        let after_surname = before(text, at).is_some_and(is_surname);
        // 「苏某某、伍某某」 are named by surname, as persons in a case are; 「林某某委员」 is masked.
        let titled = PERSONS.iter().any(|title| {
            text[end..].starts_with(title)
                || before(text, at).is_some_and(|c| text[..at - c.len_utf8()].ends_with(title))
        });
        let mut is_case =
            || *case.get_or_insert_with(|| CASE_WORDS.iter().any(|word| doc.holds(word)));
        // 「某某公司」 beside 「张某某」 is a party as well.
        let party = after_surname || {
            BODIES.iter().any(|body| text[end..].starts_with(body))
                && is_case()
                && names_by_surname(doc)
        };
        let excused = party && (!titled || is_case());
        found.push(Mask {
            span: at..end,
            style: Style::Someone,
            in_number: false,
            excuse: excused.then_some(Excuse::Person),
        });
    }
}

/// 「XX年X月X日」 is one place.
fn joined(text: &str, masks: Vec<Mask>) -> Vec<Mask> {
    let mut out: Vec<Mask> = Vec::with_capacity(masks.len());
    for mask in masks {
        if let Some(last) = out.last_mut()
            && last.style == mask.style
            && last.span.end <= mask.span.start
            && matches!(
                &text[last.span.end..mask.span.start],
                "" | "年" | "月" | "日" | "时" | "." | "-"
            )
        {
            last.span.end = mask.span.end;
            continue;
        }
        out.push(mask);
    }
    for mask in &mut out {
        let inner = &text[mask.span.clone()];
        if inner.contains('月') && after(text, mask.span.end) == Some('日') {
            mask.span.end += '日'.len_utf8();
        }
    }
    out
}

fn is_number(c: char) -> bool {
    numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some()
}

fn is_ascii_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}
