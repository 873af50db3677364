package till.trust;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ed25519 as OpenSSL's libcrypto does it, which is on every Debian: the same bytes as Java's own,
/// in a fifteenth of the time. Whoever asks has Java do what it does not.
///
/// Linked in the background, because that takes as long as a hundred signatures of Java's, and a
/// daemon that starts needs two. Any thread.
@SuppressWarnings("restricted") // the signatures below are those of openssl/evp.h
final class Libcrypto {

  /// OpenSSL 3, by the name of its interface.
  private static final String FILE = "libcrypto.so.3";

  /// `EVP_PKEY_ED25519` in `openssl/evp.h`.
  private static final int ED25519 = 1087;

  private static final int SUCCESS = 1;

  /// What `EVP_DigestVerify` says of a signature that is none; below it is an error.
  private static final int NO = 0;

  private static final Logger log = LoggerFactory.getLogger(Libcrypto.class);

  private static final CompletableFuture<Optional<Libcrypto>> LINKED =
      CompletableFuture.supplyAsync(
              Libcrypto::link, task -> Thread.ofPlatform().daemon().name("libcrypto").start(task))
          .handle((library, failure) -> {
            if (failure != null) {
              log.info("Java makes the signatures, more slowly: {}", failure.getMessage());
            }
            return Optional.ofNullable(library);
          });

  private final MethodHandle newPrivateKey;
  private final MethodHandle newPublicKey;
  private final MethodHandle freeKey;
  private final MethodHandle newContext;
  private final MethodHandle freeContext;
  private final MethodHandle beginSign;
  private final MethodHandle sign;
  private final MethodHandle beginVerify;
  private final MethodHandle verify;

  private Libcrypto(Linker linker, SymbolLookup library) {
    var newKey = FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    var free = FunctionDescriptor.ofVoid(ADDRESS);
    var begin = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    var signing = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    var verifying =
        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
    newPrivateKey = function(linker, library, "EVP_PKEY_new_raw_private_key", newKey);
    newPublicKey = function(linker, library, "EVP_PKEY_new_raw_public_key", newKey);
    freeKey = function(linker, library, "EVP_PKEY_free", free);
    newContext = function(linker, library, "EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
    freeContext = function(linker, library, "EVP_MD_CTX_free", free);
    beginSign = function(linker, library, "EVP_DigestSignInit", begin);
    sign = function(linker, library, "EVP_DigestSign", signing);
    beginVerify = function(linker, library, "EVP_DigestVerifyInit", begin);
    verify = function(linker, library, "EVP_DigestVerify", verifying);
  }

  private static MethodHandle function(
      Linker linker, SymbolLookup library, String name, FunctionDescriptor type) {
    return linker.downcallHandle(library.findOrThrow(name), type);
  }

  /// The library once it is linked; then still nothing where there is none, or it is of no use.
  static CompletableFuture<Optional<Libcrypto>> linked() {
    return LINKED;
  }

  /// Links it, and tries it against Java.
  private static Libcrypto link() {
    var library =
        new Libcrypto(Linker.nativeLinker(), SymbolLookup.libraryLookup(FILE, Arena.global()));
    KeyPair pair = Ed25519.generate();
    byte[] publicKey = Ed25519.raw(pair.getPublic());
    byte[] message = publicKey;
    byte[] signature = KeyFile.sign(pair.getPrivate(), message);
    Optional<byte[]> same =
        library
            .key(pair.getPrivate())
            .sign(message)
            .filter(own -> Arrays.equals(own, signature))
            .filter(own -> library.verify(publicKey, message, own).orElse(false));
    if (same.isEmpty()) {
      throw new IllegalStateException(FILE + " does not sign as Java does");
    }
    return library;
  }

  /// A private key in the library's own form, freed when nobody refers to it any more.
  Key key(PrivateKey secret) {
    byte[] seed = ((EdECPrivateKey) secret).getBytes().orElseThrow();
    return call(memory -> {
      MemorySegment raw = memory.allocateFrom(JAVA_BYTE, seed);
      var key = (MemorySegment) newPrivateKey.invokeExact(ED25519, NULL, raw, raw.byteSize());
      raw.fill((byte) 0);
      return new Key(owned(key, Arena.ofAuto(), freeKey));
    });
  }

  /// What a device signs with.
  final class Key {
    private final MemorySegment key;

    private Key(MemorySegment key) {
      this.key = key;
    }

    /// The signature of a message, 64 bytes; nothing when the library does not make one.
    Optional<byte[]> sign(byte[] message) {
      return call(memory -> {
        MemorySegment text = memory.allocateFrom(JAVA_BYTE, message);
        MemorySegment signature = memory.allocate(Ed25519.SIGNATURE_BYTES);
        MemorySegment length = memory.allocateFrom(JAVA_LONG, signature.byteSize());
        MemorySegment context = context(memory);
        boolean signed =
            (int) beginSign.invokeExact(context, NULL, NULL, NULL, key) == SUCCESS
                && (int) sign.invokeExact(context, signature, length, text, text.byteSize())
                    == SUCCESS;
        return signed ? Optional.of(signature.toArray(JAVA_BYTE)) : Optional.empty();
      });
    }
  }

  /// Whether this key signed this message; nothing when the library cannot tell.
  ///
  /// @param publicKey the 32 bytes
  /// @param signature the 64 bytes
  Optional<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature) {
    return call(memory -> {
      MemorySegment raw = memory.allocateFrom(JAVA_BYTE, publicKey);
      MemorySegment text = memory.allocateFrom(JAVA_BYTE, message);
      MemorySegment said = memory.allocateFrom(JAVA_BYTE, signature);
      var made = (MemorySegment) newPublicKey.invokeExact(ED25519, NULL, raw, raw.byteSize());
      MemorySegment key = owned(made, memory, freeKey);
      MemorySegment context = context(memory);
      if ((int) beginVerify.invokeExact(context, NULL, NULL, NULL, key) != SUCCESS) {
        return Optional.empty();
      }
      int answer = (int) verify.invokeExact(context, said, said.byteSize(), text, text.byteSize());
      return answer == SUCCESS || answer == NO ? Optional.of(answer == SUCCESS) : Optional.empty();
    });
  }

  private MemorySegment context(Arena memory) throws Throwable {
    return owned((MemorySegment) newContext.invokeExact(), memory, freeContext);
  }

  /// What the library has made, to be given back to it with everything else of this memory.
  private static MemorySegment owned(MemorySegment made, Arena memory, MethodHandle free) {
    if (made.equals(NULL)) {
      throw new IllegalStateException(FILE + " has no memory left");
    }
    return made.reinterpret(
        memory,
        segment ->
            call(_ -> {
              free.invokeExact(segment);
              return segment;
            }));
  }

  private interface Call<T> {
    T in(Arena memory) throws Throwable;
  }

  private static <T> T call(Call<T> call) {
    try (Arena memory = Arena.ofConfined()) {
      return call.in(memory);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("C throws nothing", e);
    }
  }
}
