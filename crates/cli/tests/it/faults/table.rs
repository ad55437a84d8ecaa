//! The table of faults: the test of each case; a test checks that each test exists, and that no case is missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// How many cases each kind of fault has, from its first: T01 … T26.
const KINDS: [u32; 26] = [3, 5, 9, 8, 13, 14, 5, 8, 5, 2, 4, 3, 3, 8, 6, 1, 13, 3, 5, 5, 1, 6, 12, 5, 8, 4];
/// Cases that generated homes found; those in between were the same as others.
const FOUND: [u32; 14] = [1, 2, 4, 5, 7, 9, 11, 12, 13, 14, 15, 16, 18, 19];

/// Below each file the cases that its tests hold.
const CASES: &str = "\
crates/cli/tests/it/faults/t01_fallbacks.rs
  T01-01 t01_01_a_limit_on_the_size_of_files
  T01-02 t01_02_a_full_disk
  T01-03 t01_01_a_limit_on_the_size_of_files
crates/cli/tests/it/faults/t02_encodings.rs
  T02-01 t02_01_utf16_is_not_edited
  T02-02 t02_02_utf16_is_converted_as_a_whole_and_kept
  T02-03 t02_03_one_copy_a_run_beside_earlier_ones
  T02-04 t02_04_readers_name_the_encoding
  T02-05 t02_05_programs_are_found_as_botocore_starts_them
  T03-07 t02_05_programs_are_found_as_botocore_starts_them
crates/cli/tests/it/faults/t03_signed_in.rs
  T03-01 t03_01_what_a_refused_token_taught_is_remembered
  T03-02 t03_02_the_wide_sign_out_takes_what_the_narrow_one_takes
  T06-12 t06_12_the_region_of_a_token_that_does_not_say_it
  T08-06 t08_06_t18_02_a_token_of_another_portal_is_no_sign_in
  T17-13 t17_13_what_is_of_other_tools_stays_or_is_named_by_its_file
  T18-01 t18_01_a_token_without_the_end_of_its_registration
  T18-02 t08_06_t18_02_a_token_of_another_portal_is_no_sign_in
  T20-05 t20_05_a_token_that_is_about_to_end_for_good
  X13 x13_signing_out_needs_no_region
  X14 x14_x15_what_is_damaged_goes_too
  X15 x14_x15_what_is_damaged_goes_too
crates/doctor/tests/it/findings.rs
  T17-01 t17_01_tools_affected_by_a_missing_services_block
  T03-03 a_program_of_somebody_elses_file_is_a_note
  T05-13 the_finding_names_the_region_that_its_fix_sets
  T14-03 endpoints_of_files
  T15-06 addresses_and_regions
crates/credentials/tests/it/resolving.rs
  T03-04 t03_04_long_chains
  T03-06 t03_06_a_contradiction_is_told_before_the_sign_in
  T04-07 t04_07_t08_05_endpoints_on_the_way
  T08-05 t04_07_t08_05_endpoints_on_the_way
crates/cli/tests/it/faults/x_fixes.rs
  T03-05 t03_what_makes_a_command_fail_is_found
  T03-08 t03_what_makes_a_command_fail_is_found
  T03-09 t03_what_makes_a_command_fail_is_found
  X01 x01_x02_a_sign_in_moves_with_its_sessions_name
  X02 x01_x02_a_sign_in_moves_with_its_sessions_name
  X07 t03_what_makes_a_command_fail_is_found
crates/cli/tests/it/faults/t04_environment.rs
  T04-01 t04_01_undecodable_is_not_unset
  T04-02 t04_02_the_working_folder_is_no_home
  T04-06 t04_06_t08_04_the_end_of_keys
  T04-08 t04_08_t25_proxies
  T08-04 t04_06_t08_04_the_end_of_keys
  T25-01 t04_08_t25_proxies
  T25-04 t04_08_t25_proxies
  T25-05 t04_08_t25_proxies
