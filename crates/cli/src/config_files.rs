//! The two config files, read: what is there and cannot be read is an error that names it.

use crate::{
    context::{Context, Files},
    exit::Exit,
    report::Report,
};
use daypass_config_parse::Document;
use daypass_files::{Edit, Error, ErrorKind, FileKind};
use std::{fs, path::Path};

impl Context {
    /// Reads both config files. What one tool could not read is read as far as it goes; a file in an encoding in
    /// which nothing is found is refused, for "does not exist" would be false of all that stands in it.
    pub(crate) fn files(&self) -> Result<Files, Report> {
        for path in [&self.paths.config, &self.paths.credentials].into_iter().flatten() {
            if is_no_file(path) {
                self.read(path)?;
            }
        }
        let files = self.files_in_any_encoding()?;
        let documents = [
            (&self.paths.config, Some(&files.config)),
            (&self.paths.credentials, files.credentials.as_ref()),
        ];
        for (path, document) in documents {
            let (Some(path), Some(document)) = (path, document) else { continue };
            let encoding = document.encoding();
            if !encoding.is_readable() {
                let message =
                    format!("{} is {encoding}, not UTF-8: no AWS tool can read it", self.paths.pretty(path));
                let report = Report::new(Exit::Configuration, message);
                return Err(match document.to_utf8() {
                    Some(_) => report.mend(["daypass", "doctor", "--fix=C101"]),
                    None => report,
                });
            }
        }
        Ok(files)
    }

    /// Reads both config files, for commands that look at the bytes or need nothing that stands in them.
    pub(crate) fn files_in_any_encoding(&self) -> Result<Files, Report> {
        // What is no file holds nothing to look at; doctor says what it is, and signing out needs nothing of it.
        let read = |path: &Option<std::path::PathBuf>| match path.as_deref().filter(|path| !is_no_file(path))
        {
            Some(path) => self.read(path),
            None => Ok(None),
        };
        Ok(Files {
            config: Document::parse(read(&self.paths.config)?.unwrap_or_default()),
            credentials: read(&self.paths.credentials)?.map(Document::parse_credentials),
        })
    }

    fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, Report> {
        match daypass_files::read(path, Edit::MOST) {
            Ok(bytes) => Ok(bytes),
            // As the AWS tools have it: `AWS_CONFIG_FILE=/dev/null` means that there is no configuration.
            Err(error) if error.found() == Some(FileKind::Device) => Ok(None),
            Err(error) => Err(self.not_read(path, &error)),
        }
    }

    /// A file that is there and cannot be read: what it is, or whose.
    pub(crate) fn not_read(&self, path: &Path, error: &Error) -> Report {
        let shown = self.paths.pretty(path);
        let report = |what: String| Report::new(Exit::Configuration, format!("{shown} {what}"));
        match (error.kind(), error.found()) {
            // `AWS_CONFIG_FILE=/dev/null` means that there is no file.
            (ErrorKind::NotAFile, Some(found)) => report(format!("is {found}, not a file")),
            _ => report("cannot be read".to_owned()).cause(error),
        }
    }
}

/// Whether something else than a file lies there.
fn is_no_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| !data.is_file())
}
