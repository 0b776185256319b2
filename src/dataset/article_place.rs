//! The place of a paragraph in an article.

use std::collections::BTreeMap;

use crate::error::LabelProblem;

/// The fields `document` and `paragraph` of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ArticlePlace {
    pub(super) document: String,
    /// 0 is the title.
    pub(super) paragraph: usize,
}

impl ArticlePlace {
    /// The place of a row with these fields; `None` if it lacks one of the two.
    pub(super) fn of(fields: &BTreeMap<String, String>) -> Result<Option<Self>, LabelProblem> {
        let (Some(document), Some(paragraph)) = (fields.get("document"), fields.get("paragraph"))
        else {
            return Ok(None);
        };
        let number = paragraph.parse();
        let paragraph =
            number.map_err(|_| LabelProblem::field("paragraph", paragraph, "a whole number"))?;
        Ok(Some(Self { document: document.clone(), paragraph }))
    }

    pub(super) fn is_title(&self) -> bool {
        self.paragraph == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_a_document_and_a_whole_number_is_part_of_an_article() {
        let fields = |fields: &[(&str, &str)]| {
            let fields = fields.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
            ArticlePlace::of(&fields.collect()).map_err(|problem| problem.to_string())
        };
        let place = |paragraph| Ok(Some(ArticlePlace { document: "d".to_owned(), paragraph }));
        let wrong = |found| Err(format!("`paragraph` must be a whole number, got {found}"));
        for (paragraph, expected) in [
            ("0", place(0)),
            ("12", place(12)),
            ("-1", wrong("-1")),
            ("1.5", wrong("1.5")),
            ("one", wrong("one")),
        ] {
            assert_eq!(fields(&[("document", "d"), ("paragraph", paragraph)]), expected);
        }
        assert_eq!(fields(&[("document", "d")]), Ok(None));
        assert_eq!(fields(&[("paragraph", "one")]), Ok(None));
    }
}
