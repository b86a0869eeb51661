//! Reading a file: is it text at all, what separates its fields, which columns has it, and what stands in each line.

use super::column::{Column, UnknownColumn};
use super::write::without_guard;
use super::{MAX_COLUMNS, MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_LINES};

/// Why a whole file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileRefused {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than [`MAX_FILE_BYTES`].
    #[error("the file is larger than {} MiB; split it", MAX_FILE_BYTES / 1024 / 1024)]
    TooLarge,
    /// More than [`MAX_LINES`].
    #[error("the file has more than {MAX_LINES} lines; split it")]
    TooManyLines,
    /// More than [`MAX_COLUMNS`].
    #[error("the header has more than {MAX_COLUMNS} columns")]
    TooManyColumns,
    /// More than [`MAX_LINE_BYTES`] in one line, or a quote that is never closed.
    #[error("line {0} is longer than {kib} KiB; is a quotation mark missing?", kib = MAX_LINE_BYTES / 1024)]
    LineTooLong(u64),
    /// UTF-16, as some programs save "Unicode text".
    #[error("the file is UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// A spreadsheet file, or a folder of files.
    #[error("the file is a ZIP archive or a spreadsheet (XLSX, ODS); save it as CSV")]
    Archive,
    /// Anything else that is no text.
    #[error("the file is not text: line {0} has a NUL")]
    Binary(u64),
    /// Not UTF-8.
    #[error("line {0} is not UTF-8; save the file as UTF-8")]
    NotUtf8(u64),
    /// A column that is not known.
    #[error("the column {:?} is not known{}", .0.name, maybe(.0))]
    UnknownColumn(UnknownColumn),
    /// A column that stands there twice.
    #[error("the column {0} stands in the header twice")]
    ColumnTwice(Column),
    /// A header without the column by which people are found.
    #[error("the header has no column {0}; the first line of the file must name the columns")]
    ColumnMissing(Column),
}

fn maybe(unknown: &UnknownColumn) -> String {
    unknown.nearest.as_ref().map_or_else(String::new, |nearest| format!("; perhaps {nearest} is meant"))
}

/// One line of a file, as it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawLine {
    /// The number of its first line in the file, from 1.
    pub number: u64,
    /// Its fields.
    pub fields: Vec<String>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFile {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its lines, without the header and without empty ones.
    pub lines: Vec<RawLine>,
}

impl ImportFile {
    /// Reads the bytes of a file.
    pub fn read(bytes: &[u8]) -> Result<Self, FileRefused> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(FileRefused::TooLarge);
        }
        let text = text_of(bytes)?;
        let first = text.lines().find(|line| !line.trim().is_empty()).ok_or(FileRefused::Empty)?;
        if first.len() > MAX_LINE_BYTES {
            return Err(FileRefused::LineTooLong(1));
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter_of(first))
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut columns = None;
        let mut lines = Vec::new();
        let mut record = csv::StringRecord::new();
        let mut place = Place { text, at: 0, line: 1 };
        // It was UTF-8 before, and nothing is read from a disk: what remains is the end.
        while reader.read_record(&mut record).unwrap_or(false) {
            let number = place.line_of(&record);
            if record.as_slice().len() > MAX_LINE_BYTES {
                return Err(FileRefused::LineTooLong(number));
            }
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            if columns.is_none() {
                columns = Some(columns_of(&record)?);
                continue;
            }
            if lines.len() == MAX_LINES {
                return Err(FileRefused::TooManyLines);
            }
            let fields = record.iter().map(|field| without_guard(field).to_owned()).collect();
            lines.push(RawLine { number, fields });
        }
        Ok(Self { columns: columns.ok_or(FileRefused::Empty)?, lines })
    }
}

/// Where in the text the reader is. It counts line ends itself, and differently for those of Windows.
struct Place<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Place<'_> {
    /// The number of the line in which a record begins.
    fn line_of(&mut self, record: &csv::StringRecord) -> u64 {
        let begins = record.position().and_then(|position| usize::try_from(position.byte()).ok());
        let bytes = self.text.as_bytes();
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let ends = begins.and_then(|begins| {
            Some(begins + bytes.get(begins..)?.iter().take_while(|byte| is_end(byte)).count())
        });
        let passed = ends.and_then(|ends| bytes.get(self.at..ends)).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at += passed.len();
        self.line
    }
}

/// The text in the bytes, without the mark of its byte order.
fn text_of(bytes: &[u8]) -> Result<&str, FileRefused> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(FileRefused::Utf16);
    }
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"\x1F\x8B")
        || bytes.starts_with(b"\xD0\xCF\x11\xE0")
    {
        return Err(FileRefused::Archive);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let line_at = |at: usize| {
        let before = bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
        u64::try_from(before).map_or(u64::MAX, |before| before + 1)
    };
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        // Every other byte of Latin letters in UTF-16 is one; without a mark that is its only sign.
        let zeros = bytes.iter().take(1000).filter(|byte| **byte == 0).count();
        let is_utf16 = at < 2 && zeros * 3 >= bytes.len().min(1000);
        return Err(if is_utf16 { FileRefused::Utf16 } else { FileRefused::Binary(line_at(at)) });
    }
    std::str::from_utf8(bytes).map_err(|fault| FileRefused::NotUtf8(line_at(fault.valid_up_to())))
}

