//! scrypt as a PHC string and as crypt(3) writes it.

use super::encoding::{adapted, crypt_bytes, crypt_digit, crypt_number, standard};
use super::{Family, Kind, Read, kept, malformed};

/// `$scrypt$ln=16,r=8,p=1$SALT$HASH`.
pub(super) fn phc(text: &str) -> Read {
    let rest = text.strip_prefix("$scrypt$")?;
    let read = || {
        let mut fields = rest.split('$');
        let (params, salt, expected) = (fields.next()?, fields.next()?, fields.next()?);
        let param =
            |name: &str| params.split(',').find_map(|param| param.strip_prefix(name)?.strip_prefix('='));
        let (log_n, r, p) =
            (param("ln")?.parse().ok()?, param("r")?.parse().ok()?, param("p")?.parse().ok()?);
        if fields.next().is_some() {
            return None;
        }
        Some((log_n, r, p, adapted(salt)?, adapted(expected)?))
    };
    of_parts(read(), text)
}

/// `$7$` of libxcrypt: one digit for the logarithm of N, five each for r and p, then the salt as it stands.
pub(super) fn crypt(text: &str) -> Read {
    let rest = text.strip_prefix("$7$")?;
    let read = || {
        let (setting, expected) = rest.split_once('$')?;
        let (params, salt) = (setting.get(..11)?, setting.get(11..)?);
        let log_n = u8::try_from(crypt_digit(params.chars().next()?)?).ok()?;
        let (r, p) = (crypt_number(params.get(1..6)?)?, crypt_number(params.get(6..)?)?);
        Some((log_n, r, p, salt.as_bytes().to_vec(), crypt_bytes(expected)?))
    };
    of_parts(read(), text)
}

/// Django's `scrypt$N$SALT$R$P$HASH`, of which `rest` is what follows the name.
pub(super) fn django(rest: &str, text: &str) -> Read {
    let read = || {
        let mut fields = rest.split('$');
        let n: u64 = fields.next()?.parse().ok()?;
        let salt = fields.next()?.as_bytes().to_vec();
        let (r, p) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        let expected = standard(fields.next()?)?;
        let log_n = n.is_power_of_two().then(|| u8::try_from(n.ilog2()).ok())??;
        fields.next().is_none().then_some((log_n, r, p, salt, expected))
    };
    of_parts(read(), text)
}

type Parts = (u8, u32, u32, Vec<u8>, Vec<u8>);

fn of_parts(parts: Option<Parts>, text: &str) -> Read {
    match parts.filter(|(log_n, r, p, _, expected)| {
        (1..64).contains(log_n) && *r > 0 && *p > 0 && (16..=128).contains(&expected.len())
    }) {
        Some((log_n, r, p, salt, expected)) => kept(Kind::Scrypt { log_n, r, p, salt, expected }, text),
        None => malformed(Family::Scrypt),
    }
}
