//! Lists inside a sentence: where their items begin and end, and how many there can be.
//!
//! A list is cut at 、. Its last two items may be joined by 和, 与 or 及, which are inside words and
//! names as well (和平, 普及率, 住房和城乡建设); a [`List`] therefore knows the least and the most number
//! of items, and the one that is certain where there is one.

pub mod announced;
pub mod apposed;
pub mod places;
pub mod respective;
pub mod slogan;

use std::ops::Range;

use crate::{
    language::han::{is_closing, is_opening},
    language::numeral::is_chinese,
    language::terms::{Terms, terms},
    reading::figures::statement::cut,
};

/// The items of a list as a sentence names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// From the first item to the end of the last.
    pub range: Range<usize>,
    /// What 、 parts.
    pub items: Vec<Range<usize>>,
    /// How many joints each item has.
    joints: Vec<usize>,
    /// Whether the halves of the last item look like the other items, so that its joint parts two.
    even: bool,
}

/// Words with 和 that join nothing.
static PEACE: Terms =
    terms!("和平 和谐 和解 和睦 和美 和田 和气 和合 和顺 和布 和硕 和龙 和县 和约 和谈 和煦");
/// What begins like them with a joint: 美丽 in 和美丽乡村.
static NO_PEACE: Terms = terms!(
    "和平台 和平均 和平原 和平等 和平安 和平稳 和平衡 和平方 和平行 和解决 和解放 和解释 和解读 \
    和解除 和解答 和美丽 和美国 和美化 和美好 和美术 和美洲 和气候 和气象 和县域 和县级 和县乡 \
    和县城 和合作 和合理 和合同 和合法"
);
/// Words that end with 和, of which none ends with another word.
static MILD: Terms = terms!("饱和 缓和 温和 共和 碳中和 呼和 颐和 雍和");
/// Words with 与 that join nothing.
static TAKES_PART: Terms = Terms::new(&["参与", "给与", "赠与", "授与"]);
static WITH: Terms = Terms::new(&["与会", "与时", "与否", "与此", "与其", "与众"]);
/// Words with 及 that join nothing.
static REACHES: Terms = terms!("普及 涉及 埃及 顾及 危及 触及 遍及 波及 惠及 提及 企及 论及 以及");
static IN_TIME: Terms = Terms::new(&["及时", "及其", "及格", "及早", "及以"]);

/// Names that hold a joint: industries of the national classification, bodies, fields of administration.
static NAMES: Terms = terms!(
    "批发和零售 住宿和餐饮 软件和信息 租赁和商务 卫生和社会 科学研究和技术 住房和城乡 文化和旅游 \
    人力资源和社会 发展和改革 工业和信息化 生产和供应 开采和洗选 压延和加工 自然资源和规划 \
    教育和科学 社会和谐 国民经济和社会 商品和服务 货物和服务 环境和资源 民族和宗教 监察和司法 \
    外商及港澳台 安提瓜和巴布达 特立尼达和多巴哥 波斯尼亚和黑塞哥维那 圣基茨和尼维斯"
);

/// Whether a joint at `at` of `item` is inside one of [`NAMES`].
fn in_name(item: &str, at: usize) -> bool {
    /// The most bytes of a name before its joint.
    const LONGEST: usize = 18;
    let mut from = at.saturating_sub(LONGEST);
    while !item.is_char_boundary(from) {
        from += 1;
    }
    let near = item.get(from..).unwrap_or_default();
    let head = at - from;
    near.char_indices()
        .take_while(|&(start, _)| start < head)
        .any(|(start, _)| {
            let mut names = NAMES.begins(near.get(start..).unwrap_or_default());
            names.any(|name| start + name.len() > head)
        })
}

/// Where `item` has words that may join two: 和, 与, 及, 以及, outside quotes and brackets.
pub fn joints(item: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut depth = 0usize;
    item.char_indices().filter_map(move |(at, c)| {
        if is_opening(c) {
            depth += 1;
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
        }
        if depth > 0 || at == 0 || !matches!(c, '和' | '与' | '及') {
            return None;
        }
        let end = at + c.len_utf8();
        let (head, upto, rest) = (item.get(..at)?, item.get(..end)?, item.get(at..)?);
        // A joint needs something behind it.
        let joins = rest.len() > c.len_utf8()
            && match c {
                '和' => {
                    MILD.end(upto).is_none()
                        && (PEACE.begin(rest).is_none() || NO_PEACE.begin(rest).is_some())
                }
                '与' => TAKES_PART.end(upto).is_none() && WITH.begin(rest).is_none(),
                _ if head.ends_with('以') => true,
                _ => REACHES.end(upto).is_none() && IN_TIME.begin(rest).is_none(),
            };
        let from = if c == '及' && head.ends_with('以') {
            at - "以".len()
        } else {
            at
        };
        (joins && from > 0 && !in_name(item, at)).then_some(from..end)
    })
}

/// The lengths of the parts of an item between its joints, in characters.
fn parts(item: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut from = 0;
    for joint in joints(item) {
        out.push(length(item.get(from..joint.start).unwrap_or_default()));
        from = joint.end;
    }
    out.push(length(item.get(from..).unwrap_or_default()));
    out
}

