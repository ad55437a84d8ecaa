//! Turns a Go template of another tool into a template of populate.

use daypass_populate::Template;

/// A template of populate, and what it does not say of the Go template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Translated {
    /// The template, which [`Template::parse`] takes.
    pub template: String,
    /// Functions that were left out, so that names may differ.
    pub nearest: Vec<String>,
}

/// Translates a template of Go's `text/template`, with the fields and functions of aws-sso-cli and granted.
///
/// ```
/// use daypass_other_tools::go_template::translated;
///
/// let found = translated("{{ .AccountAlias | lower }}/{{ .RoleName }}")?;
/// assert_eq!(found.template, "{account|lower}/{role}");
/// assert_eq!(translated("{{ kebabcase .RoleName }}"), Err("kebabcase has no counterpart".to_owned()));
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// A function or a field has no counterpart, or the template is not closed; the text says which, as a phrase.
pub fn translated(text: &str) -> Result<Translated, String> {
    let mut out = Translated { template: String::new(), nearest: Vec::new() };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.template.push_str(&escaped(before));
        let (action, after) = after.split_once("}}").ok_or("a `{{` is not closed")?;
        let action = action.trim().trim_start_matches('-').trim_end_matches('-').trim();
        out.template.push_str(&field(action, &mut out.nearest)?);
        rest = after;
    }
    out.template.push_str(&escaped(rest));
    match Template::parse(&out.template) {
        Ok(_) => Ok(out),
        Err(error) => Err(error.to_string()),
    }
}

/// Escapes the signs that mean something in a template of populate.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('{', "\\{").replace('}', "\\}")
}

/// Translates one action, such as `.AccountAlias | nospace`.
fn field(action: &str, nearest: &mut Vec<String>) -> Result<String, String> {
    let mut stages = split(action, '|')?.into_iter();
    let first = words(&stages.next().unwrap_or_default())?;
    let (name, mut filters) = call(&first, None, nearest)?;
    for stage in stages {
        let (_, more) = call(&words(&stage)?, Some(&name), nearest)?;
        filters.extend(more);
    }
    Ok(format!("{{{name}{}}}", filters.iter().map(|filter| format!("|{filter}")).collect::<String>()))
}

/// Reads one call: the field of populate, and the filters after it.
fn call(
    words: &[String],
    piped: Option<&str>,
    nearest: &mut Vec<String>,
) -> Result<(String, Vec<String>), String> {
    let (function, arguments) = words.split_first().ok_or("an action is empty")?;
    let value = |arguments: &[String], nearest: &mut Vec<String>| match (arguments, piped) {
        ([argument], _) => inner(argument, nearest),
        ([], Some(piped)) => Ok((piped.to_owned(), Vec::new())),
        _ => Err(format!("{function} has no counterpart")),
    };
    let with = |(name, mut filters): (String, Vec<String>), filter: String| {
        filters.push(filter);
        (name, filters)
    };
    match function.as_str() {
        name if name.starts_with('.') && arguments.is_empty() && piped.is_none() => inner(name, nearest),
        name if name.starts_with('(') && arguments.is_empty() && piped.is_none() => inner(name, nearest),
        "nospace" => Ok(with(value(arguments, nearest)?, "replace: :".to_owned())),
        "lower" => Ok(with(value(arguments, nearest)?, "lower".to_owned())),
        "upper" => Ok(with(value(arguments, nearest)?, "upper".to_owned())),
        "trim" => Ok(with(value(arguments, nearest)?, "trim".to_owned())),
        "AccountIdStr" => Ok(("id".to_owned(), value(arguments, nearest)?.1)),
        "StringReplace" | "replace" => match arguments {
            [from, to, rest @ ..] if !unquoted(from).is_empty() => {
                let filter = format!("replace:{}:{}", filter_text(from), filter_text(to));
                Ok(with(value(rest, nearest)?, filter))
            }
            _ => Err(format!("{function} has no counterpart")),
        },
        // The first of the names given by hand and by AWS that is not empty; only AWS's can be asked for.
        "FirstItem" => {
            nearest.push("FirstItem .AccountName".to_owned());
            arguments
                .last()
                .map_or_else(|| Err("FirstItem has no counterpart".to_owned()), |last| inner(last, nearest))
        }
        _ => Err(format!("{function} has no counterpart")),
    }
}

