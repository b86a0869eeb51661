//! Attributes that give rights: somewhere a claim that gives rights is fed by one. An administrator allowed that when the
//! provider was set up; whoever changes the attribute later may be another one, and is told.

use super::list;
use crate::domain::attribute::AttributeName;
use crate::flow::{Context, Fault};
use crate::profile::claims::is_privileged;
use crate::profile::schema::ClaimSource;

/// A claim that gives rights, and what feeds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightByAttribute {
    /// The attribute.
    pub attribute: AttributeName,
    /// The claim.
    pub claim: String,
    /// The name of the provider that gets it.
    pub provider: String,
}

/// Every attribute that gives rights at a provider. One that is switched off counts: it may be switched on.
pub async fn rights_by_attribute(context: &Context) -> Result<Vec<RightByAttribute>, Fault> {
    let mut rights = Vec::new();
    for provider in list(context).await? {
        // Where the settings do not fit the profile, nothing is minted; the overview tells that.
        let Ok(filled) = context.filled(&provider) else { continue };
        for spec in filled.claims.into_iter().filter(|spec| is_privileged(&spec.name)) {
            if let ClaimSource::Attribute(attribute) = spec.source {
                rights.push(RightByAttribute {
                    attribute,
                    claim: spec.name,
                    provider: provider.name.clone(),
                });
            }
        }
    }
    Ok(rights)
}
