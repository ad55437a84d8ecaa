//! Prints profile names for accounts with unusual names; the first argument is the template.
#![expect(clippy::print_stdout, reason = "an example")]

use daypass_populate::{ProfileFields, Template};

fn main() -> Result<(), daypass_populate::Error> {
    let template = std::env::args().nth(1).unwrap_or_else(|| "{account|lower}.{role|trim:AWS}".to_owned());
    let template: Template = template.parse()?;
    for account in ["Log Archive", "Équipe Données", "R&D <lab>", "日本支社"] {
        let name = template.name(&ProfileFields {
            account: Some(account),
            id: "111122223333",
            email: None,
            role: "AWSReadOnlyAccess",
            region: Some("eu-west-1"),
            session: "corp",
        });
        println!("{account}: {name}");
    }
    Ok(())
}
