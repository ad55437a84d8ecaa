//! Faults that strangers met, by kind: each test names the case it came from, and holds the rule that stands over it.

#[cfg(test)]
mod aged;
#[cfg(unix)]
#[cfg(test)]
mod t01_fallbacks;
#[cfg(test)]
mod t02_encodings;
#[cfg(test)]
mod t03_signed_in;
#[cfg(test)]
mod t04_environment;
#[cfg(test)]
mod t05_causes;
#[cfg(test)]
mod t05_listings;
#[cfg(unix)]
#[cfg(test)]
mod t06_as_printed;
#[cfg(test)]
mod t06_remedies;
#[cfg(test)]
mod t07_verdicts;
#[cfg(unix)]
#[cfg(test)]
mod t09_stale_variables;
#[cfg(test)]
mod t10_names;
#[cfg(unix)]
#[cfg(test)]
mod t11_interruption;
#[cfg(unix)]
#[cfg(test)]
mod t12_escapes;
#[cfg(unix)]
#[cfg(test)]
mod t13_arguments;
#[cfg(unix)]
#[cfg(test)]
mod t14_trust;
#[cfg(test)]
mod t15_addresses;
#[cfg(test)]
mod t17_documents;
#[cfg(test)]
mod t19_exit_codes;
#[cfg(test)]
mod t20_limits;
#[cfg(unix)]
#[cfg(test)]
mod t21_crashes;
#[cfg(test)]
mod t23_habits;
#[cfg(unix)]
#[cfg(test)]
mod t24_wizard;
#[cfg(unix)]
#[cfg(test)]
mod t25_browsers;
#[cfg(test)]
mod table;
#[cfg(test)]
mod w_files;
#[cfg(test)]
mod w_programs;
#[cfg(test)]
mod x_fixes;