crates/cli/tests/it/faults/t14_trust.rs
  T04-03 t04_03_t06_07_a_token_of_another_user_is_told_with_its_owner_and_what_to_do
  T06-07 t04_03_t06_07_a_token_of_another_user_is_told_with_its_owner_and_what_to_do
  T06-01 t06_01_t18_03_a_token_with_a_registration_alone_is_signed_in_over
  T14-01 t14_01_a_lock_that_is_a_link_writes_nowhere
  T14-02 t14_02_a_pipe_hangs_nothing
  T14-04 t14_04_what_others_can_write_is_closed_or_named
  T14-05 t14_05_a_credentials_file_that_gets_keys_is_closed
  T14-08 t14_08_a_pipe_named_as_a_temporary_file_hangs_no_save
  T17-02 t17_02_a_cache_with_a_wide_mode_is_narrowed_with_a_notice
  T17-03 t17_03_a_damaged_token_is_closed_when_it_is_set_aside
  T18-03 t06_01_t18_03_a_token_with_a_registration_alone_is_signed_in_over
crates/cli/tests/it/bad_input.rs
  T04-04 t04_04_a_config_that_is_a_folder_is_an_error_and_no_config_at_all_is_none
crates/environment/src/network.rs
  T04-05 proxies_that_cannot_be_read_are_errors
  T25-02 the_order_of_ca_bundles
  T25-03 the_order_of_ca_bundles
crates/cli/tests/it/faults/t05_causes.rs
  T05-01 t05_01_the_cause_is_told_by_every_command
  T05-02 t05_02_host_and_port_are_told_by_every_command
  T05-03 t05_03_what_answered_was_reached
crates/cli/tests/it/faults/t07_verdicts.rs
  T05-04 t05_04_08_a_sign_in_that_the_service_kept_from_its_end
  T05-08 t05_04_08_a_sign_in_that_the_service_kept_from_its_end
  T06-14 t06_14_is_the_region_right
  T07-01 t07_01_02_x16_a_refresh_that_nobody_judged
  T07-02 t07_01_02_x16_a_refresh_that_nobody_judged
  T07-03 t07_03_04_no_statement_about_roles_and_credentials
  T07-04 t07_03_04_no_statement_about_roles_and_credentials
  T07-05 t07_02_05_too_fast_is_asked_again
  T14-06 t14_06_07_a_bad_token_is_not_stored
  T14-07 t14_06_07_a_bad_token_is_not_stored
  X16 t07_01_02_x16_a_refresh_that_nobody_judged
crates/cli/tests/it/faults/t19_exit_codes.rs
  T05-05 t05_05_a_chained_role_takes_no_duration
  T05-06 t05_06_whoami_tells_of_the_clock
  T05-07 t05_07_a_proxy_is_looked_at_once
  T19-01 t19_01_a_refusal_in_a_chain_is_one
  T19-02 t19_02_a_console_session_has_bounds
  T19-05 t19_05_a_page_that_is_not_known
crates/cli/tests/it/faults/t06_remedies.rs
  T05-09 t05_09_a_role_is_no_profile
  T05-10 t05_10_the_line_of_the_session
  T06-02 t06_02_the_wizard_makes_no_second_source
  T06-03 t06_03_process_profiles
  T06-08 t06_08_t06_09_other_sources_are_named
  T06-09 t06_08_t06_09_other_sources_are_named
  X09 t06_03_process_profiles
crates/cli/tests/it/faults/t09_stale_variables.rs
  T05-11 t23_exec_as_people_type_it
  T08-01 t08_01_the_region_of_an_exec_is_nobodys_wish_inside
  T08-02 t08_02_no_region_is_none
  T08-03 t08_03_a_default_that_would_win_is_hidden
  T08-08 t08_03_a_default_that_would_win_is_hidden
  T09-01 t09_nothing_stale_is_left
  T09-02 t09_nothing_stale_is_left
  T09-03 t09_nothing_stale_is_left
  T09-04 t09_04_the_region_goes_with_the_keys
  T09-05 t09_nothing_stale_is_left
  T19-04 t19_04_a_closed_output
  T23-03 t23_exec_as_people_type_it
  T23-07 t23_exec_as_people_type_it
  T23-11 t23_11_a_dumb_terminal_is_plain
