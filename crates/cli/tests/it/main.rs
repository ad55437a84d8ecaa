//! The program from outside: each test has a home of its own and a simulated AWS.

#[cfg(unix)]
#[cfg(test)]
mod agents;
#[cfg(test)]
mod assumed;
#[cfg(test)]
mod aws_cli;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod book;
#[cfg(test)]
mod cases;
#[cfg(unix)]
#[cfg(test)]
mod chains;
mod company;
#[cfg(unix)]
#[cfg(test)]
mod completion;
#[cfg(test)]
#[cfg(unix)]
mod configured;
mod console_browser;
#[cfg(test)]
mod console_day;
#[cfg(test)]
mod console_login;
#[cfg(test)]
mod credentials;
#[cfg(test)]
mod day;
#[cfg(test)]
mod definition;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod doctor;
#[cfg(unix)]
#[cfg(test)]
mod elsewhere;
#[cfg(test)]
mod events;
#[cfg(unix)]
#[cfg(test)]
mod exec;
#[cfg(test)]
mod exported_profiles;
#[cfg(test)]
mod faults;
#[cfg(unix)]
#[cfg(test)]
mod guard;
#[cfg(test)]
mod habits;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod import;
#[cfg(unix)]
#[cfg(test)]
mod init_install;
#[cfg(unix)]
#[cfg(test)]
mod leases;
#[cfg(unix)]
#[cfg(test)]
mod more_shells;
#[cfg(unix)]
#[cfg(test)]
mod over_ssh;
#[cfg(unix)]
#[cfg(test)]
mod picker;
#[cfg(unix)]
#[cfg(test)]
mod pins;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod populate;
#[cfg(test)]
#[cfg(unix)]
mod powershell;
#[cfg(test)]
mod relay;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod security;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod settings_import;
#[cfg(unix)]
#[cfg(test)]
mod shells;
#[cfg(unix)]
#[cfg(test)]
mod signed_in_user;
#[cfg(test)]
mod stacks;
#[cfg(test)]
mod status;
#[cfg(test)]
mod tables;
#[cfg(unix)]
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod vanity;
#[cfg(unix)]
#[cfg(test)]
mod vault;
#[cfg(unix)]
#[cfg(test)]
mod wizard;
#[cfg(test)]
mod words_of_others;

#[cfg(test)]
use daypass_testkit::{browser, home};
