//! Formats that are only read: old Word documents, workbooks, PDF.

#![allow(dead_code, unused_imports, reason = "each format is behind a feature")]

use std::{
    io::{Cursor, Write},
    path::Path,
};

use hongbi::{
    FileReport, LintError, Linter, config::Config, config::Discovery, format::Location,
    format::Opened,
};

use crate::make::zipped;

fn linter() -> Linter {
    Linter::new(Discovery::fixed(Config::default()))
}

fn lines(opened: &Opened) -> Vec<String> {
    let (doc, _) = &opened.stories[0];
    doc.source.text.lines().map(str::to_owned).collect()
}

fn refusal(name: &str, bytes: &[u8]) -> String {
    match linter().lint_bytes(Path::new(name), bytes) {
        Err(LintError::Refused { refusal, .. }) => refusal.zh(),
        other => panic!("{name}: {other:?}"),
    }
}

/// A Word document of 1997: the table of what is where, the text, and a table of its one piece.
#[cfg(feature = "doc")]
fn old_word(text: &str, flags: u16) -> Vec<u8> {
    const TEXT_AT: usize = 0x400;
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut word = vec![0; TEXT_AT];
    let mut put = |at: usize, bytes: &[u8]| word[at..at + bytes.len()].copy_from_slice(bytes);
    let count = u32::try_from(units.len()).expect("a short text");
    put(0, &0xa5ec_u16.to_le_bytes());
    put(2, &193_u16.to_le_bytes());
    put(0x0a, &(flags | 0x0200).to_le_bytes());
    put(0x4c, &count.to_le_bytes());
    let mut pieces = vec![2];
    pieces.extend(16_u32.to_le_bytes());
    pieces.extend(0_u32.to_le_bytes());
    pieces.extend(count.to_le_bytes());
    pieces.extend([0, 0]);
    pieces.extend(u32::try_from(TEXT_AT).expect("small").to_le_bytes());
    pieces.extend([0, 0]);
    put(0x1a2, &0_u32.to_le_bytes());
    put(
        0x1a6,
        &u32::try_from(pieces.len()).expect("small").to_le_bytes(),
    );
    word.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    for (name, bytes) in [("WordDocument", word), ("1Table", pieces)] {
        let mut stream = file.create_stream(name).expect("a stream");
        stream.write_all(&bytes).expect("its bytes");
    }
    file.flush().expect("is in memory");
    file.into_inner().into_inner()
}

/// Where the doubled word of `report` is in its document.
fn place_of_repetition(report: &FileReport) -> &Location {
    let found = report
        .diagnostics
        .iter()
        .find(|one| one.rule == "repeated-word");
    found
        .and_then(|one| one.location.as_ref())
        .expect("has a place")
}

#[cfg(feature = "doc")]
#[test]
fn old_word_documents_are_read() {
    let bytes = old_word("云岭市政协工作报告\r一年来，我们的的工作取得实效。\r", 0);
    let opened = linter().open(Path::new("报告.doc"), &bytes).expect("opens");
    assert_eq!(
        lines(&opened),
        ["云岭市政协工作报告", "一年来，我们的的工作取得实效。"]
    );
    let report = linter()
        .lint_bytes(Path::new("报告.doc"), &bytes)
        .expect("lints");
    let place = place_of_repetition(&report);
    assert_eq!(place.paragraph, Some(2));
    assert!(refusal("报告.doc", &old_word("密文", 0x0100)).contains("密码"));
}

