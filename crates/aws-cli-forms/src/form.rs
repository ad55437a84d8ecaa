//! `--output` and `--query` together: which of the forms that a command offers is printed.

use std::{error, fmt};

/// What a command line asks for.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "the options of the AWS CLI that choose a form, and columns")]
pub struct FormRequest<'a> {
    /// The value of `--output`.
    pub output: Option<&'a str>,
    /// Whether there is a `--query`, which is for JSON.
    pub has_query: bool,
    /// Whether columns of a table are chosen, by `--columns`.
    pub has_columns: bool,
}

/// Why no form can be printed, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError(String);

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for FormError {}

impl FormRequest<'_> {
    /// Chooses one of the forms that a command offers; the first is the default. With columns that is `table`.
    ///
    /// ```
    /// use daypass_aws_cli_forms::FormRequest;
    ///
    /// let offered = ["text", "json", "table"];
    /// assert_eq!(FormRequest::default().choose(&offered)?, "text");
    /// assert_eq!(FormRequest { has_query: true, ..FormRequest::default() }.choose(&offered)?, "json");
    /// assert_eq!(FormRequest { has_columns: true, ..FormRequest::default() }.choose(&offered)?, "table");
    /// assert!(FormRequest { output: Some("yaml"), ..FormRequest::default() }.choose(&offered).is_err());
    /// # Ok::<(), daypass_aws_cli_forms::FormError>(())
    /// ```
    ///
    /// # Errors
    /// The command does not offer the form, or the options contradict each other.
    pub fn choose<'o>(&self, offered: &[&'o str]) -> Result<&'o str, FormError> {
        let wrong = |sentence: String| Err(FormError(sentence));
        let find = |wanted: &str| offered.iter().copied().find(|form| *form == wanted);
        match (self.output, self.has_query) {
            // What the query finds is printed as text or as JSON.
            (None | Some("json" | "text"), true) if offered.contains(&"json") => match self.has_columns {
                true => wrong("--columns is for table, text and csv; --query is for JSON".to_owned()),
                false => Ok("json"),
            },
            (Some(wanted), true) => wrong(format!("--query is for json and text, not for --output {wanted}")),
            (None, true) => wrong("--query is for commands that print JSON".to_owned()),
            (Some("json"), false) if self.has_columns && offered.contains(&"json") => {
                wrong("--columns is for table, text and csv; --query is for JSON".to_owned())
            }
            (Some(wanted), false) => match find(wanted) {
                Some(form) => Ok(form),
                None => wrong(format!(
                    "--output {wanted} is not one of the formats of this command: {}",
                    offered.join(", ")
                )),
            },
            (None, false) if self.has_columns => Ok("table"),
            (None, false) => Ok(offered.first().copied().unwrap_or("text")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_that_is_printed() {
        let all = ["text", "json", "table", "csv"];
        for (output, has_query, has_columns, offered, expected) in [
            (None, false, false, &all[..], Ok("text")),
            (None, false, false, &[][..], Ok("text")),
            (Some("csv"), false, false, &all, Ok("csv")),
            (Some("csv"), false, true, &all, Ok("csv")),
            (None, false, true, &all, Ok("table")),
            (Some("json"), false, false, &all, Ok("json")),
            (Some("json"), false, true, &all, Err("--columns is for table")),
            (None, true, false, &all, Ok("json")),
            (Some("text"), true, false, &all, Ok("json")),
            (Some("text"), true, true, &all, Err("--columns is for table")),
            (Some("csv"), true, false, &all, Err("--query is for json and text, not for --output csv")),
            (Some("json"), true, false, &["text"], Err("--query is for json and text")),
            (None, true, false, &["text"], Err("--query is for commands that print JSON")),
            (Some("json"), false, true, &["text"], Err("--output json is not one of the formats")),
            (
                Some("yaml"),
                false,
                false,
                &["text", "json"],
                Err("--output yaml is not one of the formats of this command: text, json"),
            ),
        ] {
            let chosen = FormRequest { output, has_query, has_columns }.choose(offered);
            match expected {
                Ok(form) => assert_eq!(chosen, Ok(form), "{output:?} of {offered:?}"),
                Err(begin) => assert!(chosen.unwrap_err().to_string().starts_with(begin), "{output:?}"),
            }
        }
    }
}
