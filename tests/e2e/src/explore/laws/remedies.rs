//! Law 2: every `try:` line parses, and following them leads in at most three steps to success or to a cause that no
//! command can mend, and never in a circle.

use super::{Broken, Place, Seen, Spec, doctor::findings, headline, named, plain_text, shape};
use daypass_simulator::AutoApprove;
use serde_json::Value;

pub(super) const LAW: &str = "2 remedies";
const STEPS: usize = 3;
/// Words that stand for something else in a line that is no command.
const PATTERNS: &[&str] =
    &["NAME", "URL", "ID", "COMMAND", "REGION", "FILE", "PROFILE", "SESSION", "ROLE", "PORT"];
/// How a parser of command lines refuses.
const UNPARSED: &[&str] =
    &["unexpected argument", "unrecognized subcommand", "invalid value", "required arguments"];

/// Follows the remedies of a command that failed, in its home; a person allows each sign-in, and the service is well.
pub(super) fn check(place: &mut Place, spec: &Spec, failed: &Seen) -> Result<Vec<Broken>, String> {
    if failed.code == Some(0) || failed.hung {
        return Ok(Vec::new());
    }
    let world = place.world();
    world.lock().clear_faults();
    world.lock().set_auto_approve(AutoApprove::Allow);
    let mut way = Way { spec, failed, tried: Vec::new(), seen: vec![failed.clone()] };
    let what = way.follow(place)?;
    Ok(what.into_iter().map(|what| Broken::new(LAW, what, &way.seen.iter().collect::<Vec<_>>())).collect())
}

struct Way<'a> {
    spec: &'a Spec,
    failed: &'a Seen,
    tried: Vec<String>,
    seen: Vec<Seen>,
}

impl Way<'_> {
    /// What is wrong with the way, if anything.
    fn follow(&mut self, place: &mut Place) -> Result<Option<String>, String> {
        let mut current = self.failed.clone();
        for _ in 0..STEPS {
            let Some(line) = self.next(place, &current)? else { return Ok(None) };
            let begun = format!("({}) → {}", headline(self.spec, &current), shape_of(&line));
            if line.lines().count() != 1 {
                return Ok(Some(format!("{begun}: not one line")));
            }
            // Angle brackets, which a shell refuses, mark a pattern.
            if line.contains(" <") || line.contains("=<") {
                return Ok(None);
            }
            if line.split([' ', '=']).any(|word| PATTERNS.contains(&word)) {
                return Ok(Some(format!("a pattern that looks like a command: {}", verbs(&line))));
            }
            if self.tried.contains(&line) {
                return Ok(Some(format!(
                    "({}) → {}: a circle",
                    headline(self.spec, self.failed),
                    self.shapes(&line)
                )));
            }
            self.tried.push(line.clone());
            let ran = take(place, &line)?;
            self.seen.push(ran.clone());
            if ran.code == Some(2) && UNPARSED.iter().any(|words| ran.stderr.contains(words))
                || ran.code == Some(127)
            {
                return Ok(Some(format!("{begun}: does not parse")));
            }
            if ran.hung || ran.stderr.contains("panicked at") {
                return Ok(Some(format!("{begun}: hangs or panics")));
            }
            if ran.code != Some(0) && !line.starts_with("daypass doctor") {
                current = ran;
                continue;
            }
            let again = place.run(&self.failed.words)?;
            self.seen.push(again.clone());
            if again.code == Some(0) {
                return Ok(None);
            }
            current = if line.starts_with("daypass doctor") && !line.contains("--fix") { ran } else { again };
        }
        match self.next(place, &current)? {
            None => Ok(None),
            Some(line) if line.contains(" <") || line.contains("=<") => Ok(None),
            Some(line) => Ok(Some(format!(
                "({}): more than three steps, {}",
                headline(self.spec, self.failed),
                self.shapes(&line)
            ))),
        }
    }

    /// The next command: what is said to be tried, or what doctor has for the worst that it finds.
    fn next(&self, place: &mut Place, seen: &Seen) -> Result<Option<String>, String> {
        let text =
            format!("{}\n{}", seen.stderr, if seen.stderr.is_empty() { seen.stdout.as_str() } else { "" });
        let lines: Vec<String> = text.lines().map(plain_text).collect();
        let at = lines.iter().position(|line| line.starts_with("try: "));
        let said = at.map(|at| {
            let first = lines.get(at).and_then(|line| line.strip_prefix("try: ")).unwrap_or_default();
            let mut whole = first.to_owned();
            // A quote that is open goes on on the next line.
            for line in lines.iter().skip(at + 1) {
                if whole.matches('\'').count() % 2 == 0 {
                    break;
                }
                whole = format!("{whole}\n{line}");
            }
            whole
        });
        let asked = |line: &String| line == "daypass doctor" && self.tried.contains(line);
        let last_was_doctor = self.tried.last().is_some_and(|line| line.starts_with("daypass doctor"));
        match said {
            Some(line) if !asked(&line) => Ok(Some(line)),
            None if !last_was_doctor => Ok(None),
            said => self.by_doctor(place, said),
        }
    }

    /// What doctor has for the worst that it finds, first of what was asked for. Without a command left, what it finds
    /// is the cause that no command can mend; nothing found is no answer.
    fn by_doctor(&self, place: &mut Place, said: Option<String>) -> Result<Option<String>, String> {
        let doctor = place.run(&["doctor".to_owned(), "--output".to_owned(), "json".to_owned()])?;
        let mut found = findings(&doctor.stdout);
        found.retain(|finding| finding.get("severity").is_some_and(|severity| severity != "note"));
        let names: Vec<&str> = <[_; 2]>::from(named(&self.failed.words)).into_iter().flatten().collect();
        let about = |finding: &Value| {
            let message = finding.get("message").and_then(Value::as_str).unwrap_or_default();
            names.iter().any(|name| message.contains(name))
        };
        found.sort_by_key(|finding| {
            (!about(finding), finding.get("severity").is_none_or(|found| found != "error"))
        });
        let words = |finding: &Value| {
            let words = finding.get("try")?.as_array()?.iter().filter_map(Value::as_str);
            let words: Vec<String> = words.map(quoted).collect();
            (!words.is_empty()).then(|| words.join(" "))
        };
        let untried = found.iter().filter_map(words).find(|line| !self.tried.contains(line));
        Ok(if found.is_empty() { said } else { untried })
    }

    /// The remedies so far and this one, without names.
    fn shapes(&self, line: &str) -> String {
        let all = self.tried.iter().map(String::as_str).chain([line]);
        all.map(shape_of).collect::<Vec<_>>().join(" → ")
    }
}

/// A remedy without names.
fn shape_of(line: &str) -> String {
    let words: Vec<String> = line.split(' ').skip(1).map(str::to_owned).collect();
    if line.starts_with("daypass ") {
        shape(&words)
    } else {
        line.split(' ').next().unwrap_or_default().to_owned()
    }
}

/// The words before its first option.
fn verbs(line: &str) -> String {
    let words = line.split(' ').take_while(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
    words.take(3).collect::<Vec<_>>().join(" ")
}

/// Runs a line as a person would: in their shell, where a variable that is unset stays so.
fn take(place: &mut Place, line: &str) -> Result<Seen, String> {
    let words = [format!("(shell) {line}")];
    if let Some(names) = line.strip_prefix("unset ") {
        for name in names.split(' ') {
            place.unset(name);
        }
    }
    let command = place.shell(line);
    place.finish(command, &words)
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
