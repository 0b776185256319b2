//! Several answers about one paragraph, in several files.
//!
//! Annotation tools number paragraphs by project and write a file for each annotator. So an equal
//! id with an equal text in two files is one paragraph with two answers, which are votes: the
//! majority decides, and a draw is unknown. An equal id with another text is another paragraph, and
//! gets the name of its file before its id. In one file, an id is there once.

use indexmap::IndexMap;

use super::article_place::ArticlePlace;
use super::place::RecordPlace;
use super::{Content, Example, Judgement};
use crate::error::{LabelError, LabelProblem};

/// A paragraph as one file has it.
pub(super) struct Answer<'a> {
    pub(super) example: Example,
    /// Its place in an article.
    pub(super) at: Option<ArticlePlace>,
    pub(super) place: RecordPlace<'a>,
    /// The index of its file.
    pub(super) file: usize,
}

/// The paragraphs of all files, each once.
pub(super) struct Merged<'a> {
    pub(super) answers: Vec<Answer<'a>>,
    /// What became votes and what got another id, one line each.
    pub(super) notes: Vec<String>,
    /// The ids that are in one file several times.
    pub(super) repeated: Vec<LabelError>,
}

/// What was done to paragraphs with equal ids.
#[derive(Default)]
struct Counts {
    voted: usize,
    drawn: usize,
    renamed: usize,
}

/// Makes one paragraph of equal ones in several files.
pub(super) fn merge(answers: Vec<Answer>, themes: usize) -> Merged {
    let mut by_id: IndexMap<String, Vec<Answer>> = IndexMap::new();
    let mut repeated = Vec::new();
    for answer in answers {
        let equal = by_id.entry(answer.example.id.clone()).or_default();
        match equal.iter().find(|first| first.place.path == answer.place.path) {
            Some(first) => repeated.push(is_repeated(&answer, first)),
            None => equal.push(answer),
        }
    }
    let mut counts = Counts::default();
    let merged = by_id.into_values().flat_map(|equal| counts.merge(equal, themes));
    let mut answers: Vec<_> = merged.collect();
    // A paragraph belongs to the first file that has it.
    answers.sort_by_key(|answer| (answer.file, answer.place.place));
    Merged { answers, notes: counts.notes(), repeated }
}

fn is_repeated(answer: &Answer, first: &Answer) -> LabelError {
    let (id, first) = (answer.example.id.clone(), first.place.to_string());
    answer.place.error(LabelProblem::DuplicateId { id, first })
}

impl Counts {
    /// The paragraphs among answers with an equal id.
    fn merge<'a>(&mut self, equal: Vec<Answer<'a>>, themes: usize) -> Vec<Answer<'a>> {
        let mut paragraphs: Vec<Vec<Answer>> = Vec::new();
        for answer in equal {
            match paragraphs.iter_mut().find(|same| is_same(&same[0], &answer)) {
                Some(same) => same.push(answer),
                None => paragraphs.push(vec![answer]),
            }
        }
        if paragraphs.len() > 1 {
            self.renamed += paragraphs.len();
            rename(&mut paragraphs);
        }
        paragraphs.into_iter().map(|same| self.vote(same, themes)).collect()
    }

    /// One paragraph with the majority of the answers.
    fn vote<'a>(&mut self, mut same: Vec<Answer<'a>>, themes: usize) -> Answer<'a> {
        if same.len() > 1 {
            let by = |judge: fn(&Example) -> (&[usize], &[usize])| {
                majority(
                    &same.iter().map(|answer| judge(&answer.example)).collect::<Vec<_>>(),
                    themes,
                )
            };
            let (judged, alone) = (by(Example::in_context), by(Example::by_itself));
            let has_alone = same.iter().any(|answer| answer.example.alone.is_some());
            self.voted += 1;
            self.drawn += usize::from(judged.1);
            let first = &mut same[0].example;
            first.alone = has_alone.then_some(alone.0);
            (first.themes, first.unknown) = (judged.0.themes, judged.0.unknown);
        }
        same.swap_remove(0)
    }

    fn notes(&self) -> Vec<String> {
        let Self { voted, drawn, renamed } = self;
        let votes = format!(
            "paragraphs in several files: {voted}; their answers are votes, and the themes of a draw \
             are unknown ({drawn} drawn)"
        );
        let names = format!(
            "paragraphs with an id that others in another file have: {renamed}; the name of the file \
             is put before it"
        );
        let notes = [(*voted > 0).then_some(votes), (*renamed > 0).then_some(names)];
        notes.into_iter().flatten().collect()
    }
}

/// Whether two answers with an equal id are about one paragraph.
fn is_same(a: &Answer, b: &Answer) -> bool {
    let is_same_text = match (&a.example.content, &b.example.content) {
        (Content::Text(a), Content::Text(b)) => a.trim() == b.trim(),
        (a, b) => a == b,
    };
    is_same_text && a.at == b.at
}

/// Puts the names of their files before the ids of different paragraphs; the paths if the names are
/// equal.
fn rename(paragraphs: &mut [Vec<Answer>]) {
    let name = |answer: &Answer| answer.place.path.file_name().map(ToOwned::to_owned);
    let names: Vec<_> = paragraphs.iter().map(|same| name(&same[0])).collect();
    let is_unique =
        names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1);
    for (same, name) in paragraphs.iter_mut().zip(names) {
        let first = &mut same[0];
        let path = first.place.path.display().to_string();
        let name = name.filter(|_| is_unique).map(|name| name.to_string_lossy().into_owned());
        first.example.id = format!("{}:{}", name.unwrap_or(path), first.example.id);
    }
}

/// The themes that most of the judgements have, and those without a majority; and whether there is
/// a draw among these.
fn majority(judgements: &[(&[usize], &[usize])], themes: usize) -> (Judgement, bool) {
    let (mut judgement, mut is_drawn) = (Judgement::default(), false);
    for theme in 0..themes {
        let decided = judgements.iter().filter(|(_, unknown)| !unknown.contains(&theme));
        let answers: Vec<bool> = decided.map(|(has, _)| has.contains(&theme)).collect();
        let yes = answers.iter().filter(|has| **has).count();
        match yes.cmp(&(answers.len() - yes)) {
            std::cmp::Ordering::Greater => judgement.themes.push(theme),
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                judgement.unknown.push(theme);
                is_drawn |= yes > 0;
            }
        }
    }
    (judgement, is_drawn)
}
