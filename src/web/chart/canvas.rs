//! What plotters draws on: a list of marks with classes, which a template writes as SVG. Colours come from the style
//! sheet, so that a chart is right in light and dark; the policy of our pages allows no styles inside of it.

use std::convert::Infallible;

use plotters::style::RGBColor;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// Between a text and its line.
const AWAY: i32 = 5;

/// What a mark is, by which the style sheet knows its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The line under the bars.
    Axis,
    /// Lines to compare heights by.
    Grid,
    /// Numbers and times.
    Label,
    /// What went well.
    Good,
    /// What was refused.
    Bad,
}

impl Ink {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Axis, "axis"),
        (Self::Grid, "grid"),
        (Self::Label, "label"),
        (Self::Good, "good"),
        (Self::Bad, "bad"),
    ];

    /// The class in the style sheet.
    pub fn class(self) -> &'static str {
        Self::ALL.iter().find(|(ink, _)| *ink == self).map_or("label", |(_, class)| class)
    }

    /// What stands for it while plotters draws.
    pub fn colour(self) -> RGBColor {
        let place = Self::ALL.iter().position(|(ink, _)| *ink == self).unwrap_or_default();
        RGBColor(u8::try_from(place).unwrap_or_default(), 0, 0)
    }

    fn of(colour: BackendColor) -> Self {
        Self::ALL.get(usize::from(colour.rgb.0)).map_or(Self::Label, |(ink, _)| *ink)
    }
}

/// One mark of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A line.
    Line {
        /// What it is.
        class: &'static str,
        /// Where it begins.
        from: (i32, i32),
        /// Where it ends.
        to: (i32, i32),
    },
    /// A filled rectangle.
    Bar {
        /// What it is.
        class: &'static str,
        /// Its left upper corner.
        at: (i32, i32),
        /// Its width and height.
        size: (i32, i32),
    },
    /// A text.
    Text {
        /// `start`, `middle` or `end`: which part of it stands there.
        anchor: &'static str,
        /// Where its base line is.
        at: (i32, i32),
        /// The text.
        text: String,
    },
    /// A part of the chart that says what it shows when it is pointed at.
    Area {
        /// Its left upper corner.
        at: (i32, i32),
        /// Its width and height.
        size: (i32, i32),
        /// What it shows.
        title: String,
    },
}

/// Takes what plotters draws.
pub struct Canvas<'a> {
    size: (u32, u32),
    marks: &'a mut Vec<Mark>,
}

impl<'a> Canvas<'a> {
    /// An empty one of this size.
    pub fn new(size: (u32, u32), marks: &'a mut Vec<Mark>) -> Self {
        Self { size, marks }
    }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    /// Nothing of ours is as small as that.
    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        // An upright line beside the numbers says nothing that they do not say.
        if style.color().alpha > 0.0 && from.0 != to.0 {
            self.marks.push(Mark::Line { class: Ink::of(style.color()).class(), from, to });
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let size = (bottom_right.0 - upper_left.0, bottom_right.1 - upper_left.1);
        if fill && size.0 > 0 && size.1 > 0 {
            self.marks.push(Mark::Bar { class: Ink::of(style.color()).class(), at: upper_left, size });
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<BackendCoord> = path.into_iter().collect();
        for pair in points.windows(2) {
            if let [from, to] = pair {
                self.draw_line(*from, *to, style)?;
            }
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        // A little away from the lines that it belongs to.
        let (anchor, x) = match style.anchor().h_pos {
            HPos::Left => ("start", x),
            HPos::Center => ("middle", x),
            HPos::Right => ("end", x - AWAY),
        };
        // Digits stand on the base line and are about seven tenths as high as the type is large.
        let height = style.size() * 0.7;
        let below = match style.anchor().v_pos {
            VPos::Top => height + f64::from(AWAY),
            VPos::Center => height / 2.0,
            VPos::Bottom => 0.0,
        };
        #[expect(clippy::cast_possible_truncation, reason = "the size of type")]
        let at = (x, y + below.round() as i32);
        self.marks.push(Mark::Text { anchor, at, text: text.to_owned() });
        Ok(())
    }
}
