//! Long chains of roles: what a resolver remembers of one profile changes no answer about another.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Error, Plan, Resolver, Settings, resolve};

#[test]
fn t03_04_a_resolver_of_all_profiles_says_what_one_of_each_says() {
    let chain: String = (1..205)
        .map(|at| format!("[profile p{at}]\nrole_arn = r{at}\nsource_profile = p{}\n", at + 1))
        .collect();
    for end in [
        "aws_access_key_id = A\naws_secret_access_key = B\n",
        "role_arn = r\nsource_profile = p150\n",
        "role_arn = r\nsource_profile = p205\n",
        "role_arn = r\nsource_profile = nowhere\n",
        "role_arn = r\n",
    ] {
        let document = Document::parse(format!("{chain}[profile p205]\n{end}"));
        let config = Config::new(&document, None, Dialect::AwsCli);
        let settings = Settings::default();
        let resolver = Resolver::new(&config, &settings);
        let told = |plan: Result<Plan, Error>| match plan {
            Ok(plan) => format!("{:?}", plan.source()),
            Err(error) => error.to_string(),
        };
        // From both ends, and from within what may be a circle.
        for at in (1..=205).flat_map(|at| [at, 206 - at, (at * 7) % 205 + 1]) {
            let name = format!("p{at}");
            let expected = told(resolve(&config, &settings, &name));
            assert_eq!(told(resolver.resolve(&name)), expected, "{name}, {end}");
        }
    }
}
