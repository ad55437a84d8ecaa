//! A line that is typed, up to the cursor, as bash hands it over; and what readline puts in place of its last piece.

/// A line up to the cursor, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// The words before the last one, without quotes.
    pub words: Vec<String>,
    /// The last word, which may be empty, without quotes.
    pub current: String,
    /// How many pieces readline makes of each of the words before the last one.
    pieces: Vec<usize>,
    /// The quote that is open at the cursor.
    quote: Option<char>,
    /// How much of the last word, without quotes, stands before the piece that readline replaces.
    kept: usize,
}

impl Line {
    /// Reads a line; `breaks` are the characters at which readline breaks words (`COMP_WORDBREAKS`).
    pub fn read(line: &str, breaks: &str) -> Self {
        let is_break = |c: char| breaks.contains(c) && !c.is_whitespace() && c != '"' && c != '\'';
        let mut read =
            Self { words: Vec::new(), current: String::new(), pieces: Vec::new(), quote: None, kept: 0 };
        // Whether a word has begun, whether the last character was a break, and the pieces so far.
        let (mut begun, mut broken, mut pieces) = (false, false, 0);
        let mut chars = line.chars();
        while let Some(c) = chars.next() {
            match (read.quote, c) {
                (Some(quote), c) if c == quote => read.quote = None,
                (Some('"'), '\\') => match chars.next() {
                    Some(next) if "\"\\$`".contains(next) => read.current.push(next),
                    Some(next) => read.current.extend(['\\', next]),
                    None => {}
                },
                (Some(_), c) => read.current.push(c),
                (None, c) if c.is_whitespace() => {
                    if begun {
                        read.words.push(std::mem::take(&mut read.current));
                        read.pieces.push(pieces);
                    }
                    (begun, broken, pieces, read.kept) = (false, false, 0, 0);
                    continue;
                }
                (None, c) => {
                    if !begun || broken != is_break(c) {
                        pieces += 1;
                    }
                    broken = is_break(c);
                    match c {
                        '"' | '\'' => (read.quote, read.kept) = (Some(c), read.current.len()),
                        '\\' => read.current.extend(chars.next()),
                        c => read.current.push(c),
                    }
                    if is_break(c) {
                        read.kept = read.current.len();
                    }
                }
            }
            begun = true;
        }
        read
    }

    /// Returns where the word at `place` (from 0) begins among the pieces of readline.
    pub fn piece_of(&self, place: usize) -> usize {
        self.pieces.iter().take(place).sum()
    }

    /// Returns what readline has to put in place of its last piece, so that the last word becomes `value`; `None` if the open
    /// quote cannot hold it.
    pub fn reply(&self, value: &str) -> Option<String> {
        let rest = value.get(self.kept..)?;
        match self.quote {
            Some('\'') => (!rest.contains('\'')).then(|| rest.to_owned()),
            Some(_) => Some(escaped(rest, |c| "\"\\$`".contains(c))),
            None => Some(escaped(rest, |c| !c.is_alphanumeric() && !"_-.,:/@%+=^".contains(c))),
        }
    }
}

fn escaped(text: &str, needs: impl Fn(char) -> bool) -> String {
    text.chars().fold(String::new(), |mut done, c| {
        done.extend(needs(c).then_some('\\'));
        done.push(c);
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BREAKS: &str = " \t\n\"'@><=;|&(:";

    #[test]
    fn words_quotes_and_pieces() {
        for (line, words, current) in [
            ("daypass ", &["daypass"][..], ""),
            ("daypass  login -p d", &["daypass", "login", "-p"], "d"),
            (r"daypass use my\ p", &["daypass", "use"], "my p"),
            ("daypass use \"my p", &["daypass", "use"], "my p"),
            ("daypass use 'it'\\''s", &["daypass", "use"], "it's"),
            ("daypass use \"a\\\"b\\c\" x", &["daypass", "use", "a\"b\\c"], "x"),
            ("daypass '' ", &["daypass", ""], ""),
        ] {
            let read = Line::read(line, BREAKS);
            assert_eq!(
                (read.words.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), read.current.as_str()),
                (words, current),
                "{line}"
            );
        }
        let line = Line::read("daypass exec --profile=a:b -p c@d aws s3", BREAKS);
        assert_eq!((line.piece_of(1), line.piece_of(3), line.piece_of(5)), (1, 7, 11));
    }

    #[test]
    fn what_readline_puts_in_place() {
        for (line, value, reply) in [
            ("daypass use m", "my prof", Some(r"my\ prof")),
            ("daypass use \"m", "my \"$prof", Some("my \\\"\\$prof")),
            ("daypass use 'm", "my prof", Some("my prof")),
            ("daypass use 'm", "my 'prof", None),
            ("daypass use solo:o", "solo:only:two", Some("only:two")),
            ("daypass use solo:", "solo:only", Some("only")),
            ("daypass use me@", "me@corp", Some("corp")),
            ("daypass -p --profile=solo:o", "--profile=solo:one", Some("one")),
            ("daypass --profile=", "--profile=dev", Some("dev")),
            ("daypass --profile=\"s", "--profile=so lo", Some("so lo")),
            ("daypass us", "use", Some("use")),
        ] {
            assert_eq!(Line::read(line, BREAKS).reply(value).as_deref(), reply, "{line}");
        }
        assert_eq!(Line::read("daypass use solo:o", " \t\n").reply("solo:one").as_deref(), Some("solo:one"));
    }
}
