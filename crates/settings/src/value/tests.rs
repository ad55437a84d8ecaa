//! Rows as JSON.

use super::*;

#[test]
fn a_row_as_json_has_its_source() {
    let text = |text: &str| SettingValue::Text(text.to_owned());
    let company = |locked| SettingOrigin::Company { file: "/etc/a.toml".into(), line: 3, locked };
    for (value, origin, expected) in [
        (
            text("firefox"),
            SettingOrigin::File(2),
            r#""value": "firefox", "locked": false, "source": "file", "file": "~/s.toml", "line": 2"#,
        ),
        (
            text("x"),
            company(true),
            r#""value": "x", "locked": true, "source": "company", "file": "/etc/a.toml", "line": 3"#,
        ),
        (
            text("x"),
            company(false),
            r#""value": "x", "locked": false, "source": "company", "file": "/etc/a.toml", "line": 3"#,
        ),
        (
            text("x"),
            SettingOrigin::Folder { file: "~/a".into(), line: 1 },
            r#""value": "x", "locked": false, "source": "folder", "file": "~/a", "line": 1"#,
        ),
        (
            text("x"),
            SettingOrigin::Other("BROWSER"),
            r#""value": "x", "locked": false, "source": "environment", "variable": "BROWSER""#,
        ),
        (text(""), SettingOrigin::BuiltIn, r#""value": null, "locked": false, "source": "built in""#),
        (
            SettingValue::List(Vec::new()),
            SettingOrigin::BuiltIn,
            r#""value": [], "locked": false, "source": "built in""#,
        ),
    ] {
        let outvoted = vec![(text("y"), SettingOrigin::File(7))];
        let row = SettingRow { setting: "browser".to_owned(), value, origin, outvoted };
        let expected: Value = serde_json::from_str(&format!(
            r#"{{"setting": "browser", "outvoted": [{{"value": "y", "from": "line 7"}}], {expected}}}"#
        ))
        .unwrap();
        let place = |origin: &SettingOrigin| match origin {
            SettingOrigin::File(line) => format!("line {line}"),
            _ => String::new(),
        };
        assert_eq!(row.to_json("~/s.toml", place), expected);
    }
}
