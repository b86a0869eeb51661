//! The catalogue: the profiles inside the program and those in the operator's own folder, read by one parser.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_embed::Embed;

use super::schema::ProviderProfile;

#[derive(Embed)]
#[folder = "profiles/"]
struct Embedded;

/// Every known profile, by name.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    profiles: BTreeMap<String, ProviderProfile>,
}

/// A profile that cannot be used. The message names the file, the line and what is allowed there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct ProfileFault {
    /// The file.
    pub file: String,
    /// What is wrong in it, with the line where there is one.
    pub problem: String,
}

impl Catalogue {
    /// Reads the embedded profiles, and those in `folder` if there is one. All faults are reported together.
    pub fn read(folder: Option<&Path>) -> Result<Self, Vec<ProfileFault>> {
        let mut catalogue = Self::default();
        let mut faults = Vec::new();
        for file in Embedded::iter() {
            let text =
                Embedded::get(&file).map(|embedded| String::from_utf8_lossy(&embedded.data).into_owned());
            catalogue.add(&file, &text.unwrap_or_default(), &mut faults);
        }
        if let Some(folder) = folder {
            catalogue.add_folder(folder, &mut faults);
        }
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }

    fn add_folder(&mut self, folder: &Path, faults: &mut Vec<ProfileFault>) {
        let fault = |problem: std::io::Error| ProfileFault {
            file: folder.display().to_string(),
            problem: format!("the profile folder cannot be read: {problem}"),
        };
        let mut files = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(files) => files,
            Err(problem) => return faults.push(fault(problem)),
        };
        files.sort_by_key(fs::DirEntry::path);
        for path in
            files.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|e| e == "toml"))
        {
            match fs::read_to_string(&path) {
                Ok(text) => self.add(&path.display().to_string(), &text, faults),
                Err(problem) => faults.push(fault(problem)),
            }
        }
    }

    fn add(&mut self, file: &str, text: &str, faults: &mut Vec<ProfileFault>) {
        let profile = match parse(file, text) {
            Ok(profile) => profile,
            Err(found) => return faults.extend(found),
        };
        let name = profile.name.clone();
        if self.profiles.insert(name.clone(), profile).is_some() {
            let problem = format!("there is a profile named {name} already; give this file another name");
            faults.push(ProfileFault { file: file.to_owned(), problem });
        }
    }

    /// The profile of that name.
    pub fn get(&self, name: &str) -> Option<&ProviderProfile> {
        self.profiles.get(name)
    }

    /// All profiles in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &ProviderProfile> {
        self.profiles.values()
    }
}

