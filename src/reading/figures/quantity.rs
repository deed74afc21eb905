//! Quantities: the one grammar of numbers with what they count.
//!
//! 286件, 1.2万亿元, 三万五千人次, 百分之十四点二, 1亿3千多万, 5 600亩, 80余场. A quantity knows its exact
//! decimal value, how far the printed digits round it, what it counts, and whether the text calls
//! it exact. Rules compare [`Amount`]s as intervals and never parse a numeral by themselves.

mod in_word;

use std::ops::Range;

use crate::{
    language::{char_set::CharSet, numeral, terms},
    scan::{self, Numeral},
};

/// One, as a fixed-point number: eight decimals, which printed figures with 万 or 亿 never exceed.
pub const ONE: i128 = 100_000_000;

/// What a printed number stands for: everything that rounds to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// The value in units of 1 / [`ONE`].
    pub value: i128,
    /// Half of the last printed place; 0 for a count that is written out in full.
    pub half: i128,
}

impl Amount {
    /// The value as a float, for quotients.
    #[expect(
        clippy::cast_precision_loss,
        reason = "quotients are compared with slack"
    )]
    pub fn float(self) -> f64 {
        self.value as f64 / ONE as f64
    }

    /// The half place as a float.
    #[expect(
        clippy::cast_precision_loss,
        reason = "quotients are compared with slack"
    )]
    pub fn slack(self) -> f64 {
        self.half as f64 / ONE as f64
    }

    /// The sum of both, and of their slack.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            value: self.value.saturating_add(other.value),
            half: self.half.saturating_add(other.half),
        }
    }

    /// Whether some value of the one interval lies in the other.
    pub fn meets(self, other: Self) -> bool {
        self.value.abs_diff(other.value) <= (self.half.saturating_add(other.half)).unsigned_abs()
    }

    /// Whether every value of this one is greater than every value of `other`.
    pub fn exceeds(self, other: Self) -> bool {
        self.value > other.value && !self.meets(other)
    }
}

/// What kind of thing a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Single things: 件, 项, 场.
    Count,
    /// People, as heads: 人, 名.
    People,
    /// 人次, 件次.
    Times,
    /// Yuan.
    Yuan,
    /// Other money, by name.
    Currency,
    /// 亩, 公顷, 平方公里.
    Area,
    /// 公里, 米.
    Length,
    /// 吨, 斤.
    Mass,
    /// Other measured things: 千瓦, 立方米, ℃.
    Measure,
    /// Lengths of time.
    Duration,
    /// %.
    Percent,
    /// ‰.
    Permille,
    /// 个百分点.
    Points,
    /// 倍.
    Fold,
    /// 番, as in 翻两番.
    Doubling,
    /// 成, a tenth.
    Tenth,
    /// No unit that is known.
    Bare,
}

/// What a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Its name as written; empty for a bare number.
    pub name: &'static str,
    /// What kind of thing it measures.
    pub family: Family,
    /// How many base units of its family it is.
    pub factor: i128,
}

const BARE: Unit = Unit {
    name: "",
    family: Family::Bare,
    factor: 1,
};

impl Unit {
    /// Whether amounts of the two can be compared.
    pub fn comparable(self, other: Self) -> bool {
        if self.family != other.family {
            return false;
        }
        match self.family {
            Family::Bare => false,
            Family::Count | Family::Times | Family::Currency | Family::Measure => {
                self.name == other.name
            }
            Family::Duration => self.name == other.name,
            _ => true,
        }
    }
}

/// How exactly the text means a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exactness {
    /// As printed.
    Exact,
    /// 约, 左右.
    About,
    /// 超, 余, 多, 以上, 至少.
    Over,
    /// 近, 不足, 以下.
    Under,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// From the first digit to the end of the unit.
    pub range: Range<usize>,
    /// The number alone, with 万 and 亿.
    pub number: Range<usize>,
    /// What it stands for, in base units of the unit's family.
    pub amount: Amount,
    /// The same without the unit's factor, 万 and 亿 counted in.
    pub plain: Amount,
    /// What 万 and 亿 right before the unit multiply by.
    pub scale: i128,
    /// How many decimals are printed.
    pub decimals: u32,
    /// What it counts.
    pub unit: Unit,
    /// How exactly it is meant.
    pub exactness: Exactness,
    /// Whether it is written in Chinese numerals.
    pub han: bool,
    /// Whether it is an end of a range: 3至5个, 22～28℃.
    pub ranged: bool,
    /// Whether a thousands mark may as well be a comma of the sentence.
    pub doubtful: bool,
}

impl Quantity {
    /// Whether `other` counts or measures the same.
    pub fn comparable(&self, other: &Self) -> bool {
        self.unit.comparable(other.unit)
    }

    /// Whether arithmetic may use it.
    pub fn is_exact(&self) -> bool {
        self.exactness == Exactness::Exact && !self.ranged && !self.doubtful
    }

    /// Whether it is a share or a rate.
    pub fn is_percent(&self) -> bool {
        self.unit.family == Family::Percent
    }

    /// Whether it counts or measures something, so that sums make sense.
    pub fn is_countable(&self) -> bool {
        !matches!(
            self.unit.family,
            Family::Percent
                | Family::Permille
                | Family::Points
                | Family::Fold
                | Family::Doubling
                | Family::Tenth
                | Family::Bare
        )
    }
}

