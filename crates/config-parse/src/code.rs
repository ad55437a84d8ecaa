//! Stable codes of findings: what is wrong, for whom, and what fixes it.

use std::fmt;

use crate::Dialect;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Severity {
    /// Some tool ignores or misreads a part of the file.
    Warning,
    /// Some tool rejects the whole file.
    Error,
}

/// A reader of these files, or a family that reads alike.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Tool {
    /// The AWS CLI v2, boto3 and everything else on botocore.
    AwsCli,
    /// The SDKs for Rust, Java and Kotlin, which share one grammar.
    Sdk,
    /// The SDK for JavaScript v3.
    JavaScript,
    /// The SDK for Go v2.
    Go,
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AwsCli => "the AWS CLI",
            Self::Sdk => "the Rust, Java and Kotlin SDKs",
            Self::JavaScript => "the JavaScript SDK",
            Self::Go => "the Go SDK",
        })
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, refused by [$($refuser:ident)*], misread by [$($misreader:ident)*],
        $message:literal, $remedy:literal;)*) => {
        /// What is wrong. The numbers never change their meaning.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name = $number,)* }

        impl Code {
            /// Every code there is, by number.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The tools that reject a whole file for this.
            pub fn refused_by(self) -> &'static [Tool] {
                match self { $(Self::$name => &[$(Tool::$refuser),*],)* }
            }

            /// The tools that go on, but ignore or misread the place.
            pub fn misread_by(self) -> &'static [Tool] {
                match self { $(Self::$name => &[$(Tool::$misreader),*],)* }
            }

            /// One sentence on what is wrong.
            pub fn message(self) -> &'static str {
                match self { $(Self::$name => $message,)* }
            }

            /// One sentence on what fixes it.
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy,)* }
            }
        }
    };
}

