#![no_main]

#[path = "../ways.rs"]
mod ways;

libfuzzer_sys::fuzz_target!(|data: &[u8]| ways::request(data));