/// Units by name. A name that begins another is anywhere: the longest match is taken.
const UNITS: &[(&str, Family, i128)] = &[
    ("%", Family::Percent, 1),
    ("％", Family::Percent, 1),
    ("﹪", Family::Percent, 1),
    ("‰", Family::Permille, 1),
    ("个百分点", Family::Points, 1),
    ("個百分點", Family::Points, 1),
    ("百分点", Family::Points, 1),
    ("倍", Family::Fold, 1),
    ("番", Family::Doubling, 1),
    ("成", Family::Tenth, 10),
    ("元", Family::Yuan, 1),
    ("块钱", Family::Yuan, 1),
    ("元人民币", Family::Yuan, 1),
    ("圆", Family::Yuan, 1),
    ("美元", Family::Currency, 1),
    ("欧元", Family::Currency, 1),
    ("港元", Family::Currency, 1),
    ("日元", Family::Currency, 1),
    ("平方米", Family::Area, 3),
    ("㎡", Family::Area, 3),
    ("亩", Family::Area, 2_000),
    ("畝", Family::Area, 2_000),
    ("公顷", Family::Area, 30_000),
    ("公頃", Family::Area, 30_000),
    ("平方公里", Family::Area, 3_000_000),
    ("平方千米", Family::Area, 3_000_000),
    ("毫米", Family::Length, 1),
    ("厘米", Family::Length, 10),
    ("米", Family::Length, 1_000),
    ("延米", Family::Length, 1_000),
    ("千米", Family::Length, 1_000_000),
    ("公里", Family::Length, 1_000_000),
    ("华里", Family::Length, 500_000),
    ("克", Family::Mass, 1),
    ("斤", Family::Mass, 500),
    ("公斤", Family::Mass, 1_000),
    ("千克", Family::Mass, 1_000),
    ("吨", Family::Mass, 1_000_000),
    ("噸", Family::Mass, 1_000_000),
    ("千瓦", Family::Measure, 1),
    ("兆瓦", Family::Measure, 1),
    ("千瓦时", Family::Measure, 1),
    ("度", Family::Measure, 1),
    ("℃", Family::Measure, 1),
    ("摄氏度", Family::Measure, 1),
    ("立方米", Family::Measure, 1),
    ("立方公里", Family::Measure, 1),
    ("升", Family::Measure, 1),
    ("毫升", Family::Measure, 1),
    ("标准箱", Family::Measure, 1),
    ("载重吨", Family::Measure, 1),
    ("总吨", Family::Measure, 1),
    ("分贝", Family::Measure, 1),
    ("分", Family::Measure, 1),
    ("分钱", Family::Measure, 1),
    ("角", Family::Measure, 1),
    ("角钱", Family::Measure, 1),
    ("毛钱", Family::Measure, 1),
    ("岁", Family::Measure, 1),
    ("年", Family::Duration, 1),
    ("个月", Family::Duration, 1),
    ("周", Family::Duration, 1),
    ("个星期", Family::Duration, 1),
    ("天", Family::Duration, 1),
    ("个工作日", Family::Duration, 1),
    ("工作日", Family::Duration, 1),
    ("小时", Family::Duration, 1),
    ("个小时", Family::Duration, 1),
    ("分钟", Family::Duration, 1),
    ("秒", Family::Duration, 1),
    ("人", Family::People, 1),
    ("名", Family::People, 1),
    ("位", Family::People, 1),
    ("员", Family::People, 1),
    ("人次", Family::Times, 1),
    ("件次", Family::Times, 1),
    ("户次", Family::Times, 1),
    ("批次", Family::Times, 1),
    ("场次", Family::Times, 1),
    ("家次", Family::Times, 1),
    ("架次", Family::Times, 1),
    ("车次", Family::Times, 1),
    ("艘次", Family::Times, 1),
    ("台次", Family::Times, 1),
    ("篇次", Family::Times, 1),
    ("条次", Family::Times, 1),
    ("班次", Family::Times, 1),
    ("个次", Family::Times, 1),
    ("人天", Family::Times, 1),
    ("次", Family::Count, 1),
    ("件", Family::Count, 1),
    ("项", Family::Count, 1),
    ("項", Family::Count, 1),
    ("个", Family::Count, 1),
    ("個", Family::Count, 1),
    ("条", Family::Count, 1),
    ("條", Family::Count, 1),
    ("户", Family::Count, 1),
    ("戶", Family::Count, 1),
    ("家", Family::Count, 1),
    ("场", Family::Count, 1),
    ("場", Family::Count, 1),
    ("篇", Family::Count, 1),
    ("份", Family::Count, 1),
    ("部", Family::Count, 1),
    ("处", Family::Count, 1),
    ("處", Family::Count, 1),
    ("所", Family::Count, 1),
    ("座", Family::Count, 1),
    ("辆", Family::Count, 1),
    ("台", Family::Count, 1),
    ("套", Family::Count, 1),
    ("间", Family::Count, 1),
    ("张", Family::Count, 1),
    ("批", Family::Count, 1),
    ("期", Family::Count, 1),
    ("类", Family::Count, 1),
    ("類", Family::Count, 1),
    ("种", Family::Count, 1),
    ("宗", Family::Count, 1),
    ("起", Family::Count, 1),
    ("例", Family::Count, 1),
    ("笔", Family::Count, 1),
    ("票", Family::Count, 1),
    ("本", Family::Count, 1),
    ("册", Family::Count, 1),
    ("支", Family::Count, 1),
    ("只", Family::Count, 1),
    ("头", Family::Count, 1),
    ("株", Family::Count, 1),
    ("艘", Family::Count, 1),
    ("架", Family::Count, 1),
    ("列", Family::Count, 1),
    ("趟", Family::Count, 1),
    ("段", Family::Count, 1),
    ("片", Family::Count, 1),
    ("块", Family::Count, 1),
    ("栋", Family::Count, 1),
    ("幢", Family::Count, 1),
    ("口", Family::Count, 1),
    ("门", Family::Count, 1),
    ("盏", Family::Count, 1),
    ("对", Family::Count, 1),
    ("组", Family::Count, 1),
    ("轮", Family::Count, 1),
    ("届", Family::Count, 1),
    ("字", Family::Count, 1),
    ("床", Family::Count, 1),
    ("枚", Family::Count, 1),
    ("幅", Family::Count, 1),
    ("副", Family::Count, 1),
    ("首", Family::Count, 1),
    ("封", Family::Count, 1),
    ("节", Family::Count, 1),
    ("款", Family::Count, 1),
    ("点", Family::Count, 1),
    ("大", Family::Count, 1),
    ("方面", Family::Count, 1),
    ("省", Family::Count, 1),
    ("市", Family::Count, 1),
    ("区", Family::Count, 1),
    ("县", Family::Count, 1),
    ("乡", Family::Count, 1),
    ("镇", Family::Count, 1),
    ("村", Family::Count, 1),
    ("地", Family::Count, 1),
    ("国", Family::Count, 1),
    ("校", Family::Count, 1),
    ("级", Family::Count, 1),
    ("者", Family::Count, 1),
];

