/// MSR (UnifiedPOS): magnetic stripes of loyalty and gift cards, after ISO/IEC 7811 and 7813.
///
/// Payment cards belong into the payment terminal. One that is drawn through this reader all the
/// same leaves its first six and last four digits at most; `AccountNumber` holds nothing else.
package till.device.msr;
