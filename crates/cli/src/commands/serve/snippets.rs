//! Renders the variables of a server in the formats of `serve`.

use super::ServeFormat;
use crate::report::BOOK;
use daypass_credential_server::EndpointVariables;
use daypass_environment::{Variable, no_config_files};
use daypass_terminal::{Text, shell};

/// Renders the variables of each endpoint under the name of its profile; for a shell, with variables that hide the config
/// files if `hides_config`.
pub(super) fn render(format: ServeFormat, offers: &[EndpointVariables], hides_config: bool) -> Text {
    let sections = offers.iter().map(|offer| {
        let text = match format {
            ServeFormat::Env => env(offer, hides_config),
            ServeFormat::Docker => on_linux() + &offer.docker(),
            ServeFormat::Compose => on_linux() + &offer.compose(),
        };
        let head = match offers.len() {
            1 => Text::new(),
            _ => Text::new().line(format!("# profile {}", offer.name())),
        };
        head + Text::block(&text)
    });
    let between = |text: Text, more: Text| if text.is_empty() { more } else { text.newline() + more };
    sections.fold(Text::new(), between)
}

/// Where the network of the host is not this machine's.
fn on_linux() -> String {
    format!("# For Docker on Linux. With Docker Desktop, a relay: {BOOK}/containers.md#docker-desktop\n")
}

/// Sets the variables and removes all others that set an identity, since SDKs use the endpoint last; for the shell of the
/// platform.
fn env(offer: &EndpointVariables, hides_config: bool) -> String {
    let hidden = no_config_files();
    let set: Vec<_> = offer.variables().chain(hidden.into_iter().filter(|_| hides_config)).collect();
    let stale =
        Variable::identity().map(Variable::name).filter(|name| set.iter().all(|(set, _)| set != name));
    let line = |(name, value): &(&str, &str)| match cfg!(windows) {
        true => format!("$Env:{name}={}\n", shell::powershell(value)),
        false => format!("export {name}={value}\n"),
    };
    let lines: String = set.iter().map(line).collect();
    if cfg!(windows) {
        let stale: Vec<_> = stale.map(|name| format!("Env:{name}")).collect();
        return format!("{lines}Remove-Item {} -ErrorAction Ignore\n", stale.join(", "));
    }
    format!("{lines}unset {}\n", stale.collect::<Vec<_>>().join(" "))
}
