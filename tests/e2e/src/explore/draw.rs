//! What several parts of a home draw: a name, a token.

use super::{dice::Dice, spec::Token};

/// Names that some tool, some shell or some terminal reads otherwise than they are written.
const ODD: &[&str] = &[
    "two words",
    "été",
    "a=b",
    "-s",
    "x;y",
    "x#y",
    "a]b",
    "it's",
    "p%n",
    "$HOME",
    "c\u{9b}31m",
    "e\u{1b}]52;c;eA==\u{7}",
    "x\u{202e}y",
    "z\u{200b}w",
    "__proto__",
    "none",
];
pub(super) const TOKENS: &[Token] = &[
    Token::None,
    Token::NearEnd,
    Token::Aged,
    Token::Aged,
    Token::Over,
    Token::Revoked,
    Token::Forgotten,
    Token::Torn,
    Token::NoAccess,
    Token::OtherUser,
    Token::OtherPortal,
    Token::Folder,
];

pub(super) fn name(dice: &mut Dice, usual: &[&str]) -> String {
    if dice.percent(92) { dice.pick(usual).to_owned() } else { dice.pick(ODD).to_owned() }
}
