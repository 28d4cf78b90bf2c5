package dev.serval.samples.load;

/** What became of a request, as far as a user of the load client cares. */
public enum Outcome {
  /** Served: 2xx or 3xx. */
  OK,
  /** The request was wrong: 4xx. */
  CLIENT_ERROR,
  /** The server takes no more for the time being: 503. */
  BACK_PRESSURE,
  /** Any other status, or no answer at all. */
  ERROR;

  /** What a status means. */
  public static Outcome of(int status) {
    if (status >= 200 && status < 400) {
      return OK;
    }
    if (status >= 400 && status < 500) {
      return CLIENT_ERROR;
    }
    return status == 503 ? BACK_PRESSURE : ERROR;
  }
}
