//! The cases of `aws login`, by number: the test that shows what daypass does. A `!` means that daypass does better than the AWS CLI
//! 2.36.7 on purpose, which its test asserts. A test has the numbers of its cases in its name.

use std::{collections::BTreeMap, fs, path::Path};

/// How many cases there are.
const COUNT: usize = 73;

/// A file below `crates`, then its cases, each with its test.
const CASES: &str = "\
cli/tests/it/console_login.rs
  1 l1_l3_the_default_profile_and_a_name_that_no_tool_reads
  2 l2_l4_a_profile_that_does_not_exist_is_appended_with_its_region_and_works_at_once
  3! l1_l3_the_default_profile_and_a_name_that_no_tool_reads
  4! l2_l4_a_profile_that_does_not_exist_is_appended_with_its_region_and_works_at_once
  5! l5_without_a_region_nothing_is_sent
  7 l7_l8_a_profile_with_another_source_is_refused_before_anything_is_sent
  8! l7_l8_a_profile_with_another_source_is_refused_before_anything_is_sent
  10! l10_l11_another_identity_changes_nothing_and_says_what_is_left
  11! l10_l11_another_identity_changes_nothing_and_says_what_is_left
  12 l12_l13_keys_in_the_environment_are_told_to_win
  13! l12_l13_keys_in_the_environment_are_told_to_win
  14 l14_l15_a_refusal_in_the_browser_is_told_and_nothing_is_written
  15! l14_l15_a_refusal_in_the_browser_is_told_and_nothing_is_written
  23! l23_l26_l27_what_the_service_refuses
  26 l23_l26_l27_what_the_service_refuses
  28! l28_a_folder_that_takes_no_file_is_found_before_the_browser
  33 l33_l38_an_ended_session_suggests_the_sign_in_that_helps
  39! l39_sixteen_processes_on_an_expired_single_use_session_make_one_refresh
  52 l52_a_role_over_a_console_sign_in
  55 l55_l56_l57_a_sign_out_removes_the_file_and_says_what_lives_on
  57 l55_l56_l57_a_sign_out_removes_the_file_and_says_what_lives_on
  58! l58_l59_l60_a_sign_out_of_all_removes_orphans_and_survives_junk
  59 l58_l59_l60_a_sign_out_of_all_removes_orphans_and_survives_junk
  60! l58_l59_l60_a_sign_out_of_all_removes_orphans_and_survives_junk
  61! l61_the_verbose_log_has_no_secret
  62 l62_the_folder_of_the_variable_is_expanded_and_an_empty_one_is_none
cli/tests/it/console_browser.rs
  6 l6_enter_takes_the_region_of_the_question_and_it_is_written
  16! l16_nothing_foreign_ends_a_sign_in
  17! l17_the_callback_is_heard_on_this_machine_alone
  22 l22_an_interrupted_sign_in_leaves_nothing
  53 l53_l54_a_credential_process_answers_with_the_end_of_the_keys_and_the_account
  54! l53_l54_a_credential_process_answers_with_the_end_of_the_keys_and_the_account
login-session/tests/it/sign_in_and_out.rs
  9 l1_l9_a_sign_in_is_a_file_that_every_tool_reads
console-login/tests/it/authorize.rs
  18 l18_seven_parameters_in_the_order_of_the_aws_cli
  64 l64_every_partition_with_fips_and_dual_stack
  71 l71_the_browser_opens_the_origin_of_an_endpoint_with_a_path
console-login/tests/it/against_simulator.rs
  19 l19_a_sign_in_on_another_device
  24 l24_l25_busy_once_and_signed_in
  25! l24_l25_busy_once_and_signed_in
  73! l73_a_strict_service_takes_keys_that_begin_with_a_zero
console-login/tests/it/pasted.rs
  20! l20_every_bad_paste_has_its_reason
  21! l21_the_address_of_the_page_and_other_base64_are_as_good
login-session/tests/it/refusals.rs
  27! l33_l34_l27_l35_expired_keys_and_a_refusal_say_what_helps
  32! l32_keys_that_are_still_good_are_given_with_a_warning
  34 l33_l34_l27_l35_expired_keys_and_a_refusal_say_what_helps
  35! l33_l34_l27_l35_expired_keys_and_a_refusal_say_what_helps
  43! l43_a_lost_reply_is_told_as_what_it_is_or_recovered
  66! l66_a_wrong_clock_is_named_beside_the_refusal
