//! What one file says of others: its `use` declarations, the paths in its code, and the names that it defines.

use super::lexer::Token;
use std::collections::BTreeSet;

/// One name that a `use` declaration brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// The name it has here; `*` for a glob.
    pub(super) name: String,
    /// Whether it is handed on: `pub use`, `pub(crate) use`.
    pub(super) is_public: bool,
}

/// What the checks need of a file.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) imports: Vec<Import>,
    /// Paths of two segments or more that stand in code.
    pub(super) paths: Vec<Vec<String>>,
    /// The names of the items at the top, modules left out.
    pub(super) items: BTreeSet<String>,
    /// The modules that lie in files of their own.
    pub(super) children: BTreeSet<String>,
}

const ITEMS: [&str; 9] = ["fn", "struct", "enum", "union", "trait", "type", "const", "static", "macro_rules"];

impl Source {
    pub(super) fn read(tokens: &[Token]) -> Self {
        let mut source = Self::default();
        let (mut at, mut depth) = (0, 0_usize);
        // The depths at which modules within this file began.
        let mut inline: Vec<usize> = Vec::new();
        while let Some(token) = tokens.get(at) {
            let next = tokens.get(at + 1).and_then(Token::word);
            let mut length = 1;
            match token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') => {
                    depth = depth.saturating_sub(1);
                    if inline.last() == Some(&depth) {
                        inline.pop();
                    }
                }
                Token::Word(word) if word == "use" => {
                    let rest = tokens.get(at + 1..).unwrap_or_default();
                    let end = rest.iter().position(|token| *token == Token::Sign(';')).unwrap_or(rest.len());
                    let is_public = is_public(tokens.get(..at).unwrap_or_default());
                    let mut found = Vec::new();
                    tree(rest.get(..end).unwrap_or_default(), &[], &mut found);
                    source.imports.extend(found.into_iter().map(|(path, name)| Import {
                        path: less_super(path, inline.len()),
                        name,
                        is_public: is_public && depth == 0,
                    }));
                    length = end + 1;
                }
                Token::Word(word) if word == "mod" && next.is_some() => {
                    let name = next.unwrap_or_default().to_owned();
                    if tokens.get(at + 2) == Some(&Token::Sign('{')) {
                        inline.push(depth);
                        source.items.insert(name);
                    } else {
                        source.children.insert(name);
                    }
                    length = 2;
                }
                Token::Word(word) if depth == 0 && ITEMS.contains(&word.as_str()) => {
                    // `const fn f`, `macro_rules! m`: the name comes later.
                    let name = tokens.get(at + 1..at + 3).unwrap_or_default().iter().filter_map(Token::word);
                    let name = name.into_iter().find(|name| !ITEMS.contains(name));
                    source.items.extend(name.map(str::to_owned));
                }
                Token::Word(_) if tokens.get(at + 1) == Some(&Token::Path) && !is_tail(tokens, at) => {
                    let path = path(tokens.get(at..).unwrap_or_default());
                    length = path.len() * 2 - 1;
                    source.paths.push(less_super(path, inline.len()));
                }
                Token::Word(_) | Token::Sign(_) | Token::Path => {}
            }
            at += length;
        }
        source
    }
}

/// Whether a word goes on a path or follows a dot.
fn is_tail(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    matches!(before, Some(Token::Path | Token::Sign('.')))
}

/// Whether `pub` or `pub(…)` stands at the end.
fn is_public(before: &[Token]) -> bool {
    match before.last() {
        Some(Token::Sign(')')) => {
            let open = before.iter().rposition(|token| *token == Token::Sign('('));
            open.and_then(|open| before.get(open.checked_sub(1)?)).is_some_and(|token| token.is_word("pub"))
        }
        Some(token) => token.is_word("pub"),
        None => false,
    }
}

/// The words of the path that the tokens begin with.
fn path(tokens: &[Token]) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = tokens;
    while let [Token::Word(word), tail @ ..] = rest {
        words.push(word.clone());
        match tail {
            [Token::Path, after @ ..] => rest = after,
            _ => break,
        }
    }
    words
}

/// The paths of a `use` tree, each with the name that it brings in.
fn tree(tokens: &[Token], before: &[String], found: &mut Vec<(Vec<String>, String)>) {
    let (mut path, mut rest) = (before.to_vec(), tokens);
    loop {
        match rest {
            [Token::Word(word), Token::Path, tail @ ..] => {
                path.push(word.clone());
                rest = tail;
            }
            [Token::Sign('{'), inner @ ..] => {
                let inner = inner.strip_suffix(&[Token::Sign('}')]).unwrap_or(inner);
                for branch in branches(inner) {
                    tree(branch, &path, found);
                }
                return;
            }
            [Token::Sign('*'), ..] => {
                found.push((path, "*".to_owned()));
                return;
            }
            [Token::Word(word), tail @ ..] => {
                if word != "self" || path.is_empty() {
                    path.push(word.clone());
                }
                let alias = match tail {
                    [Token::Word(_), Token::Word(alias), ..] => Some(alias),
                    _ => path.last(),
                };
                let name = alias.cloned().unwrap_or_default();
                found.push((path, name));
                return;
            }
            // `::name`: another crate.
            _ => return,
        }
    }
}

/// The parts between the commas that are not in braces.
fn branches(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_i32;
    let parts = tokens.split(|token| {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            Token::Sign(_) | Token::Word(_) | Token::Path => {}
        }
        depth == 0 && *token == Token::Sign(',')
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// A module within a file is part of it: so many `super` lead no further than the file.
fn less_super(path: Vec<String>, nesting: usize) -> Vec<String> {
    let supers = path.iter().take(nesting).take_while(|word| *word == "super").count();
    if supers == 0 {
        return path;
    }
    std::iter::once("self".to_owned()).chain(path.into_iter().skip(supers)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::lexer::tokens, Source};

    #[test]
    fn imports_paths_and_items() {
        let source = Source::read(&tokens(
            "pub(crate) use a::{self, b::{C, D as E}, f::*}; mod g; mod h { use super::super::i; } \
             pub const fn j() { crate::k::l(); x.m::<n::O>(); } macro_rules! p { () => {} }",
        ));
        let imports: Vec<_> = source
            .imports
            .iter()
            .map(|import| {
                let public = if import.is_public { "pub " } else { "" };
                format!("{public}{} as {}", import.path.join("::"), import.name)
            })
            .collect();
        let wanted =
            ["pub a as a", "pub a::b::C as C", "pub a::b::D as E", "pub a::f as *", "self::super::i as i"];
        assert_eq!(imports, wanted);
        assert_eq!(source.paths, [vec!["crate", "k", "l"], vec!["n", "O"]]);
        assert_eq!(source.items.into_iter().collect::<Vec<_>>(), ["h", "j", "p"]);
        assert_eq!(source.children.into_iter().collect::<Vec<_>>(), ["g"]);
    }
}
