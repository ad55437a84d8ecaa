//! Which addresses are registries of ECR, and what docker is answered.

use daypass_service_tokens::{
    docker::{DockerRequest, list_json},
    ecr::Registry,
};

fn private(account: &str, region: &str) -> Registry {
    let (account, region) = (account.parse().ok(), region.parse().expect("a region"));
    Registry::Private { account, region }
}

#[test]
fn addresses() {
    let mine = |region| Some(private("111122223333", region));
    for (server, expected) in [
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com", mine("eu-west-1")),
        ("https://111122223333.dkr.ecr.eu-west-1.amazonaws.com", mine("eu-west-1")),
        ("https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/", mine("eu-west-1")),
        ("111122223333.DKR.ECR.eu-west-1.amazonaws.com:443\n", mine("eu-west-1")),
        ("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", mine("cn-north-1")),
        ("111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com", mine("us-gov-west-1")),
        ("111122223333.dkr-ecr.eu-west-1.on.aws", mine("eu-west-1")),
        ("111122223333.dkr-ecr-fips.us-east-1.on.aws", mine("us-east-1")),
        ("111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", mine("cn-north-1")),
        ("public.ecr.aws", Some(Registry::Public)),
        ("https://public.ecr.aws/", Some(Registry::Public)),
        ("", None),
        ("ghcr.io", None),
        ("https://index.docker.io/v1/", None),
        ("public.ecr.aws.evil.example", None),
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example", None),
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com@evil.example", None),
        ("evil.example/111122223333.dkr.ecr.eu-west-1.amazonaws.com", None),
        ("111122223333.dkr.ecr.cn-north-1.amazonaws.com", None),
        ("11112222333.dkr.ecr.eu-west-1.amazonaws.com", None),
        ("x.dkr.ecr.eu-west-1.amazonaws.com", None),
        ("111122223333.s3.eu-west-1.amazonaws.com", None),
        ("ftp://public.ecr.aws", None),
    ] {
        assert_eq!(Registry::of_server(server), expected, "{server}");
    }
}

#[test]
fn requests_of_docker() {
    use DockerRequest::{CannotStore, Get, List, NotFound, Nothing};
    let server = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
    let stored = format!(r#"{{"ServerURL":"{server}","Username":"AWS","Secret":"x"}}"#);
    let found = Get(private("111122223333", "eu-west-1"), server.to_owned());
    let foreign = r#"{"ServerURL":"ghcr.io","Username":"me","Secret":"x"}"#;
    for (verb, input, expected) in [
        ("get", &*format!("{server}\n"), Some(found)),
        ("get", "ghcr.io", Some(NotFound)),
        ("list", "", Some(List)),
        ("list", "anything", Some(List)),
        ("store", &*stored, Some(Nothing)),
        ("store", foreign, Some(CannotStore("ghcr.io".to_owned()))),
        ("store", "not json", Some(CannotStore(String::new()))),
        ("erase", server, Some(Nothing)),
        ("erase", "ghcr.io", Some(NotFound)),
        ("version", "", None),
        ("", "", None),
    ] {
        assert_eq!(DockerRequest::read(verb, input), expected, "{verb} {input}");
    }
}

#[test]
fn what_is_listed() {
    let listed = [
        private("111122223333", "cn-north-1"),
        Registry::Private { account: None, region: "eu-west-1".parse().expect("a region") },
        Registry::Public,
    ];
    insta::assert_snapshot!(
        list_json(&listed),
        @r#"{"https://111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn":"AWS","https://public.ecr.aws":"AWS"}"#
    );
    assert_eq!(list_json(&[]), "{}");
}
