//! The npm packages: `daypass`, a launcher, and one for each platform with the program, of which npm installs one.

use crate::{archive, tree::File, version::Version};
use serde_json::json;
use std::io;

/// Starts the program of the platform's package and ends as it does. node stays in between and leaves Ctrl-C to it.
const LAUNCHER: &str = "\
#!/usr/bin/env node
'use strict';
const { spawn } = require('child_process');
const platform = `@daypass/${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${platform}/bin/daypass`);
} catch {
  console.error(`daypass: the package ${platform} is not installed: there is none for this platform, or npm ran with --omit=optional`);
  process.exit(1);
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
child.on('error', (error) => {
  console.error(`daypass: cannot start ${program}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (!signal) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
";

/// The names of the files and what is in them: the package of this platform, and `daypass`.
pub(crate) fn make(files: &[File], version: &Version) -> io::Result<[(String, Vec<u8>); 2]> {
    let number = &version.number;
    let platform = "linux-x64";
    let mut inside = files.to_vec();
    let about = json!({
        "name": format!("@daypass/{platform}"), "version": number, "description": version.summary,
        "license": "MIT OR Apache-2.0", "homepage": version.home,
        "repository": { "type": "git", "url": format!("git+{}.git", version.home) },
        "os": ["linux"], "cpu": ["x64"], "preferUnplugged": true,
    });
    inside.insert(0, File::new("package.json", format!("{about:#}\n")));
    let program = archive::tar_gz(&inside, "package/", version.time)?;

    let is_kept = |file: &&File| {
        ["share/man/", "share/licenses/", "share/doc/"].iter().any(|below| file.path.starts_with(below))
    };
    let mut inside: Vec<File> = files.iter().filter(is_kept).cloned().collect();
    let pages: Vec<&str> =
        inside.iter().map(|file| file.path.as_str()).filter(|path| path.contains("/man1/")).collect();
    let about = json!({
        "name": "daypass", "version": number, "description": version.summary, "license": "MIT OR Apache-2.0",
        "homepage": version.home, "repository": { "type": "git", "url": format!("git+{}.git", version.home) },
        "bin": { "daypass": "bin/daypass.js" }, "man": pages, "engines": { "node": ">=16" },
        "optionalDependencies": { format!("@daypass/{platform}"): number },
    });
    inside.insert(0, File::program("bin/daypass.js", LAUNCHER));
    inside.insert(0, File::new("package.json", format!("{about:#}\n")));
    if let Some(readme) = files.iter().find(|file| file.path.ends_with("/README.md")) {
        inside.push(File::new("README.md", readme.bytes.clone()));
    }
    let launcher = archive::tar_gz(&inside, "package/", version.time)?;
    Ok([(format!("daypass-{platform}-{number}.tgz"), program), (format!("daypass-{number}.tgz"), launcher)])
}
