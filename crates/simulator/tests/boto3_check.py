"""The simulator through boto3: every operation, and the class of every error. Run by hand:

    cargo build -p daypass-simulator && python3 crates/simulator/tests/boto3_check.py target/debug/daypass-simulator
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(AWS_EC2_METADATA_DISABLED="true", AWS_MAX_ATTEMPTS="1", AWS_DEFAULT_REGION="eu-west-1")
os.environ.update(HOME="/nonexistent", AWS_CONFIG_FILE="/nonexistent/config")

server = subprocess.Popen([sys.argv[1], "--scenario", "chained"], stdout=subprocess.PIPE, text=True)
base = None
for line in server.stdout:
    if line.startswith("export "):
        name, base = line.removeprefix("export ").strip().split("=")
        os.environ[name] = base
    if "SIGNIN" in line:
        break

import boto3  # noqa: E402  (reads the environment)
from botocore import UNSIGNED  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402

checks = 0


def equal(found, wanted, what):
    global checks
    checks += 1
    if found != wanted:
        sys.exit(f"FAILED {what}: {found!r}, not {wanted!r}")


def refused(status, call, **arguments):
    """The error that a call must end in."""
    try:
        call(**arguments)
    except ClientError as error:
        equal(error.response["ResponseMetadata"]["HTTPStatusCode"], status, f"status of {error}")
        return error
    sys.exit(f"FAILED: {call} was not refused")


def fails(cls, status, call, **arguments):
    """A modelled error has its own class."""
    equal(type(refused(status, call, **arguments)).__name__, cls, "class")


def code(wanted, status, call, **arguments):
    """One that is not modelled has its code only."""
    equal(refused(status, call, **arguments).response["Error"]["Code"], wanted, "code")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def browse(url, **form):
    """A page: its status, text and Location."""
    data = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.build_opener(NoRedirect).open(url, data) as reply:
            return reply.status, reply.read().decode(), None
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers.get("Location")


def control(path, **body):
    request = urllib.request.Request(f"{base}/_sim/{path}", json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def check():
    oidc, sso = boto3.client("sso-oidc"), boto3.client("sso")
    device_grant = "urn:ietf:params:oauth:grant-type:device_code"

    # Registration.
    for cls, arguments in [
        ("InvalidClientMetadataException", dict(clientType="confidential")),
        ("InvalidScopeException", dict(scopes=["no scope"])),
        ("UnsupportedGrantTypeException", dict(grantTypes=["password"])),
        ("InvalidRedirectUriException", dict(redirectUris=["https://evil.example/"])),
        ("InvalidRedirectUriException", dict(grantTypes=["authorization_code"])),
    ]:
        fails(cls, 400, oidc.register_client, **{"clientName": "t", "clientType": "public", **arguments})
    scopes = ["sso:account:access"]
    one = oidc.register_client(clientName="botocore-client-t", clientType="public", scopes=scopes)
    client = dict(clientId=one["clientId"], clientSecret=one["clientSecret"])

    # Device grant.
    start = dict(startUrl="https://d-9067000018.awsapps.com/start#")
    fails("InvalidClientException", 401, oidc.start_device_authorization, clientId="x", clientSecret="y", **start)
    device = oidc.start_device_authorization(**client, **start)
    equal(device["interval"], 1, "interval")
    poll = dict(grantType=device_grant, deviceCode=device["deviceCode"], **client)
    fails("AuthorizationPendingException", 400, oidc.create_token, **poll)
    fails("AuthorizationPendingException", 400, oidc.create_token, **poll)
    fails("SlowDownException", 400, oidc.create_token, **poll)
    page = browse(device["verificationUriComplete"])
    equal((page[0], device["userCode"] in page[1], "botocore-client-t" in page[1]), (200, True, True), "page")
    equal(browse(device["verificationUriComplete"], decision="allow")[0], 200, "Allow")
    token = oidc.create_token(**poll)
    equal(("refreshToken" in token, token["tokenType"]), (True, "Bearer"), "token")
    fails("InvalidGrantException", 400, oidc.create_token, **poll)
    denied = oidc.start_device_authorization(**client, **start)
    browse(denied["verificationUriComplete"], decision="deny")
    fails("AccessDeniedException", 400, oidc.create_token, **{**poll, "deviceCode": denied["deviceCode"]})
    late = oidc.start_device_authorization(**client, **start)
    control("expire_device_codes")
    fails("ExpiredTokenException", 400, oidc.create_token, **{**poll, "deviceCode": late["deviceCode"]})
    fails("UnsupportedGrantTypeException", 400, oidc.create_token, **{**poll, "grantType": "password"})

    # Refresh.
    control("settings", refresh_tokens="single-use")
    refresh = dict(grantType="refresh_token", refreshToken=token["refreshToken"], **client)
    token = oidc.create_token(**refresh)
    fails("InvalidGrantException", 400, oidc.create_token, **refresh)

    # Authorization code with PKCE.
    pkce = oidc.register_client(
        clientName="p", clientType="public", scopes=scopes, grantTypes=["authorization_code", "refresh_token"],
        redirectUris=["http://127.0.0.1/oauth/callback"], issuerUrl=start["startUrl"])
    pclient = dict(clientId=pkce["clientId"], clientSecret=pkce["clientSecret"])
    fails("UnauthorizedClientException", 400, oidc.start_device_authorization, **pclient, **start)
    verifier = "v" * 64
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = dict(response_type="code", client_id=pkce["clientId"], redirect_uri="http://127.0.0.1:1234/oauth/callback",
                 state="s t", code_challenge_method="S256", scopes="sso:account:access", code_challenge=challenge)
    url = f"{base}/authorize?{urllib.parse.urlencode(query, quote_via=urllib.parse.quote)}"
    equal(browse(url)[0], 200, "authorize page")
    _, _, no = browse(url, decision="deny")
    equal(no.startswith("http://127.0.0.1:1234/oauth/callback?error=access_denied&error_description="), True, no)
    status, _, location = browse(url, decision="allow")
    back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(location).query))
    equal((status, back["state"]), (302, "s t"), "redirect")
    redeem = dict(grantType="authorization_code", redirectUri=query["redirect_uri"], code=back["code"], **pclient)
    fails("InvalidGrantException", 400, oidc.create_token, codeVerifier="w" * 64, **redeem)
    fails("InvalidGrantException", 400, oidc.create_token, codeVerifier=verifier, **{**redeem, "redirectUri": "http://127.0.0.1:9/x"})
    other = oidc.create_token(codeVerifier=verifier, **redeem)
    equal("refreshToken" in other, True, "refresh token after PKCE")
    fails("InvalidGrantException", 400, oidc.create_token, codeVerifier=verifier, **redeem)

    # Portal.
    bearer = dict(accessToken=token["accessToken"])
    accounts = [account["accountId"] for page in sso.get_paginator("list_accounts").paginate(**bearer, PaginationConfig=dict(PageSize=1)) for account in page["accountList"]]
    equal(accounts, ["051234567822"], "accounts")
    roles = [role["roleName"] for page in sso.get_paginator("list_account_roles").paginate(**bearer, accountId=accounts[0], PaginationConfig=dict(PageSize=1)) for role in page["roleList"]]
    equal(roles, ["AWSPowerUserAccess", "AWSReadOnlyAccess"], "roles")
    role = dict(accountId=accounts[0], roleName="AWSPowerUserAccess")
    keys = sso.get_role_credentials(**bearer, **role)["roleCredentials"]
    code("ForbiddenException", 403, sso.get_role_credentials, **bearer, accountId=accounts[0], roleName="No")
    fails("ResourceNotFoundException", 404, sso.get_role_credentials, **bearer, accountId="000000000000", roleName="No")
    fails("InvalidRequestException", 400, sso.list_accounts, **bearer, nextToken="bad")
    fails("UnauthorizedException", 401, sso.list_accounts, accessToken="bad")
    fails("UnauthorizedException", 401, sso.list_accounts, accessToken=other["accessToken"])  # its code came twice
    control("faults", fault="ListAccounts throttle=2")
    fails("TooManyRequestsException", 429, sso.list_accounts, **bearer)

    # STS and S3, signed by botocore.
    def session(keys):
        return boto3.Session(keys["accessKeyId"], keys["secretAccessKey"], keys["sessionToken"])

    mine = session(keys)
    sts = mine.client("sts")
    identity = sts.get_caller_identity()
    equal(identity["Account"], accounts[0], "account")
    equal(identity["Arn"].split("/")[1].rsplit("_", 1)[0], "AWSReservedSSO_AWSPowerUserAccess", "arn")
    deploy = dict(RoleArn="arn:aws:iam::111122223333:role/Deploy", RoleSessionName="t@example.com")
    assumed = sts.assume_role(**deploy)
    equal(assumed["AssumedRoleUser"]["Arn"], "arn:aws:sts::111122223333:assumed-role/Deploy/t@example.com", "assumed")
    second = assumed["Credentials"]
    chained = boto3.client("sts", aws_access_key_id=second["AccessKeyId"], aws_secret_access_key=second["SecretAccessKey"], aws_session_token=second["SessionToken"])
    restart = dict(RoleArn="arn:aws:iam::111122223333:role/ops/Restart", RoleSessionName="tt")
    equal(chained.assume_role(**restart)["AssumedRoleUser"]["Arn"].split(":", 5)[5], "assumed-role/Restart/tt", "chain")
    code("AccessDenied", 403, sts.assume_role, **restart)
    code("AccessDenied", 403, sts.assume_role, RoleArn="arn:aws:iam::111122223333:role/Partner", RoleSessionName="tt")
    sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/Partner", RoleSessionName="tt", ExternalId="blue-river")
    sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/BreakGlass", RoleSessionName="tt", SerialNumber="arn:aws:iam::051234567822:mfa/testuser", TokenCode="123456")
    code("ValidationError", 400, sts.assume_role, **deploy, DurationSeconds=7200)
    code("InvalidAction", 400, sts.get_session_token)
    code("InvalidClientTokenId", 403, session({**keys, "accessKeyId": "ASIAX"}).client("sts").get_caller_identity)
    code("InvalidClientTokenId", 403, session({**keys, "sessionToken": "x"}).client("sts").get_caller_identity)
    code("SignatureDoesNotMatch", 403, session({**keys, "secretAccessKey": "x"}).client("sts").get_caller_identity)
    code("MissingAuthenticationToken", 403, boto3.client("sts", config=Config(signature_version=UNSIGNED)).get_caller_identity)
    control("clock", skew=3600)
    code("SignatureDoesNotMatch", 403, sts.get_caller_identity)
    control("clock", skew=0)
    s3 = mine.client("s3")
    equal([bucket["Name"] for bucket in s3.list_buckets()["Buckets"]], ["example-development-artifacts"], "buckets")
    objects = s3.list_objects_v2(Bucket="example-development-artifacts", Delimiter="/")
    equal(([found["Key"] for found in objects["Contents"]], objects["CommonPrefixes"]), (["readme.md"], [{"Prefix": "notes/"}]), "objects")
    inside = s3.list_objects_v2(Bucket="example-development-artifacts", Prefix="notes/")
    equal([found["Key"] for found in inside["Contents"]], ["notes/today.txt"], "objects with a prefix")
    code("AccessDenied", 403, s3.list_objects_v2, Bucket="example-production-data")
    fails("NoSuchBucket", 404, s3.list_objects_v2, Bucket="none-of-that-name")
    code("InvalidAccessKeyId", 403, session({**keys, "accessKeyId": "ASIAX"}).client("s3").list_buckets)
    code("SignatureDoesNotMatch", 403, session({**keys, "secretAccessKey": "x"}).client("s3").list_buckets)

    # Console.
    text = json.dumps(dict(sessionId=keys["accessKeyId"], sessionKey=keys["secretAccessKey"], sessionToken=keys["sessionToken"]))
    status, body, _ = browse(f"{base}/federation?{urllib.parse.urlencode(dict(Action='getSigninToken', Session=text))}")
    equal(status, 200, "getSigninToken")
    login = dict(Action="login", SigninToken=json.loads(body)["SigninToken"], Destination="https://console.aws.amazon.com/")
    equal(identity["Arn"] in browse(f"{base}/federation?{urllib.parse.urlencode(login)}")[1], True, "console page")

    # Ends.
    control("expire_credentials")
    code("ExpiredToken", 403, sts.get_caller_identity)
    code("ExpiredToken", 400, s3.list_buckets)
    sso.logout(**bearer)
    fails("UnauthorizedException", 401, sso.list_accounts, **bearer)
    fails("UnauthorizedException", 401, sso.logout, **bearer)
    fails("InvalidGrantException", 400, oidc.create_token, grantType="refresh_token", refreshToken=token["refreshToken"], **client)
    control("revoke_registrations")
    fails("InvalidClientException", 401, oidc.start_device_authorization, **client, **start)


try:
    check()
finally:
    server.terminate()
print(f"{checks} checks passed")
