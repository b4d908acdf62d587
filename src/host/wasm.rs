//! In WebAssembly: JavaScript.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// JavaScript's engine has the tables that this takes (14 kB) already.
    #[wasm_bindgen(js_name = Number)]
    pub(crate) fn nearest_double(number: &str) -> f64;

    /// Whether the name at an address is one of the host's time zones.
    #[wasm_bindgen(js_namespace = host, js_name = hasZone)]
    fn has_zone(name: *const u8, length: usize) -> bool;
}

/// Whether a time zone has this name.
pub(crate) fn zone_exists(name: &str) -> bool {
    has_zone(name.as_ptr(), name.len())
}

/// None: JavaScript sets the offsets once the engine is made, as far as they are needed.
pub(crate) const fn zone_offsets(_name: &str) -> Option<Vec<(i64, i64)>> {
    None
}
