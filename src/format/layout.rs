//! Paragraphs from lines at places of a page: indents and ends of lines tell where paragraphs begin.

use std::collections::{HashMap, HashSet};

use super::{assembly::Paragraph, places::Location};

/// A line of a page. The vertical axis points down.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    /// The size of its characters.
    pub(super) size: f32,
}

/// A page with its height.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Line>,
    pub(super) height: f32,
    pub(super) part: String,
}

/// A piece of text at a place.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Where its characters are.
    pub(super) base: f32,
    pub(super) size: f32,
}

/// Puts the pieces of a page together to lines.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.retain(|piece| piece.base.is_finite() && piece.left.is_finite());
    pieces.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if same_row(row, &piece) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    rows.into_iter().map(line).collect()
}

fn same_row(row: &[Piece], piece: &Piece) -> bool {
    row.first()
        .is_some_and(|first| (piece.base - first.base).abs() < first.size.max(piece.size) * 0.4)
}

fn line(mut row: Vec<Piece>) -> Line {
    row.sort_by(|a, b| a.left.total_cmp(&b.left));
    // Some programs print bold as the same text twice, a little apart.
    row.dedup_by(|b, a| a.text == b.text && (b.left - a.left).abs() < a.size * 0.3);
    // Spaces around a line are no part of it.
    let is_blank = |piece: &Piece| piece.text.trim().is_empty();
    let start = row.iter().position(|piece| !is_blank(piece)).unwrap_or(0);
    let end = row.iter().rposition(|piece| !is_blank(piece));
    row.truncate(end.map_or(0, |end| end + 1));
    row.drain(..start.min(row.len()));
    let mut out = Line {
        left: row.first().map_or(0.0, |piece| piece.left),
        top: row.first().map_or(0.0, |piece| piece.base),
        size: row.iter().map(|piece| piece.size).fold(0.0, f32::max),
        ..Line::default()
    };
    for piece in row {
        let gap = piece.left - out.right;
        if !out.text.is_empty() && !out.text.ends_with(' ') && is_apart(&out, &piece, gap) {
            out.text
                .push_str(if gap > out.size * 2.5 { "  " } else { " " });
        }
        out.text.push_str(&piece.text);
        out.right = out.right.max(piece.right);
    }
    out
}

/// Whether a space is between the end of `line` and the piece that follows it after `gap`.
fn is_apart(line: &Line, piece: &Piece, gap: f32) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    // Letters are narrower than a gap between wide characters, which may be spread to fill the line.
    let between_words =
        word(line.text.chars().next_back()) && word(piece.text.trim_start().chars().next());
    gap > line.size * if between_words { 0.2 } else { 0.8 }
}

/// The paragraphs of `pages`.
pub(super) fn paragraphs(pages: Vec<Page>) -> Vec<Paragraph> {
    let furniture = furniture(&pages);
    let contents = contents(&pages);
    let (left, right) = margins(&pages);
    let mut out: Vec<Paragraph> = Vec::new();
    let mut before: Option<Line> = None;
    let mut leading = 0.0_f32;
    for (number, page) in (1..).zip(pages) {
        let height = page.height;
        let count = page.lines.len();
        for (at, line) in page.lines.into_iter().enumerate() {
            let is_outer = at == 0 || at + 1 == count;
            if line.text.trim().is_empty()
                || is_furniture(&line, height, is_outer, &furniture)
                || contents.contains(&(number as usize - 1, at))
            {
                continue;
            }
            let begins = before.as_ref().is_none_or(|before| {
                let gap = line.top - before.top;
                let usual = if leading > 0.0 {
                    leading * 1.7
                } else {
                    line.size * 3.0
                };
                let apart = at > 0 && gap > usual;
                if gap > 0.0 && gap < line.size * 3.0 {
                    leading = if leading == 0.0 {
                        gap
                    } else {
                        leading.min(gap.max(line.size))
                    };
                }
                let indented = line.left > left + line.size * 1.2;
                let ended = before.right < right - before.size * 1.6;
                let resized = (line.size - before.size).abs() > before.size * 0.15;
                indented || ended || resized || apart
            });
            match out.last_mut().filter(|_| !begins) {
                Some(paragraph) => {
                    let text = line.text.trim_start();
                    let spaced = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                    if spaced(paragraph.text.chars().next_back()) && spaced(text.chars().next()) {
                        paragraph.text.push(' ');
                    }
                    paragraph.pages.push((paragraph.text.len(), number));
                    paragraph.text.push_str(text);
                }
                None => out.push(Paragraph {
                    text: line.text.trim().to_owned(),
                    location: Location {
                        part: page.part.clone(),
                        page: Some(number),
                        fixed: true,
                        ..Location::default()
                    },
                    ..Paragraph::default()
                }),
            }
            before = Some(line);
        }
    }
    out
}

