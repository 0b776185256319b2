//! A model and its workers own what they need, so threads and services can keep them.

use std::sync::{Arc, Mutex};
use std::thread;

use themewise::{Model, Prediction, Worker, Workers};

use crate::support::default_model;

const PARAGRAPHS: [&str; 4] = [
    "Hackers stole voter files from the party’s e-mail server.",
    "Tariffs on steel rose after the trade talks failed.",
    "The army moved tanks and artillery to the border overnight.",
    "",
];

#[test]
fn model_and_workers_go_to_other_threads() {
    fn is_sent<T: Send + 'static>() {}
    fn is_shared<T: Sync>() {}
    is_sent::<Model>();
    is_sent::<Workers>();
    is_sent::<Worker>();
    is_shared::<Model>();
    is_shared::<Workers>();
}

/// The predictions of a model with an empty word cache.
fn expected() -> Vec<Prediction> {
    let model = Model::embedded().unwrap();
    PARAGRAPHS.map(|paragraph| model.worker().predict(paragraph)).to_vec()
}

#[test]
fn workers_move_into_a_thread() {
    let workers = Model::embedded().unwrap().workers();
    let thread = thread::spawn(move || {
        let mut worker = workers.worker();
        PARAGRAPHS.map(|paragraph| worker.predict(paragraph)).to_vec()
    });
    let found = thread.join().unwrap();
    assert_eq!(found, expected());
    assert!(found[..3].iter().all(|prediction| !prediction.labels.is_empty()));
}

#[test]
fn threads_share_workers_in_the_state_of_a_service() {
    struct State {
        workers: Workers,
        answers: Mutex<Vec<(usize, Prediction)>>,
    }
    let workers = Model::embedded().unwrap().workers();
    let state = Arc::new(State { workers, answers: Mutex::default() });
    let request = |number: usize| {
        let state = state.clone();
        thread::spawn(move || {
            let prediction = state.workers.worker().predict(PARAGRAPHS[number % PARAGRAPHS.len()]);
            state.answers.lock().unwrap().push((number, prediction));
        })
    };
    let threads: Vec<_> = (0..3 * PARAGRAPHS.len()).map(request).collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let expected = expected();
    let answers = state.answers.lock().unwrap();
    assert_eq!(answers.len(), 3 * PARAGRAPHS.len());
    for (number, prediction) in answers.iter() {
        assert_eq!(prediction, &expected[number % PARAGRAPHS.len()], "request {number}");
    }
}

#[test]
fn clones_of_a_model_predict_the_same_on_any_thread() {
    let expected = expected();
    thread::scope(|scope| {
        for _ in 0..4 {
            let model = default_model().clone();
            let expected = &expected;
            scope.spawn(move || {
                for (paragraph, expected) in PARAGRAPHS.iter().zip(expected).cycle().take(40) {
                    assert_eq!(&model.predict(paragraph), expected);
                }
            });
        }
    });
}

#[test]
fn a_worker_outlives_the_model_it_came_from() {
    let model = Model::embedded().unwrap();
    let known = model.predict(PARAGRAPHS[0]);
    let mut worker = model.worker();
    drop(model);
    assert_eq!(worker.predict(PARAGRAPHS[0]), known);
}

#[test]
fn predictions_and_explanations_are_json() {
    let mut worker = default_model().worker();
    let text = PARAGRAPHS[0];
    let prediction = worker.predict(text);
    let explanation = worker.explain_predicted(text, &prediction).swap_remove(0);
    let json = serde_json::to_value(&prediction).unwrap();
    assert_eq!(json["labels"][0]["theme"], "cybersecurity");
    assert_eq!(json["confidences"].as_array().unwrap().len(), default_model().themes().len());
    let json = serde_json::to_value(&explanation).unwrap();
    assert_eq!(json["score"], explanation.score);
    let (start, end) =
        (explanation.contributions[0].spans[0].start, explanation.occurrences(1)[0].span.end);
    assert_eq!(json["contributions"][0]["spans"][0]["start"], start);
    assert_eq!(json["contributions"][0]["term"], explanation.contributions[0].term);
    assert_eq!(serde_json::to_value(explanation.occurrences(1)).unwrap()[0]["span"]["end"], end);
}
