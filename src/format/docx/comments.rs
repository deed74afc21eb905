//! Comments: those that a document has, exceptions among them, and those that are written into it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{
    Docx, NAMESPACES, Source,
    body::{Holder, Lock, MarkKind},
    save::{self, Parts},
    splice::{AUTHOR, Splices, Style},
};
use crate::{
    document::Allowance,
    format::{
        Changes, Refusal,
        package::{Package, Token, Xml, escape},
    },
};

/// A remark on a place of the text, to be written into a document.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The place, in bytes of the text that was read.
    pub range: Range<usize>,
    /// The rule's name.
    pub rule: String,
    /// What the remark is known by when it is written again.
    pub fingerprint: String,
    /// What it says, by paragraph.
    pub paragraphs: Vec<String>,
    /// Other places that belong to it.
    pub links: Vec<Link>,
}

/// Another place that belongs to a remark.
#[derive(Debug, Clone)]
pub struct Link {
    /// The place, in bytes of the text that was read.
    pub range: Range<usize>,
    /// What it is to the remark.
    pub message: String,
    /// What is there.
    pub excerpt: String,
}

/// A comment of a document.
#[derive(Debug, Default, Clone)]
pub(super) struct Comment {
    id: String,
    author: String,
    text: String,
    /// The identifier of its last paragraph, by which it is replied to and resolved.
    paragraph: String,
    parent: Option<String>,
    done: bool,
    range: Range<usize>,
}

impl Comment {
    /// The fingerprint of the finding that it speaks of, where this program wrote it.
    fn fingerprint(&self) -> Option<&str> {
        const DIGITS: usize = 16;
        if self.author != AUTHOR {
            return None;
        }
        let digits = self.text.rsplit('#').next()?.get(..DIGITS)?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then_some(digits)
    }

    /// The rule of that finding.
    fn rule(&self) -> Option<&str> {
        self.fingerprint()?;
        let (head, _) = self.text.rsplit_once('#')?;
        Some(head.rsplit_once('[')?.1.split_once(']')?.0)
    }
}

/// The comments of `docx`, by their place in its part.
pub(super) fn read(package: &mut Package<'_>, docx: &Docx) -> Result<Vec<Comment>, Refusal> {
    let Some((name, text)) = docx.related(package, "comments")? else {
        return Ok(Vec::new());
    };
    let mut out: Vec<Comment> = Vec::new();
    let mut xml = Xml::new(&text, &name, NAMESPACES);
    let mut inside = false;
    let mut names: Vec<&str> = Vec::new();
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(tag) => {
                names.push(tag.name);
                match (tag.name, out.last_mut()) {
                    ("comment", _) => out.push(Comment {
                        id: tag.attribute("id").unwrap_or_default().into_owned(),
                        author: tag.attribute("author").unwrap_or_default().into_owned(),
                        range: tag.range,
                        ..Comment::default()
                    }),
                    ("p", Some(comment)) => {
                        if !comment.text.is_empty() {
                            comment.text.push('\n');
                        }
                        if let Some(id) = tag.attribute("paraId") {
                            comment.paragraph = id.into_owned();
                        }
                    }
                    _ => {}
                }
                inside = tag.name == "t";
            }
            Token::Close(range) => {
                if names.pop() == Some("comment")
                    && let Some(comment) = out.last_mut()
                {
                    comment.range.end = range.end;
                }
                inside = false;
            }
            Token::Text(text, _) => {
                if let Some(comment) = out.last_mut().filter(|_| inside) {
                    comment.text.push_str(&text);
                }
            }
        }
    }
    extend(package, docx, &mut out)?;
    Ok(out)
}

/// Which comments are resolved, and which reply to which.
fn extend(package: &mut Package<'_>, docx: &Docx, comments: &mut [Comment]) -> Result<(), Refusal> {
    let Some((name, text)) = docx.related(package, "commentsExtended")? else {
        return Ok(());
    };
    let mut xml = Xml::new(&text, &name, &[]);
    while let Some(token) = xml.next()? {
        let Token::Open(tag) = token else { continue };
        let Some(paragraph) = tag.attribute("paraId") else {
            continue;
        };
        let own = comments
            .iter_mut()
            .find(|comment| comment.paragraph == *paragraph);
        if let Some(comment) = own {
            comment.done = tag.attribute("done").is_some_and(|done| &*done == "1");
            comment.parent = tag
                .attribute("paraIdParent")
                .map(std::borrow::Cow::into_owned);
        }
    }
    Ok(())
}

