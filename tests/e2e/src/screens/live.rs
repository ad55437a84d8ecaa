//! Lives the first hours of `lives.rs` on a terminal of 80×24, as a person at a shell: types, reads, answers.

use super::{
    lives::{ACCOUNT, Life, ROLE, Step},
    normal,
    terminal::{Terminal, program_folder},
};
use crate::stage::Stage;
use daypass_simulator::AutoApprove;
use std::{fs, thread, time::Duration};

const PROMPT: &str = "$ ";
/// How often the screen is looked at, and for how long.
const LOOKS: usize = 600;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Lives it, and returns what was on the screen from the first line to the last.
pub(super) fn live(life: &Life) -> Result<String, String> {
    let explain = |error: std::io::Error| error.to_string();
    let stage = Stage::open("screens-life")?;
    stage.world().lock().set_auto_approve(AutoApprove::Allow);
    let files = [(".aws/config", life.config)].into_iter().filter(|(_, text)| !text.is_empty());
    for (name, text) in files.chain(life.file) {
        let path = stage.home.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&stage.home)).map_err(explain)?;
        fs::write(path, text).map_err(explain)?;
    }
    let codes = stage.home.with_file_name("codes");
    let mut script = format!(
        "export PS1='{PROMPT}' PROMPT_COMMAND='echo $? >> \"{}\"' HISTFILE=/dev/null PATH=\"{}:$PATH\" NO_COLOR=1\n",
        codes.display(),
        program_folder().display()
    );
    script += if life.has_browser { "" } else { "unset BROWSER\n" };
    if let Some((name, value)) = life.variable {
        script += &format!("export {name}='{value}'\n");
    }
    let terminal = Terminal::start(&stage, &format!("{script}exec bash --norc --noprofile -i\n"), 80, 24)?;
    let mut person = Person { terminal, life, seen: 0 };
    let shown =
        person.live().map_err(|error| format!("{error}\n{}", person.transcript().unwrap_or_default()))?;
    let codes = fs::read_to_string(&codes).map_err(explain)?;
    judge(life, &shown, &codes.split_whitespace().skip(1).collect::<Vec<_>>())?;
    Ok(normal::normal(&shown))
}

/// Whoever it is at the terminal.
struct Person<'s> {
    terminal: Terminal<'s>,
    life: &'s Life,
    /// How much of the transcript was read before the last key.
    seen: usize,
}

impl Person<'_> {
    fn live(&mut self) -> Result<String, String> {
        self.wait_for("the prompt", |new| new.ends_with(PROMPT.trim_end()))?;
        for (at, step) in self.life.steps.iter().enumerate() {
            match step {
                Step::Type(line) => self.enter(line)?,
                Step::Suggested(line) => {
                    let transcript = self.transcript()?;
                    let said = transcript
                        .lines()
                        .rev()
                        .find_map(|line| line.strip_prefix("try: ").or_else(|| line.strip_prefix("next:  ")));
                    if said != Some(line) {
                        return Err(format!("it suggests {said:?}, not {line:?}"));
                    }
                    self.enter(line)?;
                }
                Step::Answer(question, answer) => {
                    self.wait_for(question, |new| new.contains(question))?;
                    // One key answers yes or no.
                    match question.contains("[y/N]") || question.ends_with("now?") {
                        true => self.terminal.tmux(&["send-keys", "-l", "--", answer]).map(drop)?,
                        false => self.enter(answer)?,
                    }
                }
            }
            if !matches!(self.life.steps.get(at + 1), Some(Step::Answer(..))) {
                self.wait_for("the end of the command", |new| {
                    new.ends_with(&format!("\n{}", PROMPT.trim_end()))
                })?;
            }
        }
        self.transcript()
    }

    fn enter(&mut self, text: &str) -> Result<(), String> {
        self.seen = self.transcript()?.len().saturating_sub(PROMPT.len());
        if !text.is_empty() {
            self.terminal.tmux(&["send-keys", "-l", "--", text])?;
        }
        self.terminal.tmux(&["send-keys", "Enter"]).map(drop)
    }

    /// Everything since the start, without blank lines at the end.
    fn transcript(&self) -> Result<String, String> {
        let text = self.terminal.tmux(&["capture-pane", "-p", "-J", "-S", "-"])?;
        let lines: Vec<_> = text.lines().map(str::trim_end).collect();
        Ok(lines.join("\n").trim_end().to_owned())
    }

    fn wait_for(&self, what: &str, is_there: impl Fn(&str) -> bool) -> Result<(), String> {
        for _ in 0..LOOKS {
            let transcript = self.transcript()?;
            // Once more, so that nothing is drawn any longer.
            if is_there(transcript.get(self.seen..).unwrap_or_default()) {
                thread::sleep(BETWEEN_LOOKS);
                if transcript == self.transcript()? {
                    return Ok(());
                }
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        Err(format!("{what} does not come"))
    }
}

/// The right account and role in the end; no question twice; what was suggested ended well.
fn judge(life: &Life, shown: &str, ends: &[&str]) -> Result<(), String> {
    let last = shown.rsplit("$ daypass whoami").next().unwrap_or_default();
    if !last.contains(ACCOUNT) || !last.contains(ROLE) || ends.last() != Some(&"0") {
        return Err(format!("somebody else in the end, or nobody: {ends:?}\n{shown}"));
    }
    for step in life.steps {
        if let Step::Answer(question, _) = step
            && shown.matches(question).count() != 1
        {
            return Err(format!("{question:?} is asked {} times\n{shown}", shown.matches(question).count()));
        }
    }
    let commands = life.steps.iter().filter(|step| !matches!(step, Step::Answer(..)));
    for (command, code) in commands.zip(ends) {
        if let (Step::Suggested(said), true) = (command, *code != "0") {
            return Err(format!("{said:?} was suggested, and ends with {code}\n{shown}"));
        }
    }
    let mut suggestions = shown.lines().filter_map(|line| line.strip_prefix("try: "));
    let is_followed =
        |said: &&str| life.steps.iter().any(|step| matches!(step, Step::Suggested(typed) if typed == said));
    match suggestions.find(|said| !is_followed(said)) {
        Some(said) => Err(format!("nobody has tried {said:?}\n{shown}")),
        None => Ok(()),
    }
}
