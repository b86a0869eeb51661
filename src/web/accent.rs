//! The accent colour. Whatever colour a company configures, people must be able to read: the shades that pages
//! use are derived from it and checked against the contrast of WCAG 2.2 on the surfaces of the style sheet.

use std::fmt;

use super::colour::{Oklch, Rgb};

/// What text needs against its ground.
const READABLE: f64 = 4.5;
/// What the edge of a control needs against its ground.
const VISIBLE: f64 = 3.0;
/// The darkest surface of the light scheme that carries accent text: `--tint` of the style sheet.
const LIGHT_GROUND: (f64, f64) = (0.955, 0.012);
/// The lightest surface of the dark scheme that carries accent text: `--raised` of the style sheet.
const DARK_GROUND: (f64, f64) = (0.28, 0.012);
/// The hue of the greys when the accent is grey itself.
const COOL: f64 = 255.0;
/// How far a button's lightness moves when it is pointed at.
const HOVER: f64 = 0.045;
/// The steps in which lightness is searched; finer than anyone sees.
const STEP: f64 = 0.004;

/// A colour that is not written as `#rgb` or `#rrggbb`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccentError {
    written: String,
}

impl fmt::Display for AccentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { written } = self;
        write!(f, "{written:?} is not a colour; write it as #rgb or #rrggbb, for example #0b6bcb")
    }
}

impl std::error::Error for AccentError {}

/// The company's colour, and the shades of it that people can read.
#[derive(Clone, Debug, PartialEq)]
pub struct Accent {
    hue: f64,
    /// How strongly the page is tinted: 1, and less for an accent that is nearly grey.
    vivid: f64,
    light: Shades,
    dark: Shades,
}

/// The accent within one colour scheme.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shades {
    /// Under the words of a button.
    fill: Rgb,
    /// The same, pointed at.
    hover: Rgb,
    /// The words of a button.
    on_fill: Rgb,
    /// The rim of a button.
    edge: Rgb,
    /// Links and focus.
    text: Rgb,
}

impl Default for Accent {
    fn default() -> Self {
        Self::new(Rgb(0x0b, 0x6b, 0xcb))
    }
}

impl Accent {
    /// Reads `#rgb` or `#rrggbb`.
    ///
    /// # Errors
    ///
    /// When it is anything else.
    pub fn parse(written: &str) -> Result<Self, AccentError> {
        Rgb::parse(written.trim()).map(Self::new).ok_or_else(|| AccentError { written: written.to_owned() })
    }

    fn new(configured: Rgb) -> Self {
        let shade = configured.to_oklch();
        let hue = if shade.chroma < 0.02 { COOL } else { shade.hue };
        let ground = |(lightness, chroma): (f64, f64)| Oklch { lightness, chroma, hue }.to_rgb();
        let light_ground = ground(LIGHT_GROUND);
        let dark_ground = ground(DARK_GROUND);
        let lifted = shade.until(STEP, |rgb| rgb.contrast(dark_ground) >= VISIBLE);
        Self {
            hue,
            vivid: (shade.chroma / 0.06).clamp(0.3, 1.0),
            light: Shades {
                edge: shade.until(-STEP, |rgb| rgb.contrast(light_ground) >= VISIBLE),
                text: shade.until(-STEP, |rgb| rgb.contrast(light_ground) >= READABLE),
                ..Shades::filled(configured)
            },
            dark: Shades {
                edge: lifted,
                text: shade.until(STEP, |rgb| rgb.contrast(dark_ground) >= READABLE),
                ..Shades::filled(lifted)
            },
        }
    }

    /// The custom properties of both schemes.
    pub fn style_sheet(&self) -> String {
        let Self { hue, vivid, light, dark } = self;
        format!(
            ":root{{--hue:{hue:.1};--vivid:{vivid:.2};{light}}}\n\
             @media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        )
    }
}

impl Shades {
    /// A button of this colour. White words are preferred, and black ones are taken where white ones
    /// cannot be read; on every colour one of them reaches 4.58 to 1.
    fn filled(fill: Rgb) -> Self {
        let white = fill.contrast(Rgb::WHITE) >= READABLE;
        let on_fill = if white { Rgb::WHITE } else { Rgb::BLACK };
        let shade = fill.to_oklch();
        // Away from the words, so that they stay readable; at the ends of the scale there is no room
        // in that direction, and more than enough in the other.
        let away = if white { -HOVER } else { HOVER };
        let at_an_end = if white { shade.lightness < 0.25 } else { shade.lightness > 0.95 };
        Self {
            fill,
            hover: shade.moved(if at_an_end { -3.0 * away } else { away }).to_rgb(),
            on_fill,
            edge: fill,
            text: fill,
        }
    }
}

impl fmt::Display for Shades {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fill, hover, on_fill, edge, text } = self;
        write!(
            f,
            "--accent:{fill};--accent-hover:{hover};--on-accent:{on_fill};\
             --accent-edge:{edge};--accent-text:{text}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [&str; 14] = [
        "#0b6bcb", "#ffd400", "#ff6600", "#000", "#fff", "#777777", "#001f5b", "#e2001a", "#00a651",
        "#f5f5dc", "#7b2ff7", "#00ffff", "#3d0c02", "#ffb3c7",
    ];

