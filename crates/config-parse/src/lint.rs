//! Finds what tools reject, ignore or misread: problems of the readings, repetitions, and lines that tools read in
//! different ways.

use std::collections::{HashMap, HashSet};

use crate::{
    Dialect, Document,
    code::Code,
    diagnostic::Diagnostic,
    dialect::{aws_cli, sdk},
    document::FileKind,
    lines::Locator,
    packed::offset,
    plain::is_identifier,
    reading::{Problem, Property, Reading, Section},
    search,
    section_name::SectionKind,
};

/// Findings, which are computed at each call.
impl Document {
    /// Finds what the tools of this dialect reject, ignore or misread in this file, in file order. A file that is not
    /// [readable](crate::Encoding::is_readable) has only [`Code::NotUtf8`].
    pub fn diagnostics(&self, dialect: Dialect) -> Vec<Diagnostic> {
        diagnostics(self, Some(dialect))
    }

    /// Finds what any tool rejects, ignores or misreads in this file, in file order; each finding comes once, with the
    /// tools that it concerns.
    pub fn lint(&self) -> Vec<Diagnostic> {
        diagnostics(self, None)
    }

    /// Returns the first finding for which the tools of this dialect reject the whole file; `None` if they accept it.
    pub fn refused_by(&self, dialect: Dialect) -> Option<Diagnostic> {
        if !self.encoding().is_readable() {
            return Some(Diagnostic::new(Code::NotUtf8, 0..self.text().len(), (1, 1)));
        }
        let mut problems = refusing(self, dialect);
        if !self.is_utf8() {
            problems.retain(|problem| problem.code == Code::NotUtf8);
        }
        let first = problems
            .iter()
            .filter(|problem| problem.code.refuses(dialect))
            .min_by_key(|problem| problem.at)?;
        Some(located(&mut Locator::new(self.text()), *first))
    }
}

/// Finds what concerns a dialect, or any tool if it is `None`, in file order.
fn diagnostics(document: &Document, dialect: Option<Dialect>) -> Vec<Diagnostic> {
    if !document.encoding().is_readable() {
        return vec![Diagnostic::new(Code::NotUtf8, 0..document.text().len(), (1, 1))];
    }
    let mut found = refusing(document, Dialect::AwsCli);
    found.extend_from_slice(&document.reading(Dialect::Sdk).problems);
    found.extend(Misreadings::of(document));
    found.retain(|problem| dialect.is_none_or(|dialect| problem.code.concerns(dialect)));
    found.sort_by_key(|problem| (problem.at, problem.code));
    found.dedup_by_key(|problem| (problem.at, problem.code));
    let mut locator = Locator::new(document.text());
    found.iter().map(|problem| located(&mut locator, *problem)).collect()
}

fn located(locator: &mut Locator<'_>, problem: Problem) -> Diagnostic {
    let at = problem.at as usize;
    Diagnostic::new(problem.code, at..end(locator.text(), problem.code, at), locator.position(at))
}

/// Returns the offset at which a finding ends: at the end of its line, or of the characters in question.
fn end(text: &str, code: Code, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let length = match code {
        Code::NotUtf8 => rest.len() - rest.trim_start_matches('\u{1a}').len(),
        Code::ByteOrderMark => '\u{feff}'.len_utf8(),
        Code::LoneCarriageReturn => 1,
        Code::TooLarge => rest.len(),
        _ => search::find([b'\n', b'\r'], rest.as_bytes()).unwrap_or(rest.len()),
    };
    at + length.min(rest.len())
}

/// Collects the problems of a dialect's reading, and the problems that concern more than one line.
fn refusing(document: &Document, dialect: Dialect) -> Vec<Problem> {
    let mut found = document.reading(dialect).problems.clone();
    let mut add = |code, at: usize| found.push(Problem { code, at: offset(at) });
    if !document.is_utf8() {
        let valid = document.as_bytes().utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
        add(Code::NotUtf8, valid);
    }
    if document.readable().len() < document.text().len() {
        add(Code::TooLarge, document.readable().len());
    }
    if dialect == Dialect::AwsCli {
        repetitions(document, &mut found);
    }
    found
}

/// Finds repeated sections and keys, which Python's parser rejects.
fn repetitions(document: &Document, found: &mut Vec<Problem>) {
    let (text, reading) = (document.readable(), document.reading(Dialect::AwsCli));
    let mut headers = HashSet::with_capacity(reading.sections.len());
    let (mut keys, mut defaults) = (HashSet::new(), HashSet::new());
    for (index, section) in reading.sections.iter().enumerate() {
        let header = reading.text(text, section.header);
        let is_defaults = header == aws_cli::DEFAULTS;
        if !headers.insert(header) && !is_defaults {
            found.push(Problem { code: Code::DuplicateSection, at: section.start });
        }
        keys.clear();
        let known = if is_defaults { &mut defaults } else { &mut keys };
        for property in reading.of_section(index) {
            if !known.insert(reading.text(text, property.key)) {
                found.push(Problem { code: Code::DuplicateKey, at: property.start });
            }
        }
    }
}

