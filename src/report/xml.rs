//! What may be in XML.

/// `text` as character data or an attribute's value. Characters that XML cannot hold, escaped or
/// not, become U+FFFD; line ends are escaped, since attributes would lose them.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hostile_is_left() {
        assert_eq!(
            escape("]]></a \"b' &\n\u{0}\u{b}红"),
            "]]&gt;&lt;/a &quot;b&#39; &amp;&#10;\u{fffd}\u{fffd}红"
        );
    }
}
