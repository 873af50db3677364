package till.trust;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The keys this device listens to.
public record TrustStore(List<TrustedKey> keys) {

  /// @throws IllegalArgumentException when two keys have one id
  public TrustStore {
    keys = List.copyOf(keys);
    Set<String> ids = new HashSet<>();
    for (TrustedKey key : keys) {
      if (!ids.add(key.id())) {
        throw new IllegalArgumentException("two trusted keys with the id " + key.id());
      }
    }
  }

  /// The key with this id.
  public Optional<TrustedKey> key(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }
}
