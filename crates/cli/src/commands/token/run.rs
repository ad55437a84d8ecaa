//! `daypass token`: tokens of AWS services, made from the credentials of a profile.

use super::{Ecr, Signer, Token};
use crate::{
    args::AssumedRoleDuration, command_line, commands::subject::Subject, context::Context, exit::Exit,
    machine, report::Report,
};
use daypass_credentials::Provider;
use daypass_environment::Variable;
use daypass_service_tokens::{
    Error,
    code_artifact::Domain,
    ecr::{Registry, RegistryLogin},
    eks::{self, ApiVersion},
    rds::Database,
};
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::Text;
use daypass_transport::{Endpoint, Service};
use std::time::Duration;

pub(crate) fn run(context: &Context, token: &Token) -> Result<Exit, Report> {
    match token {
        Token::Eks(flags) => {
            context.output_form(&["json"])?;
            let sign = Signing::begin(context, &flags.signer, "eks")?;
            let region = sign.region(context)?;
            let cluster = flags.cluster_name.as_ref().or(flags.cluster_id.as_ref());
            let cluster = cluster.map(String::as_str).unwrap_or_default();
            let sts = sign.endpoint(context, Service::Sts, &region)?;
            let made = eks::token(&sts, &region, cluster, &sign.credentials, machine::now());
            let made = made.map_err(|error| sign.failed(context, "STS", &error))?;
            let info = context.env.text(Variable::KubernetesExecInfo)?;
            let (version, fault) = ApiVersion::asked_for(info.as_deref());
            if let Some(fault) = fault {
                context.ui.warn(format!("KUBERNETES_EXEC_INFO: {fault}; answering in {}", version.name()));
            }
            let text = made.exec_credential(version);
            match context.global.query {
                Some(_) => context.print_json(&serde_json::from_str(&text).unwrap_or_default())?,
                None => context.print(&Text::block(&text))?,
            }
        }
        Token::Rds(flags) => {
            let sign = Signing::begin(context, &flags.signer, "rds")?;
            let region = sign.region(context)?;
            let (hostname, username) = (flags.hostname.as_str(), flags.username.as_str());
            let made = Database { hostname, port: flags.port, username, region: &region }
                .auth_token(&sign.credentials, machine::now());
            let made = made.map_err(|error| sign.failed(context, "RDS", &error))?;
            context.print(&Text::lines([made.expose()]))?;
        }
        Token::Ecr(Ecr { public, signer }) => {
            let sign = Signing::begin(context, signer, "ecr")?;
            let registry = match public {
                true => Registry::Public,
                false => Registry::Private { account: None, region: sign.region(context)? },
            };
            context.print(&Text::lines([sign.login(context, &registry)?.password.expose()]))?;
        }
        Token::Codeartifact(flags) => {
            let sign = Signing::begin(context, &flags.signer, "codeartifact")?;
            let region = sign.region(context)?;
            let endpoint = sign.endpoint(context, Service::CodeArtifact, &region)?;
            let domain = Domain {
                name: flags.domain.clone(),
                owner: flags.domain_owner.clone(),
                duration: flags.duration_seconds.map(Duration::from_secs),
            };
            let made = context.block_on(async {
                let caller = sign.provider.caller();
                let made = domain.token(caller, &endpoint, &region, &sign.credentials, machine::now()).await;
                made.map_err(|error| sign.failed(context, "CodeArtifact", &error))
            })?;
            context.print(&Text::lines([made.token.expose()]))?;
        }
    }
    Ok(Exit::Done)
}

/// The credentials that a token is made from.
pub(super) struct Signing {
    subject: Subject,
    provider: Provider,
    credentials: Credentials,
}

impl Signing {
    /// Gets the credentials. `token` is the word of the command, for the error without a terminal.
    pub(super) fn begin(context: &Context, signer: &Signer, token: &str) -> Result<Self, Report> {
        let subject = Subject::wanted(context, &signer.role, &["token", token])?;
        let subject = subject.assuming(context, &signer.assumed, AssumedRoleDuration::default())?;
        let provider = subject.provider(context)?;
        let credentials = context.block_on(subject.credentials(context, &provider))?;
        Ok(Self { subject, provider, credentials })
    }

    /// The client region. The region of the sign-in is no substitute: a token for the wrong region is refused later.
    fn region(&self, context: &Context) -> Result<Region, Report> {
        context.region()?;
        self.subject.plan().region().cloned().ok_or_else(|| {
            let words = command_line::typed().into_iter().chain(["--region", "<REGION>"].map(str::to_owned));
            Report::new(Exit::Usage, "no region says where the service is").try_command(words)
        })
    }

    fn endpoint(&self, context: &Context, service: Service, region: &Region) -> Result<Endpoint, Report> {
        let endpoint = self.subject.plan().endpoints().endpoint(service, region);
        endpoint.map_err(|error| context.credentials_failed(&error))
    }

    /// Asks for the login of a registry.
    pub(super) fn login(&self, context: &Context, registry: &Registry) -> Result<RegistryLogin, Report> {
        let endpoint = self.endpoint(context, registry.service(), &registry.region())?;
        context.block_on(async {
            let caller = self.provider.caller();
            let login = registry.login(caller, &endpoint, &self.credentials, machine::now()).await;
            login.map_err(|error| self.failed(context, "ECR", &error))
        })
    }

    fn failed(&self, context: &Context, service: &str, error: &Error) -> Report {
        Report::of_sts(error, service, self.subject.name(), &context.skew)
    }
}
