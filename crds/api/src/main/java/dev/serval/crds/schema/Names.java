package dev.serval.crds.schema;

/** The forms that names in a resource have. */
public final class Names {

  /** A deployment, a stage or a variant: also the value of a label. */
  public static final String SERVED = "^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$";

  /** The most characters of a deployment, a stage or a variant: those of a label's value. */
  public static final int MOST_SERVED = 63;

  /** An object of Kubernetes, or a host: a DNS subdomain (RFC 1123). */
  public static final String OBJECT =
      "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$";

  /** The most characters of an object or a host. */
  public static final int MOST_OBJECT = 253;

  /** An image, with its registry, tag or digest: no blanks. */
  public static final String IMAGE = "^[^\\s]+$";

  /** The most characters of an image. */
  public static final int MOST_IMAGE = 512;

  /** A header of HTTP. */
  public static final String HEADER = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

  /** The most characters of a header's name. */
  public static final int MOST_HEADER = 128;

  /** A key in a Secret or a ConfigMap. */
  public static final String KEY = "^[A-Za-z0-9._-]+$";

  /** The name of an environment variable. */
  public static final String VARIABLE = "^[A-Za-z_.-][A-Za-z0-9_.-]*$";

  private Names() {}
}
