//! Lists of field names, for messages.

/// Lists the first field names, shortened if they are long.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 12;
    const MAX_NAME: usize = 60;
    let mut listed: Vec<String> = Vec::new();
    for name in names {
        if listed.len() == SHOWN {
            listed.push("…".to_owned());
            break;
        }
        let short: String = name.chars().take(MAX_NAME).collect();
        let more = if short.len() < name.len() { "…" } else { "" };
        listed.push(short.replace(char::is_control, " ") + more);
    }
    if listed.is_empty() { "none".to_owned() } else { listed.join(", ") }
}