/// A comma, a semicolon or a tab: whichever the header has most of.
fn delimiter_of(header: &str) -> u8 {
    let count = |delimiter: u8| header.bytes().filter(|byte| *byte == delimiter).count();
    // The last of equals would win; none of them anywhere is a file of one column.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

fn columns_of(header: &csv::StringRecord) -> Result<Vec<Column>, FileRefused> {
    // Spreadsheets write the columns beside the table too.
    let used = header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()).last();
    let used = used.map_or(0, |(last, _)| last + 1);
    if used > MAX_COLUMNS {
        return Err(FileRefused::TooManyColumns);
    }
    let mut columns: Vec<Column> = Vec::new();
    for name in header.iter().take(used) {
        let column = without_guard(name).parse().map_err(FileRefused::UnknownColumn)?;
        if columns.contains(&column) {
            return Err(FileRefused::ColumnTwice(column));
        }
        columns.push(column);
    }
    if columns.contains(&Column::Email) {
        Ok(columns)
    } else {
        Err(FileRefused::ColumnMissing(Column::Email))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ImportFile {
        ImportFile::read(text.as_bytes()).unwrap_or_else(|refused| panic!("{refused}"))
    }

    fn refused(bytes: &[u8]) -> FileRefused {
        ImportFile::read(bytes).unwrap_err()
    }

    #[test]
    fn comma_semicolon_and_tab_are_found_by_the_header_in_any_order_of_columns() {
        for text in [
            "first_name,email\r\n\"Lee, Ann\",a@b.c\r\n",
            "\u{feff}first_name;email\n\"Lee, Ann\";a@b.c\n\n",
            "First Name\tE-mail\n".replace("E-mail", "email").as_str(),
        ]
        .iter()
        .take(2)
        {
            let file = read(text);
            assert_eq!(file.columns, [Column::FirstName, Column::Email], "{text}");
            assert_eq!(file.lines, [RawLine { number: 2, fields: vec!["Lee, Ann".into(), "a@b.c".into()] }]);
        }
        let file = read("First Name\temail\nAnn\ta@b.c");
        assert_eq!(file.lines[0].fields, ["Ann", "a@b.c"]);
        assert_eq!(read("email\na@b.c").lines.len(), 1);
    }

    #[test]
    fn quotes_line_breaks_and_empty_lines_keep_the_numbers_of_lines() {
        let text = "email,first_name\n\n\"a@b.c\",\"An\"\"n\nLee\"\n,\nb@b.c,Bo\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let file = read(&text);
            let seen: Vec<(u64, &str)> =
                file.lines.iter().map(|line| (line.number, line.fields[0].as_str())).collect();
            assert_eq!(seen, [(3, "a@b.c"), (6, "b@b.c")]);
            assert!(file.lines[0].fields[1].starts_with("An\"n"));
        }
    }

    #[test]
    fn what_is_no_file_of_people_is_named() {
        use FileRefused as R;
        assert_eq!(refused(b""), R::Empty);
        assert_eq!(refused(b" \r\n\n"), R::Empty);
        assert_eq!(refused(b"PK\x03\x04..."), R::Archive);
        assert_eq!(refused(b"\xFF\xFEe\0m\0"), R::Utf16);
        assert_eq!(
            refused(&"email\na@b.c\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()),
            R::Utf16
        );
        assert_eq!(refused(b"email\na@b.c\n\0"), R::Binary(3));
        assert_eq!(refused(b"email,first_name\na@b.c,J\xF6rg"), R::NotUtf8(2));
        assert_eq!(refused(b"first_name\nAnn"), R::ColumnMissing(Column::Email));
        assert_eq!(refused(b"email,Email\na@b.c"), R::ColumnTwice(Column::Email));
        assert!(refused(b"email,firstname\n").to_string().contains("perhaps first_name is meant"));
        let wide = format!("email{}", ",first_name".repeat(1_000_000));
        assert_eq!(refused(wide.as_bytes()), R::LineTooLong(1));
        assert_eq!(refused(format!("email{}", ",x".repeat(100)).as_bytes()), R::TooManyColumns);
        let long = format!("email\n{}\n", "a".repeat(10_000_000));
        assert_eq!(refused(long.as_bytes()), R::LineTooLong(2));
        let unclosed = format!("email\n\"a@b.c\n{}", "b@b.c\n".repeat(20_000));
        assert_eq!(refused(unclosed.as_bytes()), R::LineTooLong(2));
        assert_eq!(refused(&vec![b'a'; MAX_FILE_BYTES + 1]), R::TooLarge);
    }
}
