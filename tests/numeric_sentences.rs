//! Sentences with random figures, right ones and ones wrong by a known slip: the rules of numbers
//! find nearly all slips and never blame a right figure.

#![allow(clippy::expect_used, reason = "a test may fail")]

use std::path::Path;

use hongbi::{
    Linter,
    config::{Config, Discovery, Selection},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config as RunnerConfig, RngAlgorithm, TestRng, TestRunner},
};

/// A sentence, and the rule that must find it, where it is wrong.
#[derive(Debug, Clone)]
struct Case {
    sentence: String,
    wrong: Option<&'static str>,
}

fn linter() -> Linter {
    let selection = Selection {
        select: vec!["numeric".to_owned()],
        ..Selection::default()
    };
    Linter::new(Discovery::fixed(Config::default())).selection(selection)
}

/// How somebody gets a number wrong.
#[derive(Debug, Clone, Copy)]
enum Wrong {
    No,
    Digit(u8),
    Swap,
}

fn wrong() -> impl Strategy<Value = Wrong> {
    prop_oneof![
        2 => Just(Wrong::No),
        1 => (1u8..9).prop_map(Wrong::Digit),
        1 => Just(Wrong::Swap),
    ]
}

impl Wrong {
    /// `value` with the slip; the same where it leaves no trace.
    fn apply(self, value: u64) -> u64 {
        let digits = value.to_string().into_bytes();
        let slipped = match self {
            Self::No => digits,
            Self::Digit(step) => {
                let mut digits = digits;
                // The first digit stays a digit that can begin a number.
                let at = usize::from(step) % digits.len();
                let digit = digits[at] - b'0';
                let changed = (digit + step) % 10;
                digits[at] = b'0'
                    + if at == 0 && changed == 0 {
                        digit
                    } else {
                        changed
                    };
                digits
            }
            Self::Swap => {
                let mut digits = digits;
                if let Some(at) = (0..digits.len() - 1)
                    .find(|&at| digits[at] != digits[at + 1] && (at > 0 || digits[1] != b'0'))
                {
                    digits.swap(at, at + 1);
                }
                digits
            }
        };
        String::from_utf8(slipped)
            .expect("digits are ASCII")
            .parse()
            .expect("digits are a number")
    }
}

/// The number as reports print it: in digits or in Chinese numerals.
fn printed(value: u64, han: bool) -> String {
    if han {
        chinese(value)
    } else {
        value.to_string()
    }
}

fn chinese(value: u64) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const UNITS: [&str; 4] = ["", "十", "百", "千"];
    let mut out = String::new();
    let digits: Vec<usize> = value
        .to_string()
        .bytes()
        .map(|digit| usize::from(digit - b'0'))
        .collect();
    if digits.len() > 4 {
        return format!("{}万{}", chinese(value / 10_000), {
            let rest = value % 10_000;
            match rest {
                0 => String::new(),
                1..1000 => format!("零{}", chinese(rest)),
                _ => chinese(rest),
            }
        });
    }
    let mut zero = false;
    for (at, &digit) in digits.iter().enumerate() {
        if digit == 0 {
            zero = true;
            continue;
        }
        if zero && !out.is_empty() {
            out.push('零');
        }
        zero = false;
        out.push_str(DIGITS[digit]);
        out.push_str(UNITS[digits.len() - 1 - at]);
    }
    out
}

/// Tenths of a percent, as printed.
fn tenths(value: u64) -> String {
    format!("{}.{}%", value / 10, value % 10)
}

const PAIRS: [(&str, &str, &str); 7] = [
    ("收到提案", "集体提案", "委员提案"),
    ("选派干部", "男性", "女性"),
    ("征集建议", "城镇居民建议", "农村居民建议"),
    ("新建学校", "公办学校", "民办学校"),
    ("实施项目", "新建项目", "续建项目"),
    ("处理来信", "省内来信", "省外来信"),
    ("培育企业", "市级企业", "县级企业"),
];
const UNITS: [&str; 5] = ["件", "个", "家", "项", "名"];
const PLACES: [&str; 8] = [
    "柳河", "青石", "望山", "东湾", "白沙", "南浦", "松林", "石桥",
];
const LEADS: [&str; 4] = ["全年", "一年来，我们", "五月份以来，全区", "据统计，共"];

fn pair() -> impl Strategy<Value = (&'static str, &'static str, &'static str)> {
    prop::sample::select(&PAIRS[..])
}

