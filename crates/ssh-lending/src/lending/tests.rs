//! What is asked of ssh, by what the server allows; ssh is a function here.

use super::*;

/// A server by its settings, and all that was asked of it.
struct Server {
    ports: bool,
    sockets: bool,
    relay: bool,
    asked: Vec<(String, String)>,
}

impl Server {
    fn new(ports: bool, sockets: bool, relay: bool) -> Self {
        Self { ports, sockets, relay, asked: Vec::new() }
    }

    fn answer(&mut self, words: &[OsString], input: &str) -> SshAnswer {
        let line = words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
        let is_socket = line.contains("probe.sock");
        let is_success = !line.contains("-O forward") || if is_socket { self.sockets } else { self.ports };
        let relay = if self.relay { "relay daypass-relay\n" } else { "" };
        let stdout = if input == FIND { format!("folder /tmp/daypass.x\n{relay}") } else { String::new() };
        self.asked.push((line, input.to_owned()));
        SshAnswer { is_success, stdout }
    }

    fn prepare(&mut self, change: impl FnOnce(Lending) -> Lending) -> Result<String, String> {
        let local = Local {
            port: 4242,
            socket: "/run/s".into(),
            control: "/run/c".into(),
            path: "/HIDDENPATH".to_owned(),
            variables: vec![
                ("AWS_CONTAINER_AUTHORIZATION_TOKEN".to_owned(), "HIDDENTOKEN".to_owned()),
                ("AWS_REGION".to_owned(), "eu-west-1".to_owned()),
            ],
        };
        let host = RemoteHost::new("build1").expect("a host");
        let lending = change(Lending::new(host, local, vec!["aws".to_owned(), "s3 ls".to_owned()]));
        let mut next = 40_000;
        let mut ports = || {
            next += 1;
            next
        };
        let words = lending.prepare(&mut |words, input| Ok(self.answer(words, input)), &mut ports);
        let words = words.map_err(|error| error.to_string())?;
        Ok(words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" "))
    }

    fn inputs(&self) -> String {
        self.asked.iter().map(|(_, input)| input.as_str()).collect()
    }
}

#[test]
fn a_port_first_and_a_socket_where_a_relay_is() {
    for (ports, sockets, relay, expected) in [
        (true, true, true, Ok("-R 127.0.0.1:40001:127.0.0.1:4242 build1 sh '/tmp/daypass.x/run'")),
        (true, false, false, Ok("-R 127.0.0.1:40001:127.0.0.1:4242 build1 sh '/tmp/daypass.x/run'")),
        (false, true, true, Ok("-R /tmp/daypass.x/aws.sock:/run/s build1 sh '/tmp/daypass.x/run'")),
        (false, true, false, Err("needs daypass-relay there")),
        (false, false, true, Err("forwards neither a port nor a socket")),
    ] {
        let mut server = Server::new(ports, sockets, relay);
        match (server.prepare(|lending| lending), expected) {
            (Ok(words), Ok(end)) => {
                assert!(words.ends_with(end), "{words}");
                assert!(words.contains("-o ExitOnForwardFailure=yes") && words.contains("ControlPath=none"));
            }
            (Err(said), Err(part)) => {
                assert!(said.contains(part) && said.contains("build1"), "{said}");
                assert!(server.inputs().ends_with("rm -rf '/tmp/daypass.x'\n"), "nothing stays there");
            }
            (found, _) => panic!("{ports} {sockets} {relay}: {found:?}"),
        }
        assert!(server.asked.iter().all(|(line, _)| !line.contains("HIDDEN")), "{:?}", server.asked);
        assert!(server.asked.last().is_some_and(|(line, _)| line.contains("-O exit")));
        let opened = server.asked.iter().filter(|(line, _)| line.contains("-O forward")).count();
        let cancelled = server.asked.iter().filter(|(line, _)| line.contains("-O cancel")).count();
        assert_eq!(cancelled, usize::from(ports || sockets), "{opened}");
    }
}

#[test]
fn secrets_go_by_standard_input_and_where_they_are_needed() {
    let mut server = Server::new(true, true, true);
    server.prepare(|lending| lending).expect("a port");
    let inputs = server.inputs();
    assert!(inputs.contains("FULL_URI=http://127.0.0.1:40001/HIDDENPATH\n"), "{inputs}");
    assert!(inputs.contains("HIDDENTOKEN") && inputs.contains("exec 'aws' 's3 ls'"), "{inputs}");
    let mut server = Server::new(false, true, true);
    server.prepare(|lending| lending).expect("a socket");
    assert!(!server.inputs().contains("HIDDEN"), "the socket is the right to it");
    assert!(server.inputs().contains("AWS_REGION=eu-west-1"));
}

#[test]
fn a_port_that_is_named_is_the_only_one() {
    let mut server = Server::new(false, true, true);
    let said = server.prepare(|lending| lending.at_port(Some(5555))).expect_err("it is taken");
    assert!(said.starts_with("127.0.0.1:5555 on build1 cannot be had"), "{said}");
    assert_eq!(server.asked.iter().filter(|(line, _)| line.contains("-O forward")).count(), 1);
    let mut server = Server::new(true, true, true);
    let words = server.prepare(|lending| {
        lending.at_port(Some(5555)).with_terminal(true).with_options(vec!["-p".into(), "2222".into()])
    });
    let words = words.expect("a port");
    assert!(
        words.starts_with("-p 2222 ") && words.contains("127.0.0.1:5555:127.0.0.1:4242 -t build1"),
        "{words}"
    );
}

#[test]
fn what_a_shell_could_interpret_goes_nowhere() {
    let local = |path: &str, value: &str| Local {
        port: 1,
        socket: "/s".into(),
        control: "/c".into(),
        path: path.to_owned(),
        variables: vec![("A".to_owned(), value.to_owned())],
    };
    for (path, value) in [("/$(id)", "x"), ("/x", "a b"), ("/x", "'"), ("/x", "a\nb")] {
        let host = RemoteHost::new("build1").expect("a host");
        let lending = Lending::new(host, local(path, value), Vec::new());
        let asked = lending.prepare(&mut |_, _| panic!("nothing is asked"), &mut || 1);
        asked.expect_err(path);
    }
}

#[test]
fn each_failure_has_its_sentence() {
    for (answer, part) in [
        (SshAnswer { is_success: false, stdout: String::new() }, "ssh does not get to build1"),
        (SshAnswer { is_success: false, stdout: "hello\n".to_owned() }, "no place for a private folder"),
        (SshAnswer { is_success: true, stdout: "folder /etc\n".to_owned() }, "no place for a private folder"),
    ] {
        let host = RemoteHost::new("build1").expect("a host");
        let local = Local {
            port: 1,
            socket: "/s".into(),
            control: "/c".into(),
            path: "/p".to_owned(),
            variables: Vec::new(),
        };
        let error = Lending::new(host, local, Vec::new()).prepare(&mut |_, _| Ok(answer.clone()), &mut || 1);
        let error = error.expect_err(part).to_string();
        assert!(error.contains(part), "{error}");
    }
}
