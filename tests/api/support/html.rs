//! Just enough HTML reading for our own pages: forms, their fields, links.

/// A form as a browser would send it.
#[derive(Clone, Debug)]
pub struct HtmlForm {
    pub action: String,
    pub method: String,
    pub fields: Vec<(String, String)>,
}

impl HtmlForm {
    /// Fills a field in.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        match self.fields.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value.to_owned(),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// A field's value.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The forms of a page.
pub fn forms(html: &str) -> Vec<HtmlForm> {
    html.split("<form")
        .skip(1)
        .map(|rest| {
            let inside = rest.split("</form>").next().unwrap();
            let tag = inside.split('>').next().unwrap();
            HtmlForm {
                action: attribute(tag, "action").unwrap_or_default(),
                method: attribute(tag, "method").unwrap_or_default(),
                fields: inside
                    .split("<input")
                    .skip(1)
                    .map(|rest| rest.split('>').next().unwrap())
                    .filter(|tag| is_sent(tag))
                    .filter_map(|tag| {
                        Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
                    })
                    .collect(),
            }
        })
        .collect()
}

/// The value of the input with that id.
pub fn value_of(html: &str, id: &str) -> String {
    let tags = html.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
    let tag = tags.into_iter().find(|tag| attribute(tag, "id").as_deref() == Some(id));
    attribute(tag.unwrap_or_else(|| panic!("no input {id} in {html}")), "value").unwrap_or_default()
}

/// Boxes and choices are sent when they are chosen.
fn is_sent(tag: &str) -> bool {
    let kind = attribute(tag, "type").unwrap_or_default();
    !matches!(kind.as_str(), "radio" | "checkbox") || tag.contains(" checked")
}

/// Addresses of a page's links.
pub fn links(html: &str) -> Vec<String> {
    html.split("<a").skip(1).filter_map(|rest| attribute(rest.split('>').next()?, "href")).collect()
}

/// Where a page's refresh leads.
pub fn refresh(html: &str) -> Option<String> {
    let tag = html.split("<meta").find(|tag| tag.contains("http-equiv=\"refresh\""))?;
    let content = attribute(tag.split('>').next()?, "content")?;
    content.split_once("url=").map(|(_, address)| address.to_owned())
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(unescape(rest.split('"').next()?))
}

/// Undoes the escapes that our template engine writes.
pub fn unescape(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}
