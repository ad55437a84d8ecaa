//! The table of every environment variable that daypass reads, that `doctor` examines, or that `exec` removes.

/// What a variable decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Concern {
    /// The credentials: a profile, keys, or another source. [`ChildVariables`](crate::ChildVariables) sets or removes
    /// each of these.
    Identity,
    /// The client region.
    Region,
    /// The paths of files.
    Files,
    /// The endpoints of services.
    Endpoint,
    /// The connection: proxies, certificates, attempts.
    Network,
    /// The machine, the session or the terminal.
    Machine,
}

/// Which program reads a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// daypass reads it and does what it says.
    Daypass,
    /// `doctor` examines it for the AWS tools; daypass ignores it otherwise.
    Doctor,
    /// Only other tools read it; `exec` removes it for its command.
    Others,
}

macro_rules! variables {
    ($($variant:ident $name:literal $concern:ident $reader:ident $doc:literal;)*) => {
        /// A variable of the table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Variable {
            $(#[doc = $doc] $variant,)*
        }

        impl Variable {
            /// All variables, in the order of the reference page.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the name in the environment.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the meaning, in the words of the reference page.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }

            /// Returns what the variable decides.
            pub const fn concern(self) -> Concern {
                match self { $(Self::$variant => Concern::$concern,)* }
            }

            const fn reader(self) -> Reader {
                match self { $(Self::$variant => Reader::$reader,)* }
            }
        }
    };
}

impl Variable {
    /// Lists the variables that give credentials to the AWS CLI or to any SDK, now or in an older version.
    ///
    /// ```
    /// use daypass_environment::Variable;
    /// assert!(Variable::identity().any(|variable| variable.name() == "AWS_ACCOUNT_ID"));
    /// assert!(Variable::identity().all(|variable| variable.name() != "AWS_REGION"));
    /// ```
    pub fn identity() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|variable| matches!(variable.concern(), Concern::Identity))
    }

    /// Whether daypass does what the variable says.
    pub fn is_obeyed(self) -> bool {
        self.reader() == Reader::Daypass
    }

    /// Whether daypass reads the variable, if only for `doctor`.
    pub fn is_read(self) -> bool {
        self.reader() != Reader::Others
    }

    /// Finds the variable of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|variable| variable.name() == name)
    }
}

