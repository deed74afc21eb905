//! Numerals that are part of a word and count nothing: 四级调研员, 二次污染, 一式两份, 三省一市.

use crate::language::terms::words;

use crate::language::{han::is_han, numeral};

/// Words before a number that announce things counted: 「下列二类」.
const ANNOUNCING: &[&str] = words!("下列 以下 如下 分为 分成 划为 共 这 上述 前 有 等 含 包括");

/// Units that form a name of several members with another such number: 三省一市, 一府两院.
const MEMBERS: &str = "省市县区州旗乡镇村街府院会国园港厂校馆站所库轴带核廊圈环网";

/// Short names of places: the two of 「京津两市」 are these.
const SHORT_NAMES: &str = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕秦甘陇青宁新蒙台港澳中美俄日韩朝英法德印越巴";

/// Units that number a grade or a stage behind 二, which counts nothing before them; 两 does.
const STAGES: [&str; 10] = ["级", "次", "类", "期", "轮", "节", "款", "片", "段", "组"];

/// Whether a Chinese number with its unit is part of a word, where `before` is before and `after`
/// behind the two.
pub(super) fn is_part(before: &str, number: &str, unit: &str, after: &str) -> bool {
    let last = before.chars().next_back();
    // 「粉尘等二次污染」: times are counted with 两.
    let announced = || {
        ANNOUNCING
            .iter()
            .any(|word| before.ends_with(word) && !(unit == "次" && *word == "等"))
    };
    let two = matches!(number, "两" | "兩");
    let short = |c: &char| SHORT_NAMES.contains(*c);
    let in_word = match unit {
        "大" => after.starts_with(['会', '以', '报', '精', '、', '召', '部']),
        "地" => after.starts_with(['方', '区']),
        "部" => after.starts_with('分'),
        "点" | "本" | "口" | "头" | "成" | "起" | "对" | "度" => after.starts_with(is_han),
        "分" | "角" => true,
        // 一式两份
        "份" => before.ends_with("一式"),
        // 「一级调研员、二级调研员」: each names a grade.
        "级" => {
            after.starts_with(is_han)
                && last.is_none_or(|c| matches!(c, '、' | '：' | '；' | '（' | '《' | '“' | '的'))
        }
        // 「是两县关系的特征」: the two that the text is about.
        "国" | "县" | "市" | "省" | "区" | "校" => {
            two && last.is_none_or(|c| "是为对使让在的和与及同向由给跟，。；：（“”".contains(c))
        }
        _ => false,
    };
    in_word
        || two && before.chars().rev().take(2).filter(short).count() == 2
        || is_ordinal_list(before)
        || number == "二" && STAGES.contains(&unit) && after.starts_with(is_han) && !announced()
        || is_member(unit) && (joins_behind(after) || joins_before(before))
}

/// Whether a list of ordinals goes on: 「第一、二项」.
fn is_ordinal_list(before: &str) -> bool {
    /// The longest list, in characters.
    const LIST: usize = 12;
    let list: usize = before
        .chars()
        .rev()
        .take(LIST)
        .take_while(|&c| is_digit(c) || matches!(c, '、' | '和' | '至'))
        .map(char::len_utf8)
        .sum();
    list > 0
        && before[before.len() - list..].contains('、')
        && before[..before.len() - list].ends_with('第')
}

fn is_member(unit: &str) -> bool {
    let mut characters = unit.chars();
    characters.next().is_some_and(|c| MEMBERS.contains(c)) && characters.next().is_none()
}

fn is_digit(c: char) -> bool {
    numeral::chinese_digit(c).is_some() || c == '十'
}

/// Whether another number with such a unit follows: 三省|一市.
fn joins_behind(after: &str) -> bool {
    let rest = after.trim_start_matches(is_digit);
    rest.len() < after.len() && rest.starts_with(|c| MEMBERS.contains(c))
}

/// Whether another number with such a unit is before: 三省|一市.
fn joins_before(before: &str) -> bool {
    let mut back = before.chars().rev();
    back.next().is_some_and(|c| MEMBERS.contains(c)) && back.next().is_some_and(is_digit)
}
