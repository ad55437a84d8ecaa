//! Checks of the two config files as text: lines that tools refuse, ignore or misread, and the modes of the files.

use crate::{Finding, Fix, ManualStep, Severity, view::SnapshotView};
use daypass_config_parse::{Code, Diagnostic, Document, Encoding, FileKind, Tool};

/// C101 to C138: lint of both files in both dialects, each fault once.
pub(super) fn syntax(view: &SnapshotView<'_>) -> Vec<Finding> {
    let config = [(FileKind::Config, &view.snapshot.config)];
    let documents =
        config.into_iter().chain(view.snapshot.credentials.iter().map(|doc| (FileKind::Credentials, doc)));
    documents.flat_map(|(file, document)| of_document(view, file, document)).collect()
}

fn of_document(view: &SnapshotView<'_>, file: FileKind, document: &Document) -> Vec<Finding> {
    let encoding = document.encoding();
    if encoding.is_utf8() {
        return document.lint().iter().map(|found| of_diagnostic(view, file, found)).collect();
    }
    let others = document.lint().into_iter().filter(|found| found.code() != Code::NotUtf8);
    let others = others.map(|found| of_diagnostic(view, file, &found));
    std::iter::once(of_encoding(view, file, document, encoding)).chain(others).collect()
}

/// C101: one finding per file, which names the actual encoding.
fn of_encoding(view: &SnapshotView<'_>, file: FileKind, document: &Document, encoding: Encoding) -> Finding {
    let affects = match encoding.is_readable() {
        true => "the AWS CLI and boto3 refuse the whole file; Rust reads it as empty",
        false => "no AWS tool finds anything in the file",
    };
    let finding = Finding::error("C101", format!("the file is {encoding}; save it as UTF-8"));
    let line = document.lint().iter().find(|found| found.code() == Code::NotUtf8).map(Diagnostic::line);
    let finding = finding.at(view.path_of(file), line.filter(|_| encoding.is_readable())).affects(affects);
    if document.to_utf8().is_some() { finding.fix(Fix::Line(file, Code::NotUtf8)) } else { finding }
}

fn of_diagnostic(view: &SnapshotView<'_>, file: FileKind, found: &Diagnostic) -> Finding {
    let severity = match found.severity() {
        daypass_config_parse::Severity::Error => Severity::Error,
        _ => Severity::Warning,
    };
    let tools = |tools: &[Tool]| tools.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut affects = Vec::new();
    if !found.refused_by().is_empty() {
        affects.push(format!("the whole file is refused by {}", tools(found.refused_by())));
    }
    if !found.misread_by().is_empty() {
        affects.push(format!("this place is ignored or misread by {}", tools(found.misread_by())));
    }
    let finding =
        Finding::new(found.code().id(), severity, format!("{}; {}", found.message(), found.remedy()));
    finding
        .at(view.path_of(file), Some(found.line()))
        .affects(affects.join("; "))
        .fix(Fix::Line(file, found.code()))
}

/// C151: secret keys in a file that others can read.
pub(super) fn secrets_open(view: &SnapshotView<'_>) -> Vec<Finding> {
    let holds = |file: FileKind| {
        let secret = |profile: daypass_config_parse::Profile<'_>| {
            ["aws_secret_access_key", "aws_session_token"]
                .iter()
                .any(|key| profile.origin(key).is_some_and(|origin| origin.file == file))
        };
        view.config.profiles().any(secret)
    };
    let files = [(FileKind::Config, &view.config_file), (FileKind::Credentials, &view.credentials_file)];
    let open = files.into_iter().filter_map(|(kind, file)| {
        let file = file.as_ref()?;
        let mode = file.mode.filter(|mode| mode & 0o077 != 0)?;
        holds(kind).then(|| {
            Finding::warning(
                "C151",
                format!("a file with secret keys can be read by others (mode {mode:04o})"),
            )
            .at(&file.path, None)
            .affects("anyone with an account on this machine can use the keys")
            .fix(Fix::Close(file.path.clone(), 0o600))
        })
    });
    open.collect()
}

/// C152: a config file that exists and cannot be read.
pub(super) fn unreadable(view: &SnapshotView<'_>) -> Vec<Finding> {
    let files = [&view.config_file, &view.credentials_file];
    let closed = files.into_iter().flatten().filter_map(|file| {
        let reason = file.unreadable.as_ref()?;
        let finding =
            Finding::error("C152", format!("the file cannot be read: {reason}")).at(&file.path, None);
        let finding =
            finding.affects("the AWS CLI and boto3 fail with every command; the other tools ignore the file");
        Some(finding.step(ManualStep::OpenToOwner(file.path.clone())))
    });
    closed.collect()
}