login-session/tests/it/credentials.rs
  29 l29_l72_keys_of_any_tool_with_five_minutes_left_are_given_without_network
  30 l30_l31_a_refresh_renews_the_keys_and_keeps_the_rest
  31! l30_l31_a_refresh_renews_the_keys_and_keeps_the_rest
  36! l36_l37_a_refresh_goes_where_the_session_was_opened
  37 l36_l37_a_refresh_goes_where_the_session_was_opened
  38! l38_the_region_of_a_sign_in_of_the_aws_cli_is_found_in_its_id_token
  47 l47_l48_a_file_that_cannot_be_refreshed_serves_to_its_end
  48! l47_l48_a_file_that_cannot_be_refreshed_serves_to_its_end
  49 l49_a_key_in_another_form_is_written_back_as_sec1
  68! l68_a_reply_without_a_refresh_token_keeps_the_old_one
  69 l69_short_keys_are_refreshed_at_each_use_and_no_more
  72 l29_l72_keys_of_any_tool_with_five_minutes_left_are_given_without_network
login-session/tests/it/races.rs
  40! l40_what_another_tool_has_rotated_is_used
  41! l41_a_sign_out_during_a_refresh_stands
  42! l42_a_sign_in_during_a_refresh_survives_it
token-cache/tests/it/login.rs
  44 l44_what_every_sdk_writes_is_read
  45 l45_what_is_written_has_the_bytes_of_the_aws_cli
cli/tests/it/console_day.rs
  46! l46_status_and_doctor_of_a_file_that_cannot_be_used
  56! l56_logout_revokes_where_it_is_asked_to
credentials/tests/it/console.rs
  50 l50_l51_the_source_that_wins_is_that_of_the_aws_cli
  51 l50_l51_the_source_that_wins_is_that_of_the_aws_cli
doctor/tests/it/planted/logins.rs
  63! l46_l48_l63_faults_of_the_files_and_of_their_folder
console-login/tests/it/proofs.rs
  65 l65_a_proof_has_the_parts_of_the_aws_clis
console-login/tests/it/replies.rs
  67 l67_l70_the_account_comes_from_the_arn_with_its_zeros_in_every_partition
  70! l67_l70_the_account_comes_from_the_arn_with_its_zeros_in_every_partition
";

/// Case, file and test.
fn rows() -> Vec<(&'static str, &'static str, &'static str)> {
    let mut file = "";
    let mut rows = Vec::new();
    for line in CASES.lines() {
        match line.strip_prefix("  ").and_then(|row| row.split_once(' ')) {
            Some((id, test)) => rows.push((id, file, test)),
            None => file = line,
        }
    }
    rows
}

#[test]
fn every_case_of_aws_login_has_its_row() {
    let mut ids: Vec<usize> =
        rows().iter().map(|(id, ..)| id.trim_end_matches('!').parse().expect("a number")).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=COUNT).collect::<Vec<_>>());
    // The collection itself, where it lies beside the repository.
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/facts/login-facts.md");
    let Ok(text) = fs::read_to_string(beside) else { return };
    let cells = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    let is_case =
        |id: &&str| id.trim_end_matches(" !").parse::<usize>().is_ok_and(|id| (1..=COUNT).contains(&id));
    let mut there: Vec<String> =
        cells.map(|(id, _)| id).filter(is_case).map(|id| id.replace(' ', "")).collect();
    let mut held: Vec<String> = rows().iter().map(|(id, ..)| (*id).to_owned()).collect();
    there.sort();
    held.sort();
    assert_eq!(held, there);
}

#[test]
fn every_test_of_a_case_of_aws_login_is_there_and_has_its_number() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = BTreeMap::new();
    for (id, file, test) in rows() {
        let source = sources.entry(file).or_insert_with(|| {
            fs::read_to_string(crates.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
        });
        let attributed = |before: &str| before.trim_end().ends_with(']') && before.contains("test]");
        let found = source.split_once(&format!("fn {test}("));
        let is_a_test = found.is_some_and(|(before, _)| {
            let start = before.len().saturating_sub(160);
            attributed(before.get(start..).unwrap_or(before).trim_end_matches("async ").trim_end())
        });
        assert!(is_a_test, "{id}: {file} has no test {test}");
        let number = id.trim_end_matches('!');
        assert!(test.split('_').any(|part| part == format!("l{number}")), "{id}: {test}");
    }
}
