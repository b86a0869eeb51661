//! Charts: bars over time, drawn on the server as SVG. Behind each stands a table with the same numbers.

mod canvas;

pub use canvas::{Ink, Mark};

use std::ops::Range;

use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::Rectangle;
use plotters::style::{Color, IntoFont, ShapeStyle, TRANSPARENT};

use canvas::Canvas;

/// The size of type in a chart, in its own units; the style sheet says the same.
const TYPE: i32 = 12;
/// Part of a step's width that stays free on each side of its bar.
const GAP: f64 = 0.12;

/// How large a chart is drawn. It is shown at about this size, so that what is written in it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Units from left to right.
    pub width: u32,
    /// Units from top to bottom.
    pub height: u32,
    /// Room for the numbers at the left.
    left: u32,
    /// Lines to compare heights by, at the most.
    lines: u64,
    /// Times under the bars, at the most.
    times: usize,
}

impl Size {
    /// For desks.
    pub const WIDE: Self = Self { width: 800, height: 250, left: 52, lines: 5, times: 12 };
    /// For phones, in place of the wide one.
    pub const NARROW: Self = Self { width: 330, height: 200, left: 40, lines: 4, times: 5 };
    /// One of several beside each other.
    pub const SMALL: Self = Self { width: 300, height: 120, left: 40, lines: 2, times: 4 };
}

/// One step of time: what is written under it, what it says when it is pointed at, and how much of each ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Under the bar, where there is room.
    pub label: String,
    /// In words.
    pub title: String,
    /// How many went well.
    pub good: u64,
    /// How many did not; drawn above the others.
    pub bad: u64,
}

impl Step {
    fn height(&self) -> u64 {
        self.good.saturating_add(self.bad)
    }
}

/// A chart, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Unique on its page.
    pub id: String,
    /// What it shows, in a few words.
    pub title: String,
    /// What can be seen in it, for those who do not see it.
    pub description: String,
    /// How large it is.
    pub size: Size,
    /// Everything in it.
    pub marks: Vec<Mark>,
}

impl Chart {
    /// Bars over time.
    pub fn of_bars(id: String, title: String, description: String, size: Size, steps: &[Step]) -> Self {
        let mut marks = Vec::new();
        if draw(size, steps, &mut marks).is_err() {
            // Nothing in it fails; but a chart is no reason to show no page. The table has the numbers.
            marks.clear();
        }
        Self { id, title, description, size, marks }
    }
}

type Drawn = Result<(), DrawingAreaErrorKind<std::convert::Infallible>>;

fn draw(size: Size, steps: &[Step], marks: &mut Vec<Mark>) -> Drawn {
    let scale = Scale::over(steps.iter().map(Step::height).max().unwrap_or_default(), size.lines);
    let areas = {
        let root = Canvas::new((size.width, size.height), marks).into_drawing_area();
        bars(&root, size, steps, scale)?
    };
    marks.extend(areas);
    Ok(())
}

/// Draws, and returns the parts of the chart that say what they show.
fn bars(
    root: &DrawingArea<Canvas<'_>, Shift>,
    size: Size,
    steps: &[Step],
    scale: Scale,
) -> Result<Vec<Mark>, DrawingAreaErrorKind<std::convert::Infallible>> {
    let time = Time { steps: steps.len(), named: size.times };
    let mut chart = ChartBuilder::on(root)
        .margin_top(TYPE)
        .margin_right(TYPE)
        .x_label_area_size(TYPE * 2)
        .y_label_area_size(size.left)
        .build_cartesian_2d(time, scale)?;
    let letters = |ink: Ink| ("sans-serif", TYPE).into_font().color(&ink.colour());
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(Ink::Grid.colour())
        .axis_style(Ink::Axis.colour())
        .set_all_tick_mark_size(0)
        .x_label_formatter(&|place| time.label(*place, steps))
        .y_label_formatter(&|number| short(*number))
        .label_style(letters(Ink::Label))
        .draw()?;
    let plot = chart.plotting_area();
    let (across, up) = (plot.get_x_axis_pixel_range(), plot.get_y_axis_pixel_range());
    let across = (across.start, across.end);
    // Upward numbers grow and pixels shrink.
    let up = (up.start.max(up.end), up.start.min(up.end));
    let mut areas = Vec::new();
    for (place, step) in (0_u32..).zip(steps) {
        let edge = |part: f64| time.map(&(f64::from(place) + part), across);
        let left = edge(GAP);
        let right = edge(1.0 - GAP).max(left + 1);
        let (good, all) = heights(step, scale, up);
        for (ink, low, high) in [(Ink::Good, up.0, good), (Ink::Bad, good, all)] {
            let style = ShapeStyle { color: ink.colour().to_rgba(), filled: true, stroke_width: 0 };
            root.draw(&Rectangle::new([(left, high), (right, low)], style))?;
        }
        areas.push(Mark::Area {
            at: (edge(0.0), up.1),
            size: (edge(1.0) - edge(0.0), up.0 - up.1),
            title: step.title.clone(),
        });
    }
    Ok(areas)
}

