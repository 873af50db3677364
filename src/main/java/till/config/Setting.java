package till.config;

/// One setting that is in force. Credentials show as the names of their files, hashes of PINs not
/// at all.
///
/// @param key `scanner[0].baud`
/// @param value as the configuration file would have it
/// @param place where it was set; the source is `default` when nobody did
public record Setting(String key, String value, Place place) {}
