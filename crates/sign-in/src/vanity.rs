//! Vanity start URLs: an address of a company's own that leads to its access portal. It is asked once, one redirect
//! far, and only a portal of AWS is believed.

use crate::{exit::Exit, report::Report};
use daypass_sso_types::{Region, StartUrl};
use daypass_transport::{Caller, Partition, Request, Response, is_portal, portal_region};
use http::{Method, Uri, header};

/// The portal that a start URL stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Portal {
    /// What the sign-in service knows it by.
    pub(crate) url: String,
    /// Its region, by its host or else by the configuration.
    pub(crate) region: Option<Region>,
}

/// Whether the URL has to be asked where it leads. Portals of the isolated partitions are under other names, and
/// those of simulators on loopback.
pub(crate) fn is_vanity(url: &StartUrl, region: Option<&Region>) -> bool {
    let isolated = region.is_some_and(|region| Partition::of(region).portal_domains.is_empty());
    !isolated && url.as_str().starts_with("https:") && !is_portal(url)
}

/// Asks where the URL leads. AWS's own URLs are as they are, and the configured region is right for them.
pub(crate) async fn resolve(
    caller: &Caller,
    url: &StartUrl,
    region: Option<&Region>,
) -> Result<Portal, Report> {
    if !is_vanity(url, region) {
        return Ok(Portal { url: url.as_str().to_owned(), region: region.cloned() });
    }
    let refuse = |why: String| {
        Report::new(Exit::Configuration, format!("{url} leads to no access portal of AWS"))
            .fact("because", why)
    };
    let uri: Uri = url.as_str().parse().map_err(|_| refuse("it is no URL that can be asked".to_owned()))?;
    let mut answer = ask(caller, url, &uri, Method::HEAD).await?;
    if matches!(answer.status().as_u16(), 405 | 501) {
        answer = ask(caller, url, &uri, Method::GET).await?;
    }
    let found = match answer.status().as_u16() {
        301 | 302 | 303 | 307 | 308 => {
            let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
            let location =
                location.ok_or_else(|| refuse("it redirects, and does not say where to".to_owned()))?;
            target(&uri, location).ok_or_else(|| refuse(format!("it redirects to {location}")))?
        }
        200..=299 => normal(&uri).ok_or_else(|| refuse("it has no host".to_owned()))?,
        status => return Err(refuse(format!("it answers with HTTP {status}"))),
    };
    let portal = StartUrl::new(found.as_str()).map_err(|error| refuse(error.to_string()))?;
    if !found.starts_with("https://") || !is_portal(&portal) {
        return Err(refuse(format!("it leads to {found}")));
    }
    let region = portal_region(&portal).or_else(|| region.cloned());
    Ok(Portal { url: found, region })
}

async fn ask(caller: &Caller, url: &StartUrl, uri: &Uri, method: Method) -> Result<Response, Report> {
    let mut request = Request::default();
    *request.method_mut() = method;
    *request.uri_mut() = uri.clone();
    caller.send(request).await.map_err(|error| {
        Report::new(Exit::Network, format!("{url} cannot be asked for its access portal"))
            .fact("host", error.host())
            .cause(&error)
    })
}

/// Where a redirect leads, which may be said relative to the page.
fn target(page: &Uri, location: &str) -> Option<String> {
    let origin = || Some(format!("{}://{}", page.scheme_str()?, page.authority()?));
    let location = match location {
        rest if rest.starts_with("//") => format!("{}:{rest}", page.scheme_str()?),
        rest if rest.starts_with('/') => format!("{}{rest}", origin()?),
        whole if whole.contains("://") => whole.to_owned(),
        relative => format!("{}/{relative}", origin()?),
    };
    normal(&location.parse().ok()?)
}

