package till.kiosk;

/// Something that the front door or the demo answers under a path of its own, behind the same door:
/// host, origin and at least the kiosk's role are checked before it is asked.
public interface Guest {

  /// The path and everything below it: `/v1/sim` answers `/v1/sim` and `/v1/sim/tap` too.
  String path();

  /// Called on a thread of the request's own.
  Response answer(GuestRequest request);
}
