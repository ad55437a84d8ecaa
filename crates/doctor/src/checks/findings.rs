//! The findings that there are, in the order in which they are reported, and the check that makes each. A new finding is a
//! row here and a function beside it.

use super::{
    cache, chains, environment, logins, notes, process, profiles, references, sessions, settings, syntax,
    tokens, variables,
};
use crate::{Finding, view::SnapshotView};
use daypass_config_parse::Code;

/// A check: the codes it can report, and its function.
pub(super) struct Check {
    codes: &'static [&'static str],
    pub(super) run: fn(&SnapshotView<'_>) -> Vec<Finding>,
}

/// Checks of the config files.
pub(super) const FILES: &[Check] = &[
    Check { codes: &["C1xx"], run: syntax::syntax },
    Check { codes: &["C151"], run: syntax::secrets_open },
    Check { codes: &["C152"], run: syntax::unreadable },
    Check { codes: &["P501", "P502", "P537"], run: profiles::two_sources },
    Check { codes: &["P503", "P504"], run: profiles::profile_against_session },
    Check { codes: &["P505", "P506"], run: sessions::incomplete },
    Check { codes: &["P507", "P508"], run: sessions::account_or_role_missing },
    Check { codes: &["P509", "P510", "P511", "P512", "P513"], run: sessions::malformed },
    Check { codes: &["P514"], run: profiles::half_a_key },
    Check { codes: &["P515"], run: sessions::session_malformed },
    Check { codes: &["P516"], run: notes::legacy },
    Check { codes: &["P517"], run: notes::no_region },
    Check { codes: &["P521"], run: chains::source_profiles },
    Check { codes: &["P525", "P526"], run: references::services },
    Check { codes: &["P527", "P528", "P529", "P533", "P536"], run: process::credential_process },
    Check { codes: &["P530"], run: references::ca_bundle },
    Check { codes: &["P531", "P532"], run: references::endpoints },
    Check { codes: &["P538"], run: references::foreign_endpoints },
    Check { codes: &["P540"], run: sessions::region_of_portal },
    Check { codes: &["P541"], run: sessions::spellings },
];

/// Codes of profiles that the resolver refuses and no other check reports.
const RESOLVED: &[&str] = &["P522", "P523", "P524", "P534"];

/// Checks of everything else.
pub(super) const REST: &[Check] = &[
    Check { codes: &["K201", "K202"], run: cache::folders },
    Check { codes: &["K203"], run: cache::modes },
    Check { codes: &["K204", "K205", "K206", "K207", "K208"], run: cache::damaged },
    Check { codes: &["K209"], run: cache::registrations },
    Check { codes: &["K210", "K211", "K212", "K213", "K216"], run: tokens::tokens },
    Check { codes: &["K214"], run: tokens::spellings },
    Check { codes: &["K215"], run: cache::owner },
    Check { codes: &["K217", "K218", "K219", "K220", "P542"], run: logins::sign_ins },
    Check { codes: &["E401", "E402", "E420"], run: environment::profile },
    Check { codes: &["E403", "E404", "E405", "E406"], run: environment::keys },
    Check { codes: &["E407", "E408", "E409"], run: environment::region },
    Check { codes: &["E410", "E411"], run: variables::files },
    Check { codes: &[], run: logins::folder },
    Check { codes: &["E412"], run: variables::certificates },
    Check { codes: &["E413", "E414", "E415"], run: variables::endpoints },
    Check { codes: &["E416", "E417"], run: variables::values },
    Check { codes: &["E418", "E419"], run: variables::other_sources },
    Check { codes: &["E421"], run: variables::undecodable },
    Check { codes: &["E422"], run: variables::all_proxy },
    Check { codes: &["S601", "S602", "S603", "S604", "S605"], run: settings::found },
    Check { codes: &["V701", "V702", "V703"], run: settings::vault },
];

/// Codes of the checks that need the network.
const ONLINE: &[&str] = &["N301", "N302", "N303", "N304"];

/// Counts the codes that are checked, with the network or without it.
pub fn count(online: bool) -> usize {
    let named = |check: &Check| if check.codes == ["C1xx"] { Code::ALL.len() } else { check.codes.len() };
    let offline: usize = FILES.iter().chain(REST).map(named).sum();
    offline + RESOLVED.len() + if online { ONLINE.len() } else { 0 }
}

/// Lists every code, in the order of the checks.
pub fn codes() -> Vec<String> {
    let checks = FILES.iter().chain(REST).flat_map(|check| check.codes).filter(|code| **code != "C1xx");
    let others = checks.chain(RESOLVED).chain(ONLINE).map(|code| (*code).to_owned());
    Code::ALL.iter().map(|code| code.id()).chain(others).collect()
}
