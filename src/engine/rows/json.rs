//! The text of a row of JSON, and a column added to it.

use std::fmt;

use serde::{
    Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::Value;

use crate::rules::Lang;

/// The column that is added to rows.
pub const COLUMN: &str = "hongbi";

/// The key of the text where none is named.
const TEXT: &str = "text";
/// The keys of MNBVC's documents: the name, the paragraphs, and the text of each.
const NAME: &str = "文件名";
const PARAGRAPHS: &str = "段落";
const CONTENT: &str = "内容";

/// Which columns of a row are read.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    /// The one with the text; by default `text`, or the paragraphs of a document of MNBVC.
    pub text: Option<String>,
    /// The one that identifies the row; by default none, or the name of a document of MNBVC.
    pub id: Option<String>,
}

/// What is read of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The draft.
    pub text: String,
    /// What identifies the row, as it is in the data.
    pub id: Option<Value>,
}

/// Why a row has no text to lint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// It is no JSON.
    #[error("no JSON: {0}")]
    Json(String),
    /// It is no UTF-8.
    #[error("no UTF-8")]
    Encoding,
    /// It is JSON but no object.
    #[error("no JSON object")]
    NoObject,
    /// It has no column of this name.
    #[error("no column `{0}`")]
    NoText(String),
    /// The column of this name holds no text.
    #[error("column `{0}` is no string")]
    NoString(String),
    /// It is longer than rows may be.
    #[error("too long")]
    TooLong,
}

impl RowError {
    /// What is wrong and what to do.
    pub fn describe(&self, lang: Lang) -> String {
        let most = super::MAX_ROW_BYTES >> 20;
        match (self, lang) {
            (Self::Json(what), Lang::Zh) => format!("不是完好的 JSON（{what}）"),
            (Self::Json(what), Lang::En) => format!("this is no well-formed JSON ({what})"),
            (Self::Encoding, Lang::Zh) => {
                "不是 UTF-8 文字；请用 --encoding 指明编码，如 gb18030、big5".to_owned()
            }
            (Self::Encoding, Lang::En) => {
                "this is no UTF-8; name its encoding by --encoding, such as gb18030, big5"
                    .to_owned()
            }
            (Self::NoObject, Lang::Zh) => "不是 JSON 对象（{…}），没有字段可读".to_owned(),
            (Self::NoObject, Lang::En) => {
                "this is no JSON object ({…}), so it has no columns".to_owned()
            }
            (Self::NoText(key), Lang::Zh) => {
                format!("没有字段 `{key}`；请用 --text-key 指明正文所在的字段")
            }
            (Self::NoText(key), Lang::En) => {
                format!("there is no column `{key}`; name the one with the text by --text-key")
            }
            (Self::NoString(key), Lang::Zh) => format!("字段 `{key}` 不是文字"),
            (Self::NoString(key), Lang::En) => format!("column `{key}` holds no text"),
            (Self::TooLong, Lang::Zh) => format!("这一行太长，最多 {most} MiB"),
            (Self::TooLong, Lang::En) => {
                format!("the row is too long; at most {most} MiB are read")
            }
        }
    }
}

/// What was met while reading a row.
#[derive(Default)]
struct Met {
    text: Option<Value>,
    id: Option<Value>,
    paragraphs: Option<Value>,
    name: Option<Value>,
}

impl Keys {
    /// Reads the row `line`.
    ///
    /// # Errors
    /// Where it has no text; with what identifies it where that could be read.
    pub fn read(&self, line: &[u8]) -> Result<Row, (RowError, Option<Value>)> {
        let line = simdutf8::basic::from_utf8(line).map_err(|_| (RowError::Encoding, None))?;
        let mut deserializer = serde_json::Deserializer::from_str(line);
        let met = deserializer
            .deserialize_map(Columns(self))
            .and_then(|met| deserializer.end().map(|()| met))
            .map_err(|error| (Self::wrong(line, &error), None))?;
        let id = met.id.or(met.name.filter(|_| self.id.is_none()));
        let key = self.text.as_deref().unwrap_or(TEXT);
        let text = match (met.text, met.paragraphs) {
            (Some(Value::String(text)), _) => text,
            (Some(_), _) => return Err((RowError::NoString(key.to_owned()), id)),
            (None, Some(paragraphs)) => match joined(paragraphs) {
                Some(text) => text,
                None => return Err((RowError::NoString(PARAGRAPHS.to_owned()), id)),
            },
            (None, None) => return Err((RowError::NoText(key.to_owned()), id)),
        };
        Ok(Row { text, id })
    }

    fn wrong(line: &str, error: &serde_json::Error) -> RowError {
        let is_object = line.trim_start().starts_with('{');
        if error.is_data() && !is_object {
            return RowError::NoObject;
        }
        // Every row is a line of its own to the parser.
        let what = error.to_string();
        RowError::Json(what.replace(" at line 1 column ", ", column "))
    }
}

