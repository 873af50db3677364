package till.device.printer;

import static till.device.printer.PrinterProfile.Confirmation.PROCESS_ID;
import static till.device.printer.PrinterProfile.Confirmation.STATUS_ANSWER;
import static till.device.printer.PrinterProfile.Raster.BIT_IMAGE;
import static till.device.printer.PrinterProfile.Raster.GRAPHICS;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import till.device.printer.PrinterProfile.Blade;
import till.device.printer.PrinterProfile.Confirmation;
import till.device.printer.PrinterProfile.Cutter;
import till.device.printer.PrinterProfile.Head;
import till.device.printer.PrinterProfile.Raster;

/// The printers that are known, from what is public of them: makers' manuals, and the tables of
/// code pages and widths that projects for many printers keep. None of it replaces a test print.
///
/// Where that is silent or contradicts itself, the profile claims less: a confirmation that comes
/// later, a picture in place of a code page or a QR code. Whether a job goes on by itself after the
/// end of the paper is in no manual; Epson's serial models are known to. It is said of all: who
/// believes otherwise and is wrong prints a receipt twice, who believes it and is wrong asks a
/// person.
final class PrinterModels {

  // the width of the paper, and the dots of an inch of it
  private static final Head EIGHTY_MM_180 = new Head(42, 512);
  private static final Head EIGHTY_MM_203 = new Head(48, 576);
  private static final Head FIFTY_EIGHT_MM_203 = new Head(32, 384);

  /// `GS V 66` feeds to the knife and cuts.
  private static final Cutter KNIFE = new Cutter(Blade.PARTIAL, 1);

  /// Some makers' `GS V 66` cuts at once: the last line has to be past the knife already.
  private static final Cutter DOUBTFUL_KNIFE = new Cutter(Blade.PARTIAL, 4);

  private static final Cutter TEAR_BAR = new Cutter(Blade.NONE, 4);

  /// Latin, Greek, Cyrillic and Turkish, the one with Euro sign and box lines first.
  private static final int[] LATER = {19, 16, 0, 18, 17, 2, 14, 47, 13, 48, 45, 46, 33, 34, 51};

  private static final int[] EARLY = {19, 16, 0, 2, 3, 4, 5, 17};
  private static final int[] CITIZEN = {16, 0, 2, 18, 17};
  private static final int[] BIXOLON = {19, 16, 0, 2, 18, 17};
  private static final int[] COMMON = {19, 16, 0, 18, 17};

  static final List<PrinterProfile> ALL =
      List.of(
          // all of it is in Epson's reference
          model("epson-tm-t88v", EIGHTY_MM_180, LATER, KNIFE, PROCESS_ID, true, BIT_IMAGE, 150),
          // no process id; not known to draw QR codes; page 18 is told differently
          model(
              "epson-tm-t88iii", EIGHTY_MM_180, EARLY, KNIFE, STATUS_ANSWER, false, BIT_IMAGE, 100),
          // the TM-T20II and III confirm by process id, the first one is not known to
          model("epson-tm-t20", EIGHTY_MM_203, LATER, KNIFE, STATUS_ANSWER, true, BIT_IMAGE, 100),
          // a compact one for USB and networks: `GS v 0` is kept for old programs only
          model("epson-tm-m30", EIGHTY_MM_203, LATER, KNIFE, PROCESS_ID, true, GRAPHICS, 150),
          // in ESC/POS mode, which follows the TM-T88: pages are taken to be the TM-T88III's
          model("star-escpos", EIGHTY_MM_203, EARLY, KNIFE, STATUS_ANSWER, true, BIT_IMAGE, 100),
          // CT-S310, CT-S651: page 19 is not in every list
          model(
              "citizen-escpos", EIGHTY_MM_203, CITIZEN, KNIFE, STATUS_ANSWER, true, BIT_IMAGE, 100),
          // SRP-S300
          model(
              "bixolon-escpos", EIGHTY_MM_203, BIXOLON, KNIFE, STATUS_ANSWER, true, BIT_IMAGE, 100),
          // no name on the box: 80 mm with the head of a TM-T88, 80 mm, 58 mm; QR codes as pictures
          generic("generic", EIGHTY_MM_180, DOUBTFUL_KNIFE, 80),
          generic("generic-48", EIGHTY_MM_203, DOUBTFUL_KNIFE, 80),
          generic("generic-32", FIFTY_EIGHT_MM_203, TEAR_BAR, 50));

  private static PrinterProfile generic(String name, Head head, Cutter cutter, int speed) {
    return model(name, head, COMMON, cutter, STATUS_ANSWER, false, BIT_IMAGE, speed);
  }

  /// What all of them share: they go on after a paper end, and draw CODE128.
  private static PrinterProfile model(
      String name,
      Head head,
      int[] pages,
      Cutter cutter,
      Confirmation confirmation,
      boolean nativeQr,
      Raster raster,
      int speed) {
    return new PrinterProfile(
        name, head, pages(pages), cutter, confirmation, true, true, nativeQr, raster, speed);
  }

  /// Code pages by the numbers that `ESC t` has for them at Epson, and at whoever follows.
  private static SequencedMap<Integer, Charset> pages(int[] numbers) {
    var pages = new LinkedHashMap<Integer, Charset>();
    for (int number : numbers) {
      pages.put(number, Charset.forName(page(number)));
    }
    return pages;
  }

  private static String page(int number) {
    return switch (number) {
      case 0 -> "IBM437";
      case 2 -> "IBM850";
      case 3 -> "IBM860";
      case 4 -> "IBM863";
      case 5 -> "IBM865";
      case 13 -> "IBM857";
      case 14 -> "x-IBM737";
      case 16 -> "windows-1252";
      case 17 -> "IBM866";
      case 18 -> "IBM852";
      case 19 -> "IBM00858";
      case 33 -> "IBM775";
      case 34 -> "IBM855";
      case 45 -> "windows-1250";
      case 46 -> "windows-1251";
      case 47 -> "windows-1253";
      case 48 -> "windows-1254";
      case 51 -> "windows-1257";
      default -> throw new IllegalArgumentException("no code page " + number);
    };
  }

  private PrinterModels() {}
}
