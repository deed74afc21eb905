//! Characters by which two names differ that are both meant: 东区 and 西区, 全国 and 全省.

/// Each line is a group: what differs by two characters of one group are two things.
const GROUPS: [&str; 29] = [
    "东南西北中",
    "上中下",
    "内外",
    "前后",
    "大中小巨特较",
    "多少",
    "高中低",
    "长短",
    "新旧老",
    "男女",
    "正副",
    "国省市县区州乡镇村街",
    "春夏秋冬",
    "年季月周日",
    "港澳台",
    "软硬",
    "金银铜",
    "有无",
    "进出入",
    "城乡农",
    "农工商医林渔牧草乳",
    "党政军",
    "人物事财",
    "首次末",
    "左右",
    "主次协承举",
    "济贸",
    "雨雪风雷",
    "户村企校",
];

/// Whether things are distinguished by `one` and `other`.
pub(super) fn are_contrasted(one: char, other: char) -> bool {
    GROUPS
        .iter()
        .any(|group| group.contains(one) && group.contains(other))
}