/// The paragraphs of a document of MNBVC, one a line.
fn joined(paragraphs: Value) -> Option<String> {
    let Value::Array(paragraphs) = paragraphs else {
        return None;
    };
    let mut text = String::new();
    for paragraph in &paragraphs {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(paragraph.get(CONTENT)?.as_str()?);
    }
    Some(text)
}

/// Reads the wanted columns and passes over the others without building them.
struct Columns<'a>(&'a Keys);

impl<'de> Visitor<'de> for Columns<'_> {
    type Value = Met;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Met, A::Error> {
        let text = self.0.text.as_deref();
        let mut met = Met::default();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            let key = &*key;
            let mut is_read = false;
            let slots = [
                (key == text.unwrap_or(TEXT), &mut met.text),
                (text.is_none() && key == PARAGRAPHS, &mut met.paragraphs),
                (self.0.id.as_deref() == Some(key), &mut met.id),
                (text.is_none() && key == NAME, &mut met.name),
            ];
            for (_, slot) in slots.into_iter().filter(|(wanted, _)| *wanted).take(1) {
                *slot = Some(map.next_value()?);
                is_read = true;
            }
            if !is_read {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(met)
    }
}

/// The row `line` with `value`, which is JSON, in the column [`COLUMN`]. All else stays as it is, byte by
/// byte, unless the row has such a column already. A `line` that is no object becomes one of that column
/// alone.
pub fn with_column(line: &[u8], value: &[u8]) -> Vec<u8> {
    let Ok(Value::Object(mut object)) = serde_json::from_slice(line) else {
        return added(b"{", false, value);
    };
    if object.remove(COLUMN).is_some() {
        let rest = serde_json::to_vec(&object).unwrap_or_default();
        return with_column(&rest, value);
    }
    let line = line.trim_ascii_end();
    added(
        line.strip_suffix(b"}").unwrap_or(line),
        !object.is_empty(),
        value,
    )
}

fn added(head: &[u8], is_further: bool, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(head.len() + value.len() + 16);
    out.extend_from_slice(head);
    if is_further {
        out.push(b',');
    }
    out.extend_from_slice(b"\"hongbi\":");
    out.extend_from_slice(value);
    out.push(b'}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(keys: &Keys, line: &str) -> Result<(String, Option<Value>), RowError> {
        let row = keys.read(line.as_bytes());
        row.map(|row| (row.text, row.id))
            .map_err(|(error, _)| error)
    }

    #[test]
    fn the_named_columns_are_read() {
        let keys = Keys {
            text: Some("正文".to_owned()),
            id: Some("n".to_owned()),
        };
        let line = r#"{"n":7,"other":{"正文":"x"},"正文":"甲\n乙"}"#;
        assert_eq!(
            read(&keys, line),
            Ok(("甲\n乙".to_owned(), Some(Value::from(7))))
        );
        let line = r#"{"text":"甲"}"#;
        assert_eq!(read(&keys, line), Err(RowError::NoText("正文".to_owned())));
        assert_eq!(read(&Keys::default(), line), Ok(("甲".to_owned(), None)));
    }

    #[test]
    fn documents_of_mnbvc_are_read_as_they_are() {
        let line = r#"{"文件名":"a.txt","段落数":2,"段落":[{"行号":0,"md5":"x","内容":"一、回顾"},{"行号":1,"内容":"全年办理。"}]}"#;
        assert_eq!(
            read(&Keys::default(), line),
            Ok((
                "一、回顾\n全年办理。".to_owned(),
                Some(Value::from("a.txt"))
            ))
        );
    }

    #[test]
    fn broken_rows_say_what_is_wrong() {
        let keys = Keys::default();
        assert_eq!(read(&keys, "[1]"), Err(RowError::NoObject));
        let gbk = b"{\"text\":\"\xb8\xd0\xd0\xbb\"}";
        assert_eq!(keys.read(gbk), Err((RowError::Encoding, None)));
        assert!(matches!(
            read(&keys, "{\"text\": \"甲"),
            Err(RowError::Json(_))
        ));
        assert!(matches!(
            read(&keys, "{\"text\":\"甲\"} x"),
            Err(RowError::Json(_))
        ));
        assert_eq!(
            read(&keys, "{\"text\":null}"),
            Err(RowError::NoString("text".to_owned()))
        );
        assert!(
            RowError::NoText("正文".to_owned())
                .describe(Lang::Zh)
                .contains("--text-key")
        );
    }

    #[test]
    fn a_column_is_added_and_the_rest_kept_byte_by_byte() {
        let add = |line: &str| {
            String::from_utf8(with_column(line.as_bytes(), b"{\"rate\":1}")).expect("UTF-8")
        };
        assert_eq!(
            add(r#"{ "n": 1.00, "a":"\u7532" }"#),
            r#"{ "n": 1.00, "a":"\u7532" ,"hongbi":{"rate":1}}"#
        );
        assert_eq!(add("{}"), r#"{"hongbi":{"rate":1}}"#);
        assert_eq!(add("no JSON"), r#"{"hongbi":{"rate":1}}"#);
        assert_eq!(
            add(r#"{"hongbi":1,"a":2}"#),
            r#"{"a":2,"hongbi":{"rate":1}}"#
        );
    }
}
