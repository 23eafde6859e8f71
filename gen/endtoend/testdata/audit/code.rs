//! A fixture: an enum with variants that hold values. There is no `TooMany` yet, nor "ALERT".

/// A response code (`UnknownCTE` is not here).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code<'a> {
    BadCharset {
        allowed: Vec<Charset<'a>>,
    },
    /// Capability list, as in "METADATA".
    Capability(Vec1<Capability<'a>>),
    Parse,
    PermanentFlags(Vec<FlagPerm<'a>>),
    ReadOnly,
    ReadWrite,
    UidNext(NonZeroU32),
    AppendUid { uid_validity: NonZeroU32, uid: NonZeroU32 },
    CompressionActiv,
    OverQuota,
    WebAlert,
    Other(CodeOther<'a>),
}

pub enum State<'a> {
    Closed,
    Expired(&'a str),
    Open,
}

impl Code<'_> {
    fn as_str(&self) -> &str {
        match self {
            Code::Parse => "PARSE",
            Code::NotSaved => {
                let quote = '"';
                "NOTSAVED"
            }
            Self::TooBig => "TOOBIG",
            Self::BadUrl(_) => "BADURL",
            Code::Other(other) => other.as_ref(),
        }
    }
}
