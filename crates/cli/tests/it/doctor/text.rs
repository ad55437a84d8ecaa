//! Faults that are planted in the text of the config files.

use super::*;

#[test]
fn faults_of_config_text() {
    let table: &[(&str, FixedBy, Plant)] = &[
        ("C101", Named, |home| {
            let mut bytes = HEALTHY.as_bytes().to_vec();
            bytes.extend(b"# caf\xe9\n");
            std::io::Write::write_all(
                &mut fs::File::create(home.path().join(".aws/config")).expect("a file"),
                &bytes,
            )
            .expect("written");
            home
        }),
        ("C102", Named, |home| home.config(&format!("\u{feff}{HEALTHY}"))),
        ("C103", Named, |home| instead(home, "# the company\n", "# the company\r")),
        ("C104", Named, |home| home.config(&format!("region = us-east-1\n{HEALTHY}"))),
        ("C105", Named, |home| with(home, "hello world\n")),
        ("C106", Named, |home| with(home, "= value\n")),
        ("C107", Named, |home| instead(home, "[profile dev]", "[profile dev")),
        ("C108", Named, |home| with(home, "[]\n")),
        ("C109", Named, |home| with(home, "\n[profile dev]\noutput = json\n")),
        ("C110", Named, |home| with(home, "output = text\noutput = json\n")),
        ("C111", Named, |home| with(home, "output: json\n")),
        ("C112", Named, |home| with(home, "\n[profile x]\n  region = us-east-1\n  output = json\n")),
        ("C113", Named, |home| with(home, "s3 =\n  max_concurrent_requests = 20\n  junk\n")),
        ("C115", Named, |home| instead(home, "[profile dev]", "[profile dev] mine")),
        ("C116", Named, |home| with(home, "\n[profile a#b]\nregion = us-east-1\n")),
        ("C117", Named, |home| instead(home, "sso_role_name = Admin", "sso_role_name = Admin # all")),
        ("C118", Named, |home| with(home, "\n[profile \"my prof\"]\nregion = us-east-1\n")),
        ("C119", Named, |home| instead(home, "[profile dev]", "[profile \"dev\"]")),
        ("C121", Named, |home| with(home, "\n[profile 'dev']\noutput = json\n")),
        ("C122", Named, |home| with(home, "\n[DEFAULT]\noutput = json\n")),
        ("C123", Named, |home| with(home, "\n[other]\nregion = us-east-1\n")),
        ("C124", Named, |home| {
            home.write(
                ".aws/credentials",
                "[profile old]\naws_access_key_id = A\naws_secret_access_key = s3cr3t\n",
            );
            mode(&home, ".aws/credentials", 0o600);
            home
        }),
        ("C127", Named, |home| with(home, "output =\n")),
        ("C128", Named, |home| with(home, "Output = json\n")),
        ("C129", Named, |home| with(home, "output = \"json\"\n")),
        ("C131", Named, |home| instead(home, "[profile dev]", "[profile dev]# mine")),
        ("C132", Named, |home| instead(home, "[profile dev]", "[profile  dev]")),
    ];
    for (code, fixed_by, plant) in table {
        check(code, fixed_by, *plant);
    }
}
