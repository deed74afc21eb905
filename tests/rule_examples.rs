//! Every example of every rule is a test: each bad example gives exactly the marked findings, each
//! good one none.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that fails says so by panicking"
)]

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use hongbi::{
    document::Source,
    reading::{Context, Draft},
    rules::{self, Example, Findings, Rule},
};

#[test]
fn every_example_holds() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        for example in &*rule.examples() {
            if let Err(problem) = run(rule, example) {
                wrong.push(format!("{}: {problem}", rule.name));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} examples fail:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn run(rule: &Arc<Rule>, example: &Example) -> Result<(), String> {
    rules::test_example(rule, example).map_err(|error| error.to_string())
}

#[test]
fn every_rule_is_documented_and_tested() {
    for rule in rules::all() {
        let name = &rule.name;
        for (what, text) in [
            ("summary", &rule.summary),
            ("why", &rule.why),
            ("help", &rule.help),
            ("message", &rule.message),
        ] {
            assert!(!text.zh.trim().is_empty(), "{name}: {what} has no Chinese");
            assert!(!text.en.trim().is_empty(), "{name}: {what} has no English");
        }
        let length = rule.title.chars().count();
        assert!(
            (2..=8).contains(&length) && rule.title.chars().all(|c| !c.is_ascii()),
            "{name}: the title “{}” is no short Chinese one",
            rule.title
        );
        let namesakes = rules::all()
            .iter()
            .filter(|other| other.answers_to(&rule.title));
        assert_eq!(
            namesakes.count(),
            1,
            "{name}: the title “{}” names others too",
            rule.title
        );
        for (key, text) in &rule.messages {
            assert!(
                !text.zh.is_empty() && !text.en.is_empty(),
                "{name}: message {key} lacks a language"
            );
        }
        assert!(
            rule.compiled().is_ok(),
            "{name}: the pattern does not compile"
        );
        assert!(
            // What is in two files is tested by whole commands.
            name == hongbi::engine::ACROSS
                || rule.examples().iter().any(|example| example.bad.is_some()),
            "{name}: no bad example"
        );
        assert!(
            name == hongbi::engine::ACROSS
                || rule.examples().iter().any(|example| example.good.is_some()),
            "{name}: no good example"
        );
        for (option, spec) in &rule.options {
            assert!(
                !spec.default.is_null() && !spec.zh.is_empty() && !spec.en.is_empty(),
                "{name}: option {option} is not described"
            );
        }
    }
}

/// A rule that says why it leaves a place unjudged has an example of each reason.
#[test]
fn every_reason_for_silence_is_exercised() {
    let mut missing = Vec::new();
    for rule in rules::all() {
        for key in rule.messages.keys().filter(|key| key.starts_with("silent")) {
            let shown = |example: &Example| example.silent.as_deref() == Some(key);
            if !rule.examples().iter().any(shown) {
                missing.push(format!("{}: {key}", rule.name));
            }
        }
    }
    assert!(missing.is_empty(), "no example of {missing:#?}");
}

/// One style for all that is said: what is wrong without a full stop, what to do in full sentences, both without
/// marks of another script, and one word for what is checked.
#[test]
fn chinese_messages_have_one_style() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let mut say = |key: &str, text: &str, problem: bool, what: &str| {
            if problem {
                wrong.push(format!("{} {key}: {what}: {text}", rule.name));
            }
        };
        let help = rule.help.zh.trim();
        say("help", help, !help.ends_with('。'), "no full stop");
        say("help", help, help.contains('请'), "请");
        let messages = rule.messages.iter().map(|(key, text)| (key.as_str(), text));
        for (key, text) in messages.chain([("message", &rule.message), ("summary", &rule.summary)])
        {
            say(key, &text.zh, text.zh.ends_with('。'), "a full stop");
        }
        let messages = rule.messages.iter().map(|(key, text)| (key.as_str(), text));
        for (key, text) in messages.chain([
            ("message", &rule.message),
            ("summary", &rule.summary),
            ("help", &rule.help),
        ]) {
            say(
                key,
                &text.zh,
                text.zh.contains(['"', '\'']),
                "straight quotes",
            );
            say(key, &text.zh, text.zh.contains("文稿"), "稿件");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A word that two rules take for wrong would be reported twice.
#[test]
fn no_wrong_form_stands_in_that_of_another_rule() {
    let guards = |rule: &Rule| -> BTreeMap<String, Vec<String>> {
        let listed = rule.data("guards");
        listed.map_or_else(BTreeMap::new, |json| {
            serde_json::from_str(json).expect("guards")
        })
    };
    let mut twice = Vec::new();
    for one in rules::all() {
        let guards = guards(one);
        for wrong in one.pairs.keys() {
            let guards = guards.get(&**wrong).map_or(&[][..], Vec::as_slice);
            for other in rules::all().iter().filter(|other| other.name != one.name) {
                for longer in other
                    .pairs
                    .keys()
                    .filter(|longer| longer.contains(&**wrong))
                {
                    if !guards.iter().any(|guard| longer.contains(guard)) {
                        twice.push(format!("{}: {wrong}, {}: {longer}", one.name, other.name));
                    }
                }
            }
        }
    }
    assert!(twice.is_empty(), "{twice:#?}");
}

/// Findings name message keys; a key that the rule file lacks would print nothing.
#[test]
fn every_message_of_an_example_is_worded() {
    for rule in rules::all() {
        for example in &*rule.examples() {
            let Some(marked) = &example.bad else { continue };
            let text: String = marked.chars().filter(|c| !matches!(c, '⟦' | '⟧')).collect();
            let path = PathBuf::from(example.file.as_deref().unwrap_or("example.txt"));
            let source = Source::decode(path, text.as_bytes(), None).expect("examples are UTF-8");
            let doc = Draft::read(source, Context::default());
            let mut out = Findings {
                silences: Some(Vec::new()),
                ..Findings::default()
            };
            let options: BTreeMap<_, _> = example.options.clone();
            rule.instantiate(&options).check(rule.reads(&doc), &mut out);
            for finding in &out.items {
                let keys = std::iter::once(finding.message)
                    .chain(finding.related.iter().map(|related| related.message))
                    .chain(finding.fix.iter().map(|fix| fix.title))
                    .chain(out.silences.iter().flatten().map(|silence| silence.reason));
                for key in keys {
                    assert!(
                        key.is_empty() || rule.messages.contains_key(key),
                        "{}: message `{key}` is not in the rule file",
                        rule.name
                    );
                }
                for lang in [rules::Lang::Zh, rules::Lang::En] {
                    let message = rules::fill(
                        rule.template(finding.message, lang),
                        &finding.arguments,
                        &[],
                    );
                    assert!(
                        !message.contains('{'),
                        "{}: unfilled argument in {message:?}",
                        rule.name
                    );
                }
            }
        }
    }
}