/// 其中 with two parts that leave nothing over.
fn parts() -> impl Strategy<Value = Case> {
    (
        pair(),
        prop::sample::select(&UNITS[..]),
        prop::sample::select(&LEADS[..]),
        20u64..900,
        20u64..900,
        wrong(),
        0usize..3,
        any::<bool>(),
        prop::sample::select(&["、", "，"][..]),
    )
        .prop_map(
            |((head, first, second), unit, lead, a, b, slip, place, han, joint)| {
                let total = a + b;
                let mut figures = [total, a, b];
                figures[place] = slip.apply(figures[place]);
                let wrong = figures != [total, a, b];
                let [t, x, y] = figures.map(|value| printed(value, han));
                Case {
                    sentence: format!(
                        "{lead}{head}{t}{unit}，其中{first}{x}{unit}{joint}{second}{y}{unit}。"
                    ),
                    wrong: wrong.then_some("parts-total-mismatch"),
                }
            },
        )
}

/// A list with its stated sum.
fn sums() -> impl Strategy<Value = Case> {
    (
        prop::collection::vec(11u64..990, 2..5),
        prop::sample::select(&["万元", "件", "户", "公斤"][..]),
        wrong(),
        prop::sample::select(&["合计", "共计", "共", "总计"][..]),
        0usize..8,
        any::<bool>(),
    )
        .prop_map(|(items, unit, slip, word, place, han)| {
            let total: u64 = items.iter().sum();
            let stated = slip.apply(total);
            let list: Vec<String> = items
                .iter()
                .enumerate()
                .map(|(at, &value)| {
                    let name = PLACES[(place + at) % PLACES.len()];
                    format!("{name}片区{}{unit}", printed(value, han))
                })
                .collect();
            // Rounded measures hide a difference of a few units.
            let hidden = !matches!(unit, "件" | "户") && stated.abs_diff(total) <= 3;
            let stated = if hidden { total } else { stated };
            Case {
                sentence: format!(
                    "其分布为{}，{word}{}{unit}。",
                    list.join("、"),
                    printed(stated, han)
                ),
                wrong: (stated != total).then_some("parts-total-mismatch"),
            }
        })
}

/// Done and left over.
fn remainder() -> impl Strategy<Value = Case> {
    (
        20u64..400,
        2u64..60,
        wrong(),
        prop::sample::select(&["件", "项"][..]),
    )
        .prop_map(|(done, left, slip, unit)| {
            let total = done + left;
            let stated = slip.apply(done);
            Case {
                sentence: format!(
                    "经审查立案{total}{unit}，已办结{stated}{unit}，正在办理{left}{unit}。"
                ),
                wrong: (stated != done).then_some("parts-total-mismatch"),
            }
        })
}

/// A rate of what was done.
fn rate() -> impl Strategy<Value = Case> {
    (
        60u64..900,
        40u64..100,
        wrong(),
        prop::sample::select(
            &[
                ("交办建议", "办结", "办结率"),
                ("受检单位", "合格", "合格率"),
                ("收到提案", "立案", "立案率"),
            ][..],
        ),
        prop::sample::select(&UNITS[..]),
    )
        .prop_map(|(whole, percent, slip, (head, verb, rate), unit)| {
            let part = whole * percent / 100;
            let right = (part * 10_000 / whole + 5) / 10;
            let stated = slip.apply(right);
            let wrong = stated.abs_diff(right) > 2;
            Case {
                sentence: format!(
                    "{head}{whole}{unit}，{verb}{part}{unit}，{rate}{}。",
                    tenths(if wrong { stated } else { right })
                ),
                wrong: wrong.then_some(if stated > 1000 {
                    "numeric"
                } else {
                    "percentage-mismatch"
                }),
            }
        })
}

/// A share of a total that the sentence names.
fn share() -> impl Strategy<Value = Case> {
    (
        60u64..900,
        5u64..96,
        wrong(),
        prop::sample::select(&UNITS[..]),
    )
        .prop_map(|(whole, percent, slip, unit)| {
            let part = (whole * percent / 100).max(2);
            let right = (part * 10_000 / whole + 5) / 10;
            let stated = slip.apply(right);
            let wrong = stated.abs_diff(right) > 2;
            Case {
                sentence: format!(
                    "重点任务{part}{unit}，占总数{whole}{unit}的{}。",
                    tenths(if wrong { stated } else { right })
                ),
                wrong: wrong.then_some("percentage-mismatch"),
            }
        })
}

