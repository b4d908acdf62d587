use crate::names::Names;
use crate::rules::Offer;

/// What is known of offers, found by key.
#[derive(Debug, Clone, Default)]
pub(crate) struct OfferCatalog {
    keys: Names,
    offers: Vec<Offer>,
}

impl OfferCatalog {
    pub(crate) fn new(offers: &[Offer]) -> Self {
        let mut keys = Names::default();
        for offer in offers {
            keys.intern_cold(&offer.key);
        }
        Self { keys, offers: offers.to_vec() }
    }

    /// The offer with a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Offer> {
        self.offers.get(self.keys.find(key)? as usize)
    }

    /// The keys of the offers in a category.
    pub(crate) fn in_category(&self, category: &str) -> impl Iterator<Item = &str> {
        self.offers
            .iter()
            .filter(move |offer| offer.category.as_deref() == Some(category))
            .map(|offer| offer.key.as_str())
    }
}
