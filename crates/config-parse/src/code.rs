//! The stable codes of findings: what is wrong, for which tools, and what fixes it.

use std::fmt;

use crate::Dialect;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Severity {
    /// Some tool ignores or misreads a part of the file.
    Warning,
    /// Some tool rejects the whole file.
    Error,
}

/// A tool that reads the config files, or a family of tools that read them alike.
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
        /// The code of a finding. A number never changes its meaning.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name = $number,)* }

        impl Code {
            /// All codes, by number.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Lists the tools that reject a whole file with this finding.
            pub fn refused_by(self) -> &'static [Tool] {
                match self { $(Self::$name => &[$(Tool::$refuser),*],)* }
            }

            /// Lists the tools that read on, but ignore or misread the line.
            pub fn misread_by(self) -> &'static [Tool] {
                match self { $(Self::$name => &[$(Tool::$misreader),*],)* }
            }

            /// Says what is wrong, in one sentence.
            pub fn message(self) -> &'static str {
                match self { $(Self::$name => $message,)* }
            }

            /// Says what fixes the finding, in one sentence.
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy,)* }
            }
        }
    };
}

codes! {
    /// The file has bytes that are not UTF-8.
    NotUtf8 = 101, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "the file is not UTF-8 here", "save the file as UTF-8";
    /// The file starts with a byte order mark, U+FEFF.
    ByteOrderMark = 102, refused by [AwsCli Sdk], misread by [Go],
        "the file starts with a byte order mark", "save the file as UTF-8 without a byte order mark";
    /// A line ends with CR alone.
    LoneCarriageReturn = 103, refused by [], misread by [Sdk JavaScript Go],
        "a carriage return without a line feed ends a line for the AWS CLI only", "use line feeds";
    /// A key comes before the first header.
    OutsideSection = 104, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this line stands before the first section header", "move it under a [profile NAME] header";
    /// A line is neither a key nor a header nor a comment.
    NoDelimiter = 105, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this line is neither a header nor a comment and has no '='", "write it as key = value, or begin it with #";
    /// A line has nothing before the `=`.
    NoKey = 106, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "there is no key before the '='", "write it as key = value, or begin it with #";
    /// A header has no `]`.
    UnclosedHeader = 107, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this section header is not closed", "add the ']'";
    /// A header is empty: `[]`.
    EmptyHeader = 108, refused by [AwsCli], misread by [],
        "this section header is empty", "write [default] or [profile NAME]";
    /// A header text is repeated.
    DuplicateSection = 109, refused by [AwsCli], misread by [],
        "a section with this header is already above", "join the two sections";
    /// A key is repeated in its section, in any letter case.
    DuplicateKey = 110, refused by [AwsCli], misread by [],
        "this key is already above in the same section; the last one counts", "delete one of the two";
    /// A key is followed by a colon: `key: value`.
    ColonDelimiter = 111, refused by [Sdk], misread by [JavaScript],
        "':' is no delimiter for the SDKs", "use '='";
    /// An indented line has no property above it to continue.
    IndentedKey = 112, refused by [Sdk], misread by [],
        "this line is indented with no key above it to continue", "start the line at the margin";
    /// A line of a nested block has no `=`.
    NestedNoEquals = 113, refused by [AwsCli Sdk], misread by [JavaScript Go],
        "this line of a nested block has no '='", "write it as key = value";
    /// A nested block has a comment line.
    NestedComment = 114, refused by [Sdk], misread by [],
        "the SDKs take no comment in a nested block", "start the comment at the margin";
    /// Text follows a header: `[profile x] junk`.
    TextAfterHeader = 115, refused by [Sdk], misread by [],
        "there is text after the ']'", "remove it, or make it a comment with ' #'";
    /// A header has a comment sign in its name: `[profile a#b]`.
    CommentInHeader = 116, refused by [Sdk], misread by [JavaScript],
        "'#' and ';' begin a comment in a header for the SDKs", "rename the section";
    /// A comment follows a value: `key = value # comment`.
    CommentAfterValue = 117, refused by [], misread by [AwsCli],
        "the AWS CLI has no comments after values: this one becomes part of the value",
        "put the comment on its own line";
    /// A name has characters other than `A-Za-z0-9_.+@%:/-`.
    NameNotPlain = 118, refused by [], misread by [Sdk JavaScript Go],
        "no spelling of this name is read by every tool", "rename it using only A-Z a-z 0-9 _ . + @ % : / -";
    /// A name is in quotation marks: `[profile "x"]`.
    QuotedName = 119, refused by [], misread by [Sdk Go],
        "the SDKs take the quotation marks or backslashes as part of the name and drop the section",
        "write the name without them";
    /// Only the SDKs read a profile in the header.
    HeaderLostByCli = 120, refused by [], misread by [AwsCli],
        "the AWS CLI silently ignores a header written like this", "write [profile NAME] with one space and nothing else";
    /// Two headers with different texts name one section.
    SameNameAgain = 121, refused by [], misread by [AwsCli],
        "another header names the same section: the AWS CLI reads only the last of them", "join the two sections";
    /// A header is `[DEFAULT]` in capitals.
    MagicDefaults = 122, refused by [], misread by [AwsCli Sdk JavaScript Go],
        "[DEFAULT] in capitals gives its keys to every section in the AWS CLI and is ignored or a profile elsewhere",
        "write [default]";
    /// A header of the config file has no prefix: `[x]`.
    NoPrefix = 123, refused by [], misread by [AwsCli Sdk JavaScript Go],
        "no tool reads a section without a prefix here", "write [profile NAME]";
    /// A header of the credentials file has a prefix: `[profile x]`.
    PrefixInCredentials = 124, refused by [], misread by [AwsCli Sdk JavaScript],
        "a credentials file has plain names only: the AWS CLI takes the prefix as part of the name and the SDKs drop the section",
        "write [NAME], or move the section to the config file";
    /// An indented comment follows a property.
    IndentedComment = 125, refused by [], misread by [Sdk],
        "the SDKs take an indented comment as more of the value above", "start the comment at the margin";
    /// A continuation line looks like a key or a header.
    SwallowedLine = 126, refused by [], misread by [AwsCli Sdk],
        "this line is indented and so continues the value above", "start the line at the margin";
    /// A key has no value: `key =`.
    EmptyValue = 127, refused by [], misread by [JavaScript],
        "the JavaScript SDK does not see a key without a value", "delete the line, or give the key a value";
    /// A key has capitals: `SSO_Region`.
    UpperCaseKey = 128, refused by [], misread by [JavaScript],
        "the JavaScript SDK only knows this key in lower case", "write the key in lower case";
    /// A value is in quotation marks: `key = "value"`.
    QuotedValue = 129, refused by [], misread by [AwsCli Sdk JavaScript],
        "the quotation marks are part of the value for everyone but the Go SDK", "remove them";
    /// A key has characters that the SDKs or the AWS CLI do not accept.
    KeyNotPlain = 130, refused by [], misread by [Sdk],
        "the SDKs ignore a key like this, or the AWS CLI ends it at its colon",
        "use only A-Z a-z 0-9 _ . + @ % / - in a key";
    /// A comment touches a header: `[profile x]# comment`.
    CommentTouchesHeader = 131, refused by [], misread by [JavaScript],
        "the JavaScript SDK loses a section whose comment touches the ']'", "put a space before the comment";
    /// A header has two spaces: `[profile  x]`.
    WideHeader = 132, refused by [], misread by [JavaScript],
        "the JavaScript SDK loses a section with two spaces in its header", "use one space";
    /// The file is longer than 4 GiB.
    TooLarge = 133, refused by [], misread by [],
        "only the first 4 GiB of the file are read", "make the file smaller";
    /// A line of a nested block has nothing before the `=`.
    NestedNoKey = 134, refused by [Sdk], misread by [],
        "there is no key before the '=' in this nested block", "write it as key = value";
    /// No tool reads a section in the header.
    HeaderIgnored = 135, refused by [], misread by [AwsCli Sdk JavaScript],
        "this header starts like a profile or session and names none", "write [profile NAME] with one space and a plain name";
    /// A header runs on after the prefix: `[profilefoo bar]`.
    PrefixRunsOn = 136, refused by [], misread by [Sdk JavaScript Go],
        "only the AWS CLI takes a header that merely begins with this prefix", "write the prefix alone, then one space";
    /// A value ends with white space other than spaces and tabs, such as U+00A0.
    OddSpace = 137, refused by [], misread by [Sdk],
        "white space other than spaces and tabs stays in the value for the SDKs", "remove it";
    /// A value goes on after a blank line.
    BlankInValue = 138, refused by [], misread by [Sdk],
        "the blank line above this one is part of the value for the AWS CLI only", "delete the blank line";
}

impl Code {
    /// Returns the stable spelling, such as `C101`.
    pub fn id(self) -> String {
        format!("C{}", self as u16)
    }

    /// Whether tools of this dialect reject a whole file with this finding.
    pub fn refuses(self, dialect: Dialect) -> bool {
        self.refused_by().contains(&dialect.tool())
    }

    /// Whether the finding concerns tools of this dialect.
    pub fn concerns(self, dialect: Dialect) -> bool {
        self.refuses(dialect) || self.misread_by().contains(&dialect.tool())
    }

    /// Returns [`Severity::Error`] if some tool rejects the whole file.
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
