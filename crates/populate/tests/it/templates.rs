//! Tests of templates as tables: fields, filters, accents, errors.

use daypass_populate::{AccountLabels, ProfileFields, Template};

const FIELDS: ProfileFields<'_> = ProfileFields {
    account: Some("  Équipe Données "),
    id: "000123456789",
    email: Some("aws+7@example.com"),
    role: "AWSReadOnlyAccess",
    region: Some("ap-southeast-2"),
    session: "corp",
};

#[test]
fn fields_and_filters() {
    for (template, expected) in [
        (Template::DEFAULT, "Equipe-Donnees.AWSReadOnlyAccess"),
        ("{id}", "000123456789"),
        ("{email}/{role}", "aws+7@example.com/AWSReadOnlyAccess"),
        ("{session}-{region|short}", "corp-apse2"),
        ("{account|lower|replace: :_}", "__equipe_donnees_"),
        ("{account|trim|lower|replace: :_}", "equipe_donnees"),
        ("{role|trim:AWS|trim:Access}", "ReadOnly"),
        ("{role|upper}", "AWSREADONLYACCESS"),
        ("{role|replace:Access:}", "AWSReadOnly"),
        ("{id|replace:000:a\\:b}", "a:b123456789"),
        ("x y\\{{id}", "x-y-000123456789"),
        ("-{role}.", "AWSReadOnlyAccess"),
    ] {
        assert_eq!(
            Template::parse(template).map(|parsed| parsed.name(&FIELDS)).as_deref(),
            Ok(expected),
            "{template}"
        );
    }
}

#[test]
fn missing_and_unwritable_names_become_ids() {
    let template = Template::parse(Template::DEFAULT).expect("a template").with_region();
    for (account, region, expected) in [
        (None, None, "000123456789.AWSReadOnlyAccess"),
        (Some("日本支社"), Some("eu-west-1"), "000123456789.AWSReadOnlyAccess.eu-west-1"),
        (Some("\u{1F680} launch"), None, "launch.AWSReadOnlyAccess"),
        (Some("team/ops/prod"), None, "team/ops/prod.AWSReadOnlyAccess"),
        (Some("R&D <lab>"), None, "R-D-lab.AWSReadOnlyAccess"),
        (Some("a - b -- c"), None, "a-b-c.AWSReadOnlyAccess"),
        (Some("a--b"), None, "a--b.AWSReadOnlyAccess"),
        (Some("O'Brien \"x\""), None, "O-Brien-x.AWSReadOnlyAccess"),
        (Some("x]\n[profile evil"), None, "x-profile-evil.AWSReadOnlyAccess"),
    ] {
        assert_eq!(template.name(&ProfileFields { account, region, ..FIELDS }), expected, "{account:?}");
    }
    let long = "LongestRoleName_".repeat(4);
    assert_eq!(
        Template::parse("{role}").expect("a template").name(&ProfileFields { role: &long, ..FIELDS }),
        long
    );
}

#[test]
fn invalid_templates_are_refused() {
    for (template, part) in [
        ("", "names no field"),
        ("all", "names no field"),
        ("{acount}", "no field \"acount\""),
        ("{id", "not closed"),
        ("{id|lower", "not closed"),
        ("id}", "no '{' before"),
        ("{id|shout}", "no filter \"shout\""),
        ("{id|replace:a}", "no filter"),
        ("{id}\\", "backslash"),
    ] {
        let error = Template::parse(template).expect_err(template).to_string();
        assert!(error.contains(part), "{template}: {error}");
    }
}

#[test]
fn regions_are_shortened() {
    for (region, expected) in [
        ("eu-west-1", "euw1"),
        ("us-east-2", "use2"),
        ("ap-northeast-3", "apne3"),
        ("us-gov-west-1", "usgovw1"),
        ("me-central-1", "mec1"),
        ("il-central-1", "ilc1"),
        ("mx-central-1", "mxc1"),
        ("", ""),
    ] {
        let template = Template::parse("x{region|short}").expect("valid");
        let fields = ProfileFields { region: Some(region), ..FIELDS };
        assert_eq!(template.name(&fields), format!("x{expected}"));
    }
}

#[test]
fn an_alias_and_tags_come_from_settings() {
    let labels = |alias: Option<&str>, tags: &[&str]| AccountLabels {
        alias: alias.map(str::to_owned),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
    };
    let (none, shop) =
        (labels(None, &[]), labels(Some("Shop Süd"), &["prod", "team=Data", "team=b", "teams=c"]));
    for (template, with, without) in [
        ("{alias}.{role}", "Shop-Sud.AWSReadOnlyAccess", "Equipe-Donnees.AWSReadOnlyAccess"),
        ("{alias|trim|lower|replace: :_}.{id}", "shop_sud.000123456789", "equipe_donnees.000123456789"),
        ("{tag:team|upper}/{id}", "DATA/000123456789", "/000123456789"),
        ("{id}.{tag:team}", "000123456789.Data", "000123456789"),
        ("{id}.{tag:prod}", "000123456789", "000123456789"),
    ] {
        let template = Template::parse(template).expect("valid");
        assert_eq!(template.labelled(&shop).name(&FIELDS), with);
        assert_eq!(template.labelled(&none).name(&FIELDS), without);
        assert_eq!(template.name(&FIELDS), without, "without labels");
    }
    for invalid in ["{tag}.{id}", "{tag:}.{id}", "{tag:team}"] {
        Template::parse(invalid).expect_err(invalid);
    }
}