/// Where most lines begin and end.
fn margins(pages: &[Page]) -> (f32, f32) {
    let mut lefts: HashMap<i32, usize> = HashMap::new();
    let mut rights: Vec<f32> = Vec::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        // In steps of half a character, weighed by their text.
        let step = (line.left / (line.size.max(1.0) / 2.0)).round() as i32;
        *lefts.entry(step).or_default() += line.text.len();
        if line.text.chars().count() > 15 {
            rights.push(line.right);
        }
    }
    let size = typical_size(pages);
    let most = lefts.values().copied().max().unwrap_or(0);
    let left = lefts
        .iter()
        .filter(|(_, weight)| **weight * 4 >= most)
        .map(|(step, _)| *step)
        .min()
        .unwrap_or(0) as f32
        * (size / 2.0);
    rights.sort_by(f32::total_cmp);
    let right = rights.get(rights.len() * 3 / 4).copied().unwrap_or(0.0);
    (left, right)
}

fn typical_size(pages: &[Page]) -> f32 {
    let mut sizes: Vec<f32> = pages
        .iter()
        .flat_map(|page| &page.lines)
        .map(|line| line.size)
        .collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.0).max(1.0)
}

/// The share of a page at its top and its bottom where heads and page numbers are.
const EDGE: f32 = 0.15;

/// Texts at the edges of three pages or more, less their digits.
fn furniture(pages: &[Page]) -> HashMap<String, usize> {
    let mut out: HashMap<String, usize> = HashMap::new();
    for page in pages {
        for line in page.lines.iter().filter(|line| at_edge(line, page.height)) {
            *out.entry(without_digits(&line.text)).or_default() += 1;
        }
    }
    out.retain(|_, count| *count >= 3);
    out
}

fn at_edge(line: &Line, height: f32) -> bool {
    line.top < height * EDGE || line.top > height * (1.0 - EDGE)
}

/// Whether `line` is a running head or, as the first or last of its page, a page number.
fn is_furniture(line: &Line, height: f32, is_outer: bool, known: &HashMap<String, usize>) -> bool {
    if !at_edge(line, height) {
        return false;
    }
    let rest = without_digits(&line.text);
    let is_number = rest.chars().all(|c| "—-–－第页頁共/·.".contains(c));
    is_outer && is_number || known.contains_key(&rest)
}

/// The lines of tables of contents, as page and line: at least three entries in a row with page numbers
/// that do not fall, of which most have leaders or are found again as the beginning of another line.
fn contents(pages: &[Page]) -> HashSet<(usize, usize)> {
    /// Of this many characters another beginning is the same heading.
    const SAME: usize = 8;
    const ENTRIES: usize = 3;
    let lines: Vec<((usize, usize), &str)> = pages
        .iter()
        .enumerate()
        .flat_map(|(page, own)| {
            let lines = own.lines.iter().enumerate();
            lines.map(move |(at, line)| ((page, at), line.text.as_str()))
        })
        .collect();
    let beginning = |text: &str| -> String {
        let chars = text.chars().filter(|c| !c.is_whitespace());
        chars.take(SAME).collect()
    };
    let entries: Vec<Option<Entry<'_>>> = lines.iter().map(|(_, text)| Entry::of(text)).collect();
    let others: HashSet<String> = lines
        .iter()
        .zip(&entries)
        .filter(|(_, entry)| entry.is_none())
        .map(|((_, text), _)| beginning(text))
        .collect();
    let mut out = HashSet::new();
    let mut start = 0;
    while start < entries.len() {
        let mut end = start;
        let (mut last, mut sure) = (0, 0);
        while let Some(entry) = entries.get(end).and_then(Option::as_ref)
            && entry.page >= last
        {
            last = entry.page;
            sure += usize::from(entry.has_leader || others.contains(&beginning(entry.name)));
            end += 1;
        }
        if end - start >= ENTRIES && sure * 2 > end - start {
            let title = start.checked_sub(1).filter(|&before| {
                let name = without_digits(lines[before].1);
                matches!(name.as_str(), "目录" | "目錄" | "目次")
            });
            out.extend((title.unwrap_or(start)..end).map(|at| lines[at].0));
        }
        start = end.max(start + 1);
    }
    out
}

