//! A rollout: an image with a company's file and no `~/.aws`. A colleague signs in, gets profiles, and the AWS CLI lists buckets;
//! then the company changes the file, and the next command obeys.

use super::{home::done, peers, peers::Peers};
use crate::stage::{DAYPASS, Stage, expect_code};
use daypass_simulator::AutoApprove;
use daypass_testkit::world::{ACCOUNT, ROLE, START_URL};
use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};
use xtask::{
    places,
    process::{Finished, Run},
    tally::Tally,
};

/// A shell in which `/etc` has the company's files; only root can have one.
const WITH_FILES: &str = "mount -t overlay overlay -o lowerdir=\"$0\":/etc /etc || exit 99; exec \"$@\"";

pub(super) fn run(peers: &Peers, tally: &mut Tally) {
    let stage = match Stage::open("interop-rollout") {
        Ok(stage) => stage,
        Err(reason) => return tally.check("the simulator is up", Err(reason)),
    };
    stage.world().lock().set_auto_approve(AutoApprove::Allow);
    let settings = format!(
        "format = 1\nsupport = 'https://help.example.com'\ntemplate = '{{account|lower}}.{{role}}'\nregions = ['eu-west-1']\n\
         [sso-session.corp]\nstart_url = '{START_URL}'\nregion = 'eu-west-1'\n"
    );
    let begun = company_file(&stage.home, &settings).and_then(|()| there(&stage, "true").finish());
    match begun {
        Ok(end) if end.status.code() == Some(0) => {}
        Ok(_) => return tally.skip("rollout", "only root has a namespace with another /etc"),
        Err(reason) => return tally.skip("rollout", &reason),
    }
    let daypass = places::program(DAYPASS).display().to_string();
    let login = [daypass.as_str(), "login", "--use-device-code", "--no-browser"];
    tally.check("rollout: login on a bare image", done(there(&stage, login[0]).args(&login[1..]).finish()));
    let populate = there(&stage, &daypass).args(["configure", "populate", "--yes"]);
    tally.check("rollout: profiles by the company's template", done(populate.finish()));
    let pointed = peers::point_version_2_at(&stage.url, &stage.home);
    tally.check("rollout: the AWS CLI is pointed at the simulator", pointed);
    let profile = profile_of(&stage.home).unwrap_or_default();
    for (name, aws) in [("AWS CLI v1", &peers.v1), ("AWS CLI v2", &peers.v2)] {
        let Some(aws) = aws.as_ref().map(|aws| aws.display().to_string()) else { continue };
        let listed = |run: Run| {
            let text = run.text()?;
            text.contains("example-development-").then_some(()).ok_or(text)
        };
        let alone = there(&stage, &aws).args(["s3", "ls"]).env("AWS_PROFILE", &profile);
        tally.check(&format!("rollout: {name}: s3 ls in the profile that `use` sets"), listed(alone));
        let inside = there(&stage, &daypass).args(["exec", "--profile", &profile, "--", &aws, "s3", "ls"]);
        tally.check(&format!("rollout: {name}: s3 ls below exec"), listed(inside));
    }
    let rules = format!("{settings}[locked]\nforbid = ['device-code']\nallowed_regions = ['us-*']\n");
    let changed = company_file(&stage.home, &rules);
    let refused = |end: Result<Finished, String>, said: &str| {
        let end = end?;
        expect_code(&end, 4)?;
        let is_said = end.stderr.contains(said) && end.stderr.contains("https://help.example.com");
        is_said.then_some(()).ok_or(end.stderr)
    };
    let again = there(&stage, &daypass).args(&login[1..]).arg("--force").finish();
    let again = refused(again, "a sign-in with a device code is forbidden here");
    tally.check("rollout: the changed file refuses device codes", changed.and(again));
    let elsewhere = there(&stage, &daypass).args(["exec", "--profile", &profile, "--", "true"]).finish();
    let elsewhere = refused(elsewhere, "the region eu-west-1 is not in `allowed_regions`");
    tally.check("rollout: the changed file refuses the region", elsewhere);
}

/// A program on this stage, on a machine of the company.
fn there(stage: &Stage, program: &str) -> Run {
    stage.run("unshare").args(["-m", "sh", "-c", WITH_FILES]).arg(stage.home.join("etc")).arg(program)
}

fn company_file(home: &Path, text: &str) -> Result<(), String> {
    let folder = home.join("etc/daypass");
    let open = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o755));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("settings.toml"), text))
        .and_then(|()| {
            [home.join("etc"), folder.clone(), folder.join("settings.toml")]
                .iter()
                .try_for_each(|path| open(path))
        })
        .map_err(|error| error.to_string())
}

/// The profile of the role that the simulator's AWS has buckets for.
fn profile_of(home: &Path) -> Option<String> {
    let text = fs::read_to_string(home.join(".aws/config")).ok()?;
    let section =
        text.split("[profile ").find(|section| section.contains(ACCOUNT) && section.contains(ROLE))?;
    Some(section.split(']').next()?.to_owned())
}
