//! The choice of one account or role among those that are assigned to a person.

use daypass_terminal::{Error, Terminal, clean, few};

/// How many accounts or roles a message names.
const SHOWN: usize = 8;

/// A choice among accounts or roles: the one that is given, the only one, the one that the person picks, or the current one
/// where nobody can be asked.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs, built with `..Default::default()`")]
pub struct AssignedChoice<'a> {
    /// What is chosen: `account` or `role`.
    pub what: &'a str,
    /// Where, for messages: ` in account 111122223333`, or nothing.
    pub place: &'a str,
    /// The name that was given.
    pub given: Option<&'a str>,
    /// The name where the list starts.
    pub current: Option<&'a str>,
}

/// Why nothing was chosen.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "callers say something else of each")]
pub enum NotChosen {
    /// The given one is not among them; the text names some of these.
    NotAssigned(String),
    /// There are none.
    NoneAssigned,
    /// There are several, none is current, and nobody can be asked; the text names some.
    NotGiven(String),
    /// The question failed, or was cancelled.
    Question(Error),
}

impl AssignedChoice<'_> {
    /// Chooses, and says what was chosen unless it was given. Names are compared exactly; a label is for the person.
    ///
    /// ```
    /// use daypass_at_terminal::{AssignedChoice, NotChosen};
    /// use daypass_terminal::{Terminal, TerminalOptions};
    ///
    /// let terminal = Terminal::new(TerminalOptions { no_input: true, ..TerminalOptions::default() });
    /// let role = AssignedChoice { what: "role", current: Some("Admin"), ..AssignedChoice::default() };
    /// let roles = || vec!["Reader".to_owned(), "Admin".to_owned()];
    /// let chosen = role.choose(&terminal, roles(), String::as_str, String::clone);
    /// assert_eq!(chosen.ok().as_deref(), Some("Admin"));
    /// let other = AssignedChoice { given: Some("Owner"), ..role };
    /// let refused = other.choose(&terminal, roles(), String::as_str, String::clone);
    /// assert!(matches!(refused, Err(NotChosen::NotAssigned(have)) if have == "Reader, Admin"));
    /// ```
    ///
    /// # Errors
    /// Why nothing was chosen.
    pub fn choose<T>(
        &self,
        terminal: &Terminal,
        mut items: Vec<T>,
        name: impl Fn(&T) -> &str,
        label: impl Fn(&T) -> String,
    ) -> Result<T, NotChosen> {
        let Self { what, .. } = self;
        let find = |wanted: &str| items.iter().position(|item| name(item) == wanted);
        let have = || few(items.iter().map(&name), SHOWN);
        if let Some(given) = self.given {
            return match find(given) {
                Some(at) => Ok(items.swap_remove(at)),
                None => Err(NotChosen::NotAssigned(have())),
            };
        }
        let current = self.current.and_then(find);
        let at = match (items.as_slice(), current) {
            ([], _) => return Err(NotChosen::NoneAssigned),
            ([only], _) => {
                terminal.say(format!("The only {what} available to you is: {}", label(only)));
                0
            }
            (many, current) if terminal.prompts() => {
                let labels: Vec<_> = many.iter().map(&label).collect();
                let question = format!("There are {} {what}s available to you", many.len());
                terminal.pick(&question, &labels, current.unwrap_or(0)).map_err(NotChosen::Question)?
            }
            (_, Some(current)) => current,
            _ => return Err(NotChosen::NotGiven(have())),
        };
        let item = items.swap_remove(at);
        terminal.say(format!("Using the {what} {}", clean(name(&item))));
        Ok(item)
    }
}
