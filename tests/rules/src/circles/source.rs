//! What one source file refers to and defines: its `use` declarations, the paths in its code, and the names that it
//! defines.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;
use syn::{
    Attribute, Item, Meta, Path, UseTree, Visibility,
    visit::{self, Visit},
};

/// One name that a `use` declaration brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// The name it has here; `*` for a glob.
    pub(super) name: String,
    /// Whether the import is re-exported: `pub use`, `pub(crate) use`.
    pub(super) is_public: bool,
}

/// The parts of a source file that the checks read.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) imports: Vec<Import>,
    /// Paths of two segments or more that stand in code.
    pub(super) paths: Vec<Vec<String>>,
    /// The names of the items at the top, modules in other files left out.
    pub(super) items: BTreeSet<String>,
    /// The modules that lie in files of their own.
    pub(super) children: BTreeSet<String>,
    /// The depth of inline modules at the place that is being read.
    nesting: usize,
}

impl Source {
    pub(super) fn read(text: &str) -> syn::Result<Self> {
        let mut source = Self::default();
        let file = syn::parse_file(text)?;
        source
            .items
            .extend(file.items.iter().filter(|item| !is_for_tests(attributes(item))).filter_map(name));
        source.visit_file(&file);
        Ok(source)
    }

    fn path(&mut self, path: Vec<String>) {
        if path.len() > 1 {
            self.paths.push(self.less_super(path));
        }
    }

    /// Returns a path without the `super` that only leave inline modules, which are part of the file.
    fn less_super(&self, path: Vec<String>) -> Vec<String> {
        let supers = path.iter().take(self.nesting).take_while(|word| *word == "super").count();
        if supers == 0 {
            return path;
        }
        std::iter::once("self".to_owned()).chain(path.into_iter().skip(supers)).collect()
    }

    /// Collects the paths of a `use` tree, each with the name that it brings in.
    fn import(&mut self, tree: &UseTree, before: &[String], is_public: bool) {
        let below = |name: &syn::Ident| [before, &[word(name)]].concat();
        let (path, name) = match tree {
            UseTree::Path(path) => return self.import(&path.tree, &below(&path.ident), is_public),
            UseTree::Group(group) => {
                return group.items.iter().for_each(|tree| self.import(tree, before, is_public));
            }
            UseTree::Glob(_) => (before.to_vec(), "*".to_owned()),
            UseTree::Name(name) if name.ident == "self" => {
                (before.to_vec(), before.last().cloned().unwrap_or_default())
            }
            UseTree::Name(name) => (below(&name.ident), word(&name.ident)),
            UseTree::Rename(rename) if rename.ident == "self" => (before.to_vec(), word(&rename.rename)),
            UseTree::Rename(rename) => (below(&rename.ident), word(&rename.rename)),
        };
        let path = self.less_super(path);
        self.imports.push(Import { path, name, is_public });
    }

    /// Macros are read like other code: words between `::` are a path.
    fn tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Vec::new(), 0);
        for token in tokens {
            match token {
                TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) if colons == 2 && !path.is_empty() => {
                    path.push(word(&name));
                    colons = 0;
                }
                other => {
                    self.path(std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Ident(name) => path.push(word(&name)),
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                    }
                }
            }
        }
        self.path(path);
    }
}

impl<'ast> Visit<'ast> for Source {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_for_tests(attributes(item)) {
            return;
        }
        match item {
            Item::Use(item) if item.leading_colon.is_none() => {
                let is_public = self.nesting == 0 && !matches!(item.vis, Visibility::Inherited);
                self.import(&item.tree, &[], is_public);
            }
            Item::Mod(module) if module.content.is_none() => {
                self.children.insert(word(&module.ident));
            }
            Item::Mod(_) => {
                self.nesting += 1;
                visit::visit_item(self, item);
                self.nesting -= 1;
            }
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if path.leading_colon.is_none() {
            self.path(path.segments.iter().map(|segment| word(&segment.ident)).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

/// Returns a name without a leading `r#`.
fn word(name: &syn::Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

/// Tells whether an item has `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else { return false };
        let condition = list.tokens.to_string().replace(' ', "");
        list.path.is_ident("cfg") && (condition == "test" || condition.starts_with("all(test,"))
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Returns the name that an item defines in its module.
fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) if item.content.is_some() => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(word(name))
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn imports_paths_and_items() {
        let source = Source::read(
            r##"pub(crate) use a::{self, b::{C, D as E}, f::*}; mod g; mod h { use super::super::i; }
            pub const fn j<'a>() { crate::k::l(); x.m::<n::O>(); q!(r#"s::t"#, u::r#type(v, "w::x")); }
            macro_rules! p { () => {} }
            #[cfg(test)] mod tests { use crate::y; } #[cfg(all(test, unix))] fn z() { a::a() } use ::std::io;"##,
        )
        .expect("it is Rust");
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
        assert_eq!(source.paths, [vec!["crate", "k", "l"], vec!["n", "O"], vec!["u", "type"]]);
        assert_eq!(source.items.into_iter().collect::<Vec<_>>(), ["h", "j", "p"]);
        assert_eq!(source.children.into_iter().collect::<Vec<_>>(), ["g"]);
    }
}
