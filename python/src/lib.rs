//! The native half of the Python package `hongbi`: thin bindings over the library, and the command.

mod arrow;
// The command is the same program as that of the main package.
#[path = "../../src/cli/mod.rs"]
mod cli;
mod findings;
mod linter;
#[path = "../../src/lsp/mod.rs"]
mod lsp;

use std::ffi::OsString;

use pyo3::{create_exception, exceptions::PyException, prelude::*};

create_exception!(hongbi, HongbiError, PyException, "A draft could not be read.");
create_exception!(hongbi, ConfigError, HongbiError, "A configuration is wrong.");

/// Runs the command with `arguments`, of which the first is its name, and returns its exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| cli::run(arguments.into_iter()) as u8)
}

/// The rules, each once.
#[pyfunction]
fn rules(lang: &str) -> PyResult<Vec<findings::Rule>> {
    let lang = linter::lang(lang)?;
    Ok(hongbi::rules::all()
        .iter()
        .map(|rule| findings::Rule::of(rule, lang))
        .collect())
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("HongbiError", py.get_type::<HongbiError>())?;
    module.add("ConfigError", py.get_type::<ConfigError>())?;
    module.add_class::<arrow::ArrowArray>()?;
    module.add_class::<findings::Edit>()?;
    module.add_class::<findings::Finding>()?;
    module.add_class::<findings::Fix>()?;
    module.add_class::<findings::Fixed>()?;
    module.add_class::<findings::Label>()?;
    module.add_class::<findings::Rule>()?;
    module.add_class::<findings::Score>()?;
    module.add_class::<linter::Linter>()?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(rules, module)?)
}
