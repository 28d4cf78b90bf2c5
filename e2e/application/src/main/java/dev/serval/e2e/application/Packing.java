package dev.serval.e2e.application;

/** The contract of the packer, as the counter calls it. */
public interface Packing {

  /** Packs in {@code millis} milliseconds; says how many were packed together, and by whom. */
  String pack(int millis);
}
