//! Random bytes from the operating system, asked for each time. There is no generator of our own that a
//! snapshot of the machine could repeat.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness(#[source] rand::rngs::SysError);

/// `N` random bytes.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// `N` random bytes as URL-safe base64 without padding.
pub fn token<const N: usize>() -> Result<String, NoRandomness> {
    let bytes = bytes::<N>()?;
    let mut text = String::with_capacity(N.div_ceil(3) * 4);
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    Ok(text)
}

/// A one-time password that can be read out over the telephone: 20 letters and digits without look-alikes,
/// in groups of five; about 97 bits.
pub fn one_time_password() -> Result<String, NoRandomness> {
    const LETTERS: [char; 29] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
        'x', 'y', 'z', '2', '3', '4', '7', '8', '9',
    ];
    let mut letters = Vec::with_capacity(20);
    while letters.len() < 20 {
        for byte in bytes::<32>()? {
            // Bytes beyond the last whole multiple are thrown away, so that no letter is likelier than another.
            if let Some(letter) = LETTERS.get(usize::from(byte) % 29).filter(|_| byte < 232) {
                letters.push(*letter);
            }
        }
    }
    letters.truncate(20);
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_password_has_four_groups_of_five_and_differs_each_time() {
        let one = one_time_password().unwrap();
        assert_eq!(one.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5, 5]);
        assert_ne!(one, one_time_password().unwrap());
    }
}