codes! {
    /// Bytes that are not UTF-8.
    NotUtf8 = 101, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "the file is not UTF-8 here", "save the file as UTF-8";
    /// U+FEFF at the start.
    ByteOrderMark = 102, refused by [AwsCli Sdk], misread by [Go],
        "the file starts with a byte order mark", "save the file as UTF-8 without a byte order mark";
    /// A line ended by CR alone.
    LoneCarriageReturn = 103, refused by [], misread by [Sdk JavaScript Go],
        "a carriage return without a line feed ends a line for the AWS CLI only", "use line feeds";
    /// A key before any header.
    OutsideSection = 104, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this line stands before the first section header", "move it under a [profile NAME] header";
    /// Neither key nor header nor comment.
    NoDelimiter = 105, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this line is neither a header nor a comment and has no '='", "write it as key = value, or begin it with #";
    /// Nothing before the `=`.
    NoKey = 106, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "there is no key before the '='", "write it as key = value, or begin it with #";
    /// No `]`.
    UnclosedHeader = 107, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this section header is not closed", "add the ']'";
    /// `[]`.
    EmptyHeader = 108, refused by [AwsCli], misread by [],
        "this section header is empty", "write [default] or [profile NAME]";
    /// The same header text again.
    DuplicateSection = 109, refused by [AwsCli], misread by [],
        "a section with this header is already above", "join the two sections";
    /// The same key again, upper and lower case being the same.
    DuplicateKey = 110, refused by [AwsCli], misread by [],
        "this key is already above in the same section; the last one counts", "delete one of the two";
    /// `key: value`.
    ColonDelimiter = 111, refused by [Sdk], misread by [JavaScript],
        "':' is no delimiter for the SDKs", "use '='";
    /// An indented line with no property to continue.
    IndentedKey = 112, refused by [Sdk], misread by [],
        "this line is indented with no key above it to continue", "start the line at the margin";
    /// A map's line without `=`.
    NestedNoEquals = 113, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this line of a nested block has no '='", "write it as key = value";
    /// A comment line among a map's lines.
    NestedComment = 114, refused by [Sdk], misread by [],
        "the SDKs take no comment in a nested block", "start the comment at the margin";
    /// `[profile x] junk`.
    TextAfterHeader = 115, refused by [Sdk], misread by [],
        "there is text after the ']'", "remove it, or make it a comment with ' #'";
    /// `[profile a#b]`.
    CommentInHeader = 116, refused by [Sdk], misread by [JavaScript],
        "'#' and ';' begin a comment in a header for the SDKs", "rename the section";
    /// `key = value # comment`.
    CommentAfterValue = 117, refused by [], misread by [AwsCli],
        "the AWS CLI has no comments after values: this one becomes part of the value",
        "put the comment on its own line";
    /// A name outside `A-Za-z0-9_.+@%:/-`.
    NameNotPlain = 118, refused by [], misread by [Sdk JavaScript Go],
        "no spelling of this name is read by every tool", "rename it using only A-Z a-z 0-9 _ . + @ % : / -";
    /// `[profile "x"]`.
    QuotedName = 119, refused by [], misread by [Sdk Go],
        "the SDKs take the quotation marks or backslashes as part of the name and drop the section",
        "write the name without them";
    /// A header that names a profile for the SDKs only.
    HeaderLostByCli = 120, refused by [], misread by [AwsCli],
        "the AWS CLI silently ignores a header written like this", "write [profile NAME] with one space and nothing else";
    /// Two headers, one name.
    SameNameAgain = 121, refused by [], misread by [AwsCli],
        "another header names the same section: the AWS CLI reads only the last of them", "join the two sections";
    /// `[DEFAULT]`.
    MagicDefaults = 122, refused by [], misread by [AwsCli Sdk JavaScript Go],
        "[DEFAULT] in capitals gives its keys to every section in the AWS CLI and is ignored or a profile elsewhere",
        "write [default]";
    /// `[x]` in the config file.
    NoPrefix = 123, refused by [], misread by [AwsCli Sdk JavaScript Go],
        "nobody reads a section without a prefix here", "write [profile NAME]";
    /// `[profile x]` in the credentials file.
    PrefixInCredentials = 124, refused by [], misread by [AwsCli Sdk JavaScript],
        "a credentials file has plain names only: the AWS CLI takes the prefix as part of the name and the SDKs drop the section",
        "write [NAME], or move the section to the config file";
    /// An indented comment under a property.
    IndentedComment = 125, refused by [], misread by [Sdk],
        "the SDKs take an indented comment as more of the value above", "start the comment at the margin";
    /// A continuation that looks like something else.
    SwallowedLine = 126, refused by [], misread by [AwsCli Sdk],
        "this line is indented and so continues the value above", "start the line at the margin";
    /// `key =`.
    EmptyValue = 127, refused by [], misread by [JavaScript],
        "the JavaScript SDK does not see a key without a value", "delete the line, or give the key a value";
    /// `SSO_Region`.
    UpperCaseKey = 128, refused by [], misread by [JavaScript],
        "the JavaScript SDK only knows this key in lower case", "write the key in lower case";
    /// `key = "value"`.
    QuotedValue = 129, refused by [], misread by [AwsCli Sdk JavaScript],
        "the quotation marks are part of the value for everyone but the Go SDK", "remove them";
    /// A key outside the alphabet.
    KeyNotPlain = 130, refused by [], misread by [Sdk],
        "the SDKs ignore a key like this, or the AWS CLI ends it at its colon",
        "use only A-Z a-z 0-9 _ . + @ % / - in a key";
    /// `[profile x]# comment`.
    CommentTouchesHeader = 131, refused by [], misread by [JavaScript],
        "the JavaScript SDK loses a section whose comment touches the ']'", "put a space before the comment";
    /// `[profile  x]`.
    WideHeader = 132, refused by [], misread by [JavaScript],
        "the JavaScript SDK loses a section with two spaces in its header", "use one space";
    /// More than can be read.
    TooLarge = 133, refused by [], misread by [],
        "only the first 4 GiB of the file are read", "make the file smaller";
    /// A nested line with nothing before the `=`.
    NestedNoKey = 134, refused by [Sdk], misread by [],
        "there is no key before the '=' in this nested block", "write it as key = value";
    /// A header that no tool takes for a section it knows.
    HeaderIgnored = 135, refused by [], misread by [AwsCli Sdk JavaScript],
        "this header starts like a profile or session and names none", "write [profile NAME] with one space and a plain name";
    /// `[profilefoo bar]`.
    PrefixRunsOn = 136, refused by [], misread by [Sdk JavaScript Go],
        "only the AWS CLI takes a header that merely begins with this prefix", "write the prefix alone, then one space";
    /// U+00A0 or the like at the end of a value.
    OddSpace = 137, refused by [], misread by [Sdk],
        "white space other than spaces and tabs stays in the value for the SDKs", "remove it";
}

impl Code {
    /// The stable spelling: `C101`.
    pub fn id(self) -> String {
        format!("C{}", self as u16)
    }

    /// Whether tools of this dialect reject a whole file for it.
    pub fn refuses(self, dialect: Dialect) -> bool {
        self.refused_by().contains(&dialect.tool())
    }

    /// Whether it concerns tools of this dialect at all.
    pub fn concerns(self, dialect: Dialect) -> bool {
        self.refuses(dialect) || self.misread_by().contains(&dialect.tool())
    }

    /// [`Severity::Error`] where somebody rejects the whole file.
    pub fn severity(self) -> Severity {
        if self.refused_by().is_empty() { Severity::Warning } else { Severity::Error }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "C{}", *self as u16)
    }
}

impl Dialect {
    pub(crate) fn tool(self) -> Tool {
        match self {
            Self::AwsCli => Tool::AwsCli,
            Self::Sdk => Tool::Sdk,
        }
    }
}
