//! `daypass doctor` from the inside: one look at the machine, many small checks over it, and their mending.

mod bundle;
mod cache;
mod chains;
mod config;
mod environment;
mod finding;
mod mend;
mod network;
mod notes;
mod profiles;
mod scene;
mod show;

pub(crate) use bundle::bundle;
pub(crate) use finding::{Finding, Fix, Severity};
pub(crate) use mend::Mender;
pub(crate) use network::ask;
pub(crate) use scene::{Folder, Scene};
pub(crate) use show::{as_json, as_text};

/// A check: what it looks at, and the codes it may find.
struct Check {
    codes: &'static [&'static str],
    run: fn(&Scene<'_>) -> Vec<Finding>,
}

/// Every check that needs no network, in the order in which findings are told.
const CHECKS: &[Check] = &[
    Check { codes: &["C1xx"], run: config::syntax },
    Check { codes: &["C151"], run: config::secrets_open },
    Check { codes: &["P501", "P502"], run: profiles::two_sources },
    Check { codes: &["P503", "P504"], run: profiles::profile_against_session },
    Check { codes: &["P505", "P506"], run: profiles::session_incomplete },
    Check { codes: &["P507", "P508"], run: profiles::account_or_role_missing },
    Check { codes: &["P509", "P510", "P511", "P512", "P513"], run: profiles::malformed },
    Check { codes: &["P514"], run: profiles::half_a_key },
    Check { codes: &["P515"], run: profiles::session_malformed },
    Check { codes: &["P516"], run: notes::legacy },
    Check { codes: &["P517"], run: notes::no_region },
    Check { codes: &["P521", "P522", "P523", "P524"], run: chains::role_chains },
    Check { codes: &["P525", "P526"], run: chains::services },
    Check { codes: &["P527", "P528", "P529", "P533"], run: chains::credential_process },
    Check { codes: &["P530"], run: chains::ca_bundle },
    Check { codes: &["P531", "P532"], run: chains::endpoints },
    Check { codes: &["K201", "K202"], run: cache::folders },
    Check { codes: &["K203"], run: cache::modes },
    Check { codes: &["K204", "K205", "K206", "K207", "K208"], run: cache::damaged },
    Check { codes: &["K209"], run: cache::registrations },
    Check { codes: &["K210", "K211", "K212", "K213"], run: cache::tokens },
    Check { codes: &["K214"], run: cache::spellings },
    Check { codes: &["K215"], run: cache::owner },
    Check { codes: &["E401", "E402"], run: environment::profile },
    Check { codes: &["E403", "E404", "E405", "E406"], run: environment::keys },
    Check { codes: &["E407", "E408", "E409"], run: environment::region },
    Check { codes: &["E410", "E411"], run: environment::files },
    Check { codes: &["E412"], run: environment::certificates },
    Check { codes: &["E413", "E414", "E415"], run: environment::endpoints },
    Check { codes: &["E416", "E417"], run: environment::values },
    Check { codes: &["E418", "E419"], run: environment::other_sources },
];

/// Codes of the checks that ask the network.
const ONLINE: &[&str] = &["N301", "N302", "N303", "N304"];

/// All findings without the network, worst first within each family as they come.
pub(crate) fn examine(scene: &Scene<'_>) -> Vec<Finding> {
    let found = CHECKS.iter().flat_map(|check| (check.run)(scene));
    // Lines of a file that is not UTF-8 are not understood; its encoding is mended first.
    let documents = [Some(&scene.files.config), scene.files.credentials.as_ref()];
    let is_understood = documents.into_iter().flatten().all(|document| document.encoding().is_utf8());
    let waits = |finding: &Finding| match &finding.fix {
        Some(Fix::Line(..)) => finding.code != "C101",
        Some(Fix::CommentOut { .. }) => true,
        _ => false,
    };
    found
        .map(|finding| if is_understood || !waits(&finding) { finding } else { finding.without_fix() })
        .collect()
}

/// How many things were looked for.
pub(crate) fn count(online: bool) -> usize {
    let syntax = daypass_config_parse::Code::ALL.len();
    let named = |check: &Check| if check.codes == ["C1xx"] { syntax } else { check.codes.len() };
    CHECKS.iter().map(named).sum::<usize>() + if online { ONLINE.len() } else { 0 }
}