/// Reads one profile; its name is that of its file. All faults are reported together.
pub fn parse(file: &str, text: &str) -> Result<ProviderProfile, Vec<ProfileFault>> {
    let fault = |problem: String| ProfileFault { file: file.to_owned(), problem };
    let name =
        Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if name.parse::<crate::domain::provider::Slug>().is_err() {
        return Err(vec![fault("a profile's file name is lower-case letters, digits and hyphens".into())]);
    }
    let mut profile: ProviderProfile =
        toml::from_str(text).map_err(|problem| vec![fault(problem.to_string())])?;
    profile.name = name;
    let contradictions = profile.contradictions();
    if contradictions.is_empty() { Ok(profile) } else { Err(contradictions.into_iter().map(fault).collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mine.toml"), text).unwrap();
        Catalogue::read(Some(folder.path())).unwrap_err().iter().map(ToString::to_string).collect()
    }

    fn good() -> String {
        let file = Embedded::get("it-glue.toml").unwrap();
        String::from_utf8(file.data.to_vec()).unwrap()
    }

    #[test]
    fn every_profile_in_the_program_reads() {
        let catalogue = Catalogue::read(None).unwrap();
        let names: Vec<_> = catalogue.iter().map(|profile| profile.name.as_str()).collect();
        let expected = [
            "aha-ideas",
            "desk-com",
            "generic-form-post",
            "generic-redirect",
            "it-glue",
            "mojo-helpdesk",
            "zendesk",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_typo_is_answered_with_file_line_and_what_is_allowed() {
        let faults = faults_of(&good().replace("token_parameter", "token_paramter"));
        assert_eq!(faults.len(), 1);
        for part in ["mine.toml", "line", "token_paramter", "token_parameter"] {
            assert!(faults[0].contains(part), "{part} in {}", faults[0]);
        }
        let faults = faults_of(&good().replace("\"redirect\"", "\"redirct\""));
        assert!(faults[0].contains("redirect") && faults[0].contains("form-post"), "{}", faults[0]);
    }

    #[test]
    fn a_placeholder_without_a_setting_is_named() {
        let faults = faults_of(&good().replace("{subdomain}", "{subdomian}"));
        assert!(faults.iter().any(|fault| fault.contains("subdomian")), "{faults:?}");
    }

    #[test]
    fn a_mistyped_switch_does_not_take_the_token_id_away_in_silence() {
        let chosen = good().replace("\"iat-slash-random\"", "{ setting = \"tokenid\" }");
        assert!(faults_of(&chosen).iter().any(|fault| fault.contains("tokenid")), "{:?}", faults_of(&chosen));
        let wrong_kind = good().replace("\"iat-slash-random\"", "{ setting = \"subdomain\" }");
        assert!(
            faults_of(&wrong_kind).iter().any(|fault| fault.contains("YesNo")),
            "{:?}",
            faults_of(&wrong_kind)
        );
    }

    #[test]
    fn what_could_never_work_is_told_when_the_file_is_read() {
        for (there, instead, word) in [
            ("token_parameter = \"jwt\"", "token_parameter = \"\"", "token_parameter"),
            ("in = \"return_to\"", "in = \" \"", "in ="),
            ("in = \"return_to\"", "in = { setting = \"subdomain\" }", "ParameterName"),
            ("example = \"acme\"", "example = \"acme.\"", "example"),
            ("optional = true", "default = \"evil.example/\"", "default"),
            ("/access/jwt\"", "/access/jwt#a\"", "#part"),
            ("[token]", "[token]\nexpires_after = 0", "expires_after"),
            ("[endpoint]", "[echo]\nquery = [\"\\n\"]\n[endpoint]", "query"),
            ("category", "claims_setting = \"subdomain\"\ncategory", "[[claims]]"),
        ] {
            assert!(good().contains(there), "{there}");
            let faults = faults_of(&good().replacen(there, instead, 1));
            assert!(faults.iter().any(|fault| fault.contains(word)), "{instead}: {faults:?}");
        }
    }

    #[test]
    fn a_file_gives_no_leave_to_send_claims_that_give_rights() {
        let with = |table: &str| good().replacen("[endpoint]", &format!("{table}\n[endpoint]"), 1);
        let leave = "[settings.privileged_claims]\nkind = \"privileged-claims\"\nhint = \"Rights\"\n";
        let fine = with(&format!("{leave}optional = true\n"));
        assert!(parse("mine.toml", &fine).is_ok());
        for (table, word) in [
            (format!("{leave}default = \"role\"\n"), "cannot have a default"),
            (leave.replace("privileged_claims", "rights"), "must be named privileged_claims"),
        ] {
            let faults = faults_of(&with(&table));
            assert!(faults.iter().any(|fault| fault.contains(word)), "{table}: {faults:?}");
        }
    }

    #[test]
    fn an_operators_profile_cannot_silently_replace_ours() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("it-glue.toml"), good()).unwrap();
        assert!(Catalogue::read(Some(folder.path())).is_err());
        fs::rename(folder.path().join("it-glue.toml"), folder.path().join("our-glue.toml")).unwrap();
        assert!(Catalogue::read(Some(folder.path())).unwrap().get("our-glue").is_some());
    }
}