/// Finds lines that tools accept and read in different ways.
struct Misreadings<'d> {
    document: &'d Document,
    found: Vec<Problem>,
}

impl<'d> Misreadings<'d> {
    fn of(document: &'d Document) -> Vec<Problem> {
        let mut habits = Self { document, found: Vec::new() };
        let bytes = document.readable().as_bytes();
        let lone = search::each([b'\r'], bytes).find(|&at| bytes.get(at + 1) != Some(&b'\n'));
        if let Some(at) = lone {
            habits.add(Code::LoneCarriageReturn, offset(at));
        }
        let reading = document.reading(Dialect::AwsCli);
        let mut names = HashMap::new();
        for (index, section) in reading.sections.iter().enumerate() {
            if let Some((name, header)) = habits.header(&section) {
                let other = names.insert(name, header).is_some_and(|earlier| earlier != header);
                if other {
                    habits.add(Code::SameNameAgain, section.start);
                }
            }
            for property in reading.of_section(index) {
                habits.property(reading, &property);
            }
        }
        habits.found
    }

    fn add(&mut self, code: Code, at: u32) {
        self.found.push(Problem { code, at });
    }

    /// Reports what is unusual about a header; returns the name that some tool reads in it, and its text.
    fn header(&mut self, section: &Section) -> Option<((SectionKind, &'d str), &'d str)> {
        let (text, cli, other) = (
            self.document.readable(),
            self.document.reading(Dialect::AwsCli),
            self.document.reading(Dialect::Sdk),
        );
        let header = cli.text(text, section.header);
        let sdk_section = other.sections.starting(section.start);
        if header == aws_cli::DEFAULTS {
            self.add(Code::MagicDefaults, section.start);
            return None;
        }
        let (in_cli, in_sdk) = match self.document.kind() {
            FileKind::Config => (
                section.kind.map(|kind| (kind, cli.text(text, section.name))),
                sdk_section.and_then(|s| Some((s.kind?, other.text(text, s.name)))),
            ),
            FileKind::Credentials => {
                let name = |name| (SectionKind::Profile, name);
                let sdk_header = sdk_section.map(|s| other.text(text, s.header));
                (Some(name(header)), sdk_header.and_then(sdk::credentials_name).map(name))
            }
        };
        let code = match (in_cli, in_sdk) {
            (Some(cli), Some(sdk)) if cli == sdk => self.spacing(section, header),
            (None | Some(_), Some(_)) => Some(Code::HeaderLostByCli),
            (Some((_, name)), None) => Some(read_by_aws_cli_only(self.document.kind(), header, name)),
            (None, None) => read_by_none(header),
        };
        if let Some(code) = code {
            self.add(code, section.start);
        }
        Some((in_cli.or(in_sdk)?, header))
    }

    /// Returns why the JavaScript SDK misreads a header that all other tools read.
    fn spacing(&self, section: &Section, header: &str) -> Option<Code> {
        let line = self.document.readable().get(section.start as usize..section.end as usize)?;
        let after = line.rsplit_once(']').map_or("", |(_, after)| after);
        if after.starts_with(['#', ';']) {
            Some(Code::CommentTouchesHeader)
        } else {
            header.contains("  ").then_some(Code::WideHeader)
        }
    }

    fn property(&mut self, reading: &Reading, property: &Property) {
        let text = self.document.readable();
        let value = reading.text(text, property.value);
        let ends = (value.chars().next(), value.chars().next_back());
        if property.key.is_in_arena() {
            self.add(Code::UpperCaseKey, property.start);
        }
        if value.is_empty() {
            self.add(Code::EmptyValue, property.start);
        } else if value.len() > 1 && matches!(ends, (Some('"'), Some('"')) | (Some('\''), Some('\''))) {
            self.add(Code::QuotedValue, property.start);
        }
    }
}

/// Returns why only the AWS CLI reads a header.
fn read_by_aws_cli_only(file: FileKind, header: &str, name: &str) -> Code {
    let prefixes =
        [SectionKind::Profile, SectionKind::SsoSession, SectionKind::Services].map(SectionKind::prefix);
    let first_word = header.split([' ', '\t']).next().unwrap_or_default();
    match file {
        FileKind::Credentials if first_word != header && prefixes.contains(&first_word) => {
            Code::PrefixInCredentials
        }
        FileKind::Config if name != "default" && !prefixes.contains(&first_word) => Code::PrefixRunsOn,
        FileKind::Config if is_identifier(name) => Code::QuotedName,
        FileKind::Config | FileKind::Credentials => Code::NameNotPlain,
    }
}

/// Returns why no tool reads a header, if it was meant to be read.
fn read_by_none(header: &str) -> Option<Code> {
    let prefixes =
        [SectionKind::Profile, SectionKind::SsoSession, SectionKind::Services].map(SectionKind::prefix);
    let known = ["plugins", "preview"];
    if prefixes.iter().any(|prefix| header.trim_start().starts_with(prefix)) {
        Some(Code::HeaderIgnored)
    } else if header.is_empty() || header.contains([' ', '\t']) || known.contains(&header) {
        None
    } else {
        Some(Code::NoPrefix)
    }
}