fn length(text: &str) -> usize {
    text.chars().count()
}

impl List {
    /// The list at `text[range]`, cut at 、 outside quotes and brackets.
    pub fn read(text: &str, range: Range<usize>) -> Self {
        let items = cut(text, range.clone(), |c| c == '、');
        let joints = items
            .iter()
            .filter_map(|item| text.get(item.clone()))
            .map(|item| joints(item).count())
            .collect();
        let mut list = Self {
            range,
            items,
            joints,
            even: false,
        };
        list.even = list.is_even(text);
        list
    }

    /// Item `at`.
    pub fn item<'a>(&self, text: &'a str, at: usize) -> &'a str {
        self.items
            .get(at)
            .and_then(|item| text.get(item.clone()))
            .unwrap_or_default()
            .trim()
    }

    /// Whether the joint of the last item parts two names as short as the others, or there are no others.
    fn is_even(&self, text: &str) -> bool {
        let Some(last) = self.items.len().checked_sub(1) else {
            return false;
        };
        let words = self.item(text, last);
        let mut found = joints(words);
        let (Some(joint), None) = (found.next(), found.next()) else {
            return false;
        };
        if last == 0 {
            return true;
        }
        // 「维护和平与促进发展」: 与 and 及 join what is one thing more often than 和.
        if words.get(joint.clone()) != Some("和") {
            return false;
        }
        let halves = [
            length(words.get(..joint.start).unwrap_or_default()),
            length(words.get(joint.end..).unwrap_or_default()),
        ];
        // The first item may have a verb before it.
        let from = usize::from(last > 1);
        let others = (from..last).map(|at| length(self.item(text, at)));
        let (Some(shortest), Some(longest)) = (others.clone().min(), others.max()) else {
            return false;
        };
        let shortest = if last > 1 { shortest } else { 0 };
        halves
            .iter()
            .all(|&half| (2..=SHORT).contains(&half) && half + 1 >= shortest && half <= longest + 1)
    }

    /// The least number of items.
    pub fn least(&self) -> usize {
        self.items.len()
    }

    /// The most items that there can be.
    pub fn most(&self) -> usize {
        self.most_from(0)
    }

    /// The most items that there can be from item `at` on.
    fn most_from(&self, at: usize) -> usize {
        let joints: usize = self.joints.iter().skip(at).sum();
        self.items.len() - at + joints
    }

    /// The number of items, where nothing leaves a choice: no joint, or only the one that closes a list
    /// of short names.
    pub fn exact(&self) -> Option<usize> {
        let closing = self.joints.last().copied().unwrap_or(0);
        match self.most() - self.least() {
            0 => Some(self.items.len()),
            1 if closing == 1 && self.even => Some(self.items.len() + 1),
            _ => None,
        }
    }

    /// Whether it may have `count` items.
    pub fn fits(&self, count: usize) -> bool {
        match self.exact() {
            Some(exact) => exact == count,
            None => (self.least()..=self.most()).contains(&count),
        }
    }

    /// Whether the last `count` items may be a list of their own, behind a verb.
    pub fn may_end_with(&self, text: &str, count: usize) -> bool {
        (1..self.items.len())
            .filter(|&at| (self.items.len() - at..=self.most_from(at)).contains(&count))
            .any(|at| self.may_begin_inside(text, at))
    }

    /// Whether the list may begin inside item `at`, behind a verb: 走访柳河村 in 「学习、走访柳河村、青石村」.
    /// An item that is no longer than those that follow has no room for one.
    fn may_begin_inside(&self, text: &str, at: usize) -> bool {
        let item = self.item(text, at);
        let own = parts(item);
        let behind = (at + 1..self.items.len()).flat_map(|at| parts(self.item(text, at)));
        let rest = own.iter().copied().skip(1).chain(behind).max();
        let first = own.first().copied().unwrap_or(0);
        let verb = item
            .char_indices()
            .take(MOST_BEFORE_VERB + 1)
            .filter_map(|(at, _)| item.get(at..))
            .any(|words| VERBS.begin(words).or_else(|| LEADS.begin(words)).is_some());
        rest.is_none_or(|rest| first >= rest + ROOM) && (first <= SHORT || verb)
            || LINKS.stand_in(item)
    }
}

/// The most characters before the verb of an item: 「先后走访」.
const MOST_BEFORE_VERB: usize = 2;