/// A bar that stands for anything at all can be seen.
const LEAST: i32 = 2;

/// Where the lower and the upper bar of a step end.
fn heights(step: &Step, scale: Scale, (bottom, top): (i32, i32)) -> (i32, i32) {
    let seen = |count: u64| if count == 0 { 0 } else { LEAST };
    let end = |count: u64| scale.map(&count, (bottom, top));
    let good = end(step.good).min(bottom - seen(step.good)).max(top + seen(step.bad));
    let all = end(step.height()).min(good - seen(step.bad)).max(top);
    (good, all)
}

/// From left to right: steps of time, some of which are named.
#[derive(Clone, Copy, Debug)]
struct Time {
    steps: usize,
    /// At the most.
    named: usize,
}

impl Time {
    /// What is written under a place.
    fn label(self, place: f64, steps: &[Step]) -> String {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the number of a step")]
        let place = place as usize;
        steps.get(place).map_or_else(String::new, |step| step.label.clone())
    }
}

impl Ranged for Time {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "places within the chart"
    )]
    fn map(&self, place: &f64, (left, right): (i32, i32)) -> i32 {
        left + (f64::from(right - left) * place / self.steps.max(1) as f64).round() as i32
    }

    /// The middles of the steps that are named: the last one, and others at equal distances before it.
    #[expect(clippy::cast_precision_loss, reason = "places within the chart")]
    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        let every = self.steps.div_ceil(self.named.max(1)).max(1);
        let named = (0..self.steps).rev().step_by(every).map(|step| step as f64 + 0.5);
        named.collect::<Vec<_>>().into_iter().rev().collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "places within the chart")]
    fn range(&self) -> Range<f64> {
        0.0..self.steps.max(1) as f64
    }
}

/// From the bottom up: numbers, with lines where people count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    step: u64,
    top: u64,
}

impl Scale {
    /// Over the highest bar, with at most so many lines above the lowest one.
    fn over(highest: u64, lines: u64) -> Self {
        let highest = highest.max(1);
        let powers = std::iter::successors(Some(1_u64), |power| power.checked_mul(10));
        let steps = powers.flat_map(|power| [1, 2, 5].map(|factor| power.saturating_mul(factor)));
        let step = steps.into_iter().find(|step| highest.div_ceil(*step) <= lines).unwrap_or(highest);
        Self { step, top: highest.div_ceil(step).saturating_mul(step) }
    }
}

impl Ranged for Scale {
    type FormatOption = DefaultFormatting;
    type ValueType = u64;

    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a picture of a number")]
    fn map(&self, number: &u64, (bottom, top): (i32, i32)) -> i32 {
        let part = (*number as f64 / self.top.max(1) as f64).min(1.0);
        bottom + (f64::from(top - bottom) * part).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<u64> {
        (0..=self.top / self.step.max(1)).map(|line| line.saturating_mul(self.step)).collect()
    }

    fn range(&self) -> Range<u64> {
        0..self.top
    }
}

/// A number with narrow spaces between its thousands, which no language takes for a point or a comma.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

/// A number beside a line of a chart.
fn short(number: u64) -> String {
    let units = [(1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")];
    let unit = units.into_iter().find(|(unit, _)| number >= 10_000 && number.is_multiple_of(*unit));
    match unit {
        Some((unit, letter)) => format!("{}\u{202F}{letter}", grouped(number / unit)),
        None => grouped(number),
    }
}

#[cfg(test)]
mod tests;