/// Reads a field or a call in parentheses.
fn inner(word: &str, nearest: &mut Vec<String>) -> Result<(String, Vec<String>), String> {
    if let Some(inside) = word.strip_prefix('(').and_then(|word| word.strip_suffix(')')) {
        let text = field(inside, nearest)?;
        let text = text.trim_start_matches('{').trim_end_matches('}');
        let mut parts = text.split('|').map(str::to_owned);
        return Ok((parts.next().unwrap_or_default(), parts.collect()));
    }
    let field = match word {
        ".AccountAlias" | ".AccountName" => "account",
        ".AccountIdPad" | ".AccountId" | ".AccountID" | ".Id" => "id",
        ".EmailAddress" | ".AccountEmail" => "email",
        ".RoleName" => "role",
        ".SSO" => "session",
        ".DefaultRegion" | ".Region" => "region",
        other => return Err(format!("{other} has no counterpart")),
    };
    Ok((field.to_owned(), Vec::new()))
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '`'])
}

fn filter_text(word: &str) -> String {
    let text = unquoted(word);
    text.chars().flat_map(|c| if "\\:|{}".contains(c) { vec!['\\', c] } else { vec![c] }).collect()
}

/// Splits an action into words; quotes and parentheses hold words together.
fn words(text: &str) -> Result<Vec<String>, String> {
    Ok(split(text, ' ')?.into_iter().filter(|word| !word.is_empty()).collect())
}

/// Splits a text at a sign outside of quotes and parentheses.
fn split(text: &str, at: char) -> Result<Vec<String>, String> {
    let (mut parts, mut part, mut depth, mut quote) = (Vec::new(), String::new(), 0_usize, None);
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1).ok_or("a `)` is not opened")?,
            (None, c) if c == at && depth == 0 => {
                parts.push(std::mem::take(&mut part).trim().to_owned());
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    if depth > 0 || quote.is_some() {
        return Err("a `(` or a quotation is not closed".to_owned());
    }
    parts.push(part.trim().to_owned());
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        for (text, expected) in [
            ("{{ .AccountIdPad }}:{{ .RoleName }}", Ok("{id}:{role}")),
            ("{{ AccountIdStr .AccountId }}:{{ .RoleName }}", Ok("{id}:{role}")),
            (
                "{{ FirstItem .AccountName (.AccountAlias | nospace) }}:{{ .RoleName }}",
                Ok("{account|replace: :}:{role}"),
            ),
            (
                "{{ FirstItem .AccountName (nospace .AccountAlias) }}:{{ .RoleName }}",
                Ok("{account|replace: :}:{role}"),
            ),
            (
                "{{ StringReplace \" \" \"_\" .AccountAlias }}:{{ .RoleName }}",
                Ok("{account|replace: :_}:{role}"),
            ),
            ("{{ .AccountAlias | lower }}-{{ .RoleName | upper }}", Ok("{account|lower}-{role|upper}")),
            ("corp-{{ .AccountName }}.{{ .RoleName }}", Ok("corp-{account}.{role}")),
            ("{{.SSO}}/{{.RoleName}}/{{ .DefaultRegion }}", Ok("{session}/{role}/{region}")),
            (
                "{{ kebabcase .AccountAlias | trunc 12 }}-{{ .RoleName | lower }}",
                Err("kebabcase has no counterpart"),
            ),
            ("{{ if .Via }}x{{ end }}{{ .RoleName }}", Err("if has no counterpart")),
            ("{{ .Tags.Env }}", Err(".Tags.Env has no counterpart")),
            ("{{ .RoleName", Err("a `{{` is not closed")),
            ("{{ .AccountName | trim }}/{{ .RoleName }}", Ok("{account|trim}/{role}")),
            (
                "{{ (.AccountAlias | lower) }}/{{ (nospace .RoleName) }}",
                Ok("{account|lower}/{role|replace: :}"),
            ),
            ("{{ .RoleName .SSO }}", Err(".RoleName has no counterpart")),
            ("{{ (.RoleName) .SSO }}", Err("(.RoleName) has no counterpart")),
            ("{{ lower }}", Err("lower has no counterpart")),
            ("{{ replace \"\" \"_\" .RoleName }}", Err("replace has no counterpart")),
            ("{{ (.RoleName }}", Err("a `(` or a quotation is not closed")),
            ("{{ replace \"a .RoleName }}", Err("a `(` or a quotation is not closed")),
            ("{{ .RoleName) }}", Err("a `)` is not opened")),
        ] {
            let found = translated(text);
            let found = found.as_ref().map(|found| found.template.as_str()).map_err(String::as_str);
            assert_eq!(found, expected, "{text}");
        }
    }
}