/// Scheme, host in lower case, port where it is not the usual one, path without a slash at its end; nothing else.
fn normal(uri: &Uri) -> Option<String> {
    let (scheme, host) = (uri.scheme_str()?, uri.host()?.to_ascii_lowercase());
    let usual = if scheme == "https" { 443 } else { 80 };
    let port = match uri.port_u16() {
        Some(port) if port != usual => format!(":{port}"),
        _ => String::new(),
    };
    Some(format!("{scheme}://{host}{port}{}", uri.path().trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host;
    use daypass_transport::{BoxFuture, Error, Transport};
    use std::sync::{Arc, Mutex};

    /// Answers in turn, and remembers what it was asked.
    struct Script(Mutex<Vec<(u16, Option<&'static str>)>>, Arc<Mutex<Vec<String>>>);

    impl Transport for Script {
        fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
            self.1.lock().expect("asked").push(format!("{} {}", request.method(), request.uri()));
            let (status, location) = self.0.lock().expect("script").remove(0);
            let mut response = Response::default();
            *response.status_mut() = status.try_into().expect("a status");
            if let Some(location) = location {
                response.headers_mut().insert(header::LOCATION, location.parse().expect("a header"));
            }
            Box::pin(async { Ok(response) })
        }
    }

    type Answers<'a> = &'a [(u16, Option<&'static str>)];

    /// What comes of a start URL with these answers, and what was asked.
    fn resolved(
        url: &str,
        region: Option<&str>,
        answers: Answers<'_>,
    ) -> (Result<Portal, String>, Vec<String>) {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let script = Script(Mutex::new(answers.to_vec()), Arc::clone(&asked));
        let caller = Caller::new(Arc::new(script), Arc::new(host::Timer), Arc::new(host::entropy));
        let url = StartUrl::new(url).expect("a start URL");
        let region = region.map(|region| Region::new(region).expect("a region"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let portal = runtime.block_on(resolve(&caller, &url, region.as_ref()));
        let asked = asked.lock().expect("asked").clone();
        (portal.map_err(|report| report.as_json().to_string()), asked)
    }

    const VANITY: &str = "https://aws.mycompany.com/start";
    const PORTAL: &str = "https://ssoins-1.portal.eu-west-1.app.aws";

    #[test]
    fn aws_hosts_are_not_asked_and_the_configured_region_wins() {
        for url in ["https://d-1.awsapps.com/start#/", "https://ssoins-1.portal.eu-west-1.app.aws/"] {
            let (portal, asked) = resolved(url, Some("us-east-1"), &[]);
            let portal = portal.expect(url);
            assert_eq!((portal.url.as_str(), asked.len()), (url, 0));
            assert_eq!(portal.region.expect("a region").as_str(), "us-east-1");
        }
    }

    #[test]
    fn one_redirect_is_followed_and_its_host_tells_the_region() {
        for (answers, asked) in [
            (&[(302, Some(PORTAL))][..], "HEAD"),
            (&[(301, Some("//SSOINS-1.portal.eu-west-1.app.aws:443/?a=b#/"))], "HEAD"),
            (&[(405, None), (308, Some(PORTAL))], "HEAD GET"),
            (&[(501, None), (307, Some(PORTAL))], "HEAD GET"),
        ] {
            let (portal, requests) = resolved(VANITY, Some("us-east-1"), answers);
            let region = Some(Region::new("eu-west-1").expect("a region"));
            assert_eq!(portal, Ok(Portal { url: PORTAL.to_owned(), region }));
            let methods: Vec<_> = requests.iter().filter_map(|line| line.split(' ').next()).collect();
            assert_eq!(methods.join(" "), asked);
        }
    }

    #[test]
    fn without_a_region_in_the_host_the_configured_one_holds() {
        let (portal, _) =
            resolved(VANITY, Some("us-east-1"), &[(302, Some("https://d-1.awsapps.com/start/"))]);
        let portal = portal.expect("a portal");
        assert_eq!(portal.url, "https://d-1.awsapps.com/start");
        assert_eq!(portal.region.map(|region| region.to_string()).as_deref(), Some("us-east-1"));
    }

    #[test]
    fn only_a_portal_of_aws_is_believed() {
        for (answer, words) in [
            ((302, Some("https://login.evil.net/start")), "https://login.evil.net/start"),
            ((302, Some("http://d-1.awsapps.com/start")), "begin with https"),
            ((302, Some("https://other.mycompany.com/again")), "https://other.mycompany.com/again"),
            ((302, Some("/elsewhere")), "https://aws.mycompany.com/elsewhere"),
            ((302, None), "does not say where to"),
            ((200, None), "it leads to https://aws.mycompany.com/start"),
            ((404, None), "HTTP 404"),
        ] {
            let (portal, asked) = resolved(VANITY, Some("us-east-1"), &[answer]);
            let told = portal.expect_err("refused");
            assert!(told.contains(words) && told.contains("configuration"), "{words}: {told}");
            assert_eq!(asked.len(), 1, "only one hop");
        }
    }

    #[test]
    fn addresses_are_normalised() {
        for (from, to) in [
            ("https://e:443/p/", "https://e/p"),
            ("https://e:8443/p", "https://e:8443/p"),
            ("http://e:80/", "http://e"),
            ("https://user@E/p?q=1#f", "https://e/p"),
        ] {
            assert_eq!(normal(&from.parse().expect("a URI")).as_deref(), Some(to), "{from}");
        }
    }
}