variables! {
    Home "HOME" Files Daypass "The home directory (Unix); without it, the user database.";
    UserProfile "USERPROFILE" Files Daypass "The home directory (Windows).";
    ConfigFile "AWS_CONFIG_FILE" Files Daypass "The config file instead of `~/.aws/config`; empty means none.";
    CredentialsFile "AWS_SHARED_CREDENTIALS_FILE" Files Daypass "The credentials file instead of `~/.aws/credentials`; empty means none.";
    LoginCacheDirectory "AWS_LOGIN_CACHE_DIRECTORY" Files Daypass "The folder of console sign-ins instead of `~/.aws/login/cache`; empty counts as not set.";
    Profile "AWS_PROFILE" Identity Daypass "The profile, if `--profile` is not given.";
    DefaultProfile "AWS_DEFAULT_PROFILE" Identity Daypass "The profile, if AWS_PROFILE is not set either.";
    Region "AWS_REGION" Region Daypass "The client region; wins over the profile's.";
    DefaultRegion "AWS_DEFAULT_REGION" Region Daypass "The client region, if AWS_REGION is not set.";
    AccessKeyId "AWS_ACCESS_KEY_ID" Identity Daypass "Static credentials, used if no `--profile` is given.";
    SecretAccessKey "AWS_SECRET_ACCESS_KEY" Identity Daypass "See AWS_ACCESS_KEY_ID.";
    SessionToken "AWS_SESSION_TOKEN" Identity Daypass "See AWS_ACCESS_KEY_ID.";
    CredentialExpiration "AWS_CREDENTIAL_EXPIRATION" Identity Daypass "When the credentials of AWS_ACCESS_KEY_ID expire. They are refused after that, and if it is not a time.";
    SecurityToken "AWS_SECURITY_TOKEN" Identity Doctor "The former name of AWS_SESSION_TOKEN, which boto3 reads too.";
    SessionExpiration "AWS_SESSION_EXPIRATION" Identity Others "When the credentials expire, for tools that read that name.";
    AccessKey "AWS_ACCESS_KEY" Identity Others "The access key id for the AWS SDK for Java 1 and for Go.";
    SecretKey "AWS_SECRET_KEY" Identity Others "The secret access key for the AWS SDK for Java 1 and for Go.";
    AccountId "AWS_ACCOUNT_ID" Identity Others "The account of the credentials, from which SDKs make account endpoints.";
    RoleArn "AWS_ROLE_ARN" Identity Doctor "The role of a web identity.";
    RoleSessionName "AWS_ROLE_SESSION_NAME" Identity Others "The session name of a web identity.";
    WebIdentityTokenFile "AWS_WEB_IDENTITY_TOKEN_FILE" Identity Doctor "The token of a web identity, as a pod has it.";
    ContainerFullUri "AWS_CONTAINER_CREDENTIALS_FULL_URI" Identity Daypass "A container credentials endpoint, such as that of `serve`; `relay` keeps its path.";
    ContainerRelativeUri "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI" Identity Daypass "The container credentials endpoint of ECS.";
    ContainerToken "AWS_CONTAINER_AUTHORIZATION_TOKEN" Identity Daypass "The secret that goes with a container credentials endpoint.";
    ContainerTokenFile "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" Identity Daypass "A file that holds the secret of a container credentials endpoint.";
    ProcessChain "DAYPASS_PROCESS_CHAIN" Machine Daypass "Set for the program of a `credential_process`: which lines are being run, so that none asks for itself.";
    Exec "DAYPASS_EXEC" Identity Daypass "Set by `exec` for its command: the profile, which is used there if no other is named.";
    ExecRegion "DAYPASS_EXEC_REGION" Region Daypass "Set by `exec` for its command: the region that `exec` has set, which is ignored for another profile.";
    EndpointUrl "AWS_ENDPOINT_URL" Endpoint Daypass "Endpoint of every service.";
    EndpointUrlSso "AWS_ENDPOINT_URL_SSO" Endpoint Daypass "Endpoint of the portal API.";
    EndpointUrlSsoOidc "AWS_ENDPOINT_URL_SSO_OIDC" Endpoint Daypass "Endpoint of SSO OIDC.";
    EndpointUrlSts "AWS_ENDPOINT_URL_STS" Endpoint Daypass "Endpoint of STS.";
    EndpointUrlSignin "AWS_ENDPOINT_URL_SIGNIN" Endpoint Daypass "Endpoint of console federation.";
    EndpointUrlEcr "AWS_ENDPOINT_URL_ECR" Endpoint Daypass "Endpoint of ECR, for `token ecr` and docker.";
    EndpointUrlEcrPublic "AWS_ENDPOINT_URL_ECR_PUBLIC" Endpoint Daypass "Endpoint of ECR's public registry.";
    EndpointUrlCodeArtifact "AWS_ENDPOINT_URL_CODEARTIFACT" Endpoint Daypass "Endpoint of CodeArtifact, for `token codeartifact`.";
    IgnoreConfiguredEndpoints "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" Endpoint Daypass "`true`: no endpoint overrides at all.";
    UseFips "AWS_USE_FIPS_ENDPOINT" Endpoint Daypass "`true`: FIPS endpoints.";
    UseDualStack "AWS_USE_DUALSTACK_ENDPOINT" Endpoint Daypass "`true`: dual-stack endpoints.";
    CaBundle "AWS_CA_BUNDLE" Network Daypass "File of the certificate authorities to trust instead of the system's.";
    RequestsCaBundle "REQUESTS_CA_BUNDLE" Network Daypass "File or folder of the certificate authorities to trust, if neither AWS_CA_BUNDLE nor the profile's `ca_bundle` is set.";
    HttpProxy "HTTP_PROXY" Network Daypass "Proxy for http addresses; `http_proxy` wins over it.";
    HttpProxyLower "http_proxy" Network Daypass "See HTTP_PROXY.";
    HttpsProxy "HTTPS_PROXY" Network Daypass "Proxy for https addresses; `https_proxy` wins over it.";
    HttpsProxyLower "https_proxy" Network Daypass "See HTTPS_PROXY.";
    NoProxy "NO_PROXY" Network Daypass "Hosts that are called without a proxy, separated by commas: names and what ends in them, addresses, networks such as 10.0.0.0/8, each with a port or without, or `*`; `no_proxy` wins over it.";
    NoProxyLower "no_proxy" Network Daypass "See NO_PROXY.";
    AllProxy "ALL_PROXY" Network Doctor "Ignored, as by the AWS CLI; `doctor` says so.";
    AllProxyLower "all_proxy" Network Doctor "See ALL_PROXY.";
    MaxAttempts "AWS_MAX_ATTEMPTS" Network Daypass "Attempts for each call, 3 if not set; a listing of accounts and roles waits longer (docs/populate.md).";
    RetryMode "AWS_RETRY_MODE" Network Doctor "How the AWS tools retry.";
    SslCertFile "SSL_CERT_FILE" Network Daypass "The system's certificate authorities, for OpenSSL programs and for daypass.";
    SslCertDir "SSL_CERT_DIR" Network Daypass "A folder of the system's certificate authorities, for OpenSSL programs and for daypass.";
    NodeExtraCaCerts "NODE_EXTRA_CA_CERTS" Network Doctor "More certificate authorities, for the AWS SDK for JavaScript.";
    MetadataDisabled "AWS_EC2_METADATA_DISABLED" Network Daypass "`true`: an instance is not asked for credentials.";
    MetadataEndpoint "AWS_EC2_METADATA_SERVICE_ENDPOINT" Endpoint Daypass "Endpoint of the metadata of an instance, for `credential_source = Ec2InstanceMetadata`.";
    MetadataMode "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE" Endpoint Daypass "`ipv6`: the metadata of an instance is asked over IPv6.";
    SdkLoadConfig "AWS_SDK_LOAD_CONFIG" Files Doctor "Old SDKs read the config file only with it.";
    KubernetesExecInfo "KUBERNETES_EXEC_INFO" Machine Daypass "Set by kubectl for `token eks`: the version of the answer.";
    StateHome "XDG_STATE_HOME" Files Daypass "Where `daypass/` keeps locks and backups, instead of `~/.local/state`.";
    ConfigHome "XDG_CONFIG_HOME" Files Daypass "Where `daypass/settings.toml` and the start files of shells are, instead of `~/.config`.";
    ZshFolder "ZDOTDIR" Files Daypass "Where zsh has its start files, for `init --install` and `eject`, instead of the home directory.";
    Path "PATH" Machine Daypass "The folders in which programs are searched.";
    PathExt "PATHEXT" Machine Daypass "The endings of programs (Windows).";
    Shell "SHELL" Machine Daypass "The shell that `exec` without a command starts, and that `init` is for.";
    Ci "CI" Machine Daypass "Set by continuous integration: nobody can answer a question.";
    SsoDisableBrowser "AWS_SSO_DISABLE_BROWSER" Machine Daypass "`1` or `true`, as aws-sso-util has it: the address is printed, and no browser is opened.";
    DefaultSsoStartUrl "AWS_DEFAULT_SSO_START_URL" Machine Daypass "The start URL that `login` suggests where no session is configured, as aws-sso-util has it.";
    DefaultSsoRegion "AWS_DEFAULT_SSO_REGION" Machine Daypass "The region that goes with AWS_DEFAULT_SSO_START_URL.";
    AwsVault "AWS_VAULT" Machine Daypass "Set by aws-vault in its shells: `exec` says whose keys it uses there.";
    AwsSsoProfile "AWS_SSO_PROFILE" Machine Daypass "Set by aws-sso in its shells: `exec` says whose keys it uses there.";
    AwsumeProfile "AWSUME_PROFILE" Machine Daypass "Set by awsume in its shells: `exec` says whose keys it uses there.";
    Browser "BROWSER" Machine Daypass "The browser: commands separated by `:`, `%s` stands for the address.";
    Display "DISPLAY" Machine Daypass "An X11 display: a browser can be opened.";
    WaylandDisplay "WAYLAND_DISPLAY" Machine Daypass "A Wayland display: a browser can be opened.";
    SshConnection "SSH_CONNECTION" Machine Daypass "This is an SSH session: the person's browser is on another machine.";
    SshTty "SSH_TTY" Machine Daypass "This is an SSH session: the person's browser is on another machine.";
    WslDistro "WSL_DISTRO_NAME" Machine Daypass "This is WSL: the browser is that of Windows.";
    TimeZone "TZ" Machine Daypass "The time zone in which times are shown.";
    Term "TERM" Machine Daypass "`dumb`: no colour, and nothing is drawn over itself.";
    NoColor "NO_COLOR" Machine Daypass "Not empty: no colour.";
    CliColor "CLICOLOR" Machine Daypass "`0`: no colour.";
    CliColorForce "CLICOLOR_FORCE" Machine Daypass "Not empty and not `0`: colour even without a terminal.";
}
