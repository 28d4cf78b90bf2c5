package dev.serval.samples.load;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the command line asks for.
 *
 * @param url where the server is
 * @param path of the requests, below the URL
 * @param method of the requests
 * @param body template of the requests' bodies
 * @param users how many send requests at the same time
 * @param duration how long new requests are sent
 * @param ramp how long it takes until all users are there
 * @param mostRequests ends the run earlier once that many requests were sent
 * @param timeout how long an answer may take
 * @param backOff how long a user waits after a 503 or a failure
 * @param help only say how to use it
 */
public record Options(
    URI url,
    String path,
    String method,
    BodyTemplate body,
    int users,
    Duration duration,
    Duration ramp,
    long mostRequests,
    Duration timeout,
    Duration backOff,
    boolean help) {

  /** How to use it. */
  public static final String USAGE =
      """
      Sends concurrent requests to a running sample and shows what comes back.

        --url URL       where the server is (http://127.0.0.1:8000)
        --path PATH     path of the requests (/recommend)
        --method NAME   GET, POST, PUT, PATCH or DELETE (POST)
        --body TEXT     body of the requests, as JSON; {user} stands for a random number from
                        1 to 700, of which the recommender knows those up to 671
                        ({"userId": {user}, "topK": 10})
        --users N       users who each send one request after the other (64)
        --seconds N     how long they send (20)
        --ramp N        seconds until all of them are there (0)
        --requests N    ends the run earlier, after that many requests (10000000)
        --timeout N     seconds that an answer may take (30)
        --back-off N    milliseconds that a user waits after a 503 or a failure (100)
        --help          say this

      Latencies are those of requests that were served (2xx and 3xx).
      """;

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final String DEFAULT_BODY = "{\"userId\": {user}, \"topK\": 10}";
  private static final int MOST_REQUESTS = 10_000_000;

  /**
   * Reads a command line.
   *
   * @throws UsageException with what is wrong with it
   */
  public static Options parse(String... arguments) {
    Parser parser = new Parser();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals("--help") || name.equals("-h")) {
        parser.help = true;
      } else if (!name.startsWith("--")) {
        throw new UsageException("Unexpected \"" + name + "\": options start with --; try --help");
      } else {
        int equals = name.indexOf('=');
        if (equals > 0) {
          parser.accept(name.substring(0, equals), name.substring(equals + 1));
        } else {
          parser.accept(name, i + 1 < arguments.length ? arguments[++i] : null);
        }
      }
    }
    return parser.options();
  }

  /** Whether requests have a body. */
  public boolean sendsBody() {
    return !method.equals("GET") && !method.equals("DELETE");
  }

  /** The path and query of the requests, with the path that the URL may have in front. */
  public String target() {
    return below(path);
  }

  /** A path below the one of the URL. */
  public String below(String other) {
    String prefix = url.getRawPath();
    return (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + other;
  }

  private static final class Parser {

    private URI url = URI.create("http://127.0.0.1:8000");
    private String path = "/recommend";
    private String method = "POST";
    private String body = DEFAULT_BODY;
    private int users = 64;
    private int seconds = 20;
    private int ramp;
    private int requests = MOST_REQUESTS;
    private int timeout = 30;
    private int backOff = 100;
    private boolean help;

    void accept(String name, String value) {
      switch (name) {
        case "--url" -> url = url(name, required(name, value));
        case "--path" -> path = path(name, required(name, value));
        case "--method" -> method = method(name, required(name, value));
        case "--body" -> body = required(name, value);
        case "--users" -> users = number(name, value, 1, 10_000);
        case "--seconds" -> seconds = number(name, value, 1, 3_600);
        case "--ramp" -> ramp = number(name, value, 0, 3_600);
        case "--requests" -> requests = number(name, value, 1, MOST_REQUESTS);
        case "--timeout" -> timeout = number(name, value, 1, 600);
        case "--back-off" -> backOff = number(name, value, 0, 60_000);
        default -> throw new UsageException("Unknown option " + name + "; try --help");
      }
    }

    private static String required(String name, String value) {
      if (value == null) {
        throw new UsageException("Nothing follows " + name + "; try --help");
      }
      return value;
    }

    private static URI url(String name, String value) {
      try {
        URI url = new URI(value);
        if ("http".equals(url.getScheme()) && url.getHost() != null && url.getRawQuery() == null) {
          return url;
        }
      } catch (URISyntaxException e) {
        // Falls through to the one message for both.
      }
      throw new UsageException(
          name + " takes an address such as http://127.0.0.1:8000, not \"" + value + "\"");
    }

    private static String path(String name, String value) {
      boolean printable = value.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (!value.startsWith("/") || !printable) {
        throw new UsageException(name + " takes a path that starts with /, not \"" + value + "\"");
      }
      return value;
    }

    private static String method(String name, String value) {
      String upper = value.toUpperCase(Locale.ROOT);
      if (!METHODS.contains(upper)) {
        throw new UsageException(name + " takes one of " + METHODS + ", not \"" + value + "\"");
      }
      return upper;
    }

    private static int number(String name, String value, int least, int most) {
      try {
        int number = Integer.parseInt(required(name, value));
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Falls through to the one message for both.
      }
      throw new UsageException(
          name + " takes a number from " + least + " to " + most + ", not \"" + value + "\"");
    }

    Options options() {
      if (ramp > seconds) {
        throw new UsageException(
            "--ramp " + ramp + " is longer than the run of --seconds " + seconds);
      }
      return new Options(
          url,
          path,
          method,
          new BodyTemplate(body),
          users,
          Duration.ofSeconds(seconds),
          Duration.ofSeconds(ramp),
          requests,
          Duration.ofSeconds(timeout),
          Duration.ofMillis(backOff),
          help);
    }
  }
}
