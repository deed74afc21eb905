//! PDF: text by the places of its glyphs.

mod fallback;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt,
    font::{Glyph, GlyphRun},
    hayro_cmap::BfString,
    hayro_syntax::{LoadPdfError, Pdf},
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};

use super::{
    Refusal,
    assembly::{Opened, Role, assemble},
    layout::{self, Page, Piece},
    refusal::Kind,
};
use crate::document::OPAQUE;

/// More pages than any report has.
const MAX_PAGES: usize = 5_000;
/// A document has at most this many glyphs.
const MAX_GLYPHS: usize = 5_000_000;
/// Units of an em in a glyph's own space.
const EM: f64 = 1_000.0;

pub(super) fn open(path: &Path, bytes: &[u8]) -> Result<Opened, Refusal> {
    // A file that brings the interpreter down is damaged; the other files of the run go on.
    let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
    let found = read.unwrap_or(Err(Refusal::BrokenFile))?;
    let pages = match found.verdict() {
        Verdict::Text => found.pages,
        Verdict::Scanned => return Err(Refusal::Other(Kind::ScannedPdf)),
        Verdict::Unknown => fallback::pages(bytes).ok_or(Refusal::Other(Kind::UnreadablePdf))?,
    };
    Ok(assemble(path, layout::paragraphs(pages), Role::Loose))
}

/// What the pages show.
struct Found {
    pages: Vec<Page>,
    /// Glyphs whose character is known, and the others.
    known: usize,
    unknown: usize,
    images: usize,
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Text,
    /// Images without text.
    Scanned,
    /// Glyphs whose characters the file does not name.
    Unknown,
}

impl Found {
    fn verdict(&self) -> Verdict {
        /// A page of an image has at most this many glyphs beside it, such as a page number.
        const BESIDE: usize = 20;
        let glyphs = self.known + self.unknown;
        let is_scan = self.images >= self.pages.len() && glyphs <= self.pages.len() * BESIDE;
        if glyphs == 0 || is_scan {
            Verdict::Scanned
        } else if self.unknown * 100 > glyphs {
            Verdict::Unknown
        } else {
            Verdict::Text
        }
    }
}

fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Refusal::Password,
        LoadPdfError::Invalid => Refusal::BrokenFile,
    })?;
    if pdf.pages().is_empty() {
        return Err(Refusal::BrokenFile);
    }
    if pdf.pages().len() > MAX_PAGES {
        return Err(Refusal::TooLarge);
    }
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings {
        // Notes of readers are no text of the draft.
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let mut found = Found {
        pages: Vec::new(),
        known: 0,
        unknown: 0,
        images: 0,
    };
    for (number, page) in (1_u32..).zip(pdf.pages().iter()) {
        let (width, height) = page.render_dimensions();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            page.xref(),
            settings.clone(),
        );
        let mut glyphs = Glyphs::default();
        interpret_page(page, &mut context, &mut glyphs);
        found.known += glyphs.known;
        found.unknown += glyphs.unknown;
        found.images += usize::from(glyphs.has_image);
        if found.known + found.unknown > MAX_GLYPHS {
            return Err(Refusal::TooLarge);
        }
        found.pages.push(Page {
            lines: layout::lines(glyphs.pieces),
            height,
            part: format!("page{number}"),
        });
    }
    Ok(found)
}

/// The glyphs of a page.
#[derive(Default)]
struct Glyphs {
    pieces: Vec<Piece>,
    known: usize,
    unknown: usize,
    has_image: bool,
}

impl Glyphs {
    fn add(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.unknown += 1;
                OPAQUE.to_string()
            }
        };
        let text: String = text.chars().flat_map(usual).collect();
        if text.is_empty() {
            return;
        }
        let (advance, em) = match glyph {
            Glyph::Outline(outline) => (outline.advance_width().map(f64::from), EM),
            Glyph::Type3(drawn) => (drawn.advance_width().map(f64::from), EM),
        };
        let start = place * Point::ZERO;
        let end = place * Point::new(advance.filter(|wide| *wide > 0.0).unwrap_or(em), 0.0);
        let rise = place * Point::new(0.0, em) - start;
        let size = rise.hypot();
        let along = end - start;
        // Watermarks and labels of axes run in another direction.
        let is_upright = along.x > 0.0 && along.y.abs() < along.x * 0.1;
        if !is_upright || !size.is_finite() || size <= 0.0 {
            return;
        }
        self.known += usize::from(!text.contains(OPAQUE));
        self.pieces.push(Piece {
            text,
            left: start.x as f32,
            right: end.x as f32,
            base: start.y as f32,
            size: size as f32,
        });
    }
}

/// The characters that people read for `c`: fonts name radicals and forms for old encodings where they
/// mean ordinary characters.
fn usual(c: char) -> impl Iterator<Item = char> {
    use unicode_normalization::char::decompose_compatible;
    let mut out = Vec::new();
    match c {
        '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{fb00}'..='\u{fb06}' => {
            decompose_compatible(c, |c| out.push(c));
        }
        // Symbols of a font of its own.
        '\u{e000}'..='\u{f8ff}' | '\u{fffd}' => out.push(OPAQUE),
        '\u{a0}' | '\t' => out.push(' '),
        '\u{ad}' => out.push('-'),
        c if c < ' ' || matches!(c, '\u{7f}'..='\u{9f}' | '\u{feff}') => {}
        c => out.push(c),
    }
    out.into_iter()
}

impl Device<'_> for Glyphs {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.add(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.has_image = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pages: usize, known: usize, unknown: usize, images: usize) -> Verdict {
        Found {
            pages: vec![Page::default(); pages],
            known,
            unknown,
            images,
        }
        .verdict()
    }

    #[test]
    fn scans_and_unknown_fonts_are_told_apart() {
        assert_eq!(found(10, 9_000, 12, 10), Verdict::Text);
        assert_eq!(found(10, 0, 0, 10), Verdict::Scanned);
        assert_eq!(found(10, 30, 0, 10), Verdict::Scanned);
        assert_eq!(found(1, 30, 0, 0), Verdict::Text);
        assert_eq!(found(10, 500, 9_000, 0), Verdict::Unknown);
    }

    #[test]
    fn radicals_are_the_characters_that_they_look_like() {
        let text: String = "\u{2f00}\u{2f08}⼈\u{e123}ab"
            .chars()
            .flat_map(usual)
            .collect();
        assert_eq!(text, format!("一人人{OPAQUE}ab"));
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert!(matches!(
            open(Path::new("a.pdf"), b"%PDF-1.4\nabc"),
            Err(Refusal::BrokenFile)
        ));
    }
}