/// [`UNITS`] by their first characters.
struct ByFirst {
    /// For the hash of a character, 1 + the index of a unit that begins with it; 0 for none.
    heads: [u8; 1024],
    /// For each unit, the next one in the same way.
    next: [u8; UNITS.len()],
}

static BY_FIRST: ByFirst = {
    let mut by_first = ByFirst {
        heads: [0; 1024],
        next: [0; UNITS.len()],
    };
    let mut at = 0;
    while at < UNITS.len() {
        let name = UNITS[at].0.as_bytes();
        let first = if name[0] < 0x80 {
            name[0] as usize
        } else {
            terms::hash(name[1], name[2])
        };
        by_first.next[at] = by_first.heads[first];
        by_first.heads[first] = at as u8 + 1;
        at += 1;
    }
    by_first
};

/// The unit at the beginning of `text`, the longest where several fit.
fn unit_at(text: &str) -> Option<Unit> {
    let first = match *text.as_bytes() {
        [first @ 0..0x80, ..] => first as usize,
        [_, second, third, ..] => terms::hash(second, third),
        _ => return None,
    };
    let mut longest: Option<Unit> = None;
    let mut next = BY_FIRST.heads[first];
    while let Some(&(name, family, factor)) = UNITS.get(usize::from(next).wrapping_sub(1)) {
        if longest.is_none_or(|unit| unit.name.len() < name.len()) && text.starts_with(name) {
            longest = Some(Unit {
                name,
                family,
                factor,
            });
        }
        next = BY_FIRST.next[usize::from(next) - 1];
    }
    longest
}

/// Words before a number that say how exact it is.
const BEFORE: &[(&str, Exactness)] = &[
    ("大约", Exactness::About),
    ("大概", Exactness::About),
    ("约为", Exactness::About),
    ("约", Exactness::About),
    ("約", Exactness::About),
    ("上下", Exactness::About),
    ("接近", Exactness::Under),
    ("将近", Exactness::Under),
    ("近", Exactness::Under),
    ("不足", Exactness::Under),
    ("不到", Exactness::Under),
    ("未到", Exactness::Under),
    ("低于", Exactness::Under),
    ("少于", Exactness::Under),
    ("小于", Exactness::Under),
    ("不超过", Exactness::Under),
    ("不多于", Exactness::Under),
    ("不高于", Exactness::Under),
    ("最多", Exactness::Under),
    ("至多", Exactness::Under),
    ("超", Exactness::Over),
    ("超过", Exactness::Over),
    ("超過", Exactness::Over),
    ("超出", Exactness::Over),
    ("逾", Exactness::Over),
    ("突破", Exactness::Over),
    ("高于", Exactness::Over),
    ("多于", Exactness::Over),
    ("大于", Exactness::Over),
    ("至少", Exactness::Over),
    ("最少", Exactness::Over),
    ("不少于", Exactness::Over),
    ("不低于", Exactness::Over),
    ("不小于", Exactness::Over),
    ("不下", Exactness::Over),
    ("不止", Exactness::Over),
];

/// Words after a quantity that say how exact it is.
const AFTER: &[(&str, Exactness)] = &[
    ("左右", Exactness::About),
    ("上下", Exactness::About),
    ("以下", Exactness::Under),
    ("以内", Exactness::Under),
    ("之内", Exactness::Under),
    ("以上", Exactness::Over),
    ("余", Exactness::Over),
    ("多", Exactness::Over),
];

/// What the words of [`BEFORE`] end with, and those of [`AFTER`] begin with.
static LASTS: CharSet = CharSet::new("约概为約下近足到于过多超過出逾破少止");
static FIRSTS: CharSet = CharSet::new("左上以之余多");

/// Whether `before` makes a rough number of what begins `rest`: 几十, 数百, 上千, 成百; 抓好十项 and 晚上十点 are
/// exact.
fn is_rough(before: char, rest: &str) -> bool {
    match before {
        '几' | '数' => rest.starts_with(['十', '百', '千', '万', '亿']),
        '上' | '成' => rest.starts_with(['百', '千', '万', '亿']),
        _ => false,
    }
}