crates/cli/tests/it/faults/t05_listings.rs
  T05-12 t05_12_what_could_not_be_listed_is_said_and_keeps_its_profiles
  T06-05 t06_05_a_default_without_credentials_is_no_answer
  T06-06 t06_06_several_sessions_are_named
  T06-10 t06_10_a_legacy_profile_gets_the_whole_command
  T06-13 t06_13_the_account_that_was_meant
  T17-07 t20_01_a_look_up_makes_one_attempt
  T19-03 t19_03_nothing_found_is_not_success
  T20-01 t20_01_a_look_up_makes_one_attempt
  T20-02 t20_02_a_listing_that_waits_says_so
  X04 t06_05_a_default_without_credentials_is_no_answer
  X11 x11_a_default_without_credentials_fails_nobody
crates/sign-in/tests/it/sign_in.rs
  T06-04 t06_04_the_browser_flow_replaces_a_client_that_the_service_forgot
crates/cli/tests/it/faults/t20_limits.rs
  T06-11 t06_11_a_sign_in_that_no_config_names_is_shown
  T20-04 t20_04_where_nobody_is_nobody_is_asked
  T23-08 t23_08_under_the_aws_spelling_the_address_is_on_stdout
  T24-01 t24_01_what_is_not_known_is_said_before_anybody_approves
crates/cli/tests/it/faults/t10_names.rs
  T10-01 t10_01_a_new_role_moves_no_name
  T10-02 t10_01_a_new_role_moves_no_name
  T17-05 t17_05_the_state_folder_is_the_owners_alone_and_stays
crates/cli/tests/it/faults/t11_interruption.rs
  T11-01 t11_01_02_a_signal_during_a_refresh_loses_no_session
  T11-02 t11_01_02_a_signal_during_a_refresh_loses_no_session
crates/credentials/tests/it/dropped.rs
  T11-03 t11_03_a_dropped_future_loses_no_session
  T11-04 t11_04_the_sdk_may_give_up_before_the_renewal_ends
crates/cli/tests/it/faults/t12_escapes.rs
  T12-01 t12_every_command_on_a_hostile_config
  T12-02 t12_every_command_on_a_hostile_config
  T12-03 t12_every_command_on_a_hostile_config
  X18 t12_every_command_on_a_hostile_config
  X19 x19_a_remedy_stands_on_one_line
crates/cli/tests/it/faults/t13_arguments.rs
  T13-01 t13_01_docker_s_arguments_hold_names_alone
  T13-02 t13_02_the_console_s_token_is_in_no_argument
  T13-03 t13_03_who_knows_the_port_alone_learns_nothing
crates/cli/tests/it/faults/t15_addresses.rs
  T15-01 t15_01_what_only_looks_like_loopback_is_not_opened
  T15-02 t15_02_t15_03_what_is_no_portal_is_refused_where_it_is_typed
  T15-03 t15_02_t15_03_what_is_no_portal_is_refused_where_it_is_typed
  T15-04 t15_04_only_pages_of_aws_s_consoles_are_handed_on
  T15-05 t15_05_a_portal_in_another_region_is_named
crates/cli/tests/it/serve.rs
  T16-01 t16_01_silent_connections_keep_nobody_out
crates/cli/tests/it/faults/t17_documents.rs
  T17-04 t17_04_what_no_verification_costs
  T17-08 t17_08_spellings_of_the_aws_cli
  T17-12 t17_12_memory_is_not_promised
crates/cli/tests/it/docs.rs
  T17-06 environment
crates/cli/tests/it/hostile.rs
  T17-09 nothing_foreign_ends_a_sign_in
crates/inventory/tests/it/failures.rs
  T20-03 t20_03_endless_pages_are_given_up
crates/cli/tests/it/faults/t21_crashes.rs
  T21-01 t21_01_who_is_meant_is_asked_on_a_terminal
crates/cli/tests/it/completion.rs
  T22-02 in_bash
crates/cli/tests/it/shells.rs
  T22-01 use_switches_the_shell
  T22-03 t22_03_what_powershell_makes_of_words
  T22-04 t22_04_05_forms_carry_a_value_or_refuse_it
  T22-05 t22_04_05_forms_carry_a_value_or_refuse_it
  T22-06 t22_06_the_prompt_of_zsh
