//! Faults of variables, and of the files that they name.
#![cfg(unix)]

use super::{Home, all};
use std::fs;

#[test]
fn profile_keys_and_region() {
    fn keys(home: &mut Home) -> &mut Home {
        home.set("AWS_ACCESS_KEY_ID", "A").set("AWS_SECRET_ACCESS_KEY", "planted")
    }
    insta::assert_snapshot!(all(&[
        ("a profile that is not there", |home| { home.set("AWS_PROFILE", "nobody"); }),
        ("the other name of it", |home| { home.set("AWS_DEFAULT_PROFILE", "nobody"); }),
        ("two profiles", |home| { home.set("AWS_PROFILE", "dev").set("AWS_DEFAULT_PROFILE", "ops"); }),
        ("one profile twice", |home| { home.set("AWS_PROFILE", "dev").set("AWS_DEFAULT_PROFILE", "dev"); }),
        ("a profile by its old name", |home| { home.set("AWS_DEFAULT_PROFILE", "dev"); }),
        ("keys before a profile", |home| { keys(home).set("AWS_PROFILE", "dev"); }),
        ("keys before a profile by its old name", |home| { keys(home).set("AWS_PROFILE", "").set("AWS_DEFAULT_PROFILE", "dev"); }),
        ("keys before the default profile", |home| {
            keys(home).with("\n[default]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n");
        }),
        ("keys alone", |home| { keys(home); }),
        ("half a key", |home| { home.set("AWS_ACCESS_KEY_ID", "A"); }),
        ("the other half", |home| { home.set("AWS_SECRET_ACCESS_KEY", "planted"); }),
        ("a token of nobody", |home| { home.set("AWS_SESSION_TOKEN", "planted"); }),
        ("a token by its old name", |home| { home.set("AWS_SECURITY_TOKEN", "planted"); }),
        ("one token by both names", |home| { keys(home).set("AWS_SECURITY_TOKEN", "planted").set("AWS_SESSION_TOKEN", "planted"); }),
        ("keys that are over", |home| { keys(home).set("AWS_CREDENTIAL_EXPIRATION", "2026-11-22T12:00:00Z"); }),
        ("keys that are good", |home| { keys(home).set("AWS_CREDENTIAL_EXPIRATION", "2026-11-22T12:00:01Z"); }),
        ("keys that end when nobody knows", |home| { keys(home).set("AWS_CREDENTIAL_EXPIRATION", "soon"); }),
        ("an end of no keys", |home| { home.set("AWS_CREDENTIAL_EXPIRATION", "soon"); }),
        ("a region by its old name", |home| { home.set("AWS_DEFAULT_REGION", "eu-west-1"); }),
        ("two regions", |home| { home.set("AWS_REGION", "us-east-1").set("AWS_DEFAULT_REGION", "eu-west-1"); }),
        ("one region twice", |home| { home.set("AWS_REGION", "us-east-1").set("AWS_DEFAULT_REGION", "us-east-1"); }),
        ("an empty region", |home| { home.set("AWS_REGION", ""); }),
    ]), @"
    # a profile that is not there
    E401 error AWS_PROFILE names the profile nobody, which does not exist | every AWS tool started here fails or uses no profile | unset AWS_PROFILE
    # the other name of it
    E401 error AWS_DEFAULT_PROFILE names the profile nobody, which does not exist | every AWS tool started here fails or uses no profile | unset AWS_DEFAULT_PROFILE
    E402 warning AWS_DEFAULT_PROFILE is set and AWS_PROFILE is not | Rust and JavaScript read AWS_PROFILE alone and use the profile default | export AWS_PROFILE=nobody
    # two profiles
    E402 error AWS_PROFILE is dev and AWS_DEFAULT_PROFILE is ops | boto3 uses AWS_DEFAULT_PROFILE, the other tools use AWS_PROFILE | unset AWS_DEFAULT_PROFILE
    # one profile twice

    # a profile by its old name
    E402 warning AWS_DEFAULT_PROFILE is set and AWS_PROFILE is not | Rust and JavaScript read AWS_PROFILE alone and use the profile default | export AWS_PROFILE=dev
    # keys before a profile
    E403 error keys in the environment shadow the profile dev | the AWS CLI, boto3, Rust and Go use the keys; JavaScript uses the profile | unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    # keys before a profile by its old name
    E402 warning AWS_DEFAULT_PROFILE is set and AWS_PROFILE is not | Rust and JavaScript read AWS_PROFILE alone and use the profile default | export AWS_PROFILE=dev
    E403 error keys in the environment shadow the profile dev | the AWS CLI, boto3, Rust and Go use the keys; JavaScript uses the profile | unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    # keys before the default profile
    E403 warning keys in the environment shadow the profile default | every AWS tool uses the keys | unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    # keys alone

    # half a key
    E404 error one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set without the other | boto3 and the AWS CLI fail; the other tools ignore it | unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    # the other half
    E404 error one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set without the other | boto3 and the AWS CLI fail; the other tools ignore it | unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    # a token of nobody
    E404 warning AWS_SESSION_TOKEN is set without keys | no tool yet; keys that are set later will be used with this token | unset AWS_SESSION_TOKEN
    # a token by its old name
    E405 warning AWS_SECURITY_TOKEN is set and differs from AWS_SESSION_TOKEN | boto3 reads the old name too | unset AWS_SECURITY_TOKEN
    # one token by both names

    # keys that are over
    E406 error the keys in the environment have expired, according to AWS_CREDENTIAL_EXPIRATION | boto3 and the AWS CLI refuse to use them; AWS refuses the calls of the other tools | unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    # keys that are good

    # keys that end when nobody knows
    E406 error the keys in the environment have expired, according to AWS_CREDENTIAL_EXPIRATION | boto3 and the AWS CLI refuse to use them; AWS refuses the calls of the other tools | unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION
    # an end of no keys

    # a region by its old name
    E407 warning AWS_DEFAULT_REGION is set and AWS_REGION is not | JavaScript does not read AWS_DEFAULT_REGION | export AWS_REGION=eu-west-1
    # two regions
    E408 warning AWS_REGION is us-east-1 and AWS_DEFAULT_REGION is eu-west-1 | boto3 uses AWS_DEFAULT_REGION, the other tools use AWS_REGION | export AWS_DEFAULT_REGION=us-east-1
    # one region twice

    # an empty region
    E409 error AWS_REGION is not a region such as eu-west-1 | every AWS tool fails; with an empty value only Rust and JavaScript do | unset AWS_REGION
    ");
}

#[test]
fn files_that_variables_name() {
    insta::assert_snapshot!(all(&[
        ("no config file", |home| { home.set("AWS_CONFIG_FILE", "/nowhere/config"); }),
        ("a folder for a config file", |home| { home.set_path("AWS_CONFIG_FILE", ".aws"); }),
        ("an empty name", |home| { home.set("AWS_SHARED_CREDENTIALS_FILE", ""); }),
        ("a file", |home| { home.set_path("AWS_CONFIG_FILE", ".aws/config"); }),
        ("a name that not every tool expands", |home| { home.set("AWS_CONFIG_FILE", "~/.aws/config"); }),
        ("another that not every tool expands", |home| { home.set("AWS_CONFIG_FILE", "$HOME/.aws/config"); }),
        ("a pipe for a header", |home| {
            let path = home.path("pipe");
            let made = std::process::Command::new("mkfifo").arg(&path).status();
            assert!(made.is_ok_and(|status| status.success()));
            home.set_path("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "pipe");
        }),
        ("a link to itself where the config file is", |home| {
            let path = home.path(".aws/config");
            fs::remove_file(&path).expect("removed");
            std::os::unix::fs::symlink(&path, &path).expect("a link");
        }),
        ("a folder where the credentials file is", |home| fs::create_dir(home.path(".aws/credentials")).expect("made")),
        ("no certificates", |home| { home.set("AWS_CA_BUNDLE", "/nowhere/ca.pem"); }),
        ("a folder of certificates for one tool", |home| { home.set_path("REQUESTS_CA_BUNDLE", ".aws"); }),
        ("a folder of certificates for another", |home| { home.set_path("SSL_CERT_FILE", ".aws"); }),
        ("a file of certificates", |home| { home.set_path("AWS_CA_BUNDLE", ".aws/config"); }),
        ("a token of the web that is not there", |home| { home.set("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token").set("AWS_ROLE_ARN", "arn:aws:iam::1:role/x"); }),
        ("the same without a role", |home| { home.set("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere/token"); }),
        ("one that is there", |home| { home.set_path("AWS_WEB_IDENTITY_TOKEN_FILE", ".aws/config").set("AWS_ROLE_ARN", "arn:aws:iam::1:role/x"); }),
        ("a header with its line end", |home| { home.set_path("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "header").put("header", "planted\n"); }),
        ("a header with another line end", |home| { home.set_path("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "header").put("header", "planted\r"); }),
        ("an empty header", |home| { home.set_path("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "header").put("header", ""); }),
        ("a folder for a header", |home| { home.set_path("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", ".aws"); }),
        ("a header", |home| { home.set_path("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "header").put("header", "planted"); }),
    ]), @"
    # no config file
    E410 error AWS_CONFIG_FILE names no file | every AWS tool ignores it | unset AWS_CONFIG_FILE
    # a folder for a config file
    E410 error AWS_CONFIG_FILE names no file | every AWS tool ignores it | unset AWS_CONFIG_FILE
    # an empty name
    E410 error AWS_SHARED_CREDENTIALS_FILE is empty | Rust, boto3 and the AWS CLI read no file; JavaScript and Go read the usual one | unset AWS_SHARED_CREDENTIALS_FILE
    # a file

    # a name that not every tool expands
    E411 warning AWS_CONFIG_FILE has a '~' or '$' that not every tool expands | Go does not expand it; JavaScript loses the sso-session sections | export AWS_CONFIG_FILE=~/.aws/config
    # another that not every tool expands
    E411 warning AWS_CONFIG_FILE has a '~' or '$' that not every tool expands | Go does not expand it; JavaScript loses the sso-session sections | export AWS_CONFIG_FILE=~/.aws/config
    # a pipe for a header
    E419 error the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is absent, empty or ends in a newline | Rust, boto3 and Go fail; JavaScript asks again without the token | unset AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    # a link to itself where the config file is
    C152 error config the file cannot be read: Too many levels of symbolic links (os error 40) | the AWS CLI and boto3 fail with every command; the other tools ignore the file | chmod u+rw ~/.aws/config
    # a folder where the credentials file is
    E410 error credentials this is not a regular file | the AWS tools ignore it | mv ~/.aws/credentials ~/.aws/credentials.old
    # no certificates
    E412 error AWS_CA_BUNDLE names no file | the AWS CLI, boto3, Go and daypass cannot make any call | unset AWS_CA_BUNDLE
    # a folder of certificates for one tool

    # a folder of certificates for another
    E412 error SSL_CERT_FILE names no file | Rust, Go and OpenSSL programs cannot make any call | unset SSL_CERT_FILE
    # a file of certificates

    # a token of the web that is not there
    E418 error AWS_WEB_IDENTITY_TOKEN_FILE names no file | AWS tools without a profile try it before anything else, and fail | unset AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN
    # the same without a role

    # one that is there

    # a header with its line end
    E419 error the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is absent, empty or ends in a newline | Rust, boto3 and Go fail; JavaScript asks again without the token | unset AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    # a header with another line end
    E419 error the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is absent, empty or ends in a newline | Rust, boto3 and Go fail; JavaScript asks again without the token | unset AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    # an empty header
    E419 error the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is absent, empty or ends in a newline | Rust, boto3 and Go fail; JavaScript asks again without the token | unset AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    # a folder for a header
    E419 error the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE is absent, empty or ends in a newline | Rust, boto3 and Go fail; JavaScript asks again without the token | unset AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
    # a header
    ");
}

#[test]
fn endpoints_and_switches() {
    insta::assert_snapshot!(all(&[
        ("no address", |home| { home.set("AWS_ENDPOINT_URL_STS", "localhost:1"); }),
        ("all services elsewhere", |home| { home.set("AWS_ENDPOINT_URL", "http://localhost:4566"); }),
        ("all services elsewhere, and ignored", |home| { home.set("AWS_ENDPOINT_URL", "http://localhost:4566").set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True"); }),
        ("another service elsewhere", |home| { home.set("AWS_ENDPOINT_URL_STS", "https://sts.example.com"); }),
        ("one elsewhere and FIPS", |home| { home.set("AWS_ENDPOINT_URL_STS", "https://sts.example.com").set("AWS_USE_FIPS_ENDPOINT", "true"); }),
        ("one elsewhere and dual stack", |home| { home.set("AWS_ENDPOINT_URL_STS", "https://sts.example.com").set("AWS_USE_DUALSTACK_ENDPOINT", "TRUE"); }),
        ("FIPS alone", |home| { home.set("AWS_USE_FIPS_ENDPOINT", "true"); }),
        ("no switch", |home| { home.set("AWS_USE_FIPS_ENDPOINT", "yes"); }),
        ("a switch in capitals", |home| { home.set("AWS_USE_DUALSTACK_ENDPOINT", "False"); }),
        ("no number", |home| { home.set("AWS_MAX_ATTEMPTS", "many"); }),
        ("a number", |home| { home.set("AWS_MAX_ATTEMPTS", "7").set("AWS_RETRY_MODE", "adaptive"); }),
        ("no mode", |home| { home.set("AWS_RETRY_MODE", "patient"); }),
        ("two addresses of a container", |home| { home.set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x").set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/x"); }),
        ("one address of a container", |home| { home.set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/x"); }),
        ("a proxy for all", |home| { home.set("ALL_PROXY", "http://127.0.0.1:9"); }),
        ("a proxy for all and one for https", |home| { home.set("ALL_PROXY", "http://127.0.0.1:9").set("HTTPS_PROXY", "http://127.0.0.1:9"); }),
        ("the same in small letters", |home| { home.set("all_proxy", "http://127.0.0.1:9").set("https_proxy", "http://127.0.0.1:9"); }),
    ]), @"
    # no address
    E413 error AWS_ENDPOINT_URL_STS is not an http or https address | every AWS tool that reads it fails | unset AWS_ENDPOINT_URL_STS
    # all services elsewhere
    E414 warning AWS_ENDPOINT_URL is set: sign-ins and their tokens go there | the AWS CLI and the SDKs; Go reads only the two variables of SSO | unset AWS_ENDPOINT_URL
    # all services elsewhere, and ignored

    # another service elsewhere

    # one elsewhere and FIPS
    E415 error an endpoint is set together with FIPS or dual stack | Rust, JavaScript and Go refuse the two together; boto3 takes the endpoint | unset AWS_ENDPOINT_URL_STS
    # one elsewhere and dual stack
    E415 error an endpoint is set together with FIPS or dual stack | Rust, JavaScript and Go refuse the two together; boto3 takes the endpoint | unset AWS_ENDPOINT_URL_STS
    # FIPS alone

    # no switch
    E416 warning AWS_USE_FIPS_ENDPOINT is neither true nor false | some AWS tools fail, the others take it for false | export AWS_USE_FIPS_ENDPOINT=true
    # a switch in capitals

    # no number
    E417 error AWS_MAX_ATTEMPTS has a value that the AWS tools do not know | the AWS CLI, boto3 and JavaScript fail with every call | unset AWS_MAX_ATTEMPTS
    # a number

    # no mode
    E417 error AWS_RETRY_MODE has a value that the AWS tools do not know | the AWS CLI, boto3 and JavaScript fail with every call | unset AWS_RETRY_MODE
    # two addresses of a container
    E419 warning both container credentials URIs are set | every tool uses the relative URI, so `daypass serve` is not called | unset AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
    # one address of a container

    # a proxy for all
    E422 note ALL_PROXY is set and HTTPS_PROXY is not | the AWS CLI, boto3 and daypass connect without a proxy; curl and others use it
    # a proxy for all and one for https

    # the same in small letters
    ");
}
