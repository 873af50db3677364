package till.paper;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Pictures that stay in a printer until a job asks for them: logos that survive the power switch,
/// and downloaded ones that survive until `ESC @`.
final class PictureMemory {

  /// As the flash memory of a large printer.
  private static final long BYTES_MAX = 1 << 20;

  private final Map<String, Raster> flash = new HashMap<>();
  private final Map<String, Raster> downloaded = new HashMap<>();

  /// Keeps a picture in place of the one of this name.
  ///
  /// @return false when there is no room for it
  boolean keep(boolean lasting, String name, Raster picture) {
    Map<String, Raster> place = lasting ? flash : downloaded;
    place.remove(name);
    if (bytes(flash) + bytes(downloaded) + bytes(picture) > BYTES_MAX) {
      return false;
    }
    place.put(name, picture);
    return true;
  }

  Optional<Raster> find(boolean lasting, String name) {
    return Optional.ofNullable((lasting ? flash : downloaded).get(name));
  }

  /// `FS q` replaces all that `FS q` ever kept.
  void forgetLasting(String namePrefix) {
    flash.keySet().removeIf(name -> name.startsWith(namePrefix));
  }

  /// `ESC @`.
  void initialise() {
    downloaded.clear();
  }

  private static long bytes(Map<String, Raster> pictures) {
    return pictures.values().stream().mapToLong(PictureMemory::bytes).sum();
  }

  /// With something for one that has no dots.
  private static long bytes(Raster picture) {
    return 64 + (long) picture.width() * picture.height() / 8;
  }
}
