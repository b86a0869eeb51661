//! What a person sits at: the size of their screen, and what they have chosen in its settings.

use serde_json::json;

use super::person::Person;

/// Bright or dark pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Person {
    /// A screen of this size, with so many dots to a pixel.
    pub async fn has_a_screen(&self, width: u32, height: u32, dots: f64) {
        let screen = json!({"width": width, "height": height, "deviceScaleFactor": dots, "mobile": false});
        self.session.devtools("Emulation.setDeviceMetricsOverride", screen).await.unwrap();
    }

    /// A theme.
    pub async fn prefers(&self, theme: Theme) {
        self.set_media(theme, "no-preference").await;
    }

    /// A theme, and no motion: what is looked at stands still.
    pub async fn prefers_stillness(&self, theme: Theme) {
        self.set_media(theme, "reduce").await;
    }

    async fn set_media(&self, theme: Theme, motion: &str) {
        let theme = if theme == Theme::Light { "light" } else { "dark" };
        let features = json!({"features": [
            {"name": "prefers-color-scheme", "value": theme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]});
        self.session.devtools("Emulation.setEmulatedMedia", features).await.unwrap();
    }
}
