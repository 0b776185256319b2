//! Runs the program.

use std::ffi::OsStr;
use std::io::{Read, Write};
#[cfg(target_os = "linux")]
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The path of the program.
pub(crate) const PATH: &str = env!("CARGO_BIN_EXE_themewise");

/// The time limit of a run; a longer run is killed, and its test fails.
const PATIENCE: Duration = Duration::from_secs(200);

/// Variables that are removed, so that the user's configuration and terminal do not change the
/// output.
const REMOVED: [&str; 4] = ["CLICOLOR_FORCE", "NO_COLOR", "THEMEWISE_CONFIG", "SOURCE_DATE_EPOCH"];

/// One run of the program: its arguments, environment and input.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
    input: Vec<u8>,
}

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    /// The program with these arguments, in the project folder.
    pub(crate) fn new<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Self {
        Self::started_by(Command::new(PATH)).arguments(arguments)
    }

    /// The program with these arguments under a limit of bash's `ulimit`, such as `-f 1024`.
    pub(crate) fn limited<S: AsRef<OsStr>>(
        limit: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Self {
        let script = format!("trap '' XFSZ; ulimit {limit}; exec \"$0\" \"$@\"");
        let mut shell = Command::new("bash");
        shell.args(["-c", &script, PATH]);
        Self::started_by(shell).arguments(arguments)
    }

    /// The program with these arguments, without the capabilities of root.
    #[cfg(target_os = "linux")]
    pub(crate) fn unprivileged<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Self {
        let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
        let mut command = Command::new(if is_root { "setpriv" } else { PATH });
        if is_root {
            command.args(["--bounding-set=-all", "--inh-caps=-all", PATH]);
        }
        Self::started_by(command).arguments(arguments)
    }

    fn started_by(mut command: Command) -> Self {
        for variable in REMOVED {
            command.env_remove(variable);
        }
        command.env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, input: Vec::new() }
    }

    /// Adds arguments.
    pub(crate) fn arguments<S: AsRef<OsStr>>(
        mut self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets the working folder.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets an environment variable.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets the bytes on standard input, which is empty by default.
    pub(crate) fn input(mut self, input: impl Into<Vec<u8>>) -> Self {
        self.input = input.into();
        self
    }

    /// Redirects standard output, which is a pipe by default.
    pub(crate) fn stdout(mut self, target: impl Into<Stdio>) -> Self {
        self.command.stdout(target);
        self
    }

    /// Runs it to its end; returns its output as text.
    pub(crate) fn run(self) -> Run {
        Run::from(self.output())
    }

    /// Runs it to its end; returns its output as bytes.
    pub(crate) fn output(self) -> Output {
        let shown = format!("{:?}", self.command);
        let (mut child, input) = self.spawn();
        let mut stdin = child.stdin.take().expect("standard input is a pipe");
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (ended, end) = mpsc::channel();
        thread::scope(|scope| {
            // This fails if the program ends before it has read everything.
            scope.spawn(move || drop(stdin.write_all(&input)));
            let also_ended = ended.clone();
            let stdout = scope.spawn(move || all(stdout, &ended));
            let stderr = scope.spawn(move || all(stderr, &also_ended));
            if (0..2).any(|_| end.recv_timeout(PATIENCE).is_err()) {
                child.kill().unwrap();
                panic!("{shown} has not ended after {PATIENCE:?}");
            }
            let [stdout, stderr] = [stdout, stderr].map(|reader| reader.join().unwrap());
            Output { status: child.wait().unwrap(), stdout, stderr }
        })
    }

    /// Starts it without input; the caller writes, reads and waits.
    pub(crate) fn start(self) -> Child {
        self.spawn().0
    }

    fn spawn(mut self) -> (Child, Vec<u8>) {
        let child = self.command.spawn();
        let child = child.unwrap_or_else(|error| panic!("{:?}: {error}", self.command));
        (child, self.input)
    }
}

/// Reads a pipe, if there is one, to its end; then sends on `ended`.
fn all(pipe: Option<impl Read>, ended: &mpsc::Sender<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes).unwrap();
    }
    ended.send(()).unwrap();
    bytes
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        let code = output.status.code().unwrap_or_else(|| panic!("{output:?}"));
        Self { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// Runs `themewise` in the project folder.
pub(crate) fn themewise(arguments: &[&str]) -> Run {
    Program::new(arguments).run()
}

/// Runs `themewise` with a text on standard input.
pub(crate) fn with_input(arguments: &[&str], input: impl Into<Vec<u8>>) -> Run {
    Program::new(arguments).input(input).run()
}