/// The word of approximation that is right before `offset` in `text`, and where.
pub fn approximation_before(text: &str, offset: usize) -> Option<(Range<usize>, Exactness)> {
    let head = text.get(..offset)?.as_bytes();
    let last: &[u8; 3] = head.last_chunk()?;
    if !LASTS.stands_at(last, 0) {
        return None;
    }
    let (word, exactness) = BEFORE
        .iter()
        .filter(|(word, _)| word.as_bytes().last_chunk() == Some(last))
        .filter(|(word, _)| head.ends_with(word.as_bytes()))
        .max_by_key(|(word, _)| word.len())?;
    Some((offset - word.len()..offset, *exactness))
}

/// The word of approximation that is right after `offset` in `text`, and where.
pub fn approximation_after(text: &str, offset: usize) -> Option<(Range<usize>, Exactness)> {
    let tail = text.get(offset..)?;
    if !FIRSTS.stands_at(tail.as_bytes(), 0) {
        return None;
    }
    let (word, exactness) = AFTER.iter().find(|(word, _)| tail.starts_with(word))?;
    Some((offset..offset + word.len(), *exactness))
}

/// The quantities of `text[range]`, in order.
pub fn quantities(text: &str, range: Range<usize>) -> Vec<Quantity> {
    let part = text.get(range.clone()).unwrap_or_default();
    let runs: Vec<Range<usize>> = scan::numerals(part)
        .iter()
        .filter(|numeral| may_count(part, numeral))
        .map(|Numeral { range: run, .. }| range.start + run.start..range.start + run.end)
        .collect();
    let mut found = Vec::new();
    among(text, &range, &runs, &mut found);
    found
}

/// Adds the quantities of `text[range]` whose numbers begin in one of `runs`, in order, to `out`, which has
/// none of another range.
pub(super) fn among(
    text: &str,
    range: &Range<usize>,
    runs: &[Range<usize>],
    out: &mut Vec<Quantity>,
) {
    let whole = text.get(..range.end).unwrap_or(text);
    let mut end = range.start;
    for run in runs {
        let mut at = run.start.max(end);
        while at < run.end {
            if !begins_number(whole, at) {
                at += 1;
                continue;
            }
            let before = whole.get(range.start..at).unwrap_or_default();
            let previous = before.chars().next_back().unwrap_or('\0');
            let (quantity, next) = quantity_at(whole, at, previous);
            if let Some(mut quantity) = quantity {
                join_range(whole, out.last_mut(), &mut quantity);
                out.push(quantity);
            }
            at = next;
        }
        end = at;
    }
}

/// The characters of Chinese numbers.
static HAN: CharSet = CharSet::new("〇零一二两兩三四五六七八九十百千万萬亿億");

/// The full-width digits.
static WIDE: CharSet = CharSet::new("０１２３４５６７８９");

/// Whether a number begins at byte `at`.
fn begins_number(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    bytes.get(at).is_some_and(u8::is_ascii_digit)
        || HAN.stands_at(bytes, at)
        || WIDE.stands_at(bytes, at)
}

/// What is right behind a Chinese number that counts something: the first characters of units,
/// of decimals and of 余, 多, 几.
static BEHIND: CharSet = CharSet::new(
    "％﹪‰个個百倍番成元块圆美欧港日平㎡亩畝公毫厘米延千华克斤吨噸兆度℃摄立升标载总分角毛岁年周天工小秒人名位员\
     件户批场家架车艘台篇条班次项項條戶場份部处處所座辆套间张期类類种宗起例笔票本册支只头株列趟段片块栋幢口门盏对组\
     轮届字床枚幅副首封节款点大方省市区县乡镇村地国校级者點余多几瓦",
);

/// What ordinals number, which are all that is before it: 第三次, 第14届.
static NUMBERED: CharSet = CharSet::new("届屆次个個条條章节名位批期款项項");

/// Whether a number that begins in `numeral` of `text` may count something. Most numerals are parts of words
/// (一步, 统一) and of dates, which this tells at a glance.
pub(super) fn may_count(text: &str, numeral: &Numeral) -> bool {
    let bytes = text.as_bytes();
    let Range { start, end } = numeral.range;
    let run = bytes.get(start..end).unwrap_or_default();
    let (digits, han) = match run.first() {
        Some(b'0'..=b'9') => (run.iter().all(u8::is_ascii_digit), false),
        _ => {
            let mut characters = run.chunks("一".len());
            (false, characters.all(|c| HAN.stands_at(c, 0)))
        }
    };
    if !digits && !han {
        return true;
    }
    if numeral.before == '第' && NUMBERED.stands_at(bytes, end) {
        return false;
    }
    match numeral.behind {
        ' ' | '%' => true,
        _ if han => BEHIND.stands_at(bytes, end),
        '月' | '号' => false,
        '日' => bytes
            .get(end..)
            .is_some_and(|rest| rest.starts_with("日元".as_bytes())),
        // 2024年
        '年' => run.len() != 4 || run.starts_with(b"0"),
        _ => true,
    }
}

fn is_numeral(c: char) -> bool {
    numeral::chinese_digit(c).is_some() && c != '○'
        || matches!(c, '十' | '百' | '千' | '万' | '亿' | '萬' | '億')
}

/// Marks both ends of a range, and gives the first one the unit that only the second one writes.
fn join_range(text: &str, first: Option<&mut Quantity>, second: &mut Quantity) {
    let Some(first) = first else { return };
    let between = text
        .get(first.range.end..second.range.start)
        .unwrap_or_default();
    if !matches!(
        between,
        "～" | "~" | "—" | "–" | "-" | "－" | "──" | "——" | "〜" | "至" | "到"
    ) {
        return;
    }
    if first.unit.family == Family::Bare && second.unit.family != Family::Bare {
        first.unit = second.unit;
        first.amount = scaled(first.plain, second.unit);
    }
    first.ranged = true;
    second.ranged = true;
}

