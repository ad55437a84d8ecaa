//! The table of cases; a test checks that each test that it names exists.

use std::{collections::BTreeSet, fs, path::Path};

const LOGIN: &str = "cli/tests/it/cases/login.rs";
const LOGOUT: &str = "cli/tests/it/cases/logout.rs";
const CONFIGURE: &str = "cli/tests/it/cases/configure.rs";
const DAY: &str = "cli/tests/it/day.rs";
const HOSTILE: &str = "cli/tests/it/hostile.rs";
const VANITY: &str = "cli/tests/it/vanity.rs";
const VANITY_UNIT: &str = "sign-in/tests/it/vanity.rs";
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

/// Case, file below `crates/`, and the function of the test that shows it.
const CASES: &[(&str, &str, &str)] = &[
    ("B03", LOGIN, "a_session_without_any_profile"),
    ("B04", LOGIN, "a_legacy_profile_with_url_and_region_alone"),
    ("B06", LOGIN, "a_registration_serves_many_sign_ins"),
    ("B07", LOGIN, "a_registration_serves_many_sign_ins"),
    ("B08", LOGIN, "what_has_expired_is_replaced"),
    ("B09", "token-cache/tests/it/fresh.rs", "registrations_and_roles"),
    ("B12", LOGIN, "what_is_approved_at_once_needs_no_eyes"),
    ("B13", POLL, "tables_of_polls"),
    ("B14", POLL, "tables_of_polls"),
    ("B15", "oidc-device/tests/it/replies.rs", "device_authorizations"),
    ("B16", DAY, "a_device_code_that_expires"),
    ("B17", DAY, "a_denied_sign_in"),
    ("B18!", LOGIN, "errors_are_read_without_the_header_of_aws"),
    ("B19", LOGIN, "a_refused_device_authorization_keeps_the_registration"),
    ("B20!", LOGIN, "a_registration_that_the_service_has_lost_is_made_anew"),
    ("B21", LOGIN, "a_registration_serves_many_sign_ins"),
    ("B22", REQUESTS, "register_for_the_device_grant"),
    ("B23", REQUESTS, "register_for_the_device_grant"),
    ("B24", DAY, "a_day_with_a_code"),
    ("B25", LOGIN, "the_browser_flow_alone_says_so_in_the_user_agent"),
    ("B26!", LOGIN, "a_damaged_registration_is_no_obstacle"),
    ("C01", REQUESTS, "register_for_the_authorization_code_grant"),
    ("C03", AUTHORIZE, "the_url_to_the_byte"),
    ("C04", AUTHORIZE, "the_url_to_the_byte"),
    ("C06", REQUESTS, "create_token"),
    ("C08", DAY, "a_denied_sign_in"),
    ("C09", HOSTILE, "nothing_foreign_ends_a_sign_in"),
    // The AWS CLI aborts; we wait for the right one.
    ("C10", HOSTILE, "nothing_foreign_ends_a_sign_in"),
    ("C11", LOGIN, "nobody_comes_within_the_time"),
    ("C12", HOSTILE, "nothing_foreign_ends_a_sign_in"),
    // Each flow has its own file, so neither registers again.
    ("C13", SLOTS, "neither_evicts_the_other"),
    ("C14", SLOTS, "neither_evicts_the_other"),
    ("C15", LOGIN, "a_registration_serves_many_sign_ins"),
    ("C16", LOGIN, "the_browser_flow_alone_says_so_in_the_user_agent"),
    ("C17", LOGIN, "a_bundle_or_no_verification_by_flag"),
    ("C18!", HOSTILE, "nothing_foreign_ends_a_sign_in"),
    ("C19", LOGIN, "a_custom_endpoint_keeps_its_path_and_authorize_does_not"),
    ("C20", "oidc-device/tests/it/replies.rs", "grants"),
    ("D02", "transport/tests/it/portal_host.rs", "hosts_that_look_like_aws_are_not"),
    ("D03", "transport/tests/it/portal_host.rs", "regions_in_hosts"),
    ("D04", "transport/tests/it/portal_host.rs", "regions_in_hosts"),
    ("D05", VANITY_UNIT, "addresses_are_normalised"),
    ("D06", VANITY_UNIT, "aws_hosts_are_not_resolved_and_keep_the_configured_region"),
    ("D07", LOGIN, "a_session_that_lacks_something"),
    ("D08", LOGIN, "a_session_that_lacks_something"),
    ("D10", VANITY_UNIT, "only_an_aws_access_portal_is_accepted"),
    // A name that does not resolve is a failure of the network, not of the configuration.
    ("D14", LOGIN, "a_portal_that_cannot_be_asked"),
    ("D16", VANITY_UNIT, "only_an_aws_access_portal_is_accepted"),
    ("D17", LOGIN, "a_bundle_or_no_verification_by_flag"),
    ("D18", VANITY, "the_portal_behind_it_is_signed_in_to_and_its_region_written"),
    ("D20", VANITY, "a_failure_leaves_the_config_as_it_was"),
    ("D21", VANITY, "a_legacy_default_profile_keeps_its_section"),
    ("D22!", VANITY, "a_legacy_default_profile_keeps_its_section"),
    ("D23!", LOGIN, "a_session_with_a_blank_in_its_name_gets_its_region"),
    ("H01", LOGOUT, "token_and_role_credentials_go_with_one_call"),
    ("H04", LOGOUT, "what_is_not_of_identity_center_stays_and_what_is_damaged_goes"),
    // The AWS CLI keeps invalid JSON; it may be half a token.
    ("H05", LOGOUT, "what_is_not_of_identity_center_stays_and_what_is_damaged_goes"),
    ("H07", LOGOUT, "token_and_role_credentials_go_with_one_call"),
    ("H09", LOGOUT, "a_bundle_or_no_verification_by_flag"),
    ("H10", LOGOUT, "a_token_without_region_goes_without_a_call"),
    ("H11", LOGOUT, "a_token_goes_whatever_its_file_is_called"),
    ("H12!", LOGOUT, "offline_everything_here_goes_all_the_same"),
    ("H13!", LOGOUT, "what_is_not_of_identity_center_stays_and_what_is_damaged_goes"),
    ("H14!", LOGOUT, "no_process_of_a_profile_is_run"),
    ("I01", CONFIGURE, "a_legacy_profile"),
    ("I02", CONFIGURE, "without_a_browser_the_address_is_printed"),
    ("I03", CONFIGURE, "the_only_account_and_role_are_taken"),
    ("I04", CONFIGURE, "nothing_assigned_writes_nothing"),
    ("I05", CONFIGURE, "a_legacy_profile"),
    ("I06", CONFIGURE, "an_existing_session_is_taken_as_it_is"),
    ("I07", CONFIGURE, "the_only_account_and_role_are_taken"),
    ("I08", WIZARD, "tab_completes_from_what_is_known"),
    ("I09", DAY, "a_day"),
    ("I10", CONFIGURE, "an_existing_session_is_taken_as_it_is"),
    ("I11", CONFIGURE, "an_existing_session_is_taken_as_it_is"),
    // The AWS CLI goes on without account and role; a profile without them is of no use.
    ("I12", CONFIGURE, "a_portal_that_refuses_leaves_the_config_alone"),
    // The AWS CLI leaves the legacy keys, which then contradict the session.
    ("I13", CONFIGURE, "a_legacy_profile_moves_to_a_session"),
    ("I14", DAY, "a_day_with_a_code"),
    ("I17", "portal-client/tests/it/client.rs", "labels_of_accounts"),
    ("I18", CONFIGURE, "the_default_profile_needs_no_option"),
    ("I19", VANITY, "the_wizard_learns_the_region_from_it"),
    ("I20", CONFIGURE, "a_vanity_url_that_fails_has_the_region_asked"),
    ("I21", CONFIGURE, "without_a_browser_the_address_is_printed"),
    ("I22", CONFIGURE, "a_legacy_profile"),
    ("I23", CONFIGURE, "a_bundle_or_no_verification_by_flag"),
    ("I24", "portal-client/tests/it/client.rs", "accounts_over_three_pages"),
    ("I25", "portal-client/tests/it/client.rs", "pages_that_go_round_in_circles"),
    ("I26", CONFIGURE, "a_portal_that_refuses_leaves_the_config_alone"),
    ("I27!", CONFIGURE, "a_portal_that_refuses_leaves_the_config_alone"),
    ("I29", CONFIGURE, "an_existing_session_is_taken_as_it_is"),
    ("I30", WIZARD, "given_up_at_any_prompt_it_leaves_the_config_as_it_was"),
    ("I31", CONFIGURE, "an_existing_session_is_taken_as_it_is"),
    ("J01", CONFIGURE, "sessions_are_written_and_changed_in_place"),
    ("J02", CONFIGURE, "sessions_are_written_and_changed_in_place"),
    ("J03", CONFIGURE, "sessions_are_written_and_changed_in_place"),
    ("J04", CONFIGURE, "sessions_are_written_and_changed_in_place"),
    ("J06!", CONFIGURE, "sessions_are_written_and_changed_in_place"),
    ("K01", WIZARD, "blanks_are_stripped_and_an_empty_answer_keeps_what_stands"),
    ("K02", WIZARD, "blanks_are_stripped_and_an_empty_answer_keeps_what_stands"),
    ("K03", CONFIGURE, "answers_are_judged_before_anything_is_written"),
    ("K04", CONFIGURE, "answers_are_judged_before_anything_is_written"),
    ("K06", CONFIGURE, "answers_are_judged_before_anything_is_written"),
    ("K07", CONFIGURE, "answers_are_judged_before_anything_is_written"),
    ("K08", WIZARD, "prompt_by_prompt_and_by_flags_it_writes_the_same_bytes"),
    // A toolbar there; here it is shown once the name is entered.
    ("K09", WIZARD, "an_existing_session_is_shown_when_its_name_is_entered"),
    ("K10", WIZARD, "tab_completes_from_what_is_known"),
    ("F01", REFRESH, "decision_table"),
    ("F02", REFRESH, "decision_table"),
    ("F03", REFRESH, "decision_table"),
    // Not an error of its own: it is set aside, and the sign-in that is missing is what is said.
    ("F04", REFRESH, "a_damaged_token_file_is_moved_aside_and_nobody_is_signed_in"),
    ("F06", REFRESH, "a_rotated_refresh_token_takes_the_place_of_the_old_one"),
    ("F07!", REFRESH, "a_renewed_token_is_stored_with_what_stood_there"),
    ("F08", REFRESH, "decision_table"),
    ("F09", REFRESH, "decision_table"),
    ("F10", REFRESH, "decision_table"),
    // How often a 500 is tried: transport/tests/it/retry.rs.
    ("F11", REFRESH, "decision_table"),
    ("F13!", REFRESH, "a_renewed_token_is_stored_with_what_stood_there"),
    ("F16!", REFRESH, "a_damaged_token_file_is_moved_aside_and_nobody_is_signed_in"),
    ("F18", REQUESTS, "create_token"),
    ("G04", ROLES, "a_refused_token_that_cannot_be_renewed_needs_a_new_sign_in"),
    ("G06", ROLES, "reuse_table"),
    ("G07", ROLES, "reuse_table"),
    ("G09", CHAIN, "the_source_may_be_a_legacy_profile"),
    ("G10", CHAIN, "each_hop_is_cached"),
    // The source's credentials are cached too: one portal call fewer for the next role.
    ("G11", CHAIN, "each_hop_is_cached"),
    ("G13", RESOLVING, "profiles"),
    ("G14", "cli/tests/it/credentials.rs", "keys_in_the_environment_win_unless_a_profile_is_named_by_flag"),
    ("G15", "portal-client/tests/it/client.rs", "attempts"),
    ("G16!", ROLES, "expired_credentials_are_not_kept"),
    ("G19!", ROLES, "reuse_table"),
    // Nothing is injected here: a profile that is not there is an error of its own.
    ("G20", "cli/tests/it/bad_input.rs", "configuration"),
    ("P01", KEYS, "tokens"),
    ("P02", KEYS, "tokens"),
    ("P04", KEYS, "tokens"),
    ("P05", KEYS, "tokens"),
    ("P06", KEYS, "registrations"),
    ("P07", KEYS, "registrations"),
    ("P08", KEYS, "roles"),
    ("P09", KEYS, "roles"),
    // Modes that are wider than the owner are repaired, and told.
    ("P10", "token-cache/tests/it/files.rs", "new_ones_are_the_owners_alone"),
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
    let ids: BTreeSet<_> = CASES.iter().map(|(id, ..)| id.trim_end_matches('!')).collect();
    assert_eq!(ids.len(), CASES.len(), "no case twice");
    let counts = COUNTS.map(|(letter, _)| (letter, ids.iter().filter(|id| id.starts_with(letter)).count()));
    assert_eq!(counts, COUNTS);
}

#[test]
fn every_named_test_is_there() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of the crates");
    for (id, file, test) in CASES {
        let source =
            fs::read_to_string(crates.join(file)).unwrap_or_else(|error| panic!("{id}: {file}: {error}"));
        let found = source.split("#[test]").chain(source.split("#[tokio::test]")).skip(1);
        let start = format!("fn {test}(");
        assert!(
            found.into_iter().any(|part| part.lines().take(4).any(|line| line.contains(&start))),
            "{id}: {file} has no test {test}"
        );
    }
}
