//! Builds and measures the model of official prose that hongbi's speller reads (`rules/data/speller.bin`).

mod count;
mod doubts;
mod fit;
mod pack;
mod plant;
mod texts;
mod trees;

use std::{env, error::Error, fs, path::Path};

/// What can go wrong is reported to the one who builds.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// What an n-gram must be worth to be kept (see [`count::Bounds`]): chosen for a model of 7 MB.
const BOUNDS: count::Bounds = [1000, 1680, 2680];

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["collect", manifest, mirror, out] => {
            texts::collect(Path::new(manifest), Path::new(mirror), Path::new(out))
        }
        ["build", text, data, weights, out] => pack::build(
            Path::new(text),
            Path::new(data),
            Path::new(weights),
            BOUNDS,
            Path::new(out),
        ),
        ["rebuild", manifest, mirror, data, weights, model] => {
            rebuild([manifest, mirror, data, weights, model].map(Path::new))
        }
        ["weigh", model, weights, out] => {
            pack::weigh(Path::new(model), Path::new(weights), Path::new(out))
        }
        ["plant", text, seed, data, model, out] => plant::plant(
            Path::new(text),
            seed.parse()?,
            Path::new(data),
            Path::new(model),
            Path::new(out),
        ),
        ["fit", model, data, out, ref texts @ ..] => {
            fit::fit(Path::new(model), Path::new(data), texts, Path::new(out))
        }
        ["measure", model, data, clean, planted, shown] => {
            let shown = (shown.parse::<f64>()? * 256.0) as i32;
            fit::measure(
                Path::new(model),
                Path::new(data),
                Path::new(clean),
                Path::new(planted),
                shown,
            )
        }
        ["speed", model, data, text] => {
            fit::speed(Path::new(model), Path::new(data), Path::new(text))
        }
        _ => Err("usage: see tools/speller/README.md".into()),
    }
}

/// Builds the model from its sources once more, and fails where `model` differs in a byte.
fn rebuild([manifest, mirror, data, weights, model]: [&Path; 5]) -> Result<()> {
    let folder = env::temp_dir().join(format!("speller-{}", std::process::id()));
    fs::create_dir(&folder)?;
    let again = folder.join("speller.bin");
    let built = texts::collect(manifest, mirror, &folder)
        .and_then(|()| pack::build(&folder.join("train.txt"), data, weights, BOUNDS, &again))
        .and_then(|()| Ok(fs::read(&again)? == fs::read(model)?));
    fs::remove_dir_all(&folder)?;
    match built? {
        true => {
            println!("{} is what its sources give", model.display());
            Ok(())
        }
        false => Err("the model differs from what its sources give".into()),
    }
}
