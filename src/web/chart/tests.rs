use askama::Template;

use super::*;

#[derive(Template)]
#[template(
    source = "{% import \"components.html\" as ui %}{% call ui::chart(chart, \"\") %}{% endcall %}",
    ext = "html"
)]
struct Page {
    chart: Chart,
}

fn steps(numbers: &[(u64, u64)]) -> Vec<Step> {
    let step = |(place, (good, bad)): (usize, &(u64, u64))| Step {
        label: format!("{place:02}"),
        title: format!("{place}: {good} & <{bad}>"),
        good: *good,
        bad: *bad,
    };
    numbers.iter().enumerate().map(step).collect()
}

fn chart(size: Size, numbers: &[(u64, u64)]) -> Chart {
    Chart::of_bars("c".into(), "A < B".into(), "\"D\" & E".into(), size, &steps(numbers))
}

fn svg(chart: &Chart) -> String {
    Page { chart: chart.clone() }.render().unwrap()
}

fn bars(chart: &Chart, wanted: &str) -> Vec<(i32, i32)> {
    let found = chart.marks.iter().filter_map(|mark| match mark {
        Mark::Bar { class, at, size } if *class == wanted => Some((at.1, size.1)),
        _ => None,
    });
    found.collect()
}

fn texts(chart: &Chart, wanted: &str) -> Vec<String> {
    let found = chart.marks.iter().filter_map(|mark| match mark {
        Mark::Text { anchor, text, .. } if *anchor == wanted => Some(text.clone()),
        _ => None,
    });
    found.collect()
}

/// Numbers that a chart must bear.
fn extremes() -> Vec<Vec<(u64, u64)>> {
    vec![
        vec![],
        vec![(0, 0)],
        vec![(1, 0)],
        vec![(0, 1)],
        vec![(0, 0); 24],
        vec![(5, 1); 7],
        (0..30).map(|day| (day * 1_234_567, day)).collect(),
        vec![(u64::MAX, u64::MAX), (1, 0)],
        vec![(1_000_000, 1), (1, 0), (0, 1)],
    ]
}

/// Reads as far as well-formedness goes: every element ends, in the right order, and what is text stays text.
fn is_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a loose > in {xml}");
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        assert!(!tag.contains('<'), "{tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split([' ', '/']).next().unwrap();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{xml}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?} stay open");
    for escape in xml.split('&').skip(1) {
        assert!(escape.starts_with(['#', 'a', 'l', 'g', 'q']) && escape.contains(';'), "{escape}");
    }
}

#[test]
fn every_chart_is_well_formed_has_no_styles_and_stays_within_its_bounds() {
    for size in [Size::WIDE, Size::NARROW, Size::SMALL] {
        for numbers in extremes() {
            let chart = chart(size, &numbers);
            let text = svg(&chart);
            is_well_formed(&text);
            for word in ["style=", "<style", "#00", "rgb(", "NaN", "inf"] {
                assert!(!text.contains(word), "{word} in {text}");
            }
            assert!(text.contains("role=\"img\"") && text.contains("aria-labelledby=\"c-title c-text\""));
            assert!(text.contains("A &#60; B</title>") && text.contains("&#38; E</desc>"), "{text}");
            let (width, height) = (size.width as i32, size.height as i32);
            for mark in &chart.marks {
                let (from, to) = match mark {
                    Mark::Line { from, to, .. } => (*from, *to),
                    Mark::Bar { at, size, .. } | Mark::Area { at, size, .. } => {
                        (*at, (at.0 + size.0, at.1 + size.1))
                    }
                    Mark::Text { at, .. } => (*at, *at),
                };
                for (x, y) in [from, to] {
                    assert!((0..=width).contains(&x) && (0..=height).contains(&y), "{mark:?} of {numbers:?}");
                }
            }
            let areas = chart.marks.iter().filter(|mark| matches!(mark, Mark::Area { .. })).count();
            assert_eq!(areas, numbers.len());
        }
    }
}

#[test]
fn bars_are_as_high_as_their_numbers_and_stand_on_each_other() {
    let chart = chart(Size::WIDE, &[(10, 0), (5, 5), (0, 10), (0, 0), (20, 0)]);
    let (good, bad) = (bars(&chart, "good"), bars(&chart, "bad"));
    assert_eq!((good.len(), bad.len()), (3, 2), "nothing is drawn where nothing was");
    let height = good[0].1;
    assert!((good[1].1 * 2 - height).abs() <= 1 && (good[2].1 - height * 2).abs() <= 1, "{good:?}");
    assert_eq!(bad[0].0 + bad[0].1, good[1].0, "refusals begin where sign-ins end");
    assert!((bad[1].1 - height).abs() <= 1);
}

#[test]
fn one_among_a_million_can_still_be_seen() {
    let chart = chart(Size::SMALL, &[(1_000_000, 0), (0, 1), (1, 0)]);
    assert_eq!(bars(&chart, "bad")[0].1, 2);
    assert_eq!(bars(&chart, "good")[1].1, 2);
}

#[test]
fn lines_have_numbers_that_people_count_in() {
    let labels = |highest: u64| texts(&chart(Size::WIDE, &[(highest, 0)]), "end");
    assert_eq!(labels(0), ["0", "1"]);
    assert_eq!(labels(1), ["0", "1"]);
    assert_eq!(labels(5), ["0", "1", "2", "3", "4", "5"]);
    assert_eq!(labels(7), ["0", "2", "4", "6", "8"]);
    assert_eq!(labels(43), ["0", "10", "20", "30", "40", "50"]);
    assert_eq!(labels(999), ["0", "200", "400", "600", "800", "1\u{202F}000"]);
    assert_eq!(labels(4_200_000).last().unwrap(), "5\u{202F}M");
    for highest in [3, 11, 99, 101, 12_345, 7_654_321, 1 << 40] {
        let labels = labels(highest);
        assert!((2..=6).contains(&labels.len()), "{highest}: {labels:?}");
    }
}

#[test]
fn the_last_step_is_always_named_and_the_others_as_far_as_there_is_room() {
    let numbers = vec![(1, 0); 24];
    for (size, most) in [(Size::WIDE, 12), (Size::NARROW, 5), (Size::SMALL, 4)] {
        let named = texts(&chart(size, &numbers), "middle");
        assert!(named.len() <= most && named.len() * 2 >= most, "{named:?}");
        assert_eq!(named.last().unwrap(), "23");
    }
    assert_eq!(texts(&chart(Size::WIDE, &[(1, 0); 7]), "middle").len(), 7);
}

#[test]
fn numbers_are_grouped_by_thousands() {
    assert_eq!(
        [0, 999, 1000, 1_234_567].map(grouped),
        ["0", "999", "1\u{202F}000", "1\u{202F}234\u{202F}567"]
    );
}
