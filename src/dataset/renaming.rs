//! Gives themes other ids, puts themes together, leaves themes out.

use super::{Dataset, Judgement};
use crate::theme::{Theme, ThemeSet};
use crate::{Error, Result, ThemeId};

impl Dataset {
    /// The same paragraphs with each pair's first theme renamed to its second, and without the themes
    /// in `dropped`. Themes that get the same id become one: a paragraph has it if it had any of
    /// them; else, it is unknown if any of them was.
    ///
    /// # Errors
    /// If a theme to rename or drop is not a theme of the dataset, or no theme is left.
    pub fn with_themes(
        mut self,
        renamed: &[(ThemeId, ThemeId)],
        dropped: &[ThemeId],
    ) -> Result<Self> {
        for id in renamed.iter().map(|(old, _)| old).chain(dropped) {
            self.check_theme(id)?;
        }
        let new_id = |theme: &Theme| {
            let new = renamed.iter().find(|(old, _)| *old == theme.id).map(|(_, new)| new);
            let is_kept = !dropped.contains(&theme.id);
            is_kept.then(|| new.unwrap_or(&theme.id).clone())
        };
        let new_ids: Vec<_> = self.themes.as_slice().iter().map(new_id).collect();
        let mut themes: Vec<Theme> = Vec::new();
        for id in new_ids.iter().flatten() {
            if themes.iter().all(|theme| theme.id != *id) {
                let known = self.themes.position(id.as_str());
                themes.push(known.map_or_else(
                    || Theme::from(id.clone()),
                    |known| self.themes.as_slice()[known].clone(),
                ));
            }
        }
        let themes = ThemeSet::try_from(themes)?;
        let place = |id: &Option<ThemeId>| id.as_ref().and_then(|id| themes.position(id.as_str()));
        let places: Vec<_> = new_ids.iter().map(place).collect();
        for example in &mut self.examples {
            let judged = moved(&example.themes, &example.unknown, &places);
            (example.themes, example.unknown) = (judged.themes, judged.unknown);
            let alone = example.alone.take();
            example.alone = alone.map(|alone| moved(&alone.themes, &alone.unknown, &places));
        }
        Ok(Self { themes, ..self })
    }

    fn check_theme(&self, id: &ThemeId) -> Result<()> {
        if self.themes.position(id.as_str()).is_some() {
            return Ok(());
        }
        let expected = format!("one of {}", self.themes.list());
        Err(Error::setting("a theme to rename or drop", format!("`{id}`"), expected))
    }
}

/// A judgement with each theme at its new place, if it has one.
fn moved(themes: &[usize], unknown: &[usize], places: &[Option<usize>]) -> Judgement {
    let new = |old: &[usize]| {
        let mut new: Vec<usize> = old.iter().filter_map(|&theme| places[theme]).collect();
        new.sort_unstable();
        new.dedup();
        new
    };
    let themes = new(themes);
    let unknown = new(unknown).into_iter().filter(|theme| !themes.contains(theme)).collect();
    Judgement { themes, unknown }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn themes_are_renamed_put_together_and_dropped() {
        let lines = r#"{"id":"1","themes":["arms"],"unknown":["war"],"text":"a"}
            {"id":"2","themes":["war","zinc"],"alone":["zinc"],"alone_unknown":["arms"],"text":"b"}
            {"id":"3","themes":[],"unknown":["arms","zinc"],"text":"c"}"#;
        let dataset = Dataset::parse(&[(Path::new("a"), lines.into())], None).unwrap();
        let id = |id: &str| id.parse::<ThemeId>().unwrap();
        let renamed = [(id("arms"), id("conflict")), (id("war"), id("conflict"))];
        let changed = dataset.clone().with_themes(&renamed, &[id("zinc")]).unwrap();
        assert_eq!(changed.themes.list(), "conflict");
        let (yes, unknown) = (Some(true), None);
        assert_eq!(changed.targets(), ndarray::array![[yes], [yes], [unknown]]);
        assert_eq!(changed.targets_alone(), ndarray::array![[yes], [unknown], [unknown]]);
        let wrong = dataset.clone().with_themes(&[], &[id("peace")]).unwrap_err().to_string();
        assert_eq!(wrong, "a theme to rename or drop must be one of arms, war, zinc, got `peace`");
        let all =
            dataset.with_themes(&[], &["arms", "war", "zinc"].map(id)).unwrap_err().to_string();
        assert_eq!(all, "no themes: expected at least one");
    }
}
