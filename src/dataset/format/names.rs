//! The names that other tools use for a theme.

use crate::error::{LabelProblem, Problem};
use crate::{ThemeId, ThemeSet};

/// The name of a theme in a label file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in super::super) enum ThemeName {
    /// Its id only.
    Id(ThemeId),
    /// Its id or its display name, such as `Human rights`.
    Name(String),
    /// Its index in the set of themes.
    Place(usize),
}

impl ThemeName {
    /// The index of the theme in a set.
    pub(super) fn position(&self, themes: &ThemeSet) -> Result<usize, LabelProblem> {
        let place = match self {
            Self::Id(id) => themes.position(id.as_str()),
            Self::Name(name) => themes.position(name).or_else(|| named(name, themes)),
            Self::Place(place) => Some(*place).filter(|place| *place < themes.len()),
        };
        place.ok_or_else(|| LabelProblem::UnknownTheme {
            found: self.to_string(),
            expected: themes.list(),
        })
    }

    /// The id that the name makes without a set of themes to look it up in.
    pub(in super::super) fn id(&self) -> Result<ThemeId, LabelProblem> {
        match self {
            Self::Id(id) => Ok(id.clone()),
            Self::Name(name) => kebab_case(name)
                .parse()
                .map_err(|_| Problem::ThemeId { found: name.clone() })
                .map_err(|problem| LabelProblem::ThemeId(problem.to_string())),
            Self::Place(place) => Err(LabelProblem::Numbered(*place)),
        }
    }
}

impl std::fmt::Display for ThemeName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => write!(formatter, "{id}"),
            Self::Name(name) => formatter.write_str(name),
            Self::Place(place) => write!(formatter, "{place}"),
        }
    }
}

/// Looks up a display name: the theme with this name, or with the id that the name makes. `None` if
/// there are two, as the name is ambiguous.
fn named(name: &str, themes: &ThemeSet) -> Option<usize> {
    let id = kebab_case(name);
    let is_meant = |theme: &crate::Theme| {
        theme.id.as_str() == id || theme.name.to_lowercase() == name.to_lowercase()
    };
    let themes = themes.as_slice().iter().enumerate();
    let mut meant = themes.filter(|(_, theme)| is_meant(theme)).map(|(place, _)| place);
    meant.next().filter(|_| meant.next().is_none())
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
        ];
        let themes = ThemeSet::try_from(themes).unwrap();
        for (name, expected) in [
            ("human-rights", Some(0)),
            ("Human Rights", Some(0)),
            ("human_rights", Some(0)),
            ("Science & Technology", Some(1)),
            ("war", Some(2)),
            ("War", None),
            ("Tech+", None),
        ] {
            let found = ThemeName::Name(name.to_owned()).position(&themes).ok();
            assert_eq!(found, expected, "for {name}");
        }
        let message = ThemeName::Place(4).position(&themes).unwrap_err().to_string();
        assert_eq!(message, "unknown theme `4`: expected one of human-rights, tech, war, peace");
    }

    #[test]
    fn without_a_set_of_themes_names_make_ids() {
        let id = |name: &str| ThemeName::Name(name.to_owned()).id();
        assert_eq!(id(" Human_rights").unwrap().as_str(), "human-rights");
        assert!(id("C++").unwrap_err().to_string().starts_with("invalid theme id `C++`"));
        assert!(ThemeName::Place(3).id().is_err());
    }
}
