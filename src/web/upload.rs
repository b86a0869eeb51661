//! Files that an administrator sends: `multipart/form-data`, larger and slower than other forms, and judged as they are
//! (see [`super::form`]). The field that proves whose form it is must come first; until then nothing is kept.

use actix_multipart::{Field, Multipart};
use actix_web::http::header;
use actix_web::web::Payload;
use futures_util::StreamExt;
use tokio::time::timeout;

use super::form::{PROOF, is_own};
use super::problem::Problem;
use super::visit::Visit;
use crate::domain::import::MAX_FILE_BYTES;
use crate::domain::refusal::Refusal;

/// What may stand around the file.
const MAX_AROUND: usize = 64 * 1024;
/// Fields other than the file and the pasted text.
const MAX_FIELD_BYTES: usize = 1024;
const MAX_FIELDS: usize = 16;

/// What came.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// The name of the file, as the browser says it.
    pub file_name: String,
    /// The file; empty when none was chosen.
    pub file: Vec<u8>,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// A field as it came; empty when it did not.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
    }

    /// Reads a form with a file, after judging where it comes from. `is_proof` judges the first field.
    pub async fn read(
        visit: &Visit,
        payload: Payload,
        is_proof: impl Fn(&str) -> bool,
    ) -> Result<Self, Problem> {
        let headers = &visit.headers;
        if !is_own(headers, &visit.state.public_url) {
            return Err(Refusal::CrossSite.into());
        }
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = text(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim().to_owned();
        if !media_type.eq_ignore_ascii_case("multipart/form-data") {
            return Err(Refusal::WrongContentType.into());
        }
        let announced = text(header::CONTENT_LENGTH).parse::<usize>();
        if announced.is_ok_and(|length| length > MAX_FILE_BYTES + MAX_AROUND) {
            return Err(Refusal::TooLarge.into());
        }
        let parts = Multipart::new(headers, payload);
        timeout(visit.state.upload_timeout, collect(parts, is_proof))
            .await
            .map_err(|_| Problem::Refused(Refusal::TooSlow))?
    }
}

async fn collect(mut parts: Multipart, is_proof: impl Fn(&str) -> bool) -> Result<Upload, Problem> {
    let mut upload = Upload::default();
    let mut room = MAX_FILE_BYTES + MAX_AROUND;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        let name = part.name().unwrap_or_default().to_owned();
        if upload.fields.is_empty() && name != PROOF {
            return Err(Refusal::FormExpired.into());
        }
        let file_name = part.content_disposition().and_then(|head| head.get_filename().map(str::to_owned));
        let is_long = file_name.is_some() || name.ends_with("_lines");
        let bytes = read(&mut part, if is_long { room } else { MAX_FIELD_BYTES.min(room) }).await?;
        room -= bytes.len();
        if let Some(file_name) = file_name {
            upload.file_name = file_name.chars().filter(|c| !c.is_control()).take(200).collect();
            upload.file = bytes;
            continue;
        }
        let value = String::from_utf8(bytes).map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        if name == PROOF && !is_proof(&value) {
            return Err(Refusal::FormExpired.into());
        }
        if upload.fields.len() == MAX_FIELDS || upload.fields.iter().any(|(known, _)| *known == name) {
            return Err(Refusal::BadRequest.into());
        }
        upload.fields.push((name, value));
    }
    if upload.fields.is_empty() { Err(Refusal::FormExpired.into()) } else { Ok(upload) }
}

async fn read(part: &mut Field, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        if bytes.len() + chunk.len() > most {
            return Err(Refusal::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