/// The exceptions that comments make: a resolved comment of this program, a reply that allows what it
/// says, and `hongbi: allow(rule) reason` of anyone. `starts` says where each line begins in the text.
pub(super) fn allowances(docx: &Docx, comments: &[Comment], starts: &[usize]) -> Vec<Allowance> {
    let anchors = anchors(docx, starts);
    let mut out = Vec::new();
    for comment in comments {
        let parent = comment
            .parent
            .as_ref()
            .and_then(|id| comments.iter().find(|other| other.paragraph == *id));
        let subject = parent.unwrap_or(comment);
        let Some(covers) = anchors
            .get(&subject.id)
            .or_else(|| anchors.get(&comment.id))
        else {
            continue;
        };
        if comment.done
            && let Some(rule) = comment.rule()
        {
            out.push(Allowance::new(rule, "", covers.clone()));
        } else if let (Some(reason), Some(rule)) = (allowed(&comment.text), subject.rule()) {
            out.push(Allowance::new(rule, reason, covers.clone()));
        } else if comment.text.trim_start().starts_with("hongbi:") {
            let markup = format!("<!-- {} -->", comment.text.trim());
            out.extend(Allowance::read(&markup, covers, covers));
        }
    }
    out
}

/// The reason of 「红笔：允许 理由」.
fn allowed(text: &str) -> Option<&str> {
    let rest = text.trim().strip_prefix("红笔")?.trim_start();
    let rest = rest.strip_prefix(['：', ':'])?.trim_start();
    Some(rest.strip_prefix("允许")?.trim())
}

/// What each comment is at, in bytes of the text.
fn anchors(docx: &Docx, starts: &[usize]) -> HashMap<String, Range<usize>> {
    let mut out: HashMap<String, Range<usize>> = HashMap::new();
    for (source, &start) in docx.order.iter().zip(starts) {
        let line = docx.line(source);
        // An automatic number belongs to what follows it.
        let number = line
            .segments
            .first()
            .filter(|segment| segment.lock == Lock::Generated)
            .map_or(0, |segment| segment.text.end);
        for mark in &line.marks {
            let at = if mark.offset == number {
                0
            } else {
                mark.offset
            };
            match &mark.kind {
                MarkKind::CommentStart(id) => {
                    out.insert(id.clone(), start + at..start + line.text.len());
                }
                MarkKind::CommentEnd(id) => {
                    if let Some(range) = out.get_mut(id) {
                        range.end = start + mark.offset;
                    }
                }
                MarkKind::Page(_) => {}
            }
        }
    }
    out
}

/// Writes `remarks` into the document `bytes` as comments, in the place of those that it had of this
/// program.
pub(super) fn annotate(
    bytes: &[u8],
    remarks: &[Remark],
    changes: Changes,
) -> Result<Vec<u8>, Refusal> {
    let mut package = Package::open(bytes)?;
    let docx = Docx::read(&mut package, changes)?;
    let comments = read(&mut package, &docx)?;
    let mut parts = Parts::open(&mut package, &docx)?;
    let kept = parts.forget(&docx, &comments, remarks)?;
    // The text is the same without the comments; only places in the XML moved.
    let docx = if parts.document == docx.xml {
        docx
    } else {
        docx.with_xml(&mut package, parts.document.clone(), changes)?
    };
    let starts = docx.starts();
    let mut writer = Writer {
        docx: &docx,
        starts: &starts,
        splices: Splices::new(&docx.xml, &docx.body, Style::Plain),
        next_bookmark: docx.body.largest_id.saturating_add(1),
    };
    let mut used: HashSet<String> = comments.iter().map(|one| one.paragraph.clone()).collect();
    let first = parts.next_comment(&comments);
    let mut written = Vec::new();
    let fresh = remarks
        .iter()
        .filter(|remark| !kept.contains(&remark.fingerprint));
    for (number, remark) in (first..).zip(fresh) {
        let Some((from, to)) = writer.anchor(&remark.range) else {
            continue;
        };
        writer.put(
            &from,
            true,
            &format!("<w:commentRangeStart w:id=\"{number}\"/>"),
        );
        writer.put(
            &to,
            false,
            &format!("<w:commentRangeEnd w:id=\"{number}\"/><w:r><w:commentReference w:id=\"{number}\"/></w:r>"),
        );
        let names: Vec<Option<String>> = (1..)
            .zip(&remark.links)
            .map(|(at, link)| writer.bookmark(&link.range, &format!("_hongbi{number}_{at}")))
            .collect();
        written.push(element(number, remark, &names, parts.identifies, &mut used));
    }
    parts.document = writer.splices.finish()?;
    parts.add(&written);
    save::check(&parts.document, &docx.main)?;
    parts.save(&mut package)
}