#[cfg(feature = "doc")]
#[test]
fn damaged_old_word_documents_are_refused() {
    let whole = old_word("云岭市政协工作报告\r一年来，我们的的工作取得实效。\r", 0);
    let mut seed = 7_u32;
    for _ in 0..200 {
        let mut bytes = whole.clone();
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let at = seed as usize % bytes.len();
        bytes[at] ^= (seed >> 24) as u8 | 1;
        // Whatever is damaged, it is read or refused.
        let _ = linter().lint_bytes(Path::new("a.doc"), &bytes);
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn workbooks_name_sheet_and_cell() {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let relation = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let bytes = zipped(&[
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        (
            "xl/_rels/workbook.xml.rels",
            relation("worksheet", "worksheets/sheet1.xml"),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="任务" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"<worksheet xmlns="{main}"><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>责任单位</t></is></c><c r="C2"><v>12</v></c></row><row r="3"><c r="B3" t="inlineStr"><is><t>抓好各项工作的的落实。</t></is></c></row></sheetData></worksheet>"#
            ),
        ),
    ]);
    let opened = linter()
        .open(Path::new("台账.xlsx"), &bytes)
        .expect("opens");
    assert_eq!(lines(&opened), ["责任单位", "12", "抓好各项工作的的落实。"]);
    let report = linter()
        .lint_bytes(Path::new("台账.xlsx"), &bytes)
        .expect("lints");
    let place = place_of_repetition(&report);
    assert_eq!(place.zh(), "任务!B3");
}

/// A PDF of pages whose lines are at x and y in points, in 16-point type.
#[cfg(feature = "pdf")]
fn pdf(pages: &[Vec<(u32, u32, &str)>], is_named: bool) -> Vec<u8> {
    let names = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end";
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [4 0 R] {} >>",
            if is_named { "/ToUnicode 6 0 R" } else { "" }
        ),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 5 0 R >>".to_owned(),
        "<< /Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{names}\nendstream", names.len()),
    ];
    let mut kids = Vec::new();
    for lines in pages {
        let content: String = lines
            .iter()
            .map(|(x, y, text)| {
                let hex: String = text
                    .encode_utf16()
                    .map(|unit| format!("{unit:04X}"))
                    .collect();
                format!("BT /F1 16 Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n")
            })
            .collect();
        let page = objects.len() + 1;
        kids.push(format!("{page} 0 R"));
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            page + 1
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    objects[1] = format!(
        "<< /Type /Pages /Kids [{}] /Count {} >>",
        kids.join(" "),
        kids.len()
    );
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(
        format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    out
}

#[cfg(feature = "pdf")]
fn pages() -> Vec<Vec<(u32, u32, &'static str)>> {
    vec![
        vec![
            (90, 800, "云岭市政协文件"),
            (190, 740, "云岭市政协工作报告"),
            (122, 700, "一年来我们深入基层开展调研提出了一批"),
            (90, 672, "有分量的意见建议得到各方面的充分肯定也为"),
            (90, 644, "推动发展作出了贡献。"),
            (122, 616, "下一步我们要加强学习的的同时提高能力"),
            (90, 588, "做得更好更实更细让人民群众更加满意而且让"),
            (280, 40, "— 1 —"),
        ],
        vec![
            (90, 800, "云岭市政协文件"),
            (90, 740, "各方面的力量更好地汇聚起来。"),
            (122, 712, "各位委员让我们携手前行。"),
            (280, 40, "— 2 —"),
        ],
        vec![
            (90, 800, "云岭市政协文件"),
            (122, 740, "附件另行印发。"),
            (280, 40, "— 3 —"),
        ],
    ]
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_is_put_together_by_position() {
    let bytes = pdf(&pages(), true);
    let opened = linter().open(Path::new("报告.pdf"), &bytes).expect("opens");
    assert_eq!(
        lines(&opened),
        [
            "云岭市政协工作报告",
            "一年来我们深入基层开展调研提出了一批有分量的意见建议得到各方面的充分肯定也为推动发展作出了贡献。",
            "下一步我们要加强学习的的同时提高能力做得更好更实更细让人民群众更加满意而且让各方面的力量更好地汇聚起来。",
            "各位委员让我们携手前行。",
            "附件另行印发。",
        ]
    );
    let report = linter()
        .lint_bytes(Path::new("报告.pdf"), &bytes)
        .expect("lints");
    let place = place_of_repetition(&report);
    assert_eq!((place.page, place.fixed), (Some(1), true));
    let at = opened.stories[0]
        .0
        .source
        .text
        .find("各方面的力量")
        .expect("is there");
    let place = opened
        .places
        .as_ref()
        .and_then(|all| all.locate(at))
        .expect("has a place");
    assert_eq!(place.page, Some(2));
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_without_text_is_refused() {
    assert!(refusal("扫描.pdf", &pdf(&[vec![], vec![]], true)).contains("扫描"));
    assert!(refusal("坏.pdf", b"%PDF-1.4\nabc").contains("损坏"));
}

#[cfg(feature = "pdf")]
#[test]
fn damaged_pdf_is_read_or_refused() {
    let whole = pdf(&pages(), true);
    let mut seed = 11_u32;
    for _ in 0..200 {
        let mut bytes = whole.clone();
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let at = seed as usize % bytes.len();
        bytes[at] = (seed >> 24) as u8;
        let _ = linter().lint_bytes(Path::new("a.pdf"), &bytes);
    }
}

#[cfg(not(feature = "pdf"))]
#[test]
fn a_build_without_pdf_says_so() {
    assert!(refusal("报告.pdf", b"%PDF-1.7").contains("pdf"));
}