    fn ground((lightness, chroma): (f64, f64), hue: f64) -> Rgb {
        Oklch { lightness, chroma, hue }.to_rgb()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb::WHITE.contrast(Rgb::BLACK) - 21.0).abs() < 1e-9);
        assert!((Rgb::WHITE.contrast(Rgb::WHITE) - 1.0).abs() < 1e-9);
        let grey = Rgb::parse("#767676").expect("a colour");
        assert!((grey.contrast(Rgb::WHITE) - 4.54).abs() < 0.005);
        let red = Rgb::parse("#f00").expect("a colour");
        assert!((red.contrast(Rgb::WHITE) - 3.998).abs() < 0.005);
    }

    #[test]
    fn colours_are_read_in_two_ways_only() {
        assert_eq!(Rgb::parse("#1bF"), Some(Rgb(0x11, 0xbb, 0xff)));
        assert_eq!(Rgb::parse("#0b6bcb"), Some(Rgb(0x0b, 0x6b, 0xcb)));
        for wrong in ["", "#", "0b6bcb", "#12", "#1234", "#+12345", "#ggg", "red", "#1234567", "#é12"] {
            let error = Accent::parse(wrong).expect_err(wrong);
            assert!(error.to_string().contains("#rrggbb"), "{error}");
        }
        assert_eq!(Accent::parse(" #0b6bcb "), Ok(Accent::default()));
    }

    #[test]
    fn a_colour_survives_the_way_to_oklch_and_back() {
        for written in SOME {
            let rgb = Rgb::parse(written).expect("a colour");
            assert_eq!(rgb.to_oklch().to_rgb(), rgb, "{written}");
        }
        let blue = Rgb::parse("#0000ff").expect("a colour").to_oklch();
        assert!((blue.lightness - 0.452).abs() < 0.001, "{blue:?}");
        assert!((blue.chroma - 0.313).abs() < 0.001, "{blue:?}");
        assert!((blue.hue - 264.05).abs() < 0.1, "{blue:?}");
    }

    #[test]
    fn every_accent_can_be_read_in_both_schemes() {
        for written in SOME {
            let accent = Accent::parse(written).expect("a colour");
            let light = ground(LIGHT_GROUND, accent.hue);
            let dark = ground(DARK_GROUND, accent.hue);
            for (shades, ground) in [(accent.light, light), (accent.dark, dark)] {
                assert!(shades.on_fill.contrast(shades.fill) >= READABLE, "{written} {shades}");
                assert!(shades.on_fill.contrast(shades.hover) >= READABLE, "{written} {shades}");
                assert!(shades.text.contrast(ground) >= READABLE, "{written} {shades}");
                assert!(shades.edge.contrast(ground) >= VISIBLE, "{written} {shades}");
                assert_ne!(shades.hover, shades.fill, "{written} {shades}");
            }
        }
    }

    #[test]
    fn on_every_colour_white_or_black_can_be_read() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let shades = Shades::filled(Rgb(r, g, b));
                    assert!(shades.on_fill.contrast(shades.fill) >= READABLE, "{shades}");
                }
            }
        }
    }

    #[test]
    fn a_readable_accent_stays_as_it_is() {
        let accent = Accent::default();
        assert_eq!(accent.light.fill.to_string(), "#0b6bcb");
        assert_eq!(accent.light.text, accent.light.fill);
        assert_eq!(accent.light.on_fill, Rgb::WHITE);
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let css = include_str!("../../static/bridgewarden.css");
        let tone = |(lightness, chroma): (f64, f64)| {
            let percent = (lightness * 1000.0).round() / 10.0;
            format!("oklch({percent}% {chroma} var(--hue))")
        };
        for (name, ground) in [("--tint", LIGHT_GROUND), ("--raised", DARK_GROUND)] {
            let declared = format!("{name}: {};", tone(ground));
            assert!(css.contains(&declared), "{declared} is not in the style sheet");
        }
    }
}
