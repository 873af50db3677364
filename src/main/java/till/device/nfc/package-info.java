/// RFIDScanner (UnifiedPOS): badges and loyalty tags of ISO/IEC 14443 type A on a PN532 at a serial
/// line (HSU), after NXP's UM0701-02.
///
/// `Pn532Framer` cuts frames, `Pn532` knows commands and answers, `NfcReader` is the driver.
package till.device.nfc;
