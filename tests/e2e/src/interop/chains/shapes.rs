//! The shapes: what stands in the config files and in the environment, and what of it is asked for.

/// A shape of a chain. In its texts `DIR` is a folder with what the profiles name, `WORK` the keys of a sign-in, `KEYS` are
/// static ones, `DEPLOY` and `RESTART` roles, `URL` is the simulator and `DAYPASS` the program.
pub(super) struct Shape {
    pub(super) name: &'static str,
    /// The config file, without `[profile work]`. The profile `p` is asked for.
    pub(super) config: &'static str,
    pub(super) credentials: &'static str,
    pub(super) variables: &'static [(&'static str, &'static str)],
    /// Whether both get an identity, which is the same.
    pub(super) works: bool,
    /// Whether `--profile` names the profile; else AWS_PROFILE, over which keys in the environment win.
    pub(super) is_named: bool,
    /// Why the AWS CLI and daypass differ; empty where they do not.
    pub(super) differs: &'static str,
}

const fn row(name: &'static str, config: &'static str) -> Shape {
    Shape { name, config, credentials: "", variables: &[], works: true, is_named: true, differs: "" }
}

impl Shape {
    const fn fails(self) -> Self {
        Self { works: false, ..self }
    }

    const fn with(self, variables: &'static [(&'static str, &'static str)]) -> Self {
        Self { variables, ..self }
    }

    const fn beside(self, credentials: &'static str) -> Self {
        Self { credentials, ..self }
    }

    const fn by_variable(self) -> Self {
        Self { is_named: false, ..self }
    }

    const fn differs(self, why: &'static str) -> Self {
        Self { differs: why, ..self }
    }
}

const CONTAINER: &[(&str, &str)] = &[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "URL/container/credentials")];
const GUARDED: &str = "URL/guarded/container/credentials";
const INSTANCE: &[(&str, &str)] =
    &[("AWS_EC2_METADATA_SERVICE_ENDPOINT", "URL"), ("AWS_EC2_METADATA_DISABLED", "false")];
const ENVIRONMENT: &[(&str, &str)] =
    &[("AWS_ACCESS_KEY_ID", "ID"), ("AWS_SECRET_ACCESS_KEY", "SECRET"), ("AWS_SESSION_TOKEN", "TOKEN")];

