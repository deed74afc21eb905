//! Pairs of wrong and right forms; the rule file holds them.

use super::Pairs;
use crate::rules::{Check, Settings};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Pairs::read(settings))
}