fn scaled(plain: Amount, unit: Unit) -> Amount {
    Amount {
        value: plain.value.saturating_mul(unit.factor),
        half: plain.half.saturating_mul(unit.factor),
    }
}

struct Number {
    value: i128,
    /// The last printed place.
    place: i128,
    decimals: u32,
    scaled: bool,
    scale: i128,
    han: bool,
    open: bool,
    doubtful: bool,
    end: usize,
}

/// The quantity whose number begins at `at`, and where to go on.
fn quantity_at(text: &str, at: usize, previous: char) -> (Option<Quantity>, usize) {
    let rest = text.get(at..).unwrap_or_default();
    let percent = next_char(rest) == '百' && rest.starts_with("百分之");
    let start = at + if percent { "百分之".len() } else { 0 };
    let number = if text.get(start..).is_some_and(starts_arabic) {
        arabic_at(text, start)
    } else {
        han_at(text, start)
    };
    let number = match number {
        Ok(number) => number,
        Err(end) => return (None, end.max(start).max(at + 3)),
    };
    let end = number.end;
    let negative = text.get(..at).is_some_and(is_minus);
    // 第三, 十分之一, A320, 2024-5 and the like count nothing.
    let behind = text.get(end..).unwrap_or_default();
    let next = next_char(behind);
    if is_ordinal(text.get(..at).unwrap_or_default())
        || previous.is_ascii_alphabetic()
        || matches!(previous, '-' | '.' | '/' | '〔' | '#' | '－') && !percent && !negative
        || matches!(next, '/' | '．' | '.')
        || next == '分' && behind.starts_with("分之")
    {
        return (None, end);
    }
    let unit_start = end + usize::from(next == ' ');
    let unit = if percent {
        Some(Unit {
            name: "%",
            family: Family::Percent,
            factor: 1,
        })
    } else {
        text.get(unit_start..).and_then(unit_at)
    };
    let Some(unit) = unit else {
        // A date, a clock time, a model number; or a Chinese numeral inside a word.
        let other = matches!(next, '月' | '日' | '号' | '时' | '点' | '點');
        if number.han || next.is_ascii_alphabetic() || other {
            return (None, end);
        }
        let sides = (previous, negative);
        return (Some(build(text, at, &number, BARE, number.end, sides)), end);
    };
    let unit_end = if percent {
        end
    } else {
        unit_start + unit.name.len()
    };
    let after = text.get(unit_end..).unwrap_or_default();
    let year = unit.name == "年" && !number.scaled && number.value >= 1000 * ONE;
    // 党的二十大
    let congress = unit.name == "大" && number.value > 12 * ONE;
    let decade = unit.name == "年" && next_char(after) == '代';
    // 「四千亿度增加到」
    let power = unit.name == "度" && number.scaled;
    let written = text.get(start..number.end).unwrap_or_default();
    let before = text.get(..at).unwrap_or_default();
    let inside_word =
        number.han && !percent && !power && in_word::is_part(before, written, unit.name, after);
    if year
        || decade
        || congress
        || inside_word
        || unit.name == "点" && after.starts_with(is_digit_like)
    {
        return (None, unit_end);
    }
    (
        Some(build(
            text,
            at,
            &number,
            unit,
            unit_end,
            (previous, negative),
        )),
        unit_end,
    )
}

/// Whether a number after this text is an ordinal: 第3, 第 3.
fn is_ordinal(head: &str) -> bool {
    match head.chars().next_back() {
        Some(' ' | '\u{3000}') => head.trim_end_matches([' ', '\u{3000}']).ends_with('第'),
        last => last == Some('第'),
    }
}

/// The first character of `text`; `\0` for none.
fn next_char(text: &str) -> char {
    text.chars().next().unwrap_or('\0')
}

/// Whether a text ends with a minus, which is no dash between numbers or letters.
fn is_minus(head: &str) -> bool {
    let mut back = head.chars().rev();
    back.next().is_some_and(|c| matches!(c, '-' | '－' | '−'))
        && back
            .next()
            .is_none_or(|c| crate::language::han::is_han(c) && !is_numeral(c) || c.is_whitespace())
}

fn is_digit_like(c: char) -> bool {
    numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some()
}

/// Whether a Chinese numeral of several digits has no 十 or 百: 二〇二四.
fn digits_only(text: &str) -> bool {
    text.len() > "一".len() && text.chars().all(|c| numeral::chinese_digit(c).is_some())
}
fn build(
    text: &str,
    at: usize,
    number: &Number,
    unit: Unit,
    end: usize,
    (previous, negative): (char, bool),
) -> Quantity {
    let mut half = number.place / 2;
    let counted = matches!(
        unit.family,
        Family::Count
            | Family::People
            | Family::Times
            | Family::Yuan
            | Family::Currency
            | Family::Bare
    );
    if counted && !number.scaled && number.decimals == 0 {
        half = 0;
    }
    let plain = Amount {
        value: number.value,
        half,
    };
    let mut exactness = approximation_before(text, at).map_or(Exactness::Exact, |(_, kind)| kind);
    let rough = is_rough(previous, text.get(at..).unwrap_or_default());
    if rough {
        exactness = Exactness::About;
    }
    if number.open {
        exactness = Exactness::Over;
    } else if let Some((_, kind)) = approximation_after(text, end) {
        exactness = kind;
    }
    Quantity {
        range: at..end,
        number: at..number.end,
        amount: scaled(plain, unit),
        plain,
        scale: number.scale,
        decimals: number.decimals,
        unit,
        exactness,
        han: number.han,
        ranged: false,
        // 「1，753亿元」: before a unit, a number that ended a clause without one is hardly meant.
        doubtful: number.doubtful
            && (unit.name.is_empty() || !crate::language::han::is_han(previous))
            || negative,
    }
}