crates/cli/tests/it/faults/t23_habits.rs
  T23-01 t23_01_t23_06_help_and_version
  T23-02 t23_02_a_word_is_a_session_or_a_profile
  T23-04 t23_04_options_of_the_aws_cli
  T23-05 t23_05_colours
  T23-06 t23_01_t23_06_help_and_version
  T23-09 t23_09_who_stays_signed_in_is_said
  T23-10 t23_10_names_of_profiles
  T23-12 t23_12_the_form_that_the_profile_asks_for
crates/transport/tests/it/region.rs
  T24-02 t24_02_regions_have_a_shape
crates/cli/tests/it/faults/t24_wizard.rs
  T24-03 t24_03_04_05_the_wizard_asks_says_and_keeps
  T24-04 t24_03_04_05_the_wizard_asks_says_and_keeps
  T24-05 t24_03_04_05_the_wizard_asks_says_and_keeps
crates/cli/tests/it/faults/t25_browsers.rs
  T25-06 t25_06_the_next_browser_of_the_list_is_tried
  T25-07 t25_07_wsl_has_the_browser_of_windows
crates/credentials/tests/it/chain.rs
  T08-07 t08_07_a_role_of_another_partition
  T26-01 t26_01_a_code_is_asked_for_without_a_lock_and_without_a_thread
crates/transport/tests/it/caller.rs
  T17-10 t17_10_closures_and_what_points_at_transports_are_transports
  T26-04 t17_10_closures_and_what_points_at_transports_are_transports
crates/transport/tests/it/tls.rs
  T25-08 t25_08_an_authoritys_own_certificate_is_no_servers
crates/oidc-device/tests/it/secrets.rs
  T26-02 t26_02_nothing_with_a_secret_in_it_can_be_serialized
crates/config-parse/tests/it/told.rs
  T17-11 t17_11_the_readme_says_what_no_diagnostic_does
crates/credentials/tests/it/refresh.rs
  T26-03 t26_03_a_half_written_file_is_waited_for_by_the_callers_pause
crates/cli/tests/it/faults/t06_as_printed.rs
  X05 x05_names_that_look_like_options
  X12 x12_a_pattern_is_marked_and_does_nothing_as_it_stands
";

#[test]
fn every_case_has_its_row() {
    let rows: Vec<_> = held().into_iter().map(|(id, ..)| id.to_owned()).collect();
    let ids: BTreeSet<_> = rows.iter().cloned().collect();
    assert_eq!(ids.len(), rows.len(), "no case twice");
    assert_eq!(ids, known());
    // The collection itself, where it lies beside the repository.
    let Ok(text) = fs::read_to_string(root().join("../shared/cases/faults.md")) else { return };
    let there = text.lines().filter_map(|line| line.strip_prefix("- **")?.split_once("**"));
    let there: BTreeSet<_> = there.map(|(id, _)| id.to_owned()).collect();
    assert_eq!(there, known());
}

#[test]
fn every_named_test_is_there() {
    let mut sources = BTreeMap::new();
    for (id, file, test) in held() {
        let source = sources.entry(file).or_insert_with(|| {
            fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{id}: {file}: {error}"))
        });
        assert!(tests(source).any(|name| name == test), "{id}: {file} has no test {test}");
    }
}

/// Case, file and test.
fn held() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut file = "";
    let mut rows = Vec::new();
    for line in CASES.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("  ").and_then(|row| row.split_once(' ')) {
            Some((id, test)) => rows.push((id, file, test)),
            None => file = line,
        }
    }
    rows
}

fn known() -> BTreeSet<String> {
    let kinds = (1..).zip(KINDS);
    let cases = kinds.flat_map(|(kind, count)| (1..=count).map(move |case| format!("T{kind:02}-{case:02}")));
    cases.chain(FOUND.map(|number| format!("X{number:02}"))).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The names of the tests of a source.
fn tests(source: &str) -> impl Iterator<Item = &str> {
    let parts = source.split("#[test]").skip(1).chain(source.split("#[tokio::test").skip(1));
    parts.filter_map(|part| {
        let line = part.lines().take(6).find_map(|line| line.split_once("fn "))?;
        line.1.split('(').next()
    })
}
