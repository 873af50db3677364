package till.port;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of Linux that device files need and Java does not have. Each gives what the kernel
/// gives: a number, or `-errno` where it failed. Any thread.
@SuppressWarnings("restricted") // the signatures below are those of the Linux manual, sections 2, 3
final class Libc {

  // Linux, fcntl.h, poll.h, sys/eventfd.h
  static final int O_RDONLY = 0;
  static final int O_NONBLOCK = 04000;
  static final int O_CLOEXEC = 02000000;
  static final short POLLIN = 1;
  private static final int EFD_CLOEXEC = O_CLOEXEC;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_OF_STATE =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle FIND =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("dlsym"),
          FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));

  private static final MethodHandle OPEN =
      function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle POLL =
      function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle EVENTFD =
      function("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle IOCTL =
      function(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2));

  private Libc() {}

  /// Asked of the process rather than of libc: a tool that stands before libc, such as a debugger
  /// of device files, is passed by otherwise.
  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = ERRNO;
    System.arraycopy(options, 0, all, 1, options.length);
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment anywhere = MemorySegment.NULL; // RTLD_DEFAULT
      var address = (MemorySegment) FIND.invokeExact(anywhere, memory.allocateFrom(name));
      return LINKER.downcallHandle(address, type, all);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("C throws nothing", e);
    }
  }

  /// open(2) of a file that there is.
  static int open(String path, int flags) {
    return (int)
        call((memory, state) -> (int) OPEN.invokeExact(state, memory.allocateFrom(path), flags));
  }

  /// close(2). Its failure changes nothing: the number is free again in any case.
  static void close(int file) {
    long _ = call((_, state) -> (int) CLOSE.invokeExact(state, file));
  }

  /// read(2).
  static int read(int file, byte[] buffer, int length) {
    return (int)
        call((memory, state) -> {
          MemorySegment bytes = memory.allocate(length);
          long read = (long) READ.invokeExact(state, file, bytes, (long) length);
          if (read > 0) {
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, 0, buffer, 0, (int) read);
          }
          return read;
        });
  }

  /// ioctl(2) with a structure that the kernel fills, or with a number in an address's place.
  static int ioctl(int file, long request, MemorySegment argument) {
    return (int) call((_, state) -> (int) IOCTL.invokeExact(state, file, request, argument));
  }

  /// eventfd(2): a file that can be read once `wake` was called.
  static int eventfd() {
    return (int) call((_, state) -> (int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC));
  }

  /// Makes an eventfd readable, for good.
  static void wake(int eventfd) {
    long _ =
        call((memory, state) -> {
          MemorySegment one = memory.allocateFrom(JAVA_LONG, 1);
          return (long) WRITE.invokeExact(state, eventfd, one, one.byteSize());
        });
  }

  /// poll(2): waits until one of two files can be read, or has hung up.
  ///
  /// @return how many of them; 0 when the time is up
  static int awaitInput(int first, int second, int timeoutMillis) {
    return (int)
        call((memory, state) -> {
          MemorySegment files = memory.allocate(16, 4); // two of struct pollfd
          files.set(JAVA_INT, 0, first);
          files.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
          files.set(JAVA_INT, 8, second);
          files.set(ValueLayout.JAVA_SHORT, 12, POLLIN);
          return (int) POLL.invokeExact(state, files, 2L, timeoutMillis);
        });
  }

  private interface Call {
    long in(Arena memory, MemorySegment state) throws Throwable;
  }

  private static long call(Call call) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment state = memory.allocate(STATE);
      long result = call.in(memory, state);
      return result < 0 ? -(int) ERRNO_OF_STATE.get(state, 0L) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("C throws nothing", e);
    }
  }
}