/// An entry of a table of contents.
struct Entry<'a> {
    name: &'a str,
    page: u32,
    has_leader: bool,
}

impl<'a> Entry<'a> {
    fn of(text: &'a str) -> Option<Self> {
        const LEADERS: &[char] = &['.', '…', '·', '‥', '．'];
        let text = text.trim();
        let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &text[rest.len()..];
        if !(1..=3).contains(&digits.len()) || !rest.ends_with([' ', '.', '…', '·', '‥', '．'])
        {
            return None;
        }
        let name = rest.trim_end_matches(|c: char| c == ' ' || LEADERS.contains(&c));
        let leaders = rest[name.len()..].chars().filter(|c| LEADERS.contains(c));
        let has_leader = leaders.take(3).count() >= 2;
        let page = digits.parse().ok()?;
        (!name.is_empty()).then_some(Self {
            name,
            page,
            has_leader,
        })
    }
}

fn without_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_numeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, left: f32, top: f32) -> Line {
        Line {
            right: left + text.chars().count() as f32 * 10.0,
            text: text.to_owned(),
            left,
            top,
            size: 10.0,
        }
    }

    #[test]
    fn indents_and_short_lines_part_paragraphs() {
        let page = |number: usize| Page {
            lines: vec![
                at("内部资料", 50.0, 20.0),
                at("一年来我们深入基层开展调研提出", 70.0, 160.0),
                at("一批有分量的建议得到各方面的好评", 50.0, 180.0),
                at("取得实效。", 50.0, 200.0),
                at("下一步我们将继续努力把各项工作", 70.0, 220.0),
                at("做得更好更实更细让人民群众更满意", 50.0, 240.0),
                at(&format!("— {number} —"), 100.0, 780.0),
            ],
            height: 800.0,
            part: String::new(),
        };
        let texts: Vec<String> = paragraphs(vec![page(1), page(2), page(3)])
            .into_iter()
            .map(|paragraph| paragraph.text)
            .collect();
        assert_eq!(texts.len(), 6);
        assert_eq!(
            texts[0],
            "一年来我们深入基层开展调研提出一批有分量的建议得到各方面的好评取得实效。"
        );
        assert!(texts[1].starts_with("下一步") && texts[1].ends_with("更满意"));
    }

    #[test]
    fn tables_of_contents_are_left_out() {
        let page = |texts: &[&str]| Page {
            lines: texts
                .iter()
                .zip(3..)
                .map(|(text, row)| at(text, 50.0, row as f32 * 60.0))
                .collect(),
            height: 1_000.0,
            part: String::new(),
        };
        let texts = |pages: Vec<Page>| -> Vec<String> {
            paragraphs(pages)
                .into_iter()
                .map(|paragraph| paragraph.text)
                .collect()
        };
        let found = texts(vec![
            page(&[
                "目　录",
                "一、工作回顾  2",
                "二、工作打算........3",
                "三、保障措施 4",
            ]),
            page(&["一、工作回顾", "二、工作打算", "三、保障措施"]),
        ]);
        assert_eq!(found, ["一、工作回顾", "二、工作打算", "三、保障措施"]);
        let table = ["提案办理  2", "社情民意  3", "视察调研  4"];
        assert_eq!(texts(vec![page(&table)]).len(), table.len());
    }

    #[test]
    fn pieces_of_one_row_are_one_line() {
        let piece = |text: &str, left: f32, base: f32| Piece {
            text: text.to_owned(),
            left,
            right: left + text.chars().count() as f32 * 10.0,
            base,
            size: 10.0,
        };
        let lines = lines(vec![
            piece("乙", 60.0, 100.5),
            piece("丙", 50.0, 130.0),
            piece("甲", 50.0, 100.0),
        ]);
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["甲乙", "丙"]);
    }
}