/// Growth between two values, right or with the increment over the new value.
fn growth() -> impl Strategy<Value = Case> {
    (
        500u64..9000,
        104u64..190,
        prop_oneof![Just(0u8), Just(1), Just(2)],
        wrong(),
        prop::sample::select(&["财政收入", "接待游客费用", "村集体收入"][..]),
    )
        .prop_map(|(old, percent, kind, slip, name)| {
            let new = old * percent / 100;
            let right = ((new - old) * 10_000 / old + 5) / 10;
            let stated = match kind {
                0 => right,
                1 => ((new - old) * 10_000 / new + 5) / 10,
                _ => slip.apply(right),
            };
            // Values with one decimal of 万元 leave a slack of two places.
            let slack = right * 10 / old + 25_000 / old + 3;
            let wrong = stated.abs_diff(right) > slack;
            let stated = if wrong { stated } else { right };
            let value = |value: u64| format!("{}.{}万元", value / 10, value % 10);
            Case {
                sentence: format!(
                    "{name}由{}增加到{}，增长{}。",
                    value(old),
                    value(new),
                    tenths(stated)
                ),
                wrong: wrong.then_some("growth-mismatch"),
            }
        })
}

/// Points between two rates.
fn points() -> impl Strategy<Value = Case> {
    (100u64..800, 4u64..150, wrong()).prop_map(|(from, step, slip)| {
        let stated = slip.apply(step);
        let wrong = stated.abs_diff(step) > 2;
        let stated = if wrong { stated } else { step };
        Case {
            sentence: format!(
                "达标比例由{}提高到{}，提高{}.{}个百分点。",
                tenths(from),
                tenths(from + step),
                stated / 10,
                stated % 10
            ),
            wrong: wrong.then_some("percentage-mismatch"),
        }
    })
}

const TASKS: [&str; 9] = [
    "理论学习",
    "专题协商",
    "民主监督",
    "联系界别",
    "文史征集",
    "团结联谊",
    "自身建设",
    "提案办理",
    "委员培训",
];

/// A number announced, and things listed in one of the usual ways.
fn enumeration() -> impl Strategy<Value = Case> {
    (2usize..8, -1i32..2, 0usize..4, 0usize..9).prop_map(|(count, off, form, start)| {
        let promised = (i32::try_from(count).expect("small") + off).max(2);
        let number = chinese(u64::try_from(promised).expect("positive"));
        let number = if promised == 2 {
            "两".to_owned()
        } else {
            number
        };
        let items: Vec<&str> = (0..count)
            .map(|at| TASKS[(start + at) % TASKS.len()])
            .collect();
        let ordinal = |at: usize| chinese(at as u64 + 1);
        let differs = usize::try_from(promised) != Ok(count);
        let (sentence, wrong) = match form {
            0 => {
                let list: Vec<String> = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| format!("{}是抓实{item}", ordinal(at)))
                    .collect();
                (
                    format!("重点抓好{number}项工作：{}。", list.join("；")),
                    differs,
                )
            }
            1 => (
                format!("聚焦{number}个方面：{}。", items.join("、")),
                differs,
            ),
            2 => {
                let villages: Vec<String> = (0..count)
                    .map(|at| format!("{}镇", PLACES[(start + at) % PLACES.len()]))
                    .collect();
                (
                    format!("先后走访{}等{promised}个乡镇。", villages.join("、")),
                    count > usize::try_from(promised).expect("positive"),
                )
            }
            _ => {
                let list: Vec<String> = items.iter().map(|item| format!("坚持{item}")).collect();
                (
                    format!("做到“{number}个坚持”，即{}。", list.join("、")),
                    differs,
                )
            }
        };
        Case {
            sentence,
            wrong: wrong.then_some("enumeration-count-mismatch"),
        }
    })
}

/// Names and values of 分别.
fn arity() -> impl Strategy<Value = Case> {
    (
        2usize..5,
        -1i32..2,
        prop::collection::vec(11u64..99, 6),
        0usize..8,
    )
        .prop_map(|(names, off, values, start)| {
            let count = usize::try_from((i32::try_from(names).expect("small") + off).max(2))
                .expect("positive");
            let list: Vec<String> = (0..names)
                .map(|at| format!("{}县", PLACES[(start + at) % PLACES.len()]))
                .collect();
            let told: Vec<String> = values
                .iter()
                .take(count)
                .map(|value| format!("{}.{}亿元", value / 10, value % 10))
                .collect();
            // Twice as many values are two to a name.
            Case {
                sentence: format!("{}分别完成投资{}。", list.join("、"), told.join("、")),
                wrong: (count != names && count % names != 0).then_some("arity-mismatch"),
            }
        })
}

