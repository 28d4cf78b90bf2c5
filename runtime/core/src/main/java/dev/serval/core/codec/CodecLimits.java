package dev.serval.core.codec;

/**
 * What a codec accepts at most. The limits protect the reader from hostile or damaged bytes; the
 * writer applies the ones it can check cheaply so that the error appears where the value was made.
 *
 * @param maxDepth how many objects and collections may be nested in one another; 4 to 1 000. Bounds
 *     the stack a decoder needs
 * @param maxGraphBytes estimated heap taken by the objects of one value, in bytes; 1 MiB to 16 GiB.
 *     Fory estimates it from field and element counts, Smile charges 16 bytes per token; strings
 *     and primitive arrays are not counted because the bytes received bound them already
 * @param maxBodyBytes encoded size of one value, or of all the arguments of a call, in bytes; 1 KiB
 *     to 1 GiB
 * @param maxUnbackedItems elements of all the collections of one value that no byte of input stands
 *     for, such as records without components; 0 to 1 000 000. All other elements take up at least
 *     a byte each, so {@code maxBodyBytes} bounds them
 * @param maxTypeFields fields one received type description may list; 16 to 10 000
 */
public record CodecLimits(
    int maxDepth, long maxGraphBytes, int maxBodyBytes, int maxUnbackedItems, int maxTypeFields) {

  /**
   * Depth 64, 256 MiB of objects from 64 MiB of bytes, 8 192 elements without bytes, 512 fields:
   * room for a batch of images, and a fraction of the heap of a small replica.
   */
  public static final CodecLimits DEFAULT = new CodecLimits(64, 256L << 20, 64 << 20, 8_192, 512);

  /**
   * @throws IllegalArgumentException naming the value that is out of its bounds
   */
  public CodecLimits {
    requireBetween("maxDepth", maxDepth, 4, 1_000);
    requireBetween("maxGraphBytes", maxGraphBytes, 1L << 20, 16L << 30);
    requireBetween("maxBodyBytes", maxBodyBytes, 1 << 10, 1 << 30);
    requireBetween("maxUnbackedItems", maxUnbackedItems, 0, 1_000_000);
    requireBetween("maxTypeFields", maxTypeFields, 16, 10_000);
  }

  /** The same limits but for the size of a body, in bytes. */
  public CodecLimits withMaxBodyBytes(int bytes) {
    return new CodecLimits(maxDepth, maxGraphBytes, bytes, maxUnbackedItems, maxTypeFields);
  }

  /** The same limits but for the nesting depth. */
  public CodecLimits withMaxDepth(int depth) {
    return new CodecLimits(depth, maxGraphBytes, maxBodyBytes, maxUnbackedItems, maxTypeFields);
  }

  /** The same limits but for the estimated heap of one value, in bytes. */
  public CodecLimits withMaxGraphBytes(long bytes) {
    return new CodecLimits(maxDepth, bytes, maxBodyBytes, maxUnbackedItems, maxTypeFields);
  }

  /**
   * Returns the size of a body, in bytes.
   *
   * @throws CodecException if it is over the limit
   */
  int requireBodySize(int size) {
    if (size > maxBodyBytes) {
      throw new CodecException(
          "a body of " + size + " B is over the limit of " + maxBodyBytes + " B");
    }
    return size;
  }

  private static void requireBetween(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", but is " + value);
    }
  }
}
