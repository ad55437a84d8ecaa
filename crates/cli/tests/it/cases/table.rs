//! The table of cases, and that every test it names is there.

use std::{collections::BTreeSet, fs, path::Path};

/// What shows a case: tests by name, or the reason why there is none.
enum Shown {
    /// File below `crates/`, and the test's function.
    By(&'static str, &'static str),
    Not(&'static str),
}
use Shown::{By, Not};

const LOGIN: &str = "cli/tests/it/cases/login.rs";
const LOGOUT: &str = "cli/tests/it/cases/logout.rs";
const CONFIGURE: &str = "cli/tests/it/cases/configure.rs";
const DAY: &str = "cli/tests/it/day.rs";
const HOSTILE: &str = "cli/tests/it/hostile.rs";
const VANITY: &str = "cli/tests/it/vanity.rs";
const VANITY_UNIT: &str = "cli/src/vanity.rs";
const WIZARD: &str = "cli/tests/it/wizard.rs";
const REQUESTS: &str = "oidc-device/tests/it/requests.rs";
const AUTHORIZE: &str = "oidc-device/tests/it/authorize.rs";
const POLL: &str = "oidc-device/tests/it/poll.rs";
const SLOTS: &str = "token-cache/tests/it/slots.rs";
const KEYS: &str = "token-cache/tests/it/keys.rs";
const REFRESH: &str = "credentials/tests/it/refresh.rs";
const ROLES: &str = "credentials/tests/it/roles.rs";
const CHAIN: &str = "credentials/tests/it/chain.rs";
const RESOLVING: &str = "credentials/tests/it/resolving.rs";

const CASES: &[(&str, Shown)] = &[
    ("B03", By(LOGIN, "a_session_without_any_profile")),
    ("B04", By(LOGIN, "a_legacy_profile_with_url_and_region_alone")),
    ("B06", By(LOGIN, "a_registration_serves_many_sign_ins")),
    ("B07", By(LOGIN, "a_registration_serves_many_sign_ins")),
    ("B08", By(LOGIN, "what_has_expired_is_replaced")),
    ("B09", By("token-cache/tests/it/fresh.rs", "registrations_and_roles")),
    (
        "B12",
        Not(
            "the first poll is immediate too (tables_of_polls), but the code is shown before it: nobody can approve unseen",
        ),
    ),
    ("B13", By(POLL, "tables_of_polls")),
    ("B14", By(POLL, "tables_of_polls")),
    ("B15", By("oidc-device/tests/it/replies.rs", "device_authorizations")),
    ("B16", By(DAY, "a_device_code_that_expires")),
    ("B17", By(DAY, "a_denied_sign_in")),
    ("B18!", By(LOGIN, "errors_are_read_without_the_header_of_aws")),
    ("B19", By(LOGIN, "a_refused_device_authorization_keeps_the_registration")),
    ("B20!", By(LOGIN, "a_registration_that_the_service_has_lost_is_made_anew")),
    ("B21", By(LOGIN, "a_registration_serves_many_sign_ins")),
    ("B22", By(REQUESTS, "register_for_the_device_grant")),
    ("B23", By(REQUESTS, "register_for_the_device_grant")),
    ("B24", By(DAY, "a_day_with_a_code")),
    ("B25", Not("our user agent is our own, daypass/VERSION, and counts no features")),
    ("B26!", By(LOGIN, "a_damaged_registration_is_no_obstacle")),
    ("C01", By(REQUESTS, "register_for_the_authorization_code_grant")),
    ("C03", By(AUTHORIZE, "the_url_to_the_byte")),
    ("C04", By(AUTHORIZE, "the_url_to_the_byte")),
    ("C06", By(REQUESTS, "create_token")),
    ("C08", By(DAY, "a_denied_sign_in")),
    ("C09", By(HOSTILE, "nothing_foreign_ends_a_sign_in")),
    // The AWS CLI aborts; we wait for the right one.
    ("C10", By(HOSTILE, "nothing_foreign_ends_a_sign_in")),
    ("C11", Not("ten minutes of real time; the limit is tokio's timeout around the wait")),
    ("C12", By(HOSTILE, "nothing_foreign_ends_a_sign_in")),
    // Each flow has its own file, so neither registers again.
    ("C13", By(SLOTS, "neither_evicts_the_other")),
    ("C14", By(SLOTS, "neither_evicts_the_other")),
    ("C15", By(LOGIN, "a_registration_serves_many_sign_ins")),
    ("C16", Not("as B25")),
    ("C17", By(LOGIN, "a_bundle_or_no_verification_by_flag")),
    ("C18!", By(HOSTILE, "nothing_foreign_ends_a_sign_in")),
    ("C19", By(LOGIN, "a_custom_endpoint_keeps_its_path_and_authorize_does_not")),
    ("C20", By("oidc-device/tests/it/replies.rs", "grants")),
    ("D02", By(VANITY_UNIT, "hosts_that_look_like_aws_are_not")),
    ("D03", By("cli/src/portal_host.rs", "regions_in_hosts")),
    ("D04", By("cli/src/portal_host.rs", "regions_in_hosts")),
    ("D05", By(VANITY_UNIT, "addresses_are_normalised")),
    ("D06", By(VANITY_UNIT, "aws_hosts_are_not_asked_and_the_configured_region_wins")),
    ("D07", By(LOGIN, "a_session_that_lacks_something")),
    ("D08", By(LOGIN, "a_session_that_lacks_something")),
    ("D10", By(VANITY_UNIT, "only_a_portal_of_aws_is_believed")),
    // A name that does not resolve is a failure of the network, not of the configuration.
    ("D14", By(LOGIN, "a_portal_that_cannot_be_asked")),
    ("D16", By(VANITY_UNIT, "only_a_portal_of_aws_is_believed")),
    ("D17", By(LOGIN, "a_bundle_or_no_verification_by_flag")),
    ("D18", By(VANITY, "the_portal_behind_it_is_signed_in_to_and_its_region_written")),
    ("D20", By(VANITY, "a_failure_leaves_the_config_as_it_was")),
    ("D21", By(VANITY, "a_legacy_default_profile_keeps_its_section")),
    ("D22!", By(VANITY, "a_legacy_default_profile_keeps_its_section")),
    ("D23!", By(LOGIN, "a_session_with_a_blank_in_its_name_gets_its_region")),
    ("H01", By(LOGOUT, "token_and_role_credentials_go_with_one_call")),
    ("H04", By(LOGOUT, "what_is_not_of_identity_center_stays_and_what_is_damaged_goes")),
    // The AWS CLI keeps invalid JSON; it may be half a token.
    ("H05", By(LOGOUT, "what_is_not_of_identity_center_stays_and_what_is_damaged_goes")),
    ("H07", By(LOGOUT, "token_and_role_credentials_go_with_one_call")),
    ("H09", By(LOGOUT, "a_bundle_or_no_verification_by_flag")),
    ("H10", By(LOGOUT, "a_token_without_region_goes_without_a_call")),
    (
        "H11",
        Not(
            "files that no AWS tool would read as a cache are not ours to remove: logout keeps what does not end in .json",
        ),
    ),
    ("H12!", By(LOGOUT, "offline_everything_here_goes_all_the_same")),
    ("H13!", By(LOGOUT, "what_is_not_of_identity_center_stays_and_what_is_damaged_goes")),
    ("H14!", By(LOGOUT, "no_process_of_a_profile_is_run")),
    ("I01", By(CONFIGURE, "a_legacy_profile")),
    ("I02", By(CONFIGURE, "without_a_browser_the_address_is_printed")),
    ("I03", By(CONFIGURE, "the_only_account_and_role_are_taken")),
    ("I04", By(CONFIGURE, "nothing_assigned_writes_nothing")),
    ("I05", By(CONFIGURE, "a_legacy_profile")),
    ("I06", By(CONFIGURE, "an_existing_session_is_taken_as_it_is")),
    ("I07", By(CONFIGURE, "the_only_account_and_role_are_taken")),
    ("I08", By(WIZARD, "tab_completes_from_what_is_known")),
    ("I09", By(DAY, "a_day")),
    ("I10", By(CONFIGURE, "an_existing_session_is_taken_as_it_is")),
    ("I11", By(CONFIGURE, "an_existing_session_is_taken_as_it_is")),
    // The AWS CLI goes on without account and role; a profile without them is of no use.
    ("I12", By(CONFIGURE, "a_portal_that_refuses_leaves_the_config_alone")),
    // The AWS CLI leaves the legacy keys, which then contradict the session.
    ("I13", By(CONFIGURE, "a_legacy_profile_moves_to_a_session")),
    ("I14", By(DAY, "a_day_with_a_code")),
    ("I17", By("cli/src/commands/choose.rs", "labels_of_accounts")),
    ("I18", By(CONFIGURE, "the_default_profile_needs_no_option")),
    ("I19", By(VANITY, "the_wizard_learns_the_region_from_it")),
    ("I20", By(CONFIGURE, "a_vanity_url_that_fails_has_the_region_asked")),
    ("I21", By(CONFIGURE, "without_a_browser_the_address_is_printed")),
    ("I22", By(CONFIGURE, "a_legacy_profile")),
    ("I23", By(CONFIGURE, "a_bundle_or_no_verification_by_flag")),
    ("I24", By("portal-client/tests/it/client.rs", "accounts_over_three_pages")),
    ("I25", By("portal-client/tests/it/client.rs", "pages_that_go_round_in_circles")),
    ("I26", By(CONFIGURE, "a_portal_that_refuses_leaves_the_config_alone")),
    ("I27!", By(CONFIGURE, "a_portal_that_refuses_leaves_the_config_alone")),
    ("I29", By(CONFIGURE, "an_existing_session_is_taken_as_it_is")),
    ("I30", By(WIZARD, "given_up_at_any_prompt_it_leaves_the_config_as_it_was")),
    ("I31", By(CONFIGURE, "an_existing_session_is_taken_as_it_is")),
    ("J01", By(CONFIGURE, "sessions_are_written_and_changed_in_place")),
    ("J02", By(CONFIGURE, "sessions_are_written_and_changed_in_place")),
    ("J03", By(CONFIGURE, "sessions_are_written_and_changed_in_place")),
    ("J04", By(CONFIGURE, "sessions_are_written_and_changed_in_place")),
    ("J06!", By(CONFIGURE, "sessions_are_written_and_changed_in_place")),
    ("K01", By(WIZARD, "blanks_are_stripped_and_an_empty_answer_keeps_what_stands")),
    ("K02", By(WIZARD, "blanks_are_stripped_and_an_empty_answer_keeps_what_stands")),
    ("K03", By(CONFIGURE, "answers_are_judged_before_anything_is_written")),
    ("K04", By(CONFIGURE, "answers_are_judged_before_anything_is_written")),
    ("K06", By(CONFIGURE, "answers_are_judged_before_anything_is_written")),
    ("K07", By(CONFIGURE, "answers_are_judged_before_anything_is_written")),
    ("K08", By(WIZARD, "prompt_by_prompt_and_by_flags_it_writes_the_same_bytes")),
    ("K09", Not("there is no toolbar; an existing session is taken as it is, and `daypass status` shows it")),
    ("K10", By(WIZARD, "tab_completes_from_what_is_known")),
    ("F01", By(REFRESH, "decision_table")),
    ("F02", By(REFRESH, "decision_table")),
    ("F03", By(REFRESH, "decision_table")),
    // Not an error of its own: it is set aside, and the sign-in that is missing is what is said.
    ("F04", By(REFRESH, "a_damaged_token_file_is_moved_aside_and_nobody_is_signed_in")),
    ("F06", By(REFRESH, "a_rotated_refresh_token_takes_the_place_of_the_old_one")),
    ("F07!", By(REFRESH, "a_renewed_token_is_stored_with_what_stood_there")),
    ("F08", By(REFRESH, "decision_table")),
    ("F09", By(REFRESH, "decision_table")),
    ("F10", By(REFRESH, "decision_table")),
    // How often a 500 is tried: transport/tests/it/retry.rs.
    ("F11", By(REFRESH, "decision_table")),
    ("F13!", By(REFRESH, "a_renewed_token_is_stored_with_what_stood_there")),
    ("F16!", By(REFRESH, "a_damaged_token_file_is_moved_aside_and_nobody_is_signed_in")),
    ("F18", By(REQUESTS, "create_token")),
    ("G04", By(ROLES, "a_refused_token_that_cannot_be_renewed_needs_a_new_sign_in")),
    ("G06", By(ROLES, "reuse_table")),
    ("G07", By(ROLES, "reuse_table")),
    ("G09", By(CHAIN, "the_source_may_be_a_legacy_profile")),
    ("G10", By(CHAIN, "each_hop_is_cached")),
    // The source's credentials are cached too: one portal call fewer for the next role.
    ("G11", By(CHAIN, "each_hop_is_cached")),
    ("G13", By(RESOLVING, "profiles")),
    (
        "G14",
        By("cli/tests/it/credentials.rs", "keys_in_the_environment_win_unless_a_profile_is_named_by_flag"),
    ),
    ("G15", By("portal-client/tests/it/client.rs", "attempts")),
    ("G16!", By(ROLES, "expired_credentials_are_not_kept")),
    ("G19!", By(ROLES, "reuse_table")),
    // Nothing is injected here: a profile that is not there is an error of its own.
    ("G20", By("cli/tests/it/bad_input.rs", "configuration")),
    ("P01", By(KEYS, "tokens")),
    ("P02", By(KEYS, "tokens")),
    ("P04", By(KEYS, "tokens")),
    ("P05", By(KEYS, "tokens")),
    ("P06", By(KEYS, "registrations")),
    ("P07", By(KEYS, "registrations")),
    ("P08", By(KEYS, "roles")),
    ("P09", By(KEYS, "roles")),
    // Modes that are wider than the owner are repaired, and told.
    ("P10", By("token-cache/tests/it/files.rs", "new_ones_are_the_owners_alone")),
];

/// How many cases the collection has, by letter.
const COUNTS: [(char, usize); 10] = [
    ('B', 21),
    ('C', 17),
    ('D', 16),
    ('F', 13),
    ('G', 12),
    ('H', 10),
    ('I', 28),
    ('J', 5),
    ('K', 9),
    ('P', 9),
];

#[test]
fn every_case_has_its_row() {
    let ids: BTreeSet<_> = CASES.iter().map(|(id, _)| id.trim_end_matches('!')).collect();
    assert_eq!(ids.len(), CASES.len(), "no case twice");
    let counts = COUNTS.map(|(letter, _)| (letter, ids.iter().filter(|id| id.starts_with(letter)).count()));
    assert_eq!(counts, COUNTS);
}

#[test]
fn every_named_test_is_there() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of the crates");
    for (id, shown) in CASES {
        match shown {
            Not(reason) => assert!(!reason.is_empty(), "{id}"),
            By(file, test) => {
                let source = fs::read_to_string(crates.join(file))
                    .unwrap_or_else(|error| panic!("{id}: {file}: {error}"));
                let found = source.split("#[test]").chain(source.split("#[tokio::test]")).skip(1);
                let start = format!("fn {test}(");
                assert!(
                    found.into_iter().any(|part| part.lines().take(4).any(|line| line.contains(&start))),
                    "{id}: {file} has no test {test}"
                );
            }
        }
    }
}