/// A place in the XML.
enum Point {
    /// In the text of a line: the index of the line, the segment, the offset.
    Text(usize, usize, usize),
    /// Between runs.
    Between(usize),
}

struct Writer<'a> {
    docx: &'a Docx,
    starts: &'a [usize],
    splices: Splices<'a>,
    next_bookmark: u32,
}

impl Writer<'_> {
    /// Where markup around `range` of the text goes; `None` where nothing can hold it.
    fn anchor(&self, range: &Range<usize>) -> Option<(Point, Point)> {
        let index = self
            .starts
            .partition_point(|&start| start <= range.start)
            .checked_sub(1)?;
        let source: &Source = self.docx.order.get(index)?;
        let line = self.docx.line(source);
        let around = |run: usize| {
            let run = &self.docx.body.runs.get(run)?.range;
            Some((Point::Between(run.start), Point::Between(run.end)))
        };
        if let Some((_, run)) = source.note {
            return around(run);
        }
        if let Holder::Box(run) = line.holder {
            return around(run?);
        }
        let base = self.starts[index];
        let mut start = range.start - base;
        // What spans paragraphs is marked in its first.
        let mut end = (range.end - base).min(line.text.len());
        if start >= end {
            end = line.text[start.min(line.text.len())..]
                .chars()
                .next()
                .map_or(line.text.len(), |c| start + c.len_utf8());
            if start >= end {
                let before = line.text[..end].chars().next_back();
                start = end - before.map_or(0, char::len_utf8);
            }
        }
        let holds =
            |segment: &super::body::Segment| segment.node.is_some() && segment.lock != Lock::Ruby;
        let first = line
            .segments
            .iter()
            .position(|segment| holds(segment) && segment.text.end > start);
        let last = line
            .segments
            .iter()
            .rposition(|segment| holds(segment) && segment.text.start < end);
        match (first, last) {
            (Some(first), Some(last)) if first <= last => Some((
                Point::Text(index, first, start.max(line.segments[first].text.start)),
                Point::Text(index, last, end.min(line.segments[last].text.end)),
            )),
            // Only a number that the program prints, a formula: the whole paragraph.
            _ => {
                let first = line.segments.iter().position(holds);
                let last = line.segments.iter().rposition(holds);
                match (first, last) {
                    (Some(first), Some(last)) => Some((
                        Point::Text(index, first, line.segments[first].text.start),
                        Point::Text(index, last, line.segments[last].text.end),
                    )),
                    _ => line
                        .inside
                        .map(|at| (Point::Between(at), Point::Between(at))),
                }
            }
        }
    }

    fn put(&mut self, point: &Point, opens: bool, xml: &str) {
        match *point {
            Point::Between(at) => self.splices.between(at, opens, xml.to_owned()),
            Point::Text(index, segment, offset) => {
                let line = self.docx.line(&self.docx.order[index]);
                let segment = &line.segments[segment];
                self.splices.markup(segment, offset, opens, xml.to_owned());
            }
        }
    }

    /// Puts a bookmark called `name` around `range`, so that a comment can link to it.
    fn bookmark(&mut self, range: &Range<usize>, name: &str) -> Option<String> {
        let (from, to) = self.anchor(range)?;
        let id = self.next_bookmark;
        self.next_bookmark += 1;
        self.put(
            &from,
            true,
            &format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>"),
        );
        self.put(&to, false, &format!("<w:bookmarkEnd w:id=\"{id}\"/>"));
        Some(name.to_owned())
    }
}

