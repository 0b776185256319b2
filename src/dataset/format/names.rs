//! The names that other tools use for a theme.

use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::cell::is_missing;
use crate::error::LabelProblem;
use crate::{Theme, ThemeId, ThemeSet};

/// The name of a theme in a label file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in super::super) enum ThemeName {
    /// What should be its id. If there is a list of themes, it may also be a display name.
    Id(String),
    /// Its id or its display name, such as `Human rights`.
    Name(String),
    /// Its index in the set of themes.
    Place(usize),
}

impl ThemeName {
    /// The index of the theme in a set.
    pub(super) fn position(&self, themes: &ThemeSet) -> Result<usize, LabelProblem> {
        let place = match self {
            Self::Id(name) | Self::Name(name) => {
                themes.position(name).or_else(|| named(name, themes))
            }
            Self::Place(place) => Some(*place).filter(|place| *place < themes.len()),
        };
        place.ok_or_else(|| LabelProblem::UnknownTheme {
            name: self.to_string(),
            nearest: nearest(&normal(&self.to_string()), themes.ids()).map(ThemeId::to_string),
            expected: themes.list(),
        })
    }

    /// The id that the name makes without a set of themes to look it up in.
    pub(in super::super) fn id(&self) -> Result<ThemeId, LabelProblem> {
        match self {
            Self::Id(id) => id.parse().map_err(|_| no_id(id)),
            Self::Name(name) => kebab_case(name).parse().map_err(|_| no_id(name)),
            Self::Place(place) => Err(LabelProblem::Numbered(*place)),
        }
    }

    /// Whether the name says that there is no theme, and no theme of a set has it.
    pub(super) fn is_missing(&self, themes: Option<&ThemeSet>) -> bool {
        match self {
            Self::Id(name) | Self::Name(name) => {
                is_missing(name) && themes.is_none_or(|themes| self.position(themes).is_err())
            }
            Self::Place(_) => false,
        }
    }
}

impl std::fmt::Display for ThemeName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(name) | Self::Name(name) => formatter.write_str(name),
            Self::Place(place) => write!(formatter, "{place}"),
        }
    }
}

/// Looks up a display name: the theme with this name, or with the id that the name makes; else, the
/// theme whose id or name has the same normal form. `None` if there are two, as the name is
/// ambiguous.
fn named(name: &str, themes: &ThemeSet) -> Option<usize> {
    let (id, form) = (kebab_case(name), normal(name));
    let is_meant =
        |theme: &Theme| theme.id.as_str() == id || theme.name.to_lowercase() == name.to_lowercase();
    let is_alike = |theme: &Theme| theme.id.as_str() == form || normal(&theme.name) == form;
    match places(themes, is_meant)[..] {
        [place] => Some(place),
        [] if !form.is_empty() => match places(themes, is_alike)[..] {
            [place] => Some(place),
            _ => None,
        },
        _ => None,
    }
}

fn places(themes: &ThemeSet, is: impl Fn(&Theme) -> bool) -> Vec<usize> {
    let themes = themes.as_slice().iter().enumerate();
    themes.filter(|(_, theme)| is(theme)).map(|(place, _)| place).collect()
}

/// The error of a name that is no id, with the id that it may mean.
fn no_id(name: &str) -> LabelProblem {
    let id = Some(normal(name)).filter(|id| id.parse::<ThemeId>().is_ok());
    LabelProblem::ThemeId { name: name.to_owned(), id }
}

/// The id that is one or two slips of typing away from `id`, in at least four letters for each.
pub(in super::super) fn nearest<'t>(
    id: &str,
    ids: impl IntoIterator<Item = &'t ThemeId>,
) -> Option<&'t ThemeId> {
    const LETTERS: usize = 4;
    let slips = ids.into_iter().map(|other| (osa_distance(id, other.as_str()), other));
    let near = slips.filter(|(slips, other)| {
        (1..=2).contains(slips) && id.len().min(other.as_str().len()) >= LETTERS * slips
    });
    near.min_by_key(|(slips, _)| *slips).map(|(_, other)| other)
}

/// The normal form of a name: letters without case and accents, and digits, with `-` for everything
/// between them.
fn normal(name: &str) -> String {
    let plain = name.nfkd().filter(|character| !is_combining_mark(*character));
    let lower: String = plain.flat_map(char::to_lowercase).collect();
    let parts = lower.split(|character: char| !character.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Turns `Human rights` or `Human_rights` into `human-rights`. Other characters stay, so that `C++`
/// and `C#` do not become the same theme.
fn kebab_case(name: &str) -> String {
    let parts = name.split([' ', '_', '-']).filter(|part| !part.is_empty());
    parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Theme;

    #[test]
    fn a_name_is_an_id_or_what_readers_call_one_theme() {
        let theme = |id: &str, name: &str| {
            let name = name.to_owned();
            Theme { name, ..Theme::from(id.parse::<ThemeId>().unwrap()) }
        };
        let themes = vec![
            theme("human-rights", "Human rights"),
            theme("tech", "Science & technology"),
            theme("war", "Peace"),
            theme("peace", "War"),
            theme("safety", "Sécurité"),
        ];
        let themes = ThemeSet::try_from(themes).unwrap();
        for (name, expected) in [
            ("human-rights", Some(0)),
            ("Human Rights", Some(0)),
            ("human_rights", Some(0)),
            ("Science & Technology", Some(1)),
            ("war", Some(2)),
            ("War", None),
            ("Tech+", Some(1)),
            ("SCIENCE_and_technology", None),
            ("science / technology", Some(1)),
            ("Sécurité", Some(4)),
            ("securite", Some(4)),
            ("Securite ", Some(4)),
            ("经济", None),
            ("!", None),
        ] {
            let found = ThemeName::Name(name.to_owned()).position(&themes).ok();
            assert_eq!(found, expected, "for {name}");
        }
        let message = ThemeName::Place(5).position(&themes).unwrap_err().to_string();
        assert_eq!(message, "unknown theme `5`");
    }

    #[test]
    fn without_a_set_of_themes_names_make_ids() {
        let id = |name: &str| ThemeName::Name(name.to_owned()).id();
        assert_eq!(id(" Human_rights").unwrap().as_str(), "human-rights");
        for (name, expected) in [
            ("Trade & Tariffs", Some("trade-tariffs")),
            ("Sécurité alimentaire", Some("securite-alimentaire")),
            ("经济", None),
        ] {
            match id(name).unwrap_err() {
                LabelProblem::ThemeId { id, .. } => assert_eq!(id.as_deref(), expected),
                other => panic!("{other}"),
            }
        }
        assert!(ThemeName::Place(3).id().is_err());
    }

    #[test]
    fn a_slip_of_typing_is_near() {
        let ids = ["space", "vaccine-hesitancy", "war"].map(|id| id.parse().unwrap());
        for (id, expected) in [
            ("sapce", Some("space")),
            ("spcae", Some("space")),
            ("space", None),
            ("spice", Some("space")),
            ("vacine-hesitency", Some("vaccine-hesitancy")),
            ("wr", None),
            ("trade", None),
        ] {
            assert_eq!(nearest(id, &ids).map(ThemeId::as_str), expected, "for {id}");
        }
    }
}
