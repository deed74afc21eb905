//! Words around years.

/// Whether a year is what its sentence is about: 「2024年是」 「今年恰逢」.
pub fn is_topic(after: &str) -> bool {
    let after = after.trim_start_matches([
        '，', ',', ' ', '既', '度', '）', ')', '将', '正', '也', '又', '不', '仅',
    ]);
    [
        "是", "为", "恰逢", "适逢", "正值", "迎来", "时值", "值", "喜迎", "作为", "處", "处于",
    ]
    .iter()
    .any(|word| after.starts_with(word))
}

/// Whether `text` holds one of `words`.
pub fn contains(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}