/// Ranks and values that move.
fn direction() -> impl Strategy<Value = Case> {
    (2u64..40, 2u64..40, any::<bool>(), any::<bool>()).prop_map(|(from, to, up, rank)| {
        let to = if from == to { to + 1 } else { to };
        let word = if up { "上升" } else { "下降" };
        if rank {
            Case {
                sentence: format!("综合排名由第{from}位{word}到第{to}位。"),
                wrong: (up != (to < from)).then_some("rank-direction"),
            }
        } else {
            Case {
                sentence: format!("信访总量由{from}件{word}到{to}件。"),
                wrong: (up != (to > from)).then_some("growth-mismatch"),
            }
        }
    })
}

/// A value before and after, and the difference between them.
fn difference() -> impl Strategy<Value = Case> {
    (
        120u64..900,
        11u64..99,
        any::<bool>(),
        wrong(),
        prop::sample::select(&UNITS[..]),
    )
        .prop_map(|(low, step, up, slip, unit)| {
            let (from, to) = if up {
                (low, low + step)
            } else {
                (low + step, low)
            };
            let stated = slip.apply(step);
            let verb = if up { "增加" } else { "减少" };
            Case {
                sentence: format!("存量由{from}{unit}{verb}到{to}{unit}，{verb}{stated}{unit}。"),
                wrong: (stated != step).then_some("growth-mismatch"),
            }
        })
}

/// A value beside the one it grew from.
fn compared() -> impl Strategy<Value = Case> {
    (500u64..9000, 104u64..190, wrong()).prop_map(|(old, percent, slip)| {
        let new = old * percent / 100;
        let right = ((new - old) * 10_000 / old + 5) / 10;
        let stated = slip.apply(right);
        let wrong = stated.abs_diff(right) > 3;
        let stated = if wrong { stated } else { right };
        Case {
            sentence: format!(
                "全年税收收入完成{new}万元，比上年的{old}万元增长{}。",
                tenths(stated)
            ),
            wrong: wrong.then_some("growth-mismatch"),
        }
    })
}

/// Values of two years, and two values each of two names, that go a certain way.
fn moves() -> impl Strategy<Value = Case> {
    (
        20u64..400,
        20u64..400,
        20u64..400,
        20u64..400,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(a, b, c, d, up, listed)| {
            let (c, d) = (
                if a == c { c + 1 } else { c },
                if b == d { d + 1 } else { d },
            );
            let word = if up { "提高" } else { "下降" };
            let wrong = |from: u64, to: u64| up != (to > from);
            let (sentence, wrong) = if listed {
                let sentence = format!("总部、研发中心分别从{a}家、{b}家{word}到{c}家、{d}家。");
                (sentence, wrong(a, c) || wrong(b, d))
            } else {
                let sentence = format!("亩均收入2015年为{a}元，2024年{word}到{c}元。");
                (sentence, wrong(a, c))
            };
            Case {
                sentence,
                wrong: wrong.then_some("growth-mismatch"),
            }
        })
}

/// What came in no more than all there is, a part no more than its whole, and fewer among the first 1‰.
fn bounds() -> impl Strategy<Value = Case> {
    (20u64..900, 20u64..900, 0usize..3).prop_map(|(one, other, form)| {
        // A little more may be a rounding.
        let near = one.abs_diff(other) * 4 < one.max(other);
        let other = if near { one * 2 } else { other };
        let sentence = match form {
            0 => format!("新增公园{one}座，累计达到{other}座。"),
            1 => format!("培育企业{other}家，其中高新技术企业{one}家。"),
            _ => format!("本省{other}个学科进入排名前1%、{one}个学科进入前1‰。"),
        };
        Case {
            sentence,
            wrong: (one > other).then_some("parts-total-mismatch"),
        }
    })
}

/// A number below ten thousand in the numerals of contracts.
fn formal(value: u64) -> String {
    const PLAIN: &str = "零一二三四五六七八九十百千";
    const FORMAL: &str = "零壹贰叁肆伍陆柒捌玖拾佰仟";
    chinese(value)
        .chars()
        .map(|c| {
            let at = PLAIN.chars().position(|plain| plain == c);
            at.and_then(|at| FORMAL.chars().nth(at)).unwrap_or(c)
        })
        .collect()
}

/// A sum in the numerals of contracts and in digits.
fn contract() -> impl Strategy<Value = Case> {
    (101u64..9_000_000, wrong(), any::<bool>()).prop_map(|(sum, slip, first)| {
        let stated = slip.apply(sum);
        let words = formal(sum);
        let sentence = if first {
            format!("合同价款为人民币{words}元整（{stated}元）。")
        } else {
            format!("投标总价{stated}元（大写：{words}元整）。")
        };
        Case {
            sentence,
            wrong: (stated != sum).then_some("unit-scale-slip"),
        }
    })
}

