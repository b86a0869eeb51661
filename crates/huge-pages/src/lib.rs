//! Asks the kernel to back a piece of memory with transparent huge pages.
//!
//! This is a crate of its own because it holds the only `unsafe` block of the project: the bridge's own crate
//! forbids unsafe code. `docs/decisions/0015-huge-pages-from-a-crate-of-their-own.md` says why it is worth it.

use std::io;
use std::mem::MaybeUninit;

/// The size of a transparent huge page, and a multiple of every smaller page, on x86-64 and on 64-bit Arm with
/// pages of 4 KiB.
const HUGE_PAGE: usize = 2 << 20;

/// Asks for huge pages in `memory`, which is best not touched yet. Only pages that lie wholly inside are meant;
/// a piece that holds none is left alone. An error says that the platform has no such pages, and changes
/// nothing: the memory is as good as before.
pub fn advise<T>(memory: &mut [MaybeUninit<T>]) -> io::Result<()> {
    let start = memory.as_mut_ptr().cast::<u8>();
    let skipped = start.addr().next_multiple_of(HUGE_PAGE) - start.addr();
    let whole = size_of_val(memory).saturating_sub(skipped) / HUGE_PAGE * HUGE_PAGE;
    if whole == 0 { Ok(()) } else { advise_pages(start.wrapping_add(skipped), whole) }
}

#[cfg(target_os = "linux")]
fn advise_pages(start: *mut u8, length: usize) -> io::Result<()> {
    // SAFETY: `advise` hands over whole pages inside a slice that is borrowed mutably and therefore mapped.
    // MADV_HUGEPAGE changes neither what these pages hold nor who may read or write them; it only says how the
    // kernel may back them.
    unsafe { rustix::mm::madvise(start.cast(), length, rustix::mm::Advice::LinuxHugepage) }?;
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn advise_pages(_start: *mut u8, _length: usize) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Whether the kernel keeps the advice about the page at `address`.
    fn is_advised(address: usize) -> bool {
        let maps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut is_ours = false;
        for line in maps.lines() {
            let range = line.split(' ').next().and_then(|range| range.split_once('-'));
            if let Some((Ok(from), Ok(to))) =
                range.map(|(from, to)| (usize::from_str_radix(from, 16), usize::from_str_radix(to, 16)))
            {
                is_ours = (from..to).contains(&address);
            } else if is_ours && line.starts_with("VmFlags:") {
                return line.split_whitespace().any(|flag| flag == "hg");
            }
        }
        false
    }

    #[test]
    fn the_kernel_notes_the_advice_where_it_has_huge_pages() {
        let mut memory: Vec<u64> = Vec::new();
        memory.reserve_exact((5 * HUGE_PAGE) / size_of::<u64>());
        let middle = memory.as_ptr().addr() + 2 * HUGE_PAGE;
        assert!(!is_advised(middle));
        let has_huge_pages = Path::new("/sys/kernel/mm/transparent_hugepage").exists();
        assert_eq!(advise(memory.spare_capacity_mut()).is_ok(), has_huge_pages);
        assert_eq!(is_advised(middle), has_huge_pages);
    }

    #[test]
    fn what_the_memory_holds_stays() {
        let mut memory: Vec<MaybeUninit<u32>> = (0..1 << 21).map(MaybeUninit::new).collect();
        let _without_huge_pages = advise(&mut memory).is_err();
        for (expected, value) in (0..1 << 21).zip(memory) {
            // SAFETY: every element was written above.
            assert_eq!(unsafe { value.assume_init() }, expected);
        }
    }

    #[test]
    fn memory_without_a_whole_huge_page_is_left_alone() {
        advise::<u8>(&mut []).unwrap();
        advise(Vec::<u8>::with_capacity(HUGE_PAGE - 1).spare_capacity_mut()).unwrap();
    }
}
