//! The functions of a source file: where each body stands, and whether a choice can be made in it while it runs.

use std::ops::Range;
use syn::{
    Block, ImplItemFn, ItemFn, ReturnType, Signature, TraitItemFn, TypeImplTrait,
    visit::{self, Visit},
};

/// Returns the bodies, braces included, of the functions that can choose among several bodies when they are called; an
/// outer function comes before those in it.
///
/// A `const fn` cannot, since it may be evaluated by the compiler, nor can a function that returns an `impl Trait`, since
/// all its bodies would have to return one type.
pub(crate) fn bodies(source: &str) -> syn::Result<Vec<Range<usize>>> {
    let mut finder = Finder::default();
    finder.visit_file(&syn::parse_file(source)?);
    Ok(finder.bodies)
}

#[derive(Default)]
struct Finder {
    bodies: Vec<Range<usize>>,
}

impl Finder {
    fn add(&mut self, signature: &Signature, block: &Block) {
        if signature.constness.is_none() && !returns_impl(&signature.output) {
            let braces = block.brace_token.span;
            self.bodies.push(braces.open().byte_range().start..braces.close().byte_range().end);
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.add(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(block) = &function.default {
            self.add(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

fn returns_impl(output: &ReturnType) -> bool {
    struct Seen(bool);
    impl<'ast> Visit<'ast> for Seen {
        fn visit_type_impl_trait(&mut self, _: &'ast TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut seen = Seen(false);
    seen.visit_return_type(output);
    seen.0
}

#[cfg(test)]
mod tests {
    use super::bodies;

    #[test]
    fn bodies_where_a_choice_can_be_made() {
        for (source, expected) in [
            ("fn f() {}", &["{}"][..]),
            ("/* ä { */ fn f(a: [u8; { 1 }]) -> u8 { \"}\"; '{' }", &["{ \"}\"; '{' }"]),
            ("fn f() { fn g() { 1 } g() }", &["{ fn g() { 1 } g() }", "{ 1 }"]),
            ("impl A { pub async fn f(&self) { 1 } }", &["{ 1 }"]),
            ("trait A { fn f(); fn g() { 2 } }", &["{ 2 }"]),
            ("const fn f() { fn g() { 1 } }", &["{ 1 }"]),
            ("fn f() -> impl Iterator { 1 }", &[]),
            ("fn f() -> Result<Vec<impl Fn()>, A> { 1 }", &[]),
            ("fn f(a: impl Fn()) -> Box<dyn Fn()> { 1 }", &["{ 1 }"]),
            ("const A: u8 = { 1 << 2 };", &[]),
        ] {
            let found = bodies(source).expect("it is Rust");
            let found: Vec<&str> = found.into_iter().filter_map(|range| source.get(range)).collect();
            assert_eq!(found, expected, "{source}");
        }
    }
}
