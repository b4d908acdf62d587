//! Enums whose values are words in JSON.

/// An enum whose values are words in JSON; [`words!`] makes it one.
pub(crate) trait Word: Copy + 'static {
    const VALUES: &'static [Self];

    fn word(self) -> &'static str;
}

/// Gives the values of an enum the words by which they are read and written.
macro_rules! words {
    ($name:ident { $($value:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// The word for it in JSON.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }
        }

        impl $crate::definitions::Word for $name {
            const VALUES: &'static [Self] = &[$(Self::$value),+];

            fn word(self) -> &'static str {
                self.as_str()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;
