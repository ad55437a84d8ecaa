//! A server that writes down every byte it is sent, and answers as a sign-in service and a portal would, so that whoever
//! talks to it goes on.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

/// It listens for as long as the process lives.
#[derive(Clone)]
pub(super) struct Recorder {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Recorder {
    pub(super) fn start() -> Result<Self, String> {
        let socket = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = socket.local_addr().map_err(|error| error.to_string())?;
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        let ears = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in socket.incoming().flatten() {
                let ears = Arc::clone(&ears);
                thread::spawn(move || listen(stream, &ears));
            }
        });
        Ok(Self { address, heard })
    }

    /// `http://127.0.0.1:PORT`.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(super) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Everything so far.
    pub(super) fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

fn listen(mut stream: TcpStream, ears: &Mutex<Vec<u8>>) {
    drop(stream.set_read_timeout(Some(Duration::from_secs(2))));
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut piece).unwrap_or(0);
        let bytes = piece.get(..read).unwrap_or_default();
        ears.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        request.extend_from_slice(bytes);
        if read == 0 || is_whole(&request) {
            break;
        }
    }
    let text = String::from_utf8_lossy(&request);
    let body = answer(text.split(' ').nth(1).unwrap_or_default());
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    drop(stream.write_all(format!("{head}{body}").as_bytes()));
}

/// The head is there, and as much of a body as it says.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}

fn answer(path: &str) -> &'static str {
    match path.split('?').next().unwrap_or_default() {
        "/client/register" => r#"{"clientId":"c","clientSecret":"s","clientSecretExpiresAt":4102444800}"#,
        "/device_authorization" => {
            r#"{"deviceCode":"d","userCode":"ABCD-EFGH","expiresIn":600,"interval":1,
                "verificationUri":"https://example.com/","verificationUriComplete":"https://example.com/?c"}"#
        }
        "/token" => {
            r#"{"accessToken":"theirs","refreshToken":"theirs","expiresIn":3600,"tokenType":"Bearer"}"#
        }
        "/assignment/accounts" => r#"{"accountList":[{"accountId":"111122223333","accountName":"x"}]}"#,
        "/assignment/roles" => {
            r#"{"roleList":[{"roleName":"AWSReadOnlyAccess","accountId":"111122223333"}]}"#
        }
        "/federation/credentials" => {
            r#"{"roleCredentials":{"accessKeyId":"ASIAX","secretAccessKey":"x","sessionToken":"x",
                "expiration":4102444800000}}"#
        }
        _ => "{}",
    }
}
