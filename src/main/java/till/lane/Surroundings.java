package till.lane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.journal.Space;

/// What the lane was told of the world beside the shop's own state. Immutable. None of it is on
/// disk: after a restart devices and the uplink tell it again.
///
/// @param devices by name, in the order in which they were first heard of
/// @param isHelpCalled whether somebody has to come to the customer
/// @param isCaseOpen as the tamper switch sees it
/// @param isContradicted whether the fleet knows other documents than the journal has
/// @param isClockAwaited whether a clock that can be believed is waited for, to open the day
/// @param notice what the customer was told last
record Surroundings(
    SequencedMap<String, DeviceStatus> devices,
    DrawerState drawer,
    boolean isHelpCalled,
    boolean isCaseOpen,
    Space.Room room,
    boolean isContradicted,
    boolean isClockAwaited,
    Optional<Notice> notice) {

  // UnifiedPOS categories
  static final String PRINTER = "POSPrinter";
  static final String PAYMENT_TERMINAL = "PaymentTerminal";
  static final String SCALE = "Scale";

  Surroundings {
    devices = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(devices));
  }

  /// Nothing is known but the disk.
  static Surroundings unknown(Space.Room room) {
    return new Surroundings(
        new LinkedHashMap<>(),
        DrawerState.UNKNOWN,
        false,
        false,
        room,
        false,
        false,
        Optional.empty());
  }

  Surroundings with(DeviceStatus device) {
    var next = new LinkedHashMap<>(devices);
    next.put(device.name(), device);
    return new Surroundings(
        next, drawer, isHelpCalled, isCaseOpen, room, isContradicted, isClockAwaited, notice);
  }

  Surroundings with(DrawerState next) {
    return new Surroundings(
        devices, next, isHelpCalled, isCaseOpen, room, isContradicted, isClockAwaited, notice);
  }

  Surroundings with(Space.Room next) {
    return new Surroundings(
        devices, drawer, isHelpCalled, isCaseOpen, next, isContradicted, isClockAwaited, notice);
  }

  Surroundings helpCalled(boolean isSo) {
    return new Surroundings(
        devices, drawer, isSo, isCaseOpen, room, isContradicted, isClockAwaited, notice);
  }

  Surroundings caseOpen(boolean isSo) {
    return new Surroundings(
        devices, drawer, isHelpCalled, isSo, room, isContradicted, isClockAwaited, notice);
  }

  Surroundings contradicted(boolean isSo) {
    return new Surroundings(
        devices, drawer, isHelpCalled, isCaseOpen, room, isSo, isClockAwaited, notice);
  }

  Surroundings clockAwaited(boolean isSo) {
    return new Surroundings(
        devices, drawer, isHelpCalled, isCaseOpen, room, isContradicted, isSo, notice);
  }

  Surroundings withNotice(Optional<Notice> next) {
    return new Surroundings(
        devices, drawer, isHelpCalled, isCaseOpen, room, isContradicted, isClockAwaited, next);
  }

  boolean has(String category) {
    return find(category).isPresent();
  }

  boolean isGood(String category) {
    return devices.values().stream()
        .anyMatch(device ->
            device.category().equals(category) && device.state() == DeviceStatus.State.GOOD);
  }

  /// Why a device of that category cannot be used; nothing, when it can.
  Optional<String> hindrance(String category) {
    return isGood(category)
        ? Optional.empty()
        : Optional.of(
            find(category).map(DeviceStatus::reason).orElse("nothing is known of it yet"));
  }

  private Optional<DeviceStatus> find(String category) {
    return devices.values().stream()
        .filter(device -> device.category().equals(category))
        .findFirst();
  }

  /// What a person has to see of it.
  ///
  /// @param languages of the person, best first
  List<ProblemView> problems(List<String> languages) {
    var problems = new ArrayList<ProblemView>();
    if (isHelpCalled) {
      problems.add(ProblemView.assistance(languages));
    }
    notice.map(said -> said.view(languages)).ifPresent(problems::add);
    ProblemView.disk(room, languages).ifPresent(problems::add);
    ProblemView.drawer(drawer, languages).ifPresent(problems::add);
    if (isCaseOpen) {
      problems.add(ProblemView.caseOpen(languages));
    }
    if (isContradicted) {
      problems.add(ProblemView.journalContradicted(languages));
    }
    if (isClockAwaited) {
      problems.add(ProblemView.clockNotSet(languages));
    }
    return problems;
  }
}
