//! Colours as screens take them and as eyes take them, and the contrast between two.

use std::fmt;

/// A colour as screens take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

impl Rgb {
    pub(super) const WHITE: Self = Self(255, 255, 255);
    pub(super) const BLACK: Self = Self(0, 0, 0);

    pub(super) fn parse(written: &str) -> Option<Self> {
        let hex = written.strip_prefix('#')?;
        if !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(hex, 16).ok()?;
        let [_, r, g, b] = match hex.len() {
            6 => number.to_be_bytes(),
            // Each digit stands twice: #1bf is #11bbff.
            3 => {
                let spread = (number & 0xf00) << 8 | (number & 0x0f0) << 4 | number & 0x00f;
                (spread * 0x11).to_be_bytes()
            }
            _ => return None,
        };
        Some(Self(r, g, b))
    }

    /// The light of each channel, from 0 to 1.
    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// The relative luminance of WCAG.
    pub(super) fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast of WCAG, from 1 to 21.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    pub(super) fn to_oklch(self) -> Oklch {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let green_red = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let blue_yellow = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Oklch {
            lightness: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            chroma: green_red.hypot(blue_yellow),
            hue: blue_yellow.atan2(green_red).to_degrees().rem_euclid(360.0),
        }
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// A colour as eyes take it: lightness moves without the hue moving.
#[derive(Clone, Copy, Debug)]
pub(super) struct Oklch {
    pub(super) lightness: f64,
    pub(super) chroma: f64,
    pub(super) hue: f64,
}

impl Oklch {
    pub(super) fn moved(self, step: f64) -> Self {
        Self { lightness: (self.lightness + step).clamp(0.0, 1.0), ..self }
    }

    /// The nearest lightness in the direction of `step` that does what is asked; at its end white or black.
    pub(super) fn until(self, step: f64, does: impl Fn(Rgb) -> bool) -> Rgb {
        let mut shade = self;
        loop {
            let rgb = shade.to_rgb();
            let next = shade.moved(step);
            if does(rgb) || (next.lightness - shade.lightness).abs() < f64::EPSILON {
                return rgb;
            }
            shade = next;
        }
    }

    /// The nearest colour of a screen: where it has none of this strength, a paler one of this hue.
    pub(super) fn to_rgb(self) -> Rgb {
        let (mut inside, mut outside) = (0.0, self.chroma);
        if let Some(rgb) = self.of_chroma(outside) {
            return rgb;
        }
        for _ in 0..16 {
            let middle = f64::midpoint(inside, outside);
            if self.of_chroma(middle).is_some() {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        let grey = if self.lightness > 0.5 { Rgb::WHITE } else { Rgb::BLACK };
        self.of_chroma(inside).unwrap_or(grey)
    }

    /// This lightness and hue with that chroma, if a screen can show it.
    fn of_chroma(self, chroma: f64) -> Option<Rgb> {
        let (sin, cos) = self.hue.to_radians().sin_cos();
        let (a, b) = (chroma * cos, chroma * sin);
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        let red = 4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s;
        let green = -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s;
        let blue = -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s;
        Some(Rgb(channel(red)?, channel(green)?, channel(blue)?))
    }
}

/// The light of one channel as a screen takes it, or nothing when there is no such light.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is rounded and lies between 0 and 255"
)]
fn channel(light: f64) -> Option<u8> {
    let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (-0.001..=1.001).contains(&value).then(|| (value * 255.0).round().clamp(0.0, 255.0) as u8)
}
