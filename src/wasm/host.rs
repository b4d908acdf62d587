use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Whether the name that stands at an address is one of the host's time zones.
    #[wasm_bindgen(js_namespace = host, js_name = hasZone)]
    fn has_zone(name: *const u8, length: usize) -> bool;
}

/// Whether the host knows a time zone of this name.
pub(crate) fn zone_exists(name: &str) -> bool {
    has_zone(name.as_ptr(), name.len())
}
