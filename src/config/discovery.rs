//! Which configuration a file has.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use super::{Config, ConfigError, FILE, normalised};
use crate::storage;

/// Finds and keeps configurations.
#[derive(Debug)]
pub struct Discovery {
    /// The one for all files, where it is fixed.
    fixed: Option<Arc<Config>>,
    /// By folder.
    found: Mutex<HashMap<PathBuf, Result<Arc<Config>, ConfigError>>>,
}

impl Discovery {
    /// The nearest `hongbi.toml` upward from each file.
    pub fn nearest() -> Self {
        Self {
            fixed: None,
            found: Mutex::default(),
        }
    }

    /// `config` for every file.
    pub fn fixed(config: Config) -> Self {
        Self {
            fixed: Some(Arc::new(config)),
            found: Mutex::default(),
        }
    }

    /// The file at `path` for every file.
    ///
    /// # Errors
    /// Where it cannot be read or is wrong.
    pub fn file(path: &Path) -> Result<Self, ConfigError> {
        Ok(Self::fixed(read(path)?))
    }

    /// The configuration of the draft at `path`.
    ///
    /// # Errors
    /// Where the one found is wrong.
    pub fn config(&self, path: &Path) -> Result<Arc<Config>, ConfigError> {
        if let Some(config) = &self.fixed {
            return Ok(Arc::clone(config));
        }
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.of_folder(normalised(&absolute).parent().unwrap_or(Path::new("/")))
    }

    /// The configuration of the drafts in `folder`.
    ///
    /// # Errors
    /// Where the one found is wrong.
    fn of_folder(&self, folder: &Path) -> Result<Arc<Config>, ConfigError> {
        if let Some(found) = self
            .found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(folder)
        {
            return found.clone();
        }
        let here = folder.join(FILE);
        // A link that leads nowhere, a folder or a pipe of this name was meant to be one: it is reported,
        // not passed over.
        let result = if here.symlink_metadata().is_ok() {
            read(&here).map(Arc::new)
        } else if let Some(parent) = folder.parent() {
            self.of_folder(parent)
        } else {
            self.of_default()
        };
        self.found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(folder.to_owned())
            .or_insert(result)
            .clone()
    }

    fn of_default(&self) -> Result<Arc<Config>, ConfigError> {
        Ok(Arc::new(Config::default()))
    }

    /// Whether the configuration of the folder that holds `path` excludes it. A wrong configuration
    /// excludes nothing: its files then report it.
    pub fn excludes(&self, path: &Path, folder: bool) -> bool {
        self.config(path)
            .is_ok_and(|config| config.excludes(path, folder))
    }

    /// Every configuration that was used, each once.
    pub fn used(&self) -> Vec<Arc<Config>> {
        let mut used: Vec<Arc<Config>> = self.fixed.iter().map(Arc::clone).collect();
        for config in self
            .found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .flatten()
        {
            if !used.iter().any(|known| Arc::ptr_eq(known, config)) {
                used.push(Arc::clone(config));
            }
        }
        used.sort_by(|a, b| a.path.cmp(&b.path));
        used
    }
}

fn read(path: &Path) -> Result<Config, ConfigError> {
    match storage::read_text(path, storage::MAX_CONFIG_BYTES) {
        Ok(text) => Config::parse(path, &text),
        Err(error) => Err(ConfigError::unreadable(path, &error)),
    }
}
