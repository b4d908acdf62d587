//! Encoding: the bytes of numbers, texts and GUIDs.

mod bytes;
pub(crate) mod guid;

pub(crate) use bytes::{
    Input, put_fixed, put_length, put_varint, put_wide, shared_prefix, unzigzag, width_of, zigzag,
};