fn starts_arabic(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|c| numeral::arabic(c).is_some())
}

/// 万, 亿 and the smaller units that may follow digits: 3千, 5百, 1.2万亿.
fn scale_at(text: &str) -> Option<(i128, usize)> {
    static SCALES: CharSet = CharSet::new("百千万萬亿億");
    if !SCALES.stands_at(text.as_bytes(), 0) {
        return None;
    }
    let mut scale: i128 = 1;
    let mut length = 0;
    for c in text.chars() {
        let factor = match c {
            '百' => 100,
            '千' => 1000,
            '万' | '萬' => 10_000,
            '亿' | '億' => 100_000_000,
            _ => break,
        };
        // 千瓦, 千米, 千克 are units, 百分点 too.
        let next = text.get(length + c.len_utf8()..).unwrap_or_default();
        if c == '千' && next.starts_with(['瓦', '米', '克']) || c == '百' && next.starts_with('分')
        {
            break;
        }
        scale *= factor;
        length += c.len_utf8();
        if length > 9 {
            return None;
        }
    }
    (length > 0).then_some((scale, length))
}

/// 余, 多, 几 between a number and its unit.
fn open_mark(text: &str) -> usize {
    if matches!(next_char(text), '余' | '多' | '几') {
        "余".len()
    } else {
        0
    }
}

const LONGEST_INTEGER: usize = 18;
const LONGEST_FRACTION: u32 = 8;
/// [`ONE`], as the places of a fraction are counted.
const FRACTION: u64 = 100_000_000;

/// The number in digits at `at`; where it cannot be read, the end of its run.
fn arabic_at(text: &str, at: usize) -> Result<Number, usize> {
    let mut number = Number {
        value: 0,
        place: ONE,
        decimals: 0,
        scaled: false,
        scale: 1,
        han: false,
        open: false,
        doubtful: false,
        end: at,
    };
    // 1亿3千万 is two parts, 2亿3千4百万 three.
    for part in 0..4 {
        let (value, decimals, doubtful, end) = digits_at(text, number.end)?;
        number.doubtful |= doubtful;
        let rest = text.get(end..).unwrap_or_default();
        let open = open_mark(rest);
        let scale = scale_at(rest.get(open..).unwrap_or_default());
        let (mut factor, mut length) = scale.unwrap_or((1, 0));
        // 3千多万: the mark is inside the scale.
        let inner = rest.get(open + length..).unwrap_or_default();
        let mark = open_mark(inner);
        if length > 0
            && open == 0
            && mark > 0
            && let Some((more, more_length)) = scale_at(inner.get(mark..).unwrap_or_default())
        {
            factor *= more;
            length += mark + more_length;
            number.open = true;
        }
        if open > 0 && (scale.is_some() || unit_at(rest.get(open..).unwrap_or_default()).is_some())
        {
            number.open = true;
        }
        // In 3千4百万 the 千 is of 万 too.
        if length > 0 && matches!(factor, 100 | 1000) {
            factor *= shared_scale(rest.get(open + length..).unwrap_or_default());
        }
        let place = 10i128.pow(LONGEST_FRACTION - decimals) * factor;
        // 「390万65岁以上老年人」 is two numbers, 1万3,554 and 1万591 are one.
        let rest_of_it =
            factor == 1 && number.scale == 10_000 && decimals == 0 && value >= 100 * ONE;
        if part > 0 && !rest_of_it && (factor == 1 || factor >= number.place / ONE) {
            break;
        }
        number.value = number
            .value
            .checked_add(value.checked_mul(factor).ok_or(end)?)
            .ok_or(end)?;
        number.place = place;
        number.decimals = decimals;
        number.scaled |= factor > 1;
        number.scale = if part == 0 { factor } else { 1 };
        number.end = end + length + if number.open { open } else { 0 };
        let next = text.get(number.end..).unwrap_or_default();
        if factor == 1 || decimals > 0 || !starts_arabic(next) {
            break;
        }
    }
    let rest = text.get(number.end..).unwrap_or_default();
    let open = open_mark(rest);
    if open > 0 && unit_at(rest.get(open..).unwrap_or_default()).is_some() {
        number.open = true;
        number.end += open;
    }
    Ok(number)
}

/// The 万 or 亿 behind 「4百万」, which the 千 before it shares; 1 for none.
fn shared_scale(rest: &str) -> i128 {
    let mut behind = rest.chars();
    let digit = behind.next().and_then(numeral::arabic);
    let hundred = behind.next().is_some_and(|c| matches!(c, '百' | '十'));
    match behind.next() {
        Some('万' | '萬') if digit.is_some() && hundred => 10_000,
        Some('亿' | '億') if digit.is_some() && hundred => 100_000_000,
        _ => 1,
    }
}