pub(super) const SHAPES: &[Shape] = &[
    // one link
    row("a sign-in", "[profile p]\nWORK"),
    row("keys in the config file", "[profile p]\nKEYS"),
    row("keys in the credentials file", "[profile p]\n").beside("[p]\nKEYS"),
    row("keys in both files", "[profile p]\naws_access_key_id = A\naws_secret_access_key = B\n").beside("[p]\nKEYS"),
    row("half a pair of keys", "[profile p]\naws_access_key_id = A\n").fails(),
    // programs
    row("a program", "[profile p]\ncredential_process = DIR/print DIR/good.json\n"),
    row("a program with a quotation", "[profile p]\ncredential_process = \"DIR/print\" 'DIR/two words.json'\n"),
    row("a program with an escape", "[profile p]\ncredential_process = DIR/print DIR/two\\ words.json\n"),
    row("a program from PATH", "[profile p]\ncredential_process = cat DIR/good.json\n"),
    row("keys without an end", "[profile p]\ncredential_process = DIR/print DIR/endless.json\n"),
    row("a time with an offset", "[profile p]\ncredential_process = DIR/print DIR/offset.json\n"),
    row("members that nobody knows", "[profile p]\ncredential_process = DIR/print DIR/more.json\n"),
    row("a program that fails", "[profile p]\ncredential_process = DIR/print DIR/nothing.json\n").fails(),
    row("another version", "[profile p]\ncredential_process = DIR/print DIR/version.json\n").fails(),
    row("no JSON", "[profile p]\ncredential_process = DIR/print DIR/token\n").fails(),
    row("no secret", "[profile p]\ncredential_process = DIR/print DIR/half.json\n").fails(),
    row("expired keys", "[profile p]\ncredential_process = DIR/print DIR/expired.json\n").fails(),
    row("no such program", "[profile p]\ncredential_process = DIR/nothing\n").fails(),
    row("a program that needs a shell", "[profile p]\ncredential_process = $HOME/print DIR/good.json\n").fails(),
    row("a quotation without an end", "[profile p]\ncredential_process = DIR/print 'DIR/good.json\n").fails(),
    row("a program beside keys", "[profile p]\nKEYScredential_process = DIR/print DIR/good.json\n"),
    row("a program beside keys elsewhere", "[profile p]\ncredential_process = DIR/print DIR/good.json\n")
        .beside("[p]\nKEYS"),
    row("a program beside a sign-in", "[profile p]\nWORKcredential_process = DIR/print DIR/good.json\n"),
    row("daypass for a sign-in", "[profile p]\ncredential_process = DAYPASS credential-process --profile work\n"),
    row("daypass for itself", "[profile p]\ncredential_process = DAYPASS credential-process --profile p\n").fails(),
    row("a shell with daypass for itself", "[profile p]\ncredential_process = DIR/itself DAYPASS\n").fails(),
    row("keys in the environment beside a program", "[profile p]\ncredential_process = DIR/print DIR/good.json\n")
        .with(ENVIRONMENT)
    .by_variable(),
    // web identities
    row("a web identity", "[profile p]\nrole_arn = POD\nweb_identity_token_file = DIR/token\n"),
    row(
        "a web identity with a session name",
        "[profile p]\nrole_arn = POD\nweb_identity_token_file = DIR/token\nrole_session_name = me@here\n",
    ),
    row("a web identity beside keys", "[profile p]\nKEYSrole_arn = POD\nweb_identity_token_file = DIR/token\n"),
    row(
        "a web identity beside a source",
        "[profile p]\nsource_profile = work\nrole_arn = POD\nweb_identity_token_file = DIR/token\n",
    ),
    row("no token", "[profile p]\nrole_arn = POD\nweb_identity_token_file = DIR/nothing\n").fails(),
    row("a token that has ended", "[profile p]\nrole_arn = POD\nweb_identity_token_file = DIR/old-token\n").fails(),
    row("a token for somebody else", "[profile p]\nrole_arn = POD\nweb_identity_token_file = DIR/other-token\n")
        .fails(),
    row("a token without a role", "[profile p]\nweb_identity_token_file = DIR/token\n").fails(),
    row("a role that trusts nobody", "[profile p]\nrole_arn = DEPLOY\nweb_identity_token_file = DIR/token\n").fails(),
    // machines
    row("a container", "[profile p]\nrole_arn = DEPLOY\ncredential_source = EcsContainer\n").with(CONTAINER),
    row("a container with a secret", "[profile p]\nrole_arn = DEPLOY\ncredential_source = EcsContainer\n").with(&[
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", GUARDED),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "planted-container-token"),
    ]),
    row("a secret in a file", "[profile p]\nrole_arn = DEPLOY\ncredential_source = EcsContainer\n").with(&[
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", GUARDED),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "DIR/secret"),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "wrong"),
    ]),
    row("a wrong secret", "[profile p]\nrole_arn = DEPLOY\ncredential_source = EcsContainer\n")
        .with(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", GUARDED)])
        .fails(),
    row("a container elsewhere", "[profile p]\nrole_arn = DEPLOY\ncredential_source = EcsContainer\n")
        .with(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/credentials")])
        .fails(),
    row("no container", "[profile p]\nrole_arn = DEPLOY\ncredential_source = EcsContainer\n").fails(),
    row("a container alone", "[profile p]\ncredential_source = EcsContainer\n").with(CONTAINER),
    row("an instance", "[profile p]\nrole_arn = DEPLOY\ncredential_source = Ec2InstanceMetadata\n").with(INSTANCE),
    row("an instance alone", "[profile p]\ncredential_source = Ec2InstanceMetadata\n").with(INSTANCE),
    row("an instance that is not asked", "[profile p]\nrole_arn = DEPLOY\ncredential_source = Ec2InstanceMetadata\n")
        .fails(),
    row("keys of the environment", "[profile p]\nrole_arn = DEPLOY\ncredential_source = Environment\n")
        .with(ENVIRONMENT),
    row("no keys in the environment", "[profile p]\nrole_arn = DEPLOY\ncredential_source = Environment\n").fails(),
    row("an unknown machine", "[profile p]\nrole_arn = DEPLOY\ncredential_source = Toaster\n").fails(),
    // roles on top of each
    row("a role on a sign-in", "[profile p]\nrole_arn = DEPLOY\nsource_profile = work\n"),
    row("a role on keys", "[profile p]\nrole_arn = DEPLOY\nsource_profile = k\n[profile k]\nKEYS"),
    row("a role on its own keys", "[profile p]\nrole_arn = DEPLOY\nsource_profile = p\nKEYS"),
    row(
        "a role on a program",
        "[profile p]\nrole_arn = DEPLOY\nsource_profile = s\n[profile s]\ncredential_process = DIR/print DIR/good.json\n",
    ),
    row(
        "a role on a web identity",
        "[profile p]\nrole_arn = DEPLOY\nsource_profile = s\n\
         [profile s]\nrole_arn = POD\nweb_identity_token_file = DIR/token\n",
    ),
    row(
        "a role on daypass",
        "[profile p]\nrole_arn = DEPLOY\nsource_profile = s\n\
         [profile s]\ncredential_process = DAYPASS credential-process --profile work\n",
    ),
    row(
        "a role on a role on a sign-in",
        "[profile p]\nrole_arn = RESTART\nsource_profile = d\n[profile d]\nrole_arn = DEPLOY\nsource_profile = work\n",
    ),
    row(
        "a role on a role on a program",
        "[profile p]\nrole_arn = RESTART\nsource_profile = d\n[profile d]\nrole_arn = DEPLOY\nsource_profile = s\n\
         [profile s]\ncredential_process = DIR/print DIR/good.json\n",
    ),
    row(
        "a role on a role on an instance",
        "[profile p]\nrole_arn = RESTART\nsource_profile = d\n\
         [profile d]\nrole_arn = DEPLOY\ncredential_source = Ec2InstanceMetadata\n",
    )
    .with(INSTANCE),
    row(
        "a role on a profile with a role and keys",
        "[profile p]\nrole_arn = DEPLOY\nsource_profile = s\n\
         [profile s]\nrole_arn = arn:aws:iam::111122223333:role/Nobody\nsource_profile = work\nKEYS",
    ),
    row("a role without a source", "[profile p]\nrole_arn = DEPLOY\n").fails(),
    row("a role with two sources", "[profile p]\nrole_arn = DEPLOY\nsource_profile = work\ncredential_source = Environment\n")

        .fails(),
    row("a source that is not there", "[profile p]\nrole_arn = DEPLOY\nsource_profile = nobody\n").fails(),
    row("a source without credentials", "[profile p]\nrole_arn = DEPLOY\nsource_profile = e\n[profile e]\nregion = eu-west-1\n").fails(),
    row(
        "a circle",
        "[profile p]\nrole_arn = DEPLOY\nsource_profile = q\n[profile q]\nrole_arn = DEPLOY\nsource_profile = p\n",
    )
    .fails(),
    // what differs
    row("an instance that nothing names", "[profile p]\nregion = eu-west-1\n")
        .with(INSTANCE)
        .differs("daypass asks an instance where `credential_source` says so, not whenever a profile has nothing"),
    row("a container that nothing names", "[profile p]\nregion = eu-west-1\n")
        .with(CONTAINER)
        .differs("daypass asks a container where `credential_source` says so, not whenever a profile has nothing"),
];
