//! Tests of faults that clients were seen to mishandle, each as a fault line.

use crate::client::{Answer, Client, merged};
use daypass_simulator::{Fault, Operation};
use http::{Method, Request};
use serde_json::{Value, json};

/// A signed-in client.
struct SignedIn {
    client: Client,
    registered: Value,
    access: String,
    refresh: String,
}

impl SignedIn {
    fn new() -> Self {
        let mut client = Client::new();
        let registered = client.register(&["sso:account:access"]);
        let tokens = client.sign_in(&registered);
        let (access, refresh) = (tokens.text("accessToken"), tokens.text("refreshToken"));
        Self { client, registered, access, refresh }
    }

    /// Calls an operation and returns status, error, location, content type and body.
    fn ask(&mut self, operation: Operation) -> String {
        let (method, path, body) = match operation {
            Operation::CreateToken => {
                let grant = json!({ "grantType": "refresh_token", "refreshToken": self.refresh });
                (Method::POST, "/token", merged(&self.registered, &grant).to_string())
            }
            Operation::ListAccounts => (Method::GET, "/assignment/accounts", String::new()),
            Operation::ListAccountRoles => {
                (Method::GET, "/assignment/roles?account_id=111122223333", String::new())
            }
            Operation::GetRoleCredentials => (
                Method::GET,
                "/federation/credentials?account_id=051234567822&role_name=AWSPowerUserAccess",
                String::new(),
            ),
            Operation::AssumeRole => (Method::POST, "/", "Action=AssumeRole&RoleArn=x".to_owned()),
            _ => (Method::POST, "/", "Action=GetCallerIdentity".to_owned()),
        };
        let form = "application/x-www-form-urlencoded";
        let request = Request::builder()
            .method(method)
            .uri(format!("http://127.0.0.1:8080{path}"))
            .header("content-type", if path == "/" { form } else { "application/json" })
            .header("x-amz-sso_bearer_token", &self.access)
            .body(body.into_bytes())
            .expect("a request");
        let response = self.client.send(&request);
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("-");
        let kind = kind.split(';').next().unwrap_or_default().to_owned();
        let answer = Answer::of(&response);
        let code = answer.text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
        let more = code.map(|(code, _)| code.to_owned()).or_else(|| answer.location.clone());
        [answer.verdict(), kind].into_iter().chain(more).collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn each_case_can_be_simulated() {
    use Operation::{
        AssumeRole, CreateToken, GetCallerIdentity, GetRoleCredentials, ListAccountRoles, ListAccounts,
    };
    let check = |case: &str, line: &str, operation: Operation, wanted: &str| {
        let mut signed_in = SignedIn::new();
        signed_in.client.world.add_fault(line.parse().expect(line));
        assert_eq!(signed_in.ask(operation), wanted, "{case}: {line}");
    };
    check(
        "T03-01",
        "GetRoleCredentials unauthorized",
        GetRoleCredentials,
        "401 UnauthorizedException application/json",
    );
    check("T05-03", "GetRoleCredentials object", GetRoleCredentials, "200 application/json");
    check("T05-03", "ListAccounts object", ListAccounts, "200 application/json");
    check(
        "T05-04",
        "CreateToken status=500 always",
        CreateToken,
        "500 InternalServerException application/json",
    );
    check(
        "T05-06",
        "GetCallerIdentity error=SignatureDoesNotMatch date_skew=7200",
        GetCallerIdentity,
        "403 text/xml SignatureDoesNotMatch",
    );
    check(
        "T05-12",
        "ListAccountRoles?account_id=111122223333 forbidden",
        ListAccountRoles,
        "403 ForbiddenException application/json",
    );
    check(
        "T07-01",
        "CreateToken redirect=http://wifi.example/",
        CreateToken,
        "302 text/plain http://wifi.example/",
    );
    check("T07-01", "CreateToken html", CreateToken, "200 text/html");
    check(
        "T07-02",
        "CreateToken?grantType=refresh_token slow_down",
        CreateToken,
        "400 SlowDownException application/json",
    );
    check(
        "T07-03",
        r#"GetRoleCredentials answer={"status":404,"json":{"message":"no such path"}}"#,
        GetRoleCredentials,
        "404 application/json",
    );
    check("T07-04", "GetCallerIdentity redirect=/x", GetCallerIdentity, "302 text/plain /x");
    check("T07", "CreateToken proxy", CreateToken, "407 text/html");
    check("T07", "GetRoleCredentials bare=429", GetRoleCredentials, "429 -");
    check("T14-06", r#"CreateToken set={"accessToken":""}"#, CreateToken, "200 application/json");
    check("T14-07", r#"CreateToken set={"accessToken":"a\r\nb\u001b"}"#, CreateToken, "200 application/json");
    for code in ["InvalidClientTokenId", "ExpiredToken", "SignatureDoesNotMatch"] {
        check("T19-01", &format!("AssumeRole error={code}"), AssumeRole, &format!("403 text/xml {code}"));
    }
    check("T19-01", "AssumeRole error=RequestExpired", AssumeRole, "400 text/xml RequestExpired");
    check(
        "T20-01",
        "ListAccounts throttle always",
        ListAccounts,
        "429 TooManyRequestsException application/json",
    );
    check("T20-03", "ListAccounts endless always", ListAccounts, "200 application/json");
    check("X16", r#"CreateToken answer={"status":404,"json":{}}"#, CreateToken, "404 application/json");
}

/// T11-01: the client disconnects before the answer to a refresh, which has used its refresh token.
#[test]
fn a_refresh_whose_answer_is_lost_uses_the_refresh_token() {
    let mut signed_in = SignedIn::new();
    signed_in.client.world.settings_mut().refresh_tokens = daypass_simulator::RefreshTokens::SingleUse;
    signed_in.client.world.add_fault("CreateToken hold".parse::<Fault>().expect("a fault"));
    assert_eq!(signed_in.ask(Operation::CreateToken), "200 application/json");
    assert_eq!(signed_in.client.world.held(), 1);
    assert_eq!(signed_in.ask(Operation::CreateToken), "400 InvalidGrantException application/json");
}