/// The comment `number` and the identifier of its last paragraph.
fn element(
    number: u32,
    remark: &Remark,
    names: &[Option<String>],
    identifies: bool,
    used: &mut HashSet<String>,
) -> (String, Option<String>) {
    let text = |text: &str| {
        format!(
            "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escape(text)
        )
    };
    let mut out =
        format!("<w:comment w:id=\"{number}\" w:author=\"{AUTHOR}\" w:initials=\"{AUTHOR}\">");
    for (index, paragraph) in remark.paragraphs.iter().enumerate() {
        let mark = if index == 0 {
            "<w:r><w:annotationRef/></w:r>"
        } else {
            ""
        };
        out.push_str(&format!("<w:p>{mark}{}</w:p>", text(paragraph)));
    }
    for (link, name) in remark.links.iter().zip(names) {
        let there = match name {
            Some(name) => format!(
                "<w:hyperlink w:anchor=\"{name}\"><w:r><w:rPr><w:color w:val=\"0563C1\"/><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:hyperlink>",
                escape(&link.excerpt)
            ),
            None => text(&link.excerpt),
        };
        out.push_str(&format!("<w:p>{}{there}</w:p>", text(&link.message)));
    }
    let identifier = identifies.then(|| identifier(&remark.fingerprint, used));
    let attribute = identifier
        .as_ref()
        .map(|id| format!(" w14:paraId=\"{id}\""))
        .unwrap_or_default();
    out.push_str(&format!(
        "<w:p{attribute}><w:r><w:rPr><w:color w:val=\"808080\"/><w:sz w:val=\"16\"/></w:rPr><w:t xml:space=\"preserve\">[{}] #{}</w:t></w:r></w:p></w:comment>",
        escape(&remark.rule),
        remark.fingerprint
    ));
    (out, identifier)
}

/// An identifier of a paragraph: eight hexadecimal digits below 80000000, each its own.
fn identifier(fingerprint: &str, used: &mut HashSet<String>) -> String {
    let seed = fingerprint.get(..8).unwrap_or_default();
    let mut number = u32::from_str_radix(seed, 16).unwrap_or(1) & 0x7fff_ffff;
    loop {
        number = number.max(1);
        let id = format!("{number:08X}");
        if used.insert(id.clone()) {
            return id;
        }
        number = (number + 1) & 0x7fff_ffff;
    }
}

impl Parts {
    /// Takes the comments of this program out, less those that people resolved or replied to; says
    /// which findings have one still.
    fn forget(
        &mut self,
        docx: &Docx,
        comments: &[Comment],
        remarks: &[Remark],
    ) -> Result<HashSet<String>, Refusal> {
        let mut kept = HashSet::new();
        let mut gone: Vec<&Comment> = Vec::new();
        for comment in comments {
            let Some(fingerprint) = comment.fingerprint() else {
                continue;
            };
            let replied = !comment.paragraph.is_empty()
                && comments
                    .iter()
                    .any(|other| other.parent.as_deref() == Some(&comment.paragraph));
            let found = remarks.iter().any(|one| one.fingerprint == fingerprint);
            if comment.done || replied && found {
                kept.insert(fingerprint.to_owned());
            } else {
                gone.push(comment);
            }
        }
        let ids: HashSet<&str> = gone.iter().map(|comment| comment.id.as_str()).collect();
        let ranges: Vec<Range<usize>> = gone.iter().map(|comment| comment.range.clone()).collect();
        self.comments = without(&self.comments, ranges);
        let paragraphs: HashSet<&str> = gone
            .iter()
            .map(|comment| comment.paragraph.as_str())
            .filter(|paragraph| !paragraph.is_empty())
            .collect();
        if !paragraphs.is_empty() {
            self.forget_extended(&paragraphs)?;
        }
        let kept_ids: HashSet<&str> = comments
            .iter()
            .filter(|one| one.fingerprint().is_some() && !ids.contains(one.id.as_str()))
            .map(|one| one.id.as_str())
            .collect();
        let ranges = marks(&docx.xml, &docx.main, &ids, &kept_ids)?;
        self.document = without(&docx.xml, ranges);
        Ok(kept)
    }

