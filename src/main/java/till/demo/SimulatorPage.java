package till.demo;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import till.kiosk.Guest;
import till.kiosk.GuestRequest;
import till.kiosk.Response;

/// `/sim`: the page of the devices' far ends, and the files it loads.
final class SimulatorPage implements Guest {

  private static final String PATH = "/sim";

  /// File and type by path. Nothing else of the class path can be asked for.
  private static final Map<String, Response> FILES =
      Map.of(
          PATH,
          file("sim.html", "text/html; charset=utf-8"),
          PATH + "/sim.css",
          file("sim.css", "text/css; charset=utf-8"),
          PATH + "/sim.js",
          file("sim.js", "text/javascript; charset=utf-8"),
          PATH + "/cuts.js",
          file("cuts.js", "text/javascript; charset=utf-8"),
          PATH + "/words.js",
          file("words.js", "text/javascript; charset=utf-8"));

  private static Response file(String name, String type) {
    return new Response(200, type, Resource.bytes(name));
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public Response answer(GuestRequest request) {
    return FILES.getOrDefault(
        request.path(),
        new Response(
            404,
            "text/plain; charset=utf-8",
            ("there is no " + request.path()).getBytes(StandardCharsets.UTF_8)));
  }
}