/// A list recalled, clauses counted, names counted, and a name that counts, stated again.
fn recalled() -> impl Strategy<Value = Case> {
    (3usize..6, -1i32..2, 0usize..4, 0usize..9).prop_map(|(count, off, form, start)| {
        let stated = usize::try_from(i32::try_from(count).expect("small") + off).expect("positive");
        let number = match stated {
            2 => "两".to_owned(),
            _ => chinese(stated as u64),
        };
        let task = |at: usize| TASKS[(start + at) % TASKS.len()];
        let place = |at: usize| PLACES[(start + at) % PLACES.len()];
        let joined = |item: &dyn Fn(usize) -> String, joint: &str| -> String {
            (0..count).map(item).collect::<Vec<_>>().join(joint)
        };
        let sentence = match form {
            0 => {
                let item = |at: usize| format!("（{}）抓实{}。", chinese(at as u64 + 1), task(at));
                let items = joined(&item, "\n\n");
                format!("{items}\n\n上述{number}项任务，年内全部完成。")
            }
            1 => {
                let clauses = joined(&|at| format!("{}是{}", place(at), task(at)), "，");
                let number = if stated == 2 { "二" } else { &number };
                format!("{clauses}，{number}者缺一不可。")
            }
            2 => {
                let names = joined(&|at| format!("{}镇", place(at)), "、");
                format!("会议在{names}{number}镇同步举行。")
            }
            _ => {
                let right = chinese(count as u64);
                format!(
                    "打造“{right}大高地”。\n\n建好“{number}大高地”。\n\n年底“{right}大高地”初见成效。"
                )
            }
        };
        Case {
            sentence,
            wrong: (stated != count).then_some("enumeration-count-mismatch"),
        }
    })
}

/// One figure stated twice.
fn restated() -> impl Strategy<Value = Case> {
    (101u64..9_999, wrong(), 0usize..3).prop_map(|(value, slip, name)| {
        // Round numbers are said of many things.
        let value = if value % 10 == 0 { value + 1 } else { value };
        let stated = slip.apply(value);
        let name = ["立案提案", "社情民意信息", "反映群众诉求"][name];
        Case {
            sentence: format!("全年{name}{value}件。\n\n总的看，{name}{stated}件，质量提高。"),
            wrong: (stated != value).then_some("restated-number-conflict"),
        }
    })
}

fn cases() -> impl Strategy<Value = Case> {
    prop_oneof![
        sums_and_rates(),
        prop_oneof![
            difference(),
            compared(),
            moves(),
            bounds(),
            contract(),
            recalled(),
            restated(),
        ],
    ]
}

fn sums_and_rates() -> impl Strategy<Value = Case> {
    prop_oneof![
        parts(),
        sums(),
        remainder(),
        rate(),
        share(),
        growth(),
        points(),
        enumeration(),
        arity(),
        direction(),
    ]
}

/// Lints `count` sentences and gives how many wrong ones there were and how many were found.
fn run(count: usize) {
    let linter = linter();
    let strategy = cases();
    let mut runner = TestRunner::new_with_rng(
        RunnerConfig::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]),
    );
    let (mut wrong, mut found) = (0usize, 0usize);
    let mut missed: Vec<String> = Vec::new();
    let mut blamed: Vec<String> = Vec::new();
    for _ in 0..count {
        let case = strategy
            .new_tree(&mut runner)
            .expect("cases are made")
            .current();
        let report = linter
            .lint_text(Path::new("draft.txt"), &format!("{}\n", case.sentence))
            .expect("text is linted");
        match case.wrong {
            Some(rule) => {
                wrong += 1;
                let hit = report
                    .diagnostics
                    .iter()
                    .any(|diagnostic| rule == "numeric" || diagnostic.rule == rule);
                if hit {
                    found += 1;
                } else {
                    missed.push(case.sentence);
                }
            }
            None => {
                if let Some(diagnostic) = report.diagnostics.first() {
                    blamed.push(format!(
                        "{} [{}: {}]",
                        case.sentence, diagnostic.rule, diagnostic.message
                    ));
                }
            }
        }
    }
    assert!(
        blamed.is_empty(),
        "{} right sentences are blamed:\n{}",
        blamed.len(),
        blamed[..blamed.len().min(20)].join("\n")
    );
    assert!(
        found * 100 >= wrong * 95,
        "{found} of {wrong} slips are found; missed:\n{}",
        missed[..missed.len().min(20)].join("\n")
    );
    assert!(wrong > count / 5, "the sample holds too few slips");
}

#[test]
fn slips_are_found_and_right_figures_left_alone() {
    run(3_000);
}

#[test]
#[ignore = "takes minutes; run with --ignored"]
fn a_hundred_thousand_sentences() {
    run(100_000);
}
