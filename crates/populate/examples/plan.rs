//! Prints the changes of a config file, and the file after them.
#![expect(clippy::print_stdout, reason = "an example")]

use daypass_config_parse::{Config, Dialect, Document};
use daypass_populate::{AccountRoles, Changeset, PopulateOptions, Template, edits};
use daypass_sso_types::{AccountId, RoleName};

const FILE: &str = "# my own\n[profile mine]\nregion = eu-north-1\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = AccountId::new("111122223333")?;
    let roles = [RoleName::new("AWSAdministratorAccess")?, RoleName::new("AWSReadOnlyAccess")?];
    let listing = [AccountRoles { id: &id, name: Some("Production"), email: None, roles: Some(&roles) }];
    let mut options = PopulateOptions::new("corp", Template::default());
    options.exclude = vec!["*/AWSAdministrator*".to_owned()];
    options.set = vec![("cli_pager".to_owned(), "cat".to_owned())];

    let mut file = Document::parse(FILE);
    let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
    for change in &plan.changes {
        println!("{} [profile {}] {}", change.kind.word(), change.name, change.note);
    }
    file.apply(&edits(&plan.changes))?;
    println!("\n{}", String::from_utf8_lossy(file.as_bytes()));
    Ok(())
}
