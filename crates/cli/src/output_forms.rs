//! The output forms of `--output` (text, table, JSON, CSV), and standard output.

use crate::{args::TableFlags, context::Context, exit::Exit, report::Report};
use daypass_aws_cli_forms::{self as aws, FormRequest};
use daypass_terminal::{Terminal, Text, table};
use serde_json::Value;

impl Context {
    /// Whether errors are printed as JSON.
    pub(crate) fn wants_json(&self) -> bool {
        self.global.output.as_deref() == Some("json")
    }

    /// The output form by `--output` and `--query`, one of the forms that a command offers; the first is the default.
    pub(crate) fn output_form<'a>(&self, offered: &[&'a str]) -> Result<&'a str, Report> {
        self.table_form(offered, &TableFlags::default())
    }

    /// The output form of a command with a table: a table where columns are chosen and no form is.
    pub(crate) fn table_form<'a>(&self, offered: &[&'a str], flags: &TableFlags) -> Result<&'a str, Report> {
        let request = FormRequest {
            output: self.global.output.as_deref(),
            has_query: self.global.query.is_some(),
            has_columns: !flags.columns.is_empty(),
        };
        request.choose(offered).map_err(|error| Report::new(Exit::Usage, error.to_string()))
    }

    /// Prints data on standard output.
    pub(crate) fn print(&self, text: &Text) -> Result<(), Report> {
        print(&self.ui, text)
    }

    /// Prints rows in one of the forms `json`, `csv`, `text` and `table`; in JSON a row is an object with the columns'
    /// names.
    pub(crate) fn print_objects(
        &self,
        form: &str,
        flags: &TableFlags,
        header: &[&str],
        rows: &[Vec<String>],
    ) -> Result<(), Report> {
        let object = |row: &Vec<String>| {
            let members =
                header.iter().zip(row).map(|(name, cell)| (name.to_lowercase(), cell.clone().into()));
            Value::Object(members.collect())
        };
        self.print_rows(form, flags, header, rows, || rows.iter().map(object).collect())
    }

    /// Prints rows in one of the forms `csv`, `text` and `table`, or the value of `json` in the form `json`.
    pub(crate) fn print_rows(
        &self,
        form: &str,
        flags: &TableFlags,
        header: &[&str],
        rows: &[Vec<String>],
        json: impl FnOnce() -> Value,
    ) -> Result<(), Report> {
        let width = self.ui.data_width();
        match form {
            "json" => self.print_json(&json()),
            _ if flags.columns.is_empty() => self.print(&table::in_form(form, header, rows, width)),
            _ => {
                let chosen = table::chosen(header, rows, &flags.columns);
                let (header, rows) = chosen.map_err(|error| Report::new(Exit::Usage, error))?;
                self.print(&table::in_form(form, &header, &rows, width))
            }
        }
    }

    /// Prints JSON, each member on its own line; with `--query` what that finds in it.
    pub(crate) fn print_json(&self, value: &Value) -> Result<(), Report> {
        match &self.global.query {
            Some(query) => self.print_found(&search(query, value)?),
            None => self.print(&Text::pretty_json(value)),
        }
    }

    /// Prints a value, or what `--query` finds in it, as the AWS CLI prints the answer of an operation.
    pub(crate) fn print_as_aws(&self, value: &Value) -> Result<(), Report> {
        match &self.global.query {
            Some(query) => self.print_found(&search(query, value)?),
            None => self.print_found(value),
        }
    }

    /// Prints what `--query` found, as the AWS CLI does.
    fn print_found(&self, found: &Value) -> Result<(), Report> {
        match self.global.output.as_deref() {
            Some("text") => self.print(&Text::lines(aws::text(found).iter().map(Text::tabbed))),
            _ => self.print(&Text::json(&aws::json(found))),
        }
    }
}

/// What `--query` finds.
fn search(query: &str, value: &Value) -> Result<Value, Report> {
    aws::search(query, value).map_err(|error| Report::new(Exit::Usage, error.to_string()))
}

/// Prints data on standard output.
pub(crate) fn print(terminal: &Terminal, text: &Text) -> Result<(), Report> {
    terminal.print(text).map_err(|error| Report::of_output(&error))
}
