//! Law 2: every `try:` line parses, and following them leads in at most three steps to success or to a cause that no
//! command can mend, and never in a circle.

use super::{
    super::browser,
    super::place::Place,
    super::running::Seen,
    super::spec::Spec,
    broken::Broken,
    doctor::findings,
    tried_line::{chosen, is_wrong, quoted, shape_of, verbs, words_of},
    words::{headline, plain_text},
};
use daypass_simulator::AutoApprove;
use serde_json::Value;
use std::collections::BTreeSet;

pub(super) const LAW: &str = "2 remedies";
const STEPS: usize = 3;
/// Remedies in all, for homes that have more than one thing wrong.
const LONGEST: usize = 12;
/// The messages with which the command-line parser refuses.
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
    if let Some(browser) = browser::allow(&place.folder, spec)? {
        place.set("BROWSER", &browser.display().to_string());
    }
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

/// What doctor has about a failure.
enum Advice {
    Command(String),
    /// It explains the failure, and there is no command left.
    Explained,
    Nothing,
}

impl Way<'_> {
    /// What is wrong with the way, if anything.
    fn follow(&mut self, place: &mut Place) -> Result<Option<String>, String> {
        let mut current = self.failed.clone();
        let mut cause = headline(self.spec, self.failed);
        let (mut steps, mut total, mut wanted) = (0, 0, None);
        let (mut causes, mut refused) = (BTreeSet::from([cause.clone()]), BTreeSet::new());
        loop {
            let line = match self.next(place, &current)? {
                Next::Command(line) => line,
                Next::End => return Ok(None),
                Next::Nothing => return Ok(Some(format!("({cause}) → doctor, which has nothing about it"))),
            };
            if let Some(wrong) = is_wrong(&line, &cause, &current) {
                return Ok(wrong);
            }
            if self.tried.contains(&line) {
                return Ok(Some(format!("({cause}) → {}: a circle", self.shapes(&line))));
            }
            if steps == STEPS || total == LONGEST {
                return Ok(Some(format!("({cause}): more than {STEPS} steps, {}", self.shapes(&line))));
            }
            steps += 1;
            total += 1;
            self.tried.push(line.clone());
            // What it finds is what comes next.
            let is_doctor = line == "daypass doctor";
            let ran = take(place, &line)?;
            self.seen.push(ran.clone());
            if ran.code == Some(2) && UNPARSED.iter().any(|words| ran.stderr.contains(words))
                || ran.code == Some(127)
            {
                return Ok(Some(format!("({cause}) → {}: does not parse", shape_of(&line))));
            }
            if ran.hung || ran.stderr.contains("panicked at") {
                return Ok(Some(format!("({cause}) → {}: hangs or panics", shape_of(&line))));
            }
            // The same command, better put, is what was wanted; where it fails, it is what is wanted from now on.
            if verbs(&line) == verbs(&format!("daypass {}", self.failed.words.join(" "))) {
                if ran.code == Some(0) {
                    return Ok(None);
                }
                wanted = Some(line.clone());
            }
            if is_doctor {
                continue;
            }
            // A list to choose from: the person takes the first.
            if let Some(chosen) = chosen(&line, &ran).filter(|chosen| !self.tried.contains(chosen)) {
                current = Seen { stderr: format!("try: {chosen}"), ..ran };
                continue;
            }
            // What could not be done before that fix may be done now.
            if line.starts_with("unset ")
                || line.contains("doctor --fix") && ran.changed.iter().any(|name| name == ".aws/config")
            {
                self.tried.retain(|line| line.starts_with("daypass doctor") || line.starts_with("unset "));
            }
            // A fault that doctor fixed was one of several.
            if [&ran.stdout, &ran.stderr].into_iter().any(|text| text.contains(" fixed in ")) {
                steps = 0;
            }
            if ran.code == Some(0) {
                // What failed for that reason is worth another try.
                self.tried.retain(|line| !refused.contains(line));
                if !std::mem::take(&mut refused).is_empty() {
                    steps = 0;
                }
            } else {
                refused.insert(line.clone());
            }
            // A fix that cannot be made says why; that is the cause now.
            let is_refused = ran.code != Some(0) && ran.stderr.contains("error: ");
            if is_refused || ran.code != Some(0) && !line.starts_with("daypass doctor") {
                // Of several things that are wrong each has its own steps.
                if causes.insert(headline(self.spec, &ran)) {
                    steps = 0;
                }
                current = ran;
                continue;
            }
            let again = match &wanted {
                Some(line) => take(place, line)?,
                None => place.run(&self.failed.words)?,
            };
            self.seen.push(again.clone());
            if again.code == Some(0) {
                return Ok(None);
            }
            // Another cause comes to light: that one was mended.
            let other = headline(self.spec, &again);
            if other != cause {
                causes.insert(other.clone());
                (cause, steps) = (other, 0);
            }
            current = again;
        }
    }

    /// The next command: what is said to be tried, or what doctor has about it.
    fn next(&self, place: &mut Place, seen: &Seen) -> Result<Next, String> {
        let text = if seen.stderr.is_empty() { &seen.stdout } else { &seen.stderr };
        let lines: Vec<String> = text.lines().map(plain_text).collect();
        let Some(at) = lines.iter().position(|line| line.starts_with("try: ")) else { return Ok(Next::End) };
        let first = lines.get(at).and_then(|line| line.strip_prefix("try: ")).unwrap_or_default();
        let mut whole = first.to_owned();
        // A quote that is open goes on on the next line.
        for line in lines.iter().skip(at + 1) {
            if whole.replace("\\'", "").matches('\'').count() % 2 == 0 {
                break;
            }
            whole = format!("{whole}\n{line}");
        }
        if whole != "daypass doctor" || !self.tried.contains(&whole) {
            return Ok(Next::Command(whole));
        }
        Ok(match self.by_doctor(place, &lines)? {
            Advice::Command(line) => Next::Command(line),
            Advice::Explained => Next::End,
            Advice::Nothing => Next::Nothing,
        })
    }

    /// What doctor has about the failure that these lines tell: findings that name what they name, or the same line of
    /// the same file; else the errors, any of which may be the cause.
    fn by_doctor(&self, place: &mut Place, lines: &[String]) -> Result<Advice, String> {
        let doctor = place.run(&["doctor".to_owned(), "--output".to_owned(), "json".to_owned()])?;
        let mut found = findings(&doctor.stdout);
        found.retain(|finding| finding.get("severity").is_some_and(|severity| severity != "note"));
        let told = words_of(&lines.join(" "));
        let mut names: Vec<&str> = self.spec.sessions.iter().map(|session| session.name.as_str()).collect();
        names.extend(self.spec.profiles.iter().map(|profile| profile.name.as_str()));
        names.retain(|name| told.iter().any(|word| word == name) || name.contains(' '));
        let after =
            |word: &str| ["profile", "sso-session", "session", "--profile", "--sso-session"].contains(&word);
        let pointed = told.iter().zip(told.iter().skip(1)).filter(|(word, _)| after(word));
        names.extend(pointed.map(|(_, name)| name.as_str()));
        let place_of = |finding: &Value| {
            let (file, line) = (finding.get("file")?.as_str()?, finding.get("line")?.as_u64()?);
            Some(format!("{}:{line}", file.rsplit('/').next().unwrap_or_default()))
        };
        let about = |finding: &&Value| {
            let message = words_of(finding.get("message").and_then(Value::as_str).unwrap_or_default());
            let same_line =
                place_of(finding).is_some_and(|place| lines.iter().any(|line| line.contains(&place)));
            same_line || names.iter().any(|name| message.iter().any(|word| word == name))
        };
        let untried = |finding: &&Value| {
            let words = finding.get("try")?.as_array()?.iter().filter_map(Value::as_str);
            let line = words.map(quoted).collect::<Vec<_>>().join(" ");
            (!line.is_empty() && !self.tried.contains(&line)).then_some(line)
        };
        let related: Vec<&Value> = found.iter().filter(about).collect();
        if !related.is_empty() {
            let next = related.iter().find_map(untried);
            return Ok(next.map_or(Advice::Explained, Advice::Command));
        }
        // The worst first.
        found.sort_by_key(|finding| finding.get("severity").is_none_or(|found| found != "error"));
        Ok(found.iter().find_map(|finding| untried(&finding)).map_or(Advice::Nothing, Advice::Command))
    }

    /// The remedies so far and this one, without names.
    fn shapes(&self, line: &str) -> String {
        let all = self.tried.iter().map(String::as_str).chain([line]);
        all.map(shape_of).collect::<Vec<_>>().join(" → ")
    }
}

/// Where the way goes on.
enum Next {
    Command(String),
    End,
    Nothing,
}

/// Runs a line as a person would: in their shell, where a variable that is unset stays so.
fn take(place: &mut Place, line: &str) -> Result<Seen, String> {
    let words = [format!("(shell) {line}")];
    if let Some(names) = line.strip_prefix("unset ") {
        for name in names.split(' ') {
            place.unset(name);
        }
    }
    // What serves goes on until it is ended, which is its success.
    if line.starts_with("daypass serve") {
        let command = place.shell(&format!("exec timeout --preserve-status -s INT 1 {line}"));
        let mut seen = place.finish(command, &words)?;
        if seen.stdout.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            seen.code = Some(0);
        }
        return Ok(seen);
    }
    let command = place.shell(line);
    place.finish(command, &words)
}
