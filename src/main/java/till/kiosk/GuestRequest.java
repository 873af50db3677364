package till.kiosk;

import java.util.Map;

/// A request for a guest.
///
/// @param method `GET` or `POST`
/// @param path decoded
/// @param query decoded; of a repeated name the first value
/// @param body at most 64 KiB; of a POST always JSON by its content type
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record GuestRequest(String method, String path, Map<String, String> query, byte[] body) {

  public GuestRequest {
    query = Map.copyOf(query);
  }
}
