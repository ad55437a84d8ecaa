//! Faults that are planted in the environment.

use super::*;

#[test]
fn faults_of_the_environment() {
    let table: &[(&str, FixedBy, Plant)] = &[
        ("E401", Command("unset AWS_PROFILE"), |home| home.set("AWS_PROFILE", "nobody")),
        ("E402", Command("unset AWS_DEFAULT_PROFILE"), |home| {
            home.set("AWS_PROFILE", "dev").set("AWS_DEFAULT_PROFILE", "ops")
        }),
        ("E402", Command("export AWS_PROFILE=dev"), |home| home.set("AWS_DEFAULT_PROFILE", "dev")),
        ("E403", Command("unset AWS_ACCESS_KEY_ID"), |home| {
            home.set("AWS_PROFILE", "dev")
                .set("AWS_ACCESS_KEY_ID", "A")
                .set("AWS_SECRET_ACCESS_KEY", "s3cr3t")
        }),
        ("E404", Command("unset AWS_ACCESS_KEY_ID"), |home| home.set("AWS_ACCESS_KEY_ID", "A")),
        ("E404", Command("unset AWS_SESSION_TOKEN"), |home| home.set("AWS_SESSION_TOKEN", "s3cr3t")),
        ("E405", Command("unset AWS_SECURITY_TOKEN"), |home| home.set("AWS_SECURITY_TOKEN", "s3cr3t")),
        ("E406", Command("unset AWS_ACCESS_KEY_ID"), |home| {
            home.set("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
                .set("AWS_ACCESS_KEY_ID", "A")
                .set("AWS_SECRET_ACCESS_KEY", "s")
        }),
        ("E407", Command("export AWS_REGION=eu-west-1"), |home| home.set("AWS_DEFAULT_REGION", "eu-west-1")),
        ("E408", Command("export AWS_DEFAULT_REGION=us-east-1"), |home| {
            home.set("AWS_REGION", "us-east-1").set("AWS_DEFAULT_REGION", "eu-west-1")
        }),
        ("E409", Command("unset AWS_REGION"), |home| home.set("AWS_REGION", "")),
        ("E410", Command("unset AWS_CONFIG_FILE"), |home| home.set("AWS_CONFIG_FILE", "/nowhere/config")),
        ("E410", Command("unset AWS_SHARED_CREDENTIALS_FILE"), |home| {
            home.set("AWS_SHARED_CREDENTIALS_FILE", "")
        }),
        ("E410", Command("mv "), |home| {
            fs::create_dir(home.path().join(".aws/credentials")).expect("a folder");
            home
        }),
        ("E411", Command("export AWS_CONFIG_FILE="), |home| home.set("AWS_CONFIG_FILE", "~/.aws/config")),
        ("E412", Command("unset AWS_CA_BUNDLE"), |home| home.set("AWS_CA_BUNDLE", "/nowhere/ca.pem")),
        ("E412", Command("unset NODE_EXTRA_CA_CERTS"), |home| {
            home.set("NODE_EXTRA_CA_CERTS", "/nowhere/ca.pem")
        }),
        ("E413", Command("unset AWS_ENDPOINT_URL_STS"), |home| {
            home.set("AWS_ENDPOINT_URL_STS", "localhost:1")
        }),
        ("E414", Command("unset AWS_ENDPOINT_URL"), |home| {
            home.set("AWS_ENDPOINT_URL", "http://localhost:4566")
        }),
        ("E415", Command("unset AWS_ENDPOINT_URL_SSO"), |home| {
            home.set("AWS_ENDPOINT_URL_SSO", "https://sso.example.com").set("AWS_USE_FIPS_ENDPOINT", "true")
        }),
        ("E416", Command("export AWS_USE_FIPS_ENDPOINT=true"), |home| {
            home.set("AWS_USE_FIPS_ENDPOINT", "yes")
        }),
        ("E417", Command("unset AWS_RETRY_MODE"), |home| home.set("AWS_RETRY_MODE", "patient")),
        ("E418", Command("unset AWS_WEB_IDENTITY_TOKEN_FILE"), |home| {
            home.set("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token")
                .set("AWS_ROLE_ARN", "arn:aws:iam::1:role/x")
        }),
        ("E419", Command("unset AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), |home| {
            home.set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x")
                .set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/x")
        }),
        ("E419", Command("unset AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), |home| {
            home.write("token", "abc\n");
            let path = home.path().join("token").display().to_string();
            home.set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", &path)
        }),
    ];
    for (code, fixed_by, plant) in table {
        check(code, fixed_by, *plant);
    }
}
