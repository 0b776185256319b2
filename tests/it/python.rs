//! A Python environment with the real tools that some tests compare with.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The packages to install, with exact versions.
const REQUIREMENTS: &str = "tests/requirements.txt";

/// The Python of a virtual environment in the folder of test files, in which [`REQUIREMENTS`] are
/// installed. The first test that needs it creates it, and creates it again when the requirements
/// change.
pub(crate) fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../python");
        std::fs::create_dir_all(&folder).unwrap();
        // Closing the file releases the lock, even if a test is killed.
        let lock = File::create(folder.join("lock")).unwrap();
        fs4::FileExt::lock(&lock).unwrap();
        installed(&folder)
    })
}

/// Runs a script of `tests/data`; returns what it prints.
pub(crate) fn script(name: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(python());
    run(command.arg(Path::new("tests/data").join(name)).args(arguments))
}

/// The Python of a folder, after installing the requirements if needed.
fn installed(folder: &Path) -> PathBuf {
    let (marker, python) = (folder.join("installed.txt"), folder.join("venv/bin/python"));
    let wanted = std::fs::read_to_string(REQUIREMENTS).unwrap();
    if std::fs::read_to_string(&marker).is_ok_and(|installed| installed == wanted) {
        return python;
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")));
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(Command::new(&python).args(pip).arg(REQUIREMENTS));
    std::fs::write(&marker, wanted).unwrap();
    python
}

/// The output of a command; if it fails, panics with all of its output.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let [said, complained] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert!(output.status.success(), "{command:?} failed:\n{said}\n{complained}");
    said
}
