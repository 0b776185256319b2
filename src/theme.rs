//! The themes a model can give: data, not code.

use std::fmt;
#[cfg(feature = "training")]
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Problem;
use crate::{Error, Result};

/// The name of a theme in labels and output: kebab-case, at most 64 bytes.
///
/// # Examples
///
/// ```
/// use themewise::ThemeId;
///
/// assert!("human-rights".parse::<ThemeId>().is_ok());
/// assert!("Human Rights".parse::<ThemeId>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ThemeId(Arc<str>);

impl ThemeId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same id in its own allocation. Threads that often clone it then do not contend for a
    /// shared reference count.
    pub(crate) fn unshared(&self) -> Self {
        Self(Arc::from(&*self.0))
    }
}

impl std::str::FromStr for ThemeId {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self> {
        let kebab_case = id.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if kebab_case && id.len() <= 64 {
            Ok(Self(id.into()))
        } else {
            Err(Problem::ThemeId { found: id.to_owned() }.into())
        }
    }
}

impl TryFrom<String> for ThemeId {
    type Error = Error;

    fn try_from(id: String) -> Result<Self> {
        id.parse()
    }
}

impl fmt::Display for ThemeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Debug for ThemeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

/// A theme with its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its name in labels and output.
    pub id: ThemeId,
    /// Its display name; empty if it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// One sentence on what a paragraph of this theme is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub definition: String,
    /// One sentence on what does not count.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excludes: String,
    /// The same theme in other vocabularies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<ThemeCode>,
}

impl From<ThemeId> for Theme {
    fn from(id: ThemeId) -> Self {
        let (name, definition, excludes) = Default::default();
        Self { id, name, definition, excludes, codes: Vec::new() }
    }
}

/// A theme in another vocabulary, such as IPTC Media Topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeCode {
    /// The vocabulary: `iptc-mediatopic`, `gdelt-gkg`, `cap-major`, `misp-taxonomy`.
    pub scheme: String,
    /// The code there.
    pub code: String,
    /// Its name there, if it has one.
    pub name: String,
    /// How the code was checked against its source.
    pub status: String,
}

/// The most themes of a set. The largest vocabularies of news have half as many.
const MAX_THEMES: usize = 2500;

/// Unique themes in a fixed order, which is that of every row of scores and confidences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Theme>", into = "Vec<Theme>")]
pub struct ThemeSet(Vec<Theme>);

impl ThemeSet {
    /// Reads a themes file: TOML, an array of tables `[[theme]]`.
    ///
    /// # Errors
    /// If the file cannot be read, is not valid TOML of this form, has no theme, or has a duplicate
    /// one.
    #[cfg(feature = "training")]
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::access(path, source))?;
        let file: ThemesFile = toml::from_str(&text)
            .map_err(|source| Problem::Themes { path: path.into(), source: Box::new(source) })?;
        Ok(file.theme)
    }

    /// The index of a theme in the set.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.0.iter().position(|theme| theme.id.as_str() == id)
    }

    /// The themes in order.
    pub fn as_slice(&self) -> &[Theme] {
        &self.0
    }

    /// The ids in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &ThemeId> {
        self.0.iter().map(|theme| &theme.id)
    }

    /// The ids in order, joined for messages.
    pub fn list(&self) -> String {
        self.ids().map(ThemeId::as_str).collect::<Vec<_>>().join(", ")
    }

    /// The number of themes, at least one.
    #[expect(clippy::len_without_is_empty, reason = "a set of themes is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(feature = "training")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemesFile {
    theme: ThemeSet,
}

impl TryFrom<Vec<Theme>> for ThemeSet {
    type Error = Error;

    fn try_from(themes: Vec<Theme>) -> Result<Self> {
        if themes.len() > MAX_THEMES {
            return Err(Problem::TooManyThemes { found: themes.len(), most: MAX_THEMES }.into());
        }
        let mut ids: Vec<_> = themes.as_slice().iter().map(|theme| &theme.id).collect();
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Problem::ThemeTwice { theme: twice[0].to_string() }.into());
        }
        if themes.is_empty() { Err(Problem::NoThemes.into()) } else { Ok(Self(themes)) }
    }
}

impl From<ThemeSet> for Vec<Theme> {
    fn from(themes: ThemeSet) -> Self {
        themes.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case() {
        for (id, valid) in [
            ("trade", true),
            ("human-rights", true),
            ("g7", true),
            ("", false),
            ("-", false),
            ("Trade", false),
            ("a--b", false),
            ("a_b", false),
            ("é", false),
        ] {
            assert_eq!(id.parse::<ThemeId>().is_ok(), valid, "for {id:?}");
        }
        assert!("x".repeat(65).parse::<ThemeId>().is_err());
    }

    #[test]
    fn the_themes_of_the_project_are_the_codebooks() {
        let themes = ThemeSet::read(Path::new("labels/themes.toml")).unwrap();
        let expected = "cybersecurity, military, trade, interference, disinformation, diplomacy, \
                        elections, human-rights, justice, energy, climate, health, migration, \
                        technology";
        assert_eq!(themes.list(), expected);
        assert!(
            themes.as_slice().iter().all(|t| !t.definition.is_empty() && !t.excludes.is_empty())
        );
        let codes: usize = themes.as_slice().iter().map(|theme| theme.codes.len()).sum();
        let crosswalk = include_str!("../labels/crosswalk.tsv");
        assert_eq!(codes, crosswalk.lines().count() - 1);
    }
}