/// Verbs that lead to a list of names, or end a clause.
pub(crate) static VERBS: Terms = terms!(
    "考察 走访 调研 参观 联系 帮扶 检查 督导 督查 查处 申报 验收 指导 协调 研究 讨论 审议 谋划 储备 \
    签约 落地 开工 竣工 投产 改造 修建 新设 设置 开设 新增 增加 达到 建成 完成 实现 获得 获批 推进 实施 \
    开展 打造 形成 成立 设立 组建 新建 推出 出台 制定 做好 抓好 打好 办好 用好 突出 坚持 强化 聚焦 围绕 \
    把握 统筹 落实 处理 处理好 培育 壮大 创建 建立 举办 召开 提出 分为 包括 增强 坚定 做到 贯彻 学习 践行 \
    弘扬 深化 加强 健全 完善 树牢 树立 捍卫 拥护 遵守 守牢 擦亮 凝聚 发挥 推动 构建 加快 支持 引进 承办 \
    评为 荣获 入选 列入 纳入 整合 涉及 覆盖 投入 安排 解决"
);
/// Verbs that lead to a list, and are nouns behind one: 服务 in 科技服务.
static LEADS: Terms = terms!(
    "建设 发展 培养 提升 提高 改善 保障 维护 扩大 促进 服务 组织 参加 听取 视察 慰问 看望 邀请 协助 选派 \
    派出 开通 启用 拓展 优化 推广 承接 带动"
);

/// The most characters of a short name.
const SHORT: usize = 4;

/// How many characters longer than the items behind it an item with a verb is.
const ROOM: usize = 2;

/// Words that make a clause of an item.
static LINKS: Terms = terms!("向 在 把 将 对于 使 让 为了 通过 围绕");

/// The most characters that are looked at before a number for its list.
const LONGEST: usize = 600;

/// Words in which 等 leaves no list open.
static RANKS: Terms = terms!("高等 中等 初等 平等 均等 同等 对等 等级 等额 等值 等效 等于");

/// Where `text` has 等 that leaves a list open.
pub fn open_mark(text: &str) -> Option<usize> {
    let mut found = text.match_indices('等').map(|(at, _)| at);
    found.find(|&at| leaves_open(text, at))
}

/// Whether `text` ends with 等 that leaves a list open.
pub fn ends_open(text: &str) -> bool {
    let at = text.len().checked_sub("等".len());
    text.ends_with('等') && at.is_some_and(|at| leaves_open(text, at))
}

/// Whether the 等 at `at` is a word of its own.
fn leaves_open(text: &str, at: usize) -> bool {
    let upto = text.get(..at + "等".len()).unwrap_or_default();
    let from = text.get(at..).unwrap_or_default();
    RANKS.end(upto).is_none() && RANKS.begin(from).is_none()
}

/// Where the list that ends at `end` begins: behind the mark, or the 等, that parts it from the rest.
pub fn start_before(text: &str, from: usize, end: usize) -> usize {
    let head = text.get(from..end).unwrap_or_default();
    let mut depth = 0usize;
    for (position, c) in head.char_indices().rev().take(LONGEST) {
        let behind = from + position + c.len_utf8();
        if is_closing(c) {
            depth += 1;
        } else if is_opening(c) {
            if depth == 0 {
                return behind;
            }
            depth -= 1;
        } else if depth == 0
            && (matches!(c, '，' | ',' | '；' | ';' | '：' | ':' | '。')
                || c == '等' && leaves_open(head, position))
        {
            return behind;
        }
    }
    from
}

/// The list that ends at `end`; 「二、」 at its beginning is an ordinal.
pub fn before(text: &str, from: usize, end: usize) -> List {
    let list = List::read(text, start_before(text, from, end)..end);
    let numeral = |at: usize| list.item(text, at).chars().next().is_some_and(is_chinese);
    let ordinal = list.item(text, 0).chars().all(is_chinese) && numeral(0) && !numeral(1);
    match list.items.get(1) {
        Some(second) if ordinal => List::read(text, second.start..end),
        _ => list,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> List {
        List::read(text, 0..text.len())
    }

    #[test]
    fn words_are_no_joints() {
        for (text, count) in [
            ("和平与发展", 1),
            ("自来水普及率", 0),
            ("公众参与和监督", 1),
            ("人民共和国", 0),
            ("住房及其设施", 0),
            ("道路以及桥梁", 1),
            ("资源和平台", 1),
            ("“甲和乙”工程", 0),
            ("软件和信息服务业", 0),
            ("批发和零售业和住宿业", 1),
        ] {
            assert_eq!(joints(text).count(), count, "{text}");
        }
    }

    #[test]
    fn joints_leave_a_choice_or_none() {
        assert_eq!(read("甲县、乙县、丙县").exact(), Some(3));
        assert_eq!(read("甲县、乙县和丙县").exact(), Some(3));
        assert_eq!(read("旅客和货邮吞吐量").exact(), Some(2));
        let choice = read("甲县和乙县、丙县");
        assert_eq!(
            (choice.exact(), choice.least(), choice.most()),
            (None, 2, 3)
        );
        assert!(choice.fits(2) && choice.fits(3) && !choice.fits(4));
    }

    #[test]
    fn a_verb_needs_room() {
        let list = read("学习、走访柳河村、青石村");
        assert!(list.may_end_with("学习、走访柳河村、青石村", 2));
        let text = "集成电路、生物医药、人工智能";
        assert!(!read(text).may_end_with(text, 2));
    }

    #[test]
    fn some_words_have_the_open_mark_inside() {
        assert_eq!(open_mark("中、高等职业教育"), None);
        assert!(open_mark("甲、乙等县").is_some());
    }
}
