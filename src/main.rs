//! Temporary.
fn main() {
    use std::io::Write as _;
    let mut args: Vec<String> = std::env::args().skip(2).collect();
    args.retain(|a| a != "--no-config");
    if let Some(i) = args.iter().position(|a| a == "--format") {
        args.drain(i..i + 2);
    }
    let mut select = hongbi::config::Selection::default();
    while let Some(i) = args.iter().position(|a| a == "--select") {
        select.select.push(args[i + 1].clone());
        args.drain(i..i + 2);
    }
    let linter =
        hongbi::Linter::new(hongbi::config::Discovery::fixed(Default::default())).selection(select);
    let input = hongbi::engine::walk(
        &args.iter().map(Into::into).collect::<Vec<_>>(),
        linter.discovery(),
    );
    let mut report = hongbi::report::Report {
        version: 1,
        tool: Default::default(),
        summary: Default::default(),
        failures: vec![],
        diagnostics: vec![],
    };
    let mut verified = std::collections::BTreeMap::new();
    linter.lint_files(&input.files, |f| {
        report
            .failures
            .extend(f.failures.iter().map(|m| hongbi::report::Failure {
                path: f.path.clone(),
                message: m.clone(),
            }));
        for (r, n) in &f.verified {
            *verified.entry(r.clone()).or_insert(0) += n;
        }
        report.diagnostics.extend(f.diagnostics);
    });
    let _ = writeln!(
        std::io::stdout(),
        "{}",
        serde_json::to_string_pretty(&report).unwrap_or_default()
    );
    let _ = writeln!(std::io::stderr(), "{verified:?}");
}
