//! `daypass configure sso`: asks for session, sign-in, account, role and defaults; one write at the end.

use super::ConfigureSso;
use crate::{
    command_line::{self, OURS},
    context::{Context, Files},
    exit::Exit,
    inventory,
    report::Report,
    signin::SignIn,
};
use daypass_config_parse::SectionName;
use daypass_credentials::{Endpoints, Session};
use daypass_inventory::ListingRequest;
use daypass_populate::setup::{ProfileSetup, split_scopes};
use daypass_sso_types::Region;
use daypass_terminal::strong;
use daypass_wizard::{Given, Wizard, obstacle};

pub(crate) fn run(context: &Context, flags: &ConfigureSso) -> Result<Exit, Report> {
    let files = context.files()?;
    let given = Given {
        session: flags.session.given(),
        profile: context.chosen_profile(),
        account: flags.sso_account_id.clone(),
        role: flags.sso_role_name.clone(),
        region: context.global.region.clone(),
        output: context.global.output.clone(),
    };
    let wizard = Wizard { terminal: &context.ui, line: &OURS, files: &files, given: &given };
    let setup = context.block_on(ask(context, flags, &files, wizard))?;
    context.edit_config(|document| document.apply_to_existing(&setup.edits()))?;
    say_next_steps(context, &setup)?;
    Ok(Exit::Done)
}

async fn ask(
    context: &Context,
    flags: &ConfigureSso,
    files: &Files,
    wizard: Wizard<'_>,
) -> Result<ProfileSetup, Report> {
    let name = wizard.given.profile.as_deref().unwrap_or("rehearsed");
    wizard.check_values()?;
    context.home().rehearse(&SectionName::profile(name))?;
    wizard.check_source()?;
    let mut session = wizard.session(&|| context.caller(None)).await?;
    let (config, settings) = (files.config(), context.sign_in_settings()?);
    let profile = wizard.profile(&config);
    let endpoints = Endpoints::of(&settings, &config, profile.as_ref());
    let (start_url, region) = (session.keys.start_url.clone(), session.keys.region.clone());
    let mut target = Session::new(session.name.clone(), start_url, region, endpoints)
        .with_scopes(session.keys.scopes.as_deref().map(split_scopes));

    let provider = context.provider(profile.as_ref())?;
    let token = match provider.access_token(&target).await {
        Ok(token) if token.start_url.as_deref().is_none_or(|url| url == session.keys.start_url.as_str()) => {
            token
        }
        _ => {
            wizard.can_choose()?;
            let sign_in = SignIn::new(context, &provider, &target, &flags.flow);
            SignIn { portal: session.portal.take(), ..sign_in }.run(files).await?
        }
    };
    // Behind a vanity start URL the portal may turn out to be elsewhere.
    if let Some(region) = token.region.as_deref().and_then(|region| Region::new(region).ok()) {
        target.region = region.clone();
        session.keys.region = region;
    }
    let portal = inventory::portal(context, &provider, &target, token.access_token.clone())?;
    let listed = inventory::list(context, &target, &portal, ListingRequest::accounts(&|_| true)).await?;
    let account = wizard.account(listed.into_iter().map(|listed| listed.account).collect())?;
    let request = ListingRequest::roles_of(account.clone());
    let listed = inventory::list(context, &target, &portal, request).await?;
    let roles = listed.into_iter().flat_map(|listed| listed.roles).collect();
    let role = wizard.role(&account.id, roles)?;
    wizard.finish(session, account.id, role)
}

/// Prints commands to try, or what keeps the profile from working.
fn say_next_steps(context: &Context, setup: &ProfileSetup) -> Result<(), Report> {
    let ui = &context.ui;
    ui.say("Profile " + strong(&setup.profile) + " is set up. Try:");
    if let Some(obstacle) = obstacle(setup, &context.files()?) {
        ui.warn(obstacle);
        ui.say("  daypass doctor");
        return Ok(());
    }
    for command in [["daypass", "whoami"].as_slice(), &["aws", "s3", "ls"]] {
        let of = ["--profile", setup.profile.as_str()];
        let of = of.iter().filter(|_| setup.profile != "default");
        let command = command.iter().chain(of).map(|&word| word.to_owned()).collect();
        if let Some(command) = command_line::printed(command) {
            ui.say(format!("  {command}"));
        }
    }
    Ok(())
}