/// Whether `text` begins with · as the point of a decimal: 1·35亿元, and not 9·11 or 3·8妇女节.
fn middle_point(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('·') else {
        return false;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.get(digits..).unwrap_or_default();
    digits > 0 && behind.starts_with(['万', '亿', '%', '％', '元', '吨', '倍', '公'])
}

/// Digits with thousands marks and decimals: the value in fixed point, how many decimals, whether
/// it is doubtful, and its end.
fn digits_at(text: &str, at: usize) -> Result<(i128, u32, bool, usize), usize> {
    let bytes = text.as_bytes();
    let mut digits: u64 = 0;
    let mut count = 0;
    let mut group = 0;
    let mut groups = 0;
    let mut doubtful = false;
    let mut end = at;
    let mut next = at;
    loop {
        if let Some((digit, width)) = numeral::digit_at(bytes, next) {
            count += 1;
            group += 1;
            if count <= LONGEST_INTEGER {
                digits = digits * 10 + digit;
            }
            next += width;
            end = next;
            continue;
        }
        let grouped = if groups == 0 {
            (1..=3).contains(&group)
        } else {
            group == 3
        };
        if !grouped {
            break;
        }
        let Some(mark) = text.get(next..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        next += mark.len_utf8();
        let thousands = matches!(mark, ',' | '，' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
            && three_digits(text.get(next..).unwrap_or_default());
        if !thousands {
            break;
        }
        doubtful |= mark == '，';
        groups += 1;
        group = 0;
    }
    if count > LONGEST_INTEGER {
        return Err(end);
    }
    let mut decimals = 0;
    let mut fraction: u64 = 0;
    let point = match bytes.get(end..) {
        Some([b'.', ..]) => 1,
        Some([0xef, 0xbc, 0x8e, ..]) => "．".len(),
        Some([0xc2, 0xb7, ..]) if text.get(end..).is_some_and(middle_point) => "·".len(),
        _ => 0,
    };
    if point > 0 && numeral::digit_at(bytes, end + point).is_some() {
        end += point;
        let mut place = FRACTION;
        while let Some((digit, width)) = numeral::digit_at(bytes, end) {
            end += width;
            decimals += 1;
            place /= 10;
            fraction += digit * place;
        }
        if decimals > LONGEST_FRACTION {
            return Err(end);
        }
    }
    let value = i128::from(digits) * ONE + i128::from(fraction);
    Ok((value, decimals, doubtful, end))
}

/// Whether exactly three digits follow.
fn three_digits(text: &str) -> bool {
    text.chars()
        .take(4)
        .take_while(|&c| numeral::arabic(c).is_some())
        .count()
        == 3
}

/// The Chinese number at `at`; where it cannot be read, the end of its run.
fn han_at(text: &str, at: usize) -> Result<Number, usize> {
    let rest = text.get(at..).unwrap_or_default();
    let mut length = 0;
    while HAN.stands_at(rest.as_bytes(), length) {
        length += "一".len();
    }
    let run = rest.get(..length).unwrap_or_default();
    let mut end = at + length;
    // 一千瓦, 百分之: the last character belongs to the next word.
    let after = rest.get(length..).unwrap_or_default();
    let mut run = run;
    let next = next_char(after);
    if matches!(next, '瓦' | '米' | '克') && run.ends_with('千')
        || next == '分' && run.ends_with('百') && after.starts_with("分点")
    {
        run = run.get(..run.len() - "千".len()).unwrap_or_default();
        end -= "千".len();
    }
    // 两三个 is no number, and 二〇二四 only a year.
    if run.is_empty() || run.len() > 60 || digits_only(run) {
        return Err(end.max(at + length));
    }
    let value = numeral::integer(run).ok_or(end)?;
    let mut value = i128::from(value).checked_mul(ONE).ok_or(end)?;
    let mut place = ONE;
    let mut decimals = 0;
    let mut scaled = run.contains(['万', '亿', '萬', '億']);
    if scaled {
        while value != 0 && value % (place * 10) == 0 {
            place *= 10;
        }
    }
    let tail = text.get(end..).unwrap_or_default();
    if matches!(next_char(tail), '点' | '點')
        && let Some(fraction) = tail.get("点".len()..)
    {
        let digits: Vec<u64> = fraction
            .chars()
            .take(LONGEST_FRACTION as usize + 1)
            .map_while(numeral::chinese_digit)
            .collect();
        if !digits.is_empty() && digits.len() <= LONGEST_FRACTION as usize {
            place = ONE;
            for &digit in &digits {
                place /= 10;
                value += i128::from(digit) * place;
            }
            decimals = digits.len() as u32;
            end += "点".len();
            end += fraction
                .chars()
                .take(digits.len())
                .map(char::len_utf8)
                .sum::<usize>();
        }
    }
    let mut printed_scale = if !scaled {
        1
    } else if run.ends_with("万亿") {
        1_000_000_000_000
    } else if run.ends_with(['亿', '億']) {
        100_000_000
    } else if run.ends_with(['万', '萬']) {
        10_000
    } else {
        1
    };
    let mut open = false;
    let tail = text.get(end..).unwrap_or_default();
    let mark = open_mark(tail);
    let scale = scale_at(tail.get(mark..).unwrap_or_default());
    if mark > 0 && (scale.is_some() || unit_at(tail.get(mark..).unwrap_or_default()).is_some()) {
        open = true;
        end += mark;
    }
    if let Some((factor, length)) = scale
        && (open || decimals > 0)
    {
        value = value.checked_mul(factor).ok_or(end)?;
        place = place.checked_mul(factor).ok_or(end)?;
        scaled = true;
        printed_scale = factor;
        end += length;
    }
    Ok(Number {
        value,
        place,
        decimals,
        scaled,
        scale: printed_scale,
        han: true,
        open,
        doubtful: false,
        end,
    })
}

/// `amount`, a fixed-point number, as digits without needless zeros.
pub fn digits(amount: i128) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let magnitude = amount.unsigned_abs();
    let one = ONE.unsigned_abs();
    let fraction = magnitude % one;
    if fraction == 0 {
        return format!("{sign}{}", magnitude / one);
    }
    let fraction = format!("{fraction:08}");
    format!(
        "{sign}{}.{}",
        magnitude / one,
        fraction.trim_end_matches('0')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_approximation_are_known_by_their_characters() {
        for (word, kind) in BEFORE {
            let text = format!("有{word}");
            let found = approximation_before(&text, text.len());
            assert_eq!(found, Some(("有".len()..text.len(), *kind)), "{word}");
        }
        for (word, kind) in AFTER {
            let text = format!("件{word}");
            let found = approximation_after(&text, "件".len());
            assert_eq!(found, Some(("件".len()..text.len(), *kind)), "{word}");
        }
        assert_eq!(approximation_before("工作", "工作".len()), None);
        assert_eq!(approximation_after("工作", 0), None);
    }

    fn read(text: &str) -> Vec<(String, &'static str, Exactness)> {
        quantities(text, 0..text.len())
            .into_iter()
            .map(|quantity| {
                (
                    digits(quantity.plain.value),
                    quantity.unit.name,
                    quantity.exactness,
                )
            })
            .collect()
    }

    #[test]
    fn each_form_is_read() {
        for (text, value, unit, exactness) in [
            ("提案286件", "286", "件", Exactness::Exact),
            ("１２８家", "128", "家", Exactness::Exact),
            ("1,280户", "1280", "户", Exactness::Exact),
            ("1 280户", "1280", "户", Exactness::Exact),
            ("3.5万元", "35000", "元", Exactness::Exact),
            ("1.2万亿元", "1200000000000", "元", Exactness::Exact),
            ("1亿3千多万人次", "130000000", "人次", Exactness::Over),
            ("1万6千多户", "16000", "户", Exactness::Over),
            ("80余场", "80", "场", Exactness::Over),
            ("3000多亿元", "300000000000", "元", Exactness::Over),
            ("约40项", "40", "项", Exactness::About),
            ("近300件", "300", "件", Exactness::Under),
            ("300件左右", "300", "件", Exactness::About),
            ("三万五千人", "35000", "人", Exactness::Exact),
            ("一百二十八件", "128", "件", Exactness::Exact),
            ("三点五亿元", "350000000", "元", Exactness::Exact),
            ("百分之十四点二", "14.2", "%", Exactness::Exact),
            ("百分之7", "7", "%", Exactness::Exact),
            ("12.5%", "12.5", "%", Exactness::Exact),
            ("2.8个百分点", "2.8", "个百分点", Exactness::Exact),
            ("四百多个", "400", "个", Exactness::Over),
            ("三千多亿元", "300000000000", "元", Exactness::Over),
            ("1500千瓦", "1500", "千瓦", Exactness::Exact),
            ("5千瓦", "5", "千瓦", Exactness::Exact),
            ("两番", "2", "番", Exactness::Exact),
            ("2亿3千4百万亩", "234000000", "亩", Exactness::Exact),
            ("3千4百万亩", "34000000", "亩", Exactness::Exact),
            ("1·35亿元", "135000000", "元", Exactness::Exact),
            ("1万3,554户", "13554", "户", Exactness::Exact),
            ("1万591户", "10591", "户", Exactness::Exact),
            ("四千零七十三亿度", "407300000000", "度", Exactness::Exact),
            ("抓好十项", "10", "项", Exactness::Exact),
            ("共1，753亿元", "175300000000", "元", Exactness::Exact),
        ] {
            assert_eq!(read(text), [(value.to_owned(), unit, exactness)], "{text}");
        }
    }

    #[test]
    fn what_begins_a_unit_may_stand_behind_a_number() {
        for (name, ..) in UNITS {
            let text = format!("三{name}");
            assert!(may_count(&text, &scan::numerals(&text)[0]), "{name}");
        }
    }

    #[test]
    fn numbers_that_count_nothing() {
        for text in [
            "第三次",
            "2024年",
            "二〇二四年",
            "5月6日",
            "“十四五”规划",
            "三农",
            "十分之一",
            "A320",
            "三四十",
            "一带一路",
            "党的二十大精神",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn ranges_share_their_unit() {
        let text = "22～28℃";
        let found = quantities(text, 0..text.len());
        assert!(found.iter().all(|quantity| quantity.ranged));
        assert_eq!(found[0].unit.name, "℃");
    }

    #[test]
    fn printed_places_are_intervals() {
        let text = "3.5万元";
        let found = quantities(text, 0..text.len());
        assert_eq!(found[0].amount.half, 500 * ONE);
        let text = "86件";
        assert_eq!(quantities(text, 0..text.len())[0].amount.half, 0);
    }

    #[test]
    fn numerals_in_words_count_nothing() {
        let found = |text: &str| -> Vec<String> {
            quantities(text, 0..text.len())
                .into_iter()
                .map(|quantity| text[quantity.range].to_owned())
                .collect()
        };
        for text in [
            "分为：一级调研员、二级调研员、四级调研员。",
            "防止二次污染。",
            "第十六条第一、二项规定的行为。",
            "深化京津两市合作。",
            "污水、粉尘等二次污染。",
            "禁止出口的三级文物。",
            "覆盖江苏、浙江、安徽三省一市。",
            "深厚的友谊是两县关系的特征。",
            "本合同一式两份。",
            "接种二类疫苗。",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(found("走访东岭、南坪等三个乡镇。"), ["三个"]);
        assert_eq!(found("东岭、南坪两县协作。"), ["两县"]);
        assert_eq!(found("分为下列二类情形。"), ["二类"]);
        assert_eq!(found("省市县三级联动。"), ["三级"]);
    }
}
