//! The floor of quality on real news, where the evaluation set is at hand; it
//! is not part of the project, since its texts belong to their publishers.

use std::path::Path;

use crate::support::themewise;

#[test]
#[expect(clippy::print_stdout, reason = "a test that is not run says so")]
fn the_shipped_model_keeps_its_quality_on_real_news() {
    const DEV: &str = "../shared/eval/dev.jsonl";
    if !Path::new(DEV).exists() {
        println!("not run: the evaluation set of real news is not here");
        return;
    }
    let run = themewise(&["evaluate", "--labels", DEV, "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    // TF-IDF and logistic regression of scikit-learn on the same labels: .804 and .734.
    assert!(report["mean_average_precision"].as_f64().unwrap() >= 0.804);
    assert!(report["macro avg"]["f1-score"].as_f64().unwrap() >= 0.734);
    assert!(report["expected_calibration_error"].as_f64().unwrap() <= 0.0107);
}