    /// Takes the comments with these last paragraphs out of the list of what is resolved.
    fn forget_extended(&mut self, gone: &HashSet<&str>) -> Result<(), Refusal> {
        let mut ranges = Vec::new();
        let mut xml = Xml::new(&self.extended, "commentsExtended.xml", &[]);
        while let Some(token) = xml.next()? {
            let Token::Open(tag) = token else { continue };
            let is_gone = |name: &str| tag.attribute(name).is_some_and(|id| gone.contains(&*id));
            if tag.name == "commentEx" && is_gone("paraId") && tag.empty {
                ranges.push(tag.range);
            } else if is_gone("paraIdParent") {
                // What replied to it is by itself now.
                let text = &self.extended[tag.range.clone()];
                if let Some(at) = text.find(" w15:paraIdParent=\"") {
                    let value = text[at + 19..].find('"').unwrap_or(0);
                    let start = tag.range.start + at;
                    ranges.push(start..start + 19 + value + 1);
                }
            }
        }
        self.extended = without(&self.extended, ranges);
        Ok(())
    }

    fn next_comment(&self, comments: &[Comment]) -> u32 {
        comments
            .iter()
            .filter_map(|comment| comment.id.parse::<u32>().ok())
            .max()
            .map_or(0, |largest| largest.saturating_add(1))
    }

    /// Adds comments to the parts that hold them.
    fn add(&mut self, written: &[(String, Option<String>)]) {
        if written.is_empty() {
            return;
        }
        let all: String = written.iter().map(|(xml, _)| xml.as_str()).collect();
        save::append(&mut self.comments, &all);
        let extended: String = written
            .iter()
            .filter_map(|(_, id)| id.as_ref())
            .map(|id| format!("<w15:commentEx w15:paraId=\"{id}\" w15:done=\"0\"/>"))
            .collect();
        save::append(&mut self.extended, &extended);
    }
}

/// The places of the marks of the comments `gone` in the main part, and of hidden bookmarks that no
/// comment that is `kept` links to.
fn marks(
    text: &str,
    part: &str,
    gone: &HashSet<&str>,
    kept: &HashSet<&str>,
) -> Result<Vec<Range<usize>>, Refusal> {
    let mut out = Vec::new();
    let mut bookmarks: HashSet<String> = HashSet::new();
    // Where the run that is open began, and whether it holds nothing but a reference that goes.
    let mut run: Option<(usize, usize, bool, bool)> = None;
    let mut depth = 0;
    let mut xml = Xml::new(text, part, NAMESPACES);
    while let Some(token) = xml.next()? {
        let tag = match token {
            Token::Close(range) => {
                depth -= 1;
                if let Some((start, at, refers, only)) = run
                    && depth == at
                {
                    if refers && only {
                        out.push(start..range.end);
                    }
                    run = None;
                }
                continue;
            }
            Token::Text(..) => continue,
            Token::Open(tag) => tag,
        };
        let id = || tag.attribute("id").unwrap_or_default().into_owned();
        match tag.name {
            "commentRangeStart" | "commentRangeEnd" if gone.contains(id().as_str()) => {
                out.push(tag.range);
            }
            "bookmarkStart" => {
                let name = tag.attribute("name").unwrap_or_default();
                let own = name
                    .strip_prefix("_hongbi")
                    .and_then(|rest| rest.split('_').next());
                if own.is_some_and(|number| !kept.contains(number)) {
                    bookmarks.insert(id());
                    out.push(tag.range);
                }
            }
            "bookmarkEnd" if bookmarks.contains(&id()) => out.push(tag.range),
            "r" if tag.own && run.is_none() => run = Some((tag.range.start, depth, false, true)),
            name => {
                if let Some((_, at, refers, only)) = &mut run
                    && depth == *at + 1
                {
                    let goes = name == "commentReference" && gone.contains(id().as_str());
                    *refers |= goes;
                    *only &= goes || name == "rPr";
                }
            }
        }
        depth += 1;
    }
    Ok(out)
}

/// `text` without `ranges`.
fn without(text: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for range in ranges {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        done = done.max(range.end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
